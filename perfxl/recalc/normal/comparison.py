"""Comparison as Excel does it, by 15 significant digits: 0.1+0.2=0.3 holds.

Where both sides are plain cells or numbers it is written in the engine's own words, else as XL.CMP, which is ours.
"""

from __future__ import annotations

from perfxl.formulas.syntax import Area, Binary, Call, Literal, Node, map_children
from perfxl.recalc.normal.scope import is_single

OPERATORS = ("=", "<>", "<", "<=", ">", ">=")
COMPARE = "XL.CMP"
_NEAR = Literal("number", "4E-15")  # half a unit of the 15th digit, at most
_EXACT = {"text", "truth", "error"}


def compare_by_digits(node: Node) -> Node:
    """Return the tree with comparisons by 15 digits."""
    node = map_children(node, compare_by_digits)
    if not isinstance(node, Binary) or node.operator not in OPERATORS or _exact(node.left) or _exact(node.right):
        return node
    if _plain(node.left) and _plain(node.right):
        return _in_words(node)
    return Call(COMPARE, (Literal("number", str(OPERATORS.index(node.operator))), node.left, node.right))


def _exact(node: Node) -> bool:
    """Whether a side leaves no room for doubt: a text, a truth value, nought."""
    return isinstance(node, Literal) and (node.kind in _EXACT or node.text == "0")


def _plain(node: Node) -> bool:
    return isinstance(node, Literal) or is_single(node)


def _in_words(node: Binary) -> Node:
    """Return a comparison that takes two numbers for one where they differ beyond the 15th digit only."""
    near = _near(node.left, node.right)
    if node.operator in {"=", "<=", ">="}:
        return Call("OR", (node, near))
    return Call("AND", (node, Call("NOT", (near,))))


def _near(left: Node, right: Node) -> Node:
    numbers = tuple(Call("ISNUMBER", (side,)) for side in (left, right) if isinstance(side, Area))
    values = [Call("N", (side,)) if isinstance(side, Area) else side for side in (left, right)]
    distance = Call("ABS", (Binary("-", values[0], values[1]),))
    allowed = Binary("*", Call("ABS", (values[1],)), _NEAR)
    return Call("AND", (*numbers, Binary("<=", distance, allowed)))
