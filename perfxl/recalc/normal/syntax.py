"""Formulas as trees: the nodes, and how a tree is gone through and changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant as it stands in the formula; `kind` is "number", "text", "truth" or "error"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Missing:
    """An argument that is left out."""


@dataclass(frozen=True, slots=True)
class Corner:
    """One end of a reference; row or column is None where whole columns or rows are meant."""

    row: int | None
    column: int | None
    row_fixed: bool = True
    column_fixed: bool = True


@dataclass(frozen=True, slots=True)
class Ref:
    """Cells; `sheet` is None for the formula's own, `last_sheet` set for a 3-D reference, `book` for another file."""

    first: Corner
    last: Corner
    sheet: str | None = None
    last_sheet: str | None = None
    book: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A defined name or a variable, with the sheet (or book) it is looked up in."""

    text: str
    sheet: str | None = None
    book: str = ""


@dataclass(frozen=True, slots=True)
class Structured:
    """A reference to a table: "表1" and what stands between the outer brackets."""

    table: str
    inside: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function by its name, in capitals; or, where `callee` is set, whatever that yields."""

    name: str
    args: tuple[Node, ...] = ()
    callee: Node | None = None


@dataclass(frozen=True, slots=True)
class Unary:
    """An operator before ("-", "+", "@") or behind ("%", "#") its operand."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands; the operators of references are ":", " " and ","."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Grid:
    """An array constant."""

    rows: tuple[tuple[Literal, ...], ...] = field(default=())


Node = Literal | Missing | Ref | Word | Structured | Call | Unary | Binary | Grid


def mapped(node: Node, change: Callable[[Node], Node]) -> Node:
    """Return the node with its direct children changed, itself if none is."""
    if isinstance(node, Call):
        args = tuple(map(change, node.args))
        callee = change(node.callee) if node.callee is not None else None
        return node if args == node.args and callee == node.callee else replace(node, args=args, callee=callee)
    if isinstance(node, Unary):
        operand = change(node.operand)
        return node if operand is node.operand else replace(node, operand=operand)
    if isinstance(node, Binary):
        left, right = change(node.left), change(node.right)
        return node if left is node.left and right is node.right else replace(node, left=left, right=right)
    return node


def children(node: Node) -> tuple[Node, ...]:
    """Return the direct children of a node."""
    if isinstance(node, Call):
        return (*node.args, node.callee) if node.callee is not None else node.args
    if isinstance(node, Unary):
        return (node.operand,)
    return (node.left, node.right) if isinstance(node, Binary) else ()


def joined(left: Node, right: Node) -> Node:
    """Return the range between two references: one reference where both are plain cells of one sheet."""
    if not (isinstance(left, Ref) and isinstance(right, Ref)) or left.first != left.last or right.first != right.last:
        return Binary(":", left, right)
    if right.sheet is not None and (right.sheet, right.book) != (left.sheet, left.book):
        return Binary(":", left, right)
    one, other = left.first, right.first
    if (one.row, one.column) == (other.row, other.column):
        return left
    if None in {one.row, one.column, other.row, other.column}:
        return Binary(":", left, right)
    (top, top_fixed), (bottom, bottom_fixed) = sorted([(one.row, one.row_fixed), (other.row, other.row_fixed)])
    (first, first_fixed), (last, last_fixed) = sorted(
        [(one.column, one.column_fixed), (other.column, other.column_fixed)]
    )
    return replace(
        left, first=Corner(top, first, top_fixed, first_fixed), last=Corner(bottom, last, bottom_fixed, last_fixed)
    )
