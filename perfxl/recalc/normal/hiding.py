"""SUBTOTAL and AGGREGATE leave hidden rows out, which an engine does not know of: they are given the rest alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from perfxl.formulas.syntax import Area, Call, Corner, Literal, Node, map_children
from perfxl.recalc.engine import EngineError
from perfxl.recalc.normal.book import Site, box

HIDING = re.compile(r"SUBTOTAL|AGGREGATE", re.IGNORECASE)
_MOST = 250  # arguments that a function takes
_ALL_HIDDEN = frozenset(range(101, 112))  # SUBTOTAL leaves out what is hidden by hand too
_FILTERED = frozenset(range(1, 12))
_IGNORING = frozenset({1, 3, 5, 7})  # options of AGGREGATE
_LISTED = frozenset(range(1, 14))  # its functions that take a list of ranges


def visible(node: Node, site: Site) -> Node:
    """Return the tree with ranges of SUBTOTAL and AGGREGATE less their hidden rows.

    EngineError where nothing or too many pieces are left.
    """
    node = map_children(node, lambda child: visible(child, site))
    if not site.book.hidden or not isinstance(node, Call):
        return node
    fixed = _fixed(node)
    if not fixed:
        return node
    by_filter = node.name == "SUBTOTAL" and _number(node.args[0]) in _FILTERED
    ranges = [piece for arg in node.args[fixed:] for piece in _pieces(arg, site, by_filter=by_filter)]
    if not 0 < len(ranges) <= _MOST:
        raise EngineError("汇总的区域里隐藏的行太多，无法逐行略过")
    return replace(node, args=(*node.args[:fixed], *ranges))


def _fixed(node: Call) -> int:
    """Return how many arguments stand before the ranges of a function that leaves hidden rows out, 0 for any other."""
    if node.name == "SUBTOTAL" and node.args and _number(node.args[0]) in _ALL_HIDDEN | _FILTERED:
        return 1
    if node.name != "AGGREGATE" or len(node.args) < 3:
        return 0
    return 2 if _number(node.args[0]) in _LISTED and _number(node.args[1]) in _IGNORING else 0


def _number(node: Node) -> int:
    return int(node.text) if isinstance(node, Literal) and node.text.isdigit() else -1


def _pieces(node: Node, site: Site, *, by_filter: bool) -> Iterator[Node]:
    if not isinstance(node, Area):
        yield node
        return
    name = (node.sheet or site.sheet).casefold()
    hidden = site.book.hidden.get(name, frozenset())
    top, left, bottom, right = box(node)
    left_out = sorted(row for row in hidden if top <= row <= bottom)
    if not left_out or (by_filter and name not in site.book.filtered):
        yield node
        return
    for row in (*left_out, bottom + 1):
        if top < row:
            yield replace(node, first=Corner(top, left), last=Corner(row - 1, right))
        top = row + 1
