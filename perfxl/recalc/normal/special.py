"""Functions that an engine computes from references, not from values, where it cannot do so itself.

SUBTOTAL and AGGREGATE leave hidden rows out, which an engine does not know of: they are given the rest alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from perfxl.formulas.syntax import Area, Call, Corner, Literal, Node, Omitted, map_children
from perfxl.recalc.engine import EngineError
from perfxl.recalc.normal.scope import Site, box, is_single

ADDRESS = "XL.ADDRESS"  # the text of a reference, names put in their places
LEFT_OUT = "\ue001"  # what our functions are handed for an argument that is left out
_CONDITIONAL = frozenset({"SUMIF", "SUMIFS", "AVERAGEIF", "AVERAGEIFS"})
_PLAIN = {"XLOOKUP": 4, "XMATCH": 2}  # the arguments of the plain search, which the engine does itself
_LEFT_OUT = Literal("text", f'"{LEFT_OUT}"')
HIDING = re.compile(r"SUBTOTAL|AGGREGATE", re.IGNORECASE)
_MOST = 250  # arguments that a function takes
_ALL_HIDDEN = frozenset(range(101, 112))  # SUBTOTAL leaves out what is hidden by hand too
_FILTERED = frozenset(range(1, 12))
_IGNORING = frozenset({1, 3, 5, 7})  # options of AGGREGATE
_LISTED = frozenset(range(1, 14))  # its functions that take a list of ranges


def rewrite_special(node: Node, site: Site) -> Node:
    """Return the tree with such functions written as what they give, or as functions of ours."""
    node = map_children(node, lambda child: rewrite_special(child, site))
    if not isinstance(node, Call) or node.callee is not None:
        return node
    return _by_place(node, site) or _by_functions_of_ours(node, site) or node


def _by_place(node: Call, site: Site) -> Node | None:
    """Return the rows and columns of references as the numbers that they are."""
    match node:
        case Call("ROW", (Area() as ref,)) if not is_single(ref):
            top, _, bottom, _ = box(ref)
            return _sequence(bottom - top + 1, 1, top)
        case Call("COLUMN", (Area() as ref,)) if not is_single(ref):
            _, left, _, right = box(ref)
            return _sequence(1, right - left + 1, left)
        case Call("ROW" | "COLUMN", ()):
            return _number(site.position[node.name == "COLUMN"])
        case Call("ROWS" | "COLUMNS", (Area() as ref,)):
            top, left, bottom, right = box(ref)
            return _number(bottom - top + 1 if node.name == "ROWS" else right - left + 1)
    return None


def _by_functions_of_ours(node: Call, site: Site) -> Node | None:
    """Return what functions of ours do in place of the engine's."""
    args = node.args
    if _takes_markers(node):
        return replace(node, args=_with_markers(args))
    if node.name in _PLAIN and (len(args) > _PLAIN[node.name] or Omitted() in args[:1]):
        return replace(node, name=f"XL.{node.name}", args=_with_markers(args))
    if node.name == "INDIRECT" and 1 <= len(args) <= 2:
        return _addressed(node, site)
    return _failing_on_errors(node) if node.name in _CONDITIONAL and site.scope.careful else None


def _takes_markers(node: Call) -> bool:
    """Whether a function of ours is to know which arguments are left out."""
    return node.name == "TEXTSPLIT" or (node.name.startswith("PX_") and Omitted() in node.args)


def _addressed(node: Call, site: Site) -> Node:
    """Return INDIRECT given the address that its text means on this sheet, or the error that it is."""
    address = Call(ADDRESS, (_quoted(site.sheet), *node.args))
    return Call("IF", (Call("ISTEXT", (address,)), replace(node, args=(address,)), address))


def _failing_on_errors(node: Call) -> Node | None:
    """Return a conditional sum that takes errors among what it sums, which the engine passes over."""
    args = node.args
    if len(args) < 2:
        return None
    summed = args[0] if node.name.endswith("S") else args[-1 if len(args) == 3 else 0]
    fails = Call("ISERROR", (Call("SUM", (summed,)),))
    return Call("IF", (fails, replace(node, name=f"XL.{node.name}"), node))


def _quoted(text: str) -> Literal:
    return Literal("text", '"' + text.replace('"', '""') + '"')


def _with_markers(args: tuple[Node, ...]) -> tuple[Node, ...]:
    return tuple(_LEFT_OUT if isinstance(arg, Omitted) else arg for arg in args)


def _sequence(rows: int, columns: int, start: int) -> Node:
    return Call("SEQUENCE", (_number(rows), _number(columns), _number(start)))


def _number(value: int) -> Literal:
    return Literal("number", str(value))


def leave_out_hidden(node: Node, site: Site) -> Node:
    """Return the tree with ranges of SUBTOTAL and AGGREGATE less their hidden rows.

    EngineError where nothing or too many pieces are left.
    """
    node = map_children(node, lambda child: leave_out_hidden(child, site))
    if not site.scope.hidden or not isinstance(node, Call):
        return node
    leading = _leading_arguments(node)
    if not leading:
        return node
    by_filter = node.name == "SUBTOTAL" and _whole(node.args[0]) in _FILTERED
    ranges = [piece for arg in node.args[leading:] for piece in _pieces(arg, site, by_filter=by_filter)]
    if not 0 < len(ranges) <= _MOST:
        raise EngineError("汇总的区域里隐藏的行太多，无法逐行略过")
    return replace(node, args=(*node.args[:leading], *ranges))


def _leading_arguments(node: Call) -> int:
    """Return how many arguments stand before the ranges of a function that leaves hidden rows out, 0 for any other."""
    if node.name == "SUBTOTAL" and node.args and _whole(node.args[0]) in _ALL_HIDDEN | _FILTERED:
        return 1
    if node.name != "AGGREGATE" or len(node.args) < 3:
        return 0
    return 2 if _whole(node.args[0]) in _LISTED and _whole(node.args[1]) in _IGNORING else 0


def _whole(node: Node) -> int:
    return int(node.text) if isinstance(node, Literal) and node.text.isdigit() else -1


def _pieces(node: Node, site: Site, *, by_filter: bool) -> Iterator[Node]:
    if not isinstance(node, Area):
        yield node
        return
    name = (node.sheet or site.sheet).casefold()
    hidden = site.scope.hidden.get(name, frozenset())
    top, left, bottom, right = box(node)
    left_out = sorted(row for row in hidden if top <= row <= bottom)
    if not left_out or (by_filter and name not in site.scope.filtered):
        yield node
        return
    for row in (*left_out, bottom + 1):
        if top < row:
            yield replace(node, first=Corner(top, left), last=Corner(row - 1, right))
        top = row + 1
