"""Formulas as trees: the nodes, and how a tree is gone through and changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

_ARITHMETIC = frozenset({"+", "-", "*", "/", "^", "&"})


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant as it stands in the formula; `kind` is "number", "text", "truth" or "error"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Omitted:
    """An argument that is left out."""


@dataclass(frozen=True, slots=True)
class Corner:
    """One end of an area; row or column is None where whole columns or rows are meant, fixed where a $ stands."""

    row: int | None
    column: int | None
    row_fixed: bool = True
    column_fixed: bool = True


@dataclass(frozen=True, slots=True)
class Area:
    """Cells (区域), from the upper left to the lower right.

    sheet       None for the formula's own
    last_sheet  that of a 3-D reference (三维引用), else None
    book        "[1]" where the cells are another workbook's, else ""
    """

    first: Corner
    last: Corner
    sheet: str | None = None
    last_sheet: str | None = None
    book: str = ""


@dataclass(frozen=True, slots=True)
class Identifier:
    """A defined name or a variable, with the sheet (or book) it is looked up in."""

    text: str
    sheet: str | None = None
    book: str = ""


@dataclass(frozen=True, slots=True)
class TableReference:
    """A structured reference (结构化引用): "表1", what stands between the outer brackets, the book of another file."""

    table: str
    inside: str
    book: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A function by its name, in capitals; or, where `callee` is set, whatever that yields; "()" is a bracket."""

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
class ArrayConstant:
    """An array constant (数组常量), {1,2;3,4}."""

    rows: tuple[tuple[Literal, ...], ...] = field(default=())


Node = Literal | Omitted | Area | Identifier | TableReference | Call | Unary | Binary | ArrayConstant


def map_children(node: Node, change: Callable[[Node], Node]) -> Node:
    """Return the node with its direct children changed, itself if none is.

    A chain of arithmetic (1+2+3+...) counts as one node with many children, so that its length costs no recursion;
    `change` is not asked about the links of the chain.
    """
    match node:
        case Call():
            args = tuple([change(arg) for arg in node.args])
            callee = change(node.callee) if node.callee is not None else None
            return node if args == node.args and callee == node.callee else replace(node, args=args, callee=callee)
        case Unary():
            operand = change(node.operand)
            return node if operand is node.operand else replace(node, operand=operand)
        case Binary():
            return _map_chain(node, change)
    return node


def _map_chain(node: Binary, change: Callable[[Node], Node]) -> Node:
    links = _links(node)
    made = change(links[0].left)
    for link in links:
        right = change(link.right)
        made = link if made is link.left and right is link.right else Binary(link.operator, made, right)
    return made


def operands(node: Binary) -> tuple[Node, ...]:
    """Return the operands of a whole chain of arithmetic, of any other operator the two it has."""
    links = _links(node)
    return (links[0].left, *(link.right for link in links))


def _links(node: Binary) -> list[Binary]:
    """Return, of arithmetic, the nodes up the left side to the node; of any other operator the node alone."""
    links = [node]
    while links[-1].operator in _ARITHMETIC and isinstance(left := links[-1].left, Binary):
        if left.operator not in _ARITHMETIC:
            break
        links.append(left)
    return links[::-1]


def children(node: Node) -> tuple[Node, ...]:
    """Return the direct children of a node."""
    match node:
        case Call(_, args, callee):
            return args if callee is None else (*args, callee)
        case Unary(_, operand):
            return (operand,)
        case Binary(_, left, right):
            return left, right
    return ()


def walk(tree: Node) -> Iterator[Node]:
    """Yield every node of a tree, a node before its children, these in their order."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(children(node)))


def unbracketed(node: Node) -> Node:
    """Return what stands inside brackets, the node itself where there are none."""
    while isinstance(node, Call) and node.name == "()":
        node = node.args[0]
    return node
