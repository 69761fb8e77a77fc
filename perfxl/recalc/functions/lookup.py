"""XLOOKUP and XMATCH with their ways to match and to search."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from perfxl.recalc.functions.arguments import Fault, faulting, grid, single, whole
from perfxl.recalc.functions.order import rank
from perfxl.recalc.functions.patterns import wildcard
from perfxl.sheets.values import Array, ErrorValue, Given, Missing, Result, Scalar

_EXACT, _SMALLER, _LARGER, _WILDCARD, _REGEX = 0, -1, 1, 2, 3
_NOT_SORTED = 3  # the ranks of errors and blanks
_MODES = {_EXACT, _SMALLER, _LARGER, _WILDCARD, _REGEX}


def position(wanted: Scalar, cells: Sequence[Scalar], mode: int, search: int) -> int | None:
    """Return the index of the cell that is looked for, None where there is none."""
    if mode not in _MODES or search not in {1, -1, 2, -2}:
        raise Fault(ErrorValue.VALUE)
    order = range(len(cells)) if search > 0 else range(len(cells) - 1, -1, -1)
    if abs(search) == 2:
        return _bisected(wanted, cells, mode, descending=search < 0)
    if mode in {_WILDCARD, _REGEX} and isinstance(wanted, str):
        return _fitting(wanted, cells, mode, order)
    return _nearest(rank(wanted), [rank(cell) for cell in cells], mode, order)


def _fitting(wanted: str, cells: Sequence[Scalar], mode: int, order: Sequence[int]) -> int | None:
    """Return the first text that fits wildcards, or in which a regular expression is found."""
    if mode == _WILDCARD:
        fits: Callable[[str], object] = re.compile(wildcard(wanted), re.IGNORECASE).fullmatch
    else:
        fits = re.compile(wanted).search
    return next((at for at in order if isinstance(cells[at], str) and fits(str(cells[at]))), None)


def _nearest(key: tuple[int, Any], keys: Sequence[tuple[int, Any]], mode: int, order: Sequence[int]) -> int | None:
    exact = next((at for at in order if keys[at] == key), None)
    if exact is not None or mode not in {_SMALLER, _LARGER}:
        return exact
    sorted_ones = (at for at in order if keys[at][0] < _NOT_SORTED)
    beside = (at for at in sorted_ones if (keys[at] < key) == (mode == _SMALLER))
    return (max if mode == _SMALLER else min)(beside, key=keys.__getitem__, default=None)


def _bisected(wanted: Scalar, cells: Sequence[Scalar], mode: int, *, descending: bool) -> int | None:
    """Search as in a sorted column: in an unsorted one another cell may be found, as in Excel."""
    if mode in {_WILDCARD, _REGEX}:
        raise Fault(ErrorValue.VALUE)
    key, keys = rank(wanted), [rank(cell) for cell in cells if cell is not None]
    low = _halved(key, keys, descending=descending)
    exact = low - 1 if descending else low
    if 0 <= exact < len(keys) and keys[exact] == key:
        return exact
    near = {_SMALLER: low - (not descending), _LARGER: low - descending}.get(mode, -1)
    return near if 0 <= near < len(keys) and keys[near][0] < _NOT_SORTED else None


def _halved(key: tuple[int, Any], keys: Sequence[tuple[int, Any]], *, descending: bool) -> int:
    """Return how many keys stand before the place of one, with those that equal it where they descend."""
    low, high = 0, len(keys)
    while low < high:
        middle = (low + high) // 2
        if keys[middle] >= key if descending else keys[middle] < key:
            low = middle + 1
        else:
            high = middle
    return low


@faulting
def xlookup(
    wanted: Given,
    lookup: Given,
    results: Given,
    missing: Given = Missing.MISSING,
    mode: Given = Missing.MISSING,
    search: Given = Missing.MISSING,
) -> Result:
    """XLOOKUP."""
    across, cells = _line(lookup)
    rows = _rows(results)
    length = len(rows[0]) if across else len(rows)
    if length != len(cells):
        raise Fault(ErrorValue.VALUE)
    found = position(single(wanted), cells, whole(mode), whole(search, 1))
    if found is None:
        if isinstance(missing, Missing):
            raise Fault(ErrorValue.NA)
        return grid(missing)
    picked = [[row[found]] for row in rows] if across else [list(rows[found])]
    return picked[0][0] if len(picked) == len(picked[0]) == 1 else picked


@faulting
def xmatch(wanted: Given, lookup: Given, mode: Given = Missing.MISSING, search: Given = Missing.MISSING) -> Result:
    """XMATCH."""
    found = position(single(wanted), _line(lookup)[1], whole(mode), whole(search, 1))
    if found is None:
        raise Fault(ErrorValue.NA)
    return float(found + 1)


def _rows(given: Given) -> Array:
    if isinstance(given, ErrorValue):
        raise Fault(given)
    return given if isinstance(given, (list, tuple)) else ((given,),)


def _line(given: Given) -> tuple[bool, Sequence[Scalar]]:
    """Return (whether it lies in a row, its cells); Fault #VALUE! for a range of rows and columns."""
    rows = _rows(given)
    if len(rows) > 1 and len(rows[0]) > 1:
        raise Fault(ErrorValue.VALUE)
    across = len(rows) == 1 and len(rows[0]) > 1
    return across, rows[0] if across else [row[0] for row in rows]


FUNCTIONS: dict[str, Callable[..., Result]] = {"XL.XLOOKUP": xlookup, "XL.XMATCH": xmatch}
