"""Formulas copied down differ in their cells only: what becomes of one tells what becomes of all.

A formula is split at its cells; what stands between them is its shape. The shape is normalised once, with stand-ins
for the cells, and trusted only where the stand-ins come out again, wherever the formula itself stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from string import ascii_letters

from perfxl.formulas.tokens import scan, split_at_cells
from perfxl.sheets.address import position_of

_STAND_IN = re.compile(r"XEZ(9[0-9]{5})(?![0-9])")
_COLUMNS = f"${ascii_letters}"
_FIRST, _MOST = 900_000, 1_000
GAP = "\0"
_ROWS = ((904_927, 1), (917_383, 9_001))  # numbers that no formula holds otherwise
_PLACES = ((1, 1), (700_001, 9_001))  # nowhere near the stand-ins


@dataclass(frozen=True, slots=True)
class Template:
    """A normalised formula with gaps.

    pieces  the text around the gaps
    order   which of the formula's cells fills each
    ranges  the cells that begin a range which the next one ends
    """

    pieces: tuple[str, ...]
    order: tuple[int, ...]
    ranges: tuple[int, ...] = ()

    def fits(self, cells: list[str]) -> bool:
        """Whether every range has several cells and begins at its upper left, as those of the stand-ins do."""
        return all(map(_is_ordered, (cells[at] for at in self.ranges), (cells[at + 1] for at in self.ranges)))

    def fill(self, cells: list[str]) -> str:
        """Return the formula with its cells."""
        made = [self.pieces[0]]
        for index, piece in zip(self.order, self.pieces[1:], strict=True):
            made += (cells[index], piece)
        return "".join(made)


def split_by_row(shape: str, normalised: Callable[[str, tuple[int, int]], str]) -> tuple[str, ...] | None:
    """Return what becomes of a formula in which its own row's number is a gap, None where that varies.

    None too where the number is not a cell's row everywhere: that of LOG10 belongs to the name.
    """
    if GAP not in shape or not _are_rows(shape, str(_ROWS[0][0])):
        return None
    made = [normalised(shape.replace(GAP, str(row)), (row, column)).split(str(row)) for row, column in _ROWS]
    varies = made[0] != made[1] or len(made[0]) <= shape.count(GAP)
    return None if varies or any("#VALUE!" in piece for piece in made[0]) else tuple(made[0])


def _are_rows(shape: str, row: str) -> bool:
    """Whether the gaps are rows of cells, and of a range either both rows or none."""
    words = list(scan(shape.replace(GAP, row)))
    in_cells = [token.kind == "cell" and token.text.strip(_COLUMNS) == row for token in words]
    ranges = (at for at in range(1, len(words) - 1) if words[at].text == ":")
    return sum(in_cells) == shape.count(GAP) and all(in_cells[at - 1] == in_cells[at + 1] for at in ranges)


def split(formula: str) -> tuple[str, list[str]]:
    """Return the shape of a formula and its cells."""
    parts = split_at_cells(formula)
    return GAP.join(parts[::2]), parts[1::2]


def make_template(shape: str, normalised: Callable[[str, tuple[int, int]], str]) -> Template | None:
    """Return what becomes of a shape, None where that depends on the cells or on the formula's place."""
    pieces = shape.split(GAP)
    if "[" in shape or len(pieces) - 1 > _MOST:
        return None
    formula = pieces[0] + "".join(f"XEZ{_FIRST + index}{piece}" for index, piece in enumerate(pieces[1:]))
    made, again = (normalised(formula, place) for place in _PLACES)
    parts = _STAND_IN.split(made)
    order = _slots(parts)
    if made != again or set(order) != set(range(len(pieces) - 1)) or _fails(made, shape):
        return None
    ranges = tuple(at - 1 for at, piece in enumerate(pieces[1:-1], 1) if piece == ":")
    return Template(tuple(parts[::2]), order, ranges)


def _slots(parts: list[str]) -> tuple[int, ...]:
    """Return which of the formula's cells each stand-in is for."""
    return tuple(int(number) - _FIRST for number in parts[1::2])


def _fails(made: str, shape: str) -> bool:
    """Whether a formula has become an error that it was not."""
    return "#VALUE!" in made and "#VALUE!" not in shape


def _is_ordered(first: str, last: str) -> bool:
    (top, left), (bottom, right) = position_of(first), position_of(last)
    return top <= bottom and left <= right and (top, left) != (bottom, right)
