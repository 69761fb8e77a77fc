"""Which lines a total's own formula adds up."""

from __future__ import annotations

import re
from functools import lru_cache

from perfxl.formulas.references import references
from perfxl.sheets.address import Box
from perfxl.structure.axis import Axis

_OTHER = re.compile(r"[*/^&<>\"]|[A-Z]{2,}\s*\(|(?<![A-Z$0-9.])[0-9]", re.I)  # more than adding cells up
_ALLOWED = re.compile(r"SUM\s*\(", re.I)
_MOST = 200
_FEWEST = 2
_Located = tuple[str, Box]  # sheet, box


def formula_members(axis: Axis, line: int, cross: int) -> tuple[int, ...]:
    """Return the lines that the formula of a cell adds up at the same cross; () where it is no plain sum."""
    number = axis.number(line, cross)
    if number is None or number.cell.formula is None or not _is_sum(number.cell.formula):
        return ()
    lines = _lines(axis, _boxes(number.cell.formula, number.sheet), number.sheet, cross)
    found = tuple(sorted(at for at in lines if at in axis.depths))
    return found if len(found) >= _FEWEST and len(found) == len({*found} - {line}) else ()


def _lines(axis: Axis, boxes: tuple[_Located, ...], home: str, cross: int) -> list[int]:
    lines: list[int] = []
    for sheet, box in boxes:
        (first, left), (last, right) = _turned(axis, box)
        if (sheet, left, right) != (home, cross, cross) or last - first > _MOST:
            return []
        lines.extend(range(first, last + 1))
    return lines


def _turned(axis: Axis, box: Box) -> tuple[tuple[int, int], tuple[int, int]]:
    top, left, bottom, right = box
    return ((left, top), (right, bottom)) if axis.across else ((top, left), (bottom, right))


@lru_cache(maxsize=4096)
def _is_sum(formula: str) -> bool:
    return "-" not in formula and not _OTHER.search(_ALLOWED.sub("(", formula))


@lru_cache(maxsize=4096)
def _boxes(formula: str, home: str) -> tuple[_Located, ...]:
    found = references(formula, home)
    if any(each.box is None or len(each.sheets) != 1 for each in found):
        return ()
    return tuple((each.sheets[0], each.box) for each in found if each.box)
