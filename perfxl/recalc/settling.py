"""What counts of several opinions on a cell: two that agree decide, and an error alone never replaces a good value."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from perfxl.formulas.calculation import Calculation, Cell, Computed
from perfxl.recalc.dependants import dependants
from perfxl.recalc.results import Difference, Doubt
from perfxl.sheets.values import ErrorValue, Scalar

# Doubles carry 15 digits that Excel shows; what differs beyond them, or next to zero, is not a difference.
_RELATIVE, _ABSOLUTE = 1e-14, 1e-13
_NAMELESS = "公式里有没有定义的名称或函数"
_ONLY_ERROR = "计算引擎得到错误值 {error}，没有别的依据，保留原有结果"
_DISAGREE = "两个引擎结果不同，也都与原有结果不同，保留原有结果"
_ALONE = "只有 {name} 算出，与原有结果不同，没有别的依据，保留原有结果"


def same(one: Scalar, other: Scalar) -> bool:
    """Whether two results are one to Excel's 15 digits; a blank result is the number 0 or an empty text."""
    if isinstance(one, ErrorValue) or isinstance(other, ErrorValue):
        return one is other
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if one is None or other is None:
        return one in (None, 0.0, "") and other in (None, 0.0, "")
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=_RELATIVE, abs_tol=_ABSOLUTE)
    return one == other


@dataclass(slots=True)
class Settled:
    """What came of the opinions.

    values     of each computed cell what counts; a cell in doubt, or that nobody computed, is not among them
    stale      cells whose stored result is shown to be another than their formula's
    doubtful   cells whose stored result differs from what an engine gives, without proof of which is right
    skipped    cells that nobody computed, and why
    differing  cells on which two engines do not agree, nor either with what is stored
    alone      cells that one of two engines computed alone, and which
    """

    values: dict[Cell, Scalar] = field(default_factory=dict)
    stale: list[Difference] = field(default_factory=list)
    doubtful: list[Doubt] = field(default_factory=list)
    skipped: dict[Cell, str] = field(default_factory=dict)
    differing: list[Difference] = field(default_factory=list)
    alone: dict[Cell, str] = field(default_factory=dict)


def settle(
    calculation: Calculation, engines: Sequence[str], results: Sequence[Computed], restless: set[Cell]
) -> Settled:
    """Return what counts of the results of one engine or two; `restless` cells are not held against their cache."""
    settled = Settled()
    stored = stored_values(calculation)
    _Settlement(stored, engines, results, restless, settled).run()
    _withhold_errors(calculation, stored, settled)
    return settled


def stored_values(calculation: Calculation) -> dict[Cell, Scalar]:
    """Return the cached results of all computed cells."""
    by_sheet = {sheet.name: sheet.values for sheet in calculation.sheets}
    return {cell: by_sheet[cell[0]].get(cell[1:]) for cell in calculation.computed_cells()}


@dataclass(frozen=True, slots=True)
class _Settlement:
    stored: Mapping[Cell, Scalar]
    engines: Sequence[str]
    results: Sequence[Computed]
    restless: set[Cell]
    settled: Settled

    def run(self) -> None:
        first, second = self.results[0], self.results[1] if len(self.results) > 1 else None
        for cell, old in self.stored.items():
            given = [(name, found.values[cell]) for name, found in self._named() if cell in found.values]
            if not given:
                self.settled.skipped[cell] = first.skipped.get(cell) or (second and second.skipped.get(cell)) or ""
            elif second is not None and cell not in self.restless:
                self._of_two(cell, old, given)
            else:
                self._of_one(cell, old, given[0][1])

    def _named(self) -> Iterator[tuple[str, Computed]]:
        return zip(self.engines, self.results, strict=True)

    def _of_one(self, cell: Cell, old: Scalar, value: Scalar) -> None:
        if value is ErrorValue.NAME and is_good(old):
            self.settled.skipped[cell] = _NAMELESS
        elif cell in self.restless or agrees(old, value):
            self.settled.values[cell] = value
        else:
            self._stale(cell, old, value)

    def _of_two(self, cell: Cell, old: Scalar, given: Sequence[tuple[str, Scalar]]) -> None:
        settled = self.settled
        if len(given) == 1:
            settled.alone[cell] = given[0][0]
        if any(same(old, value) for _, value in given):
            settled.values[cell] = next(value for _, value in given if same(old, value))
        elif len(given) == 1:
            name, value = given[0]
            settled.doubtful.append(Doubt(cell, old, value, _ALONE.format(name=name)))
        elif same(given[0][1], given[1][1]):
            self._stale(cell, old, given[0][1])
        else:
            settled.differing.append(Difference(cell, given[0][1], given[1][1]))
            settled.doubtful.append(Doubt(cell, old, given[0][1], _DISAGREE))

    def _stale(self, cell: Cell, old: Scalar, value: Scalar) -> None:
        self.settled.values[cell] = value
        self.settled.stale.append(Difference(cell, old, value))


def is_good(value: Scalar) -> bool:
    """Whether a stored result is one that no error may replace unproven: not blank, no error."""
    return value is not None and not isinstance(value, ErrorValue)


def agrees(old: Scalar, value: Scalar) -> bool:
    """Whether a result is the stored one; the common case first."""
    return (type(old) is type(value) and old == value) or same(old, value)


def _withhold_errors(calculation: Calculation, stored: Mapping[Cell, Scalar], settled: Settled) -> None:
    """Take errors back that would replace good values, but where a precedent was shown to be stale."""
    errors = [each for each in settled.stale if isinstance(each.second, ErrorValue) and is_good(each.first)]
    if not errors:
        return
    withheld = {each.cell for each in errors} - _resting(calculation, settled.stale, errors)
    settled.stale[:] = [each for each in settled.stale if each.cell not in withheld]
    for each in errors:
        if each.cell in withheld:
            del settled.values[each.cell]
            reason = _ONLY_ERROR.format(error=_error(each.second))
            settled.doubtful.append(Doubt(each.cell, stored[each.cell], each.second, reason))


def _error(value: Scalar) -> str:
    return value.value if isinstance(value, ErrorValue) else ""


def _resting(calculation: Calculation, stale: Iterable[Difference], errors: Sequence[Difference]) -> set[Cell]:
    shown = {each.cell for each in stale} - {each.cell for each in errors}
    return dependants(calculation, shown) if shown else set()
