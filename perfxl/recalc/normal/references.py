"""References that an engine need not know: 3-D ones, unions, intersections, spills, other files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perfxl.formulas.syntax import (
    Area,
    Binary,
    Call,
    Corner,
    Identifier,
    Literal,
    Node,
    Unary,
    map_children,
    unbracketed,
)
from perfxl.recalc.engine import EngineError
from perfxl.recalc.normal.kinds import AGGREGATORS, STACKED
from perfxl.recalc.normal.scope import Site, box
from perfxl.sheets.address import Box

_REF, _NULL = Literal("error", "#REF!"), Literal("error", "#NULL!")


def resolve_references(node: Node, site: Site) -> Node:
    """Return the tree with references of one sheet and one box only.

    EngineError for those to other files, and for 3-D references and unions where no function takes them apart.
    """
    match node:
        case Area():
            return _checked(node, site)
        case Binary(":", Identifier(first), Area(sheet=str(last)) as ref):
            return resolve_references(replace(ref, sheet=first, last_sheet=last), site)
        case Binary(":", left, Area(sheet=None) as right):
            return Binary(":", resolve_references(left, site), right)
        case Binary(",", _, _):
            raise EngineError("此处的联合引用（逗号）无法计算")
        case Binary(" ", left, right):
            return _intersection(resolve_references(left, site), resolve_references(right, site))
        case Unary("#", operand):
            return _spill(resolve_references(operand, site), site)
        case Call():
            return _call(node, site)
    return map_children(node, lambda child: resolve_references(child, site))


def _checked(ref: Area, site: Site) -> Node:
    if ref.book:
        raise EngineError("引用了别的工作簿")
    if ref.last_sheet is not None:
        raise EngineError("此处的三维引用无法计算")
    if ref.sheet is None:
        return ref
    name = site.scope.sheets.get(ref.sheet.casefold())
    return _REF if name is None else replace(ref, sheet=name)


def _call(node: Call, site: Site) -> Node:
    if node.name not in AGGREGATORS and node.name not in STACKED:
        return map_children(node, lambda child: resolve_references(child, site))
    parts = [list(_parts(arg, site)) for arg in node.args]
    if node.name in AGGREGATORS:
        return replace(node, args=tuple(part for found in parts for part in found))
    return replace(node, args=tuple(found[0] if len(found) == 1 else _stack(found) for found in parts))


def _stack(parts: list[Node]) -> Node:
    return Call("VSTACK", tuple(Call("TOCOL", (part,)) for part in parts))


def _parts(node: Node, site: Site) -> Iterator[Node]:
    """Yield the single references that an argument is made of; any other argument is one."""
    match node:
        case Call("()", (inner,), None) if isinstance(inner, Binary) and inner.operator == ",":
            yield from _parts(inner, site)
        case Call("()", (Call("()") as inner,), None):
            yield from _parts(inner, site)
        case Binary(",", left, right):
            yield from _parts(left, site)
            yield from _parts(right, site)
        case Binary(":", Identifier(first), Area(sheet=str(last)) as ref):
            yield from _parts(replace(ref, sheet=first, last_sheet=last), site)
        case Area(sheet=str(first), last_sheet=str(last), book=""):
            names = site.scope.between(first, last)
            yield from (replace(node, sheet=name, last_sheet=None) for name in names) if names else (_REF,)
        case _:
            yield resolve_references(node, site)


def _intersection(left: Node, right: Node) -> Node:
    left, right = unbracketed(left), unbracketed(right)
    if not (isinstance(left, Area) and isinstance(right, Area)):
        raise EngineError("此处的交叉引用（空格）无法计算")
    if (left.sheet or "") != (right.sheet or left.sheet or ""):
        return _NULL
    one, other = box(left), box(right)
    top, left_column = max(one.top, other.top), max(one.left, other.left)
    bottom, right_column = min(one.bottom, other.bottom), min(one.right, other.right)
    if top > bottom or left_column > right_column:
        return _NULL
    return _ref(Box(top, left_column, bottom, right_column), left.sheet)


def _spill(node: Node, site: Site) -> Node:
    if not isinstance(node, Area):
        raise EngineError("此处的溢出引用（#）无法计算")
    blocks = site.scope.blocks.get((node.sheet or site.sheet).casefold(), {})
    block = blocks.get(box(node)[:2])
    return _ref(block.box, node.sheet) if block else _REF


def _ref(cells: Box, sheet: str | None) -> Area:
    top, left, bottom, right = cells
    return Area(Corner(top, left), Corner(bottom, right), sheet)
