"""Implicit intersection (隐式交集): a range stands for its cell in the formula's row or column where one is meant."""

from __future__ import annotations

from dataclasses import replace

from perfxl.formulas.syntax import Area, ArrayConstant, Binary, Call, Corner, Literal, Node, Unary, map_children
from perfxl.recalc.normal.kinds import ARRAYS, SCALARS, SPILLING
from perfxl.recalc.normal.scope import Site, box, is_single

_VALUE = Literal("error", "#VALUE!")
_ONE = Literal("number", "1")


def intersect(node: Node, site: Site) -> Node:
    """Return the tree of a formula as Excel computes it: an ordinary one gives one value, an array formula an array."""
    return _explicit(node, site) if site.array else _single(node, site)


def _explicit(node: Node, site: Site) -> Node:
    """Return the tree with only those ranges intersect that an @ stands before."""
    if isinstance(node, Unary) and node.operator == "@":
        return _single(node.operand, site)
    return map_children(node, lambda child: _explicit(child, site))


def _single(node: Node, site: Site) -> Node:
    """Return what gives one value."""
    match node:
        case Area():
            return _cell(node, site)
        case Unary("@", operand):
            return _single(operand, site)
        case ArrayConstant(rows):
            return rows[0][0]
        case Unary() | Binary(operator="+" | "-" | "*" | "/" | "^" | "&" | "=" | "<>" | "<" | "<=" | ">" | ">="):
            return map_children(node, lambda child: _single(child, site))
        case Call("()", _, None):
            return map_children(node, lambda child: _single(child, site))
        case Call("IF" | "CHOOSE", _, None):
            return map_children(node, lambda child: _single(child, site))
        case Call():
            whole = _whole(node, site)
            return Call("INDEX", (whole, _ONE, _ONE)) if _may_spill(node) else whole
    return map_children(node, lambda child: _whole(child, site))


def _whole(node: Node, site: Site) -> Node:
    """Return what may stay a range, but computes no arrays."""
    match node:
        case Area() | ArrayConstant() | Binary(operator=":"):
            return node
        case Unary("@", operand):
            return _single(operand, site)
        case Unary() | Binary():
            return map_children(node, lambda child: _operand(child, site))
        case Call(name, _, None) if name in ARRAYS:
            return _explicit(node, site)
        case Call(name, _, None) if name in SCALARS:
            return map_children(node, lambda child: _operand(child, site))
        case Call("IF" | "CHOOSE", (condition, *branches), None):
            return replace(node, args=(_operand(condition, site), *(_whole(branch, site) for branch in branches)))
    return map_children(node, lambda child: _whole(child, site))


def _operand(node: Node, site: Site) -> Node:
    """Return an operand inside a function: an array constant stays one there, a range does not."""
    if isinstance(node, Area):
        return _cell(node, site)
    if isinstance(node, Call) and node.name == "()":
        return map_children(node, lambda child: _operand(child, site))
    return _whole(node, site)


def _cell(ref: Area, site: Site) -> Node:
    if is_single(ref):
        return ref
    top, left, bottom, right = box(ref)
    row, column = site.position
    if left == right and top <= row <= bottom:
        corner = Corner(row, left)
    elif top == bottom and left <= column <= right:
        corner = Corner(top, column)
    else:
        return _VALUE
    return replace(ref, first=corner, last=corner)


def _may_spill(call: Call) -> bool:
    if call.name == "INDEX":
        return not all(_certain(arg) for arg in call.args[1:])
    return (
        call.name in SPILLING
        or (call.name in {"ROW", "COLUMN"} and any(map(_is_wide, call.args)))
        or call.name.startswith("PX_")
    )


def _certain(arg: Node) -> bool:
    """Whether a number of a row or column is one, and not nought, which means all of them."""
    return is_single(arg) or isinstance(arg, Call) or (isinstance(arg, Literal) and arg.text != "0")


def _is_wide(arg: Node) -> bool:
    return isinstance(arg, Area) and not is_single(arg)
