"""What a recalculation (重算) found: what the formulas give beside what the workbook shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from perfxl.formulas.calculation import Cell
from perfxl.sheets.values import Scalar


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell with two results: of a stale one what is stored and computed, of `both` what either engine says."""

    cell: Cell
    first: Scalar
    second: Scalar


@dataclass(frozen=True, slots=True)
class Doubt:
    """A cell that keeps its stored result (有疑): nothing proves that the other one, which was computed, is right."""

    cell: Cell
    stored: Scalar
    computed: Scalar
    reason: str


@dataclass(frozen=True, slots=True)
class Recalculated:
    """What came of it.

    computed    every value that counts
    stale       cells whose cache is not what their formula gives, in the order of the workbook
    dependants  computed cells that rest on a stale one, themselves not stale
    doubtful    cells that keep their cache though another result was computed, which is not proven (有疑)
    skipped     cells that keep their cache, and why (未重算)
    volatile    cells that give something else each time (易变), not held against their cache
    renewed     those of them that give something else now: what is stored and computed
    differing   cells on which two engines do not agree, nor either with the cache
    alone       cells that one of two engines computed alone, and which
    waived      cells that would be among the doubtful, skipped, differing or alone, but need not be recalculated as
                the user says: their reason (已接受)
    unused      entries of the user's list that met no cell
    """

    engines: tuple[str, ...]
    computed: Mapping[Cell, Scalar]
    stale: tuple[Difference, ...]
    dependants: tuple[Cell, ...] = ()
    skipped: Mapping[Cell, str] = field(default_factory=dict)
    volatile: tuple[Cell, ...] = ()
    differing: tuple[Difference, ...] = ()
    doubtful: tuple[Doubt, ...] = ()
    alone: Mapping[Cell, str] = field(default_factory=dict)
    renewed: tuple[Difference, ...] = ()
    waived: Mapping[Cell, str] = field(default_factory=dict)
    unused: tuple[str, ...] = ()

    @property
    def proven(self) -> bool:
        """Every cache is what its formula gives, and no cell was left out."""
        return not (self.stale or self.doubtful or self.skipped or self.differing or self.alone)

    @property
    def changed(self) -> tuple[Difference, ...]:
        """The stored results that are replaced by others: those of stale cells that have one."""
        return tuple(each for each in self.stale if each.first is not None)

    @property
    def filled(self) -> tuple[Difference, ...]:
        """The stale cells that had no stored result."""
        return tuple(each for each in self.stale if each.first is None)

    @property
    def unsettled(self) -> bool:
        """Some cell keeps its stored result without proof that it is right."""
        return bool(self.doubtful or self.skipped or self.differing)

    def uncertain(self) -> dict[Cell, None]:
        """Return the cells of which no result is certain."""
        told = (each.cell for each in self.doubtful), (each.cell for each in self.differing)
        return dict.fromkeys((*self.skipped, *self.alone, *told[0], *told[1]))

    def corrections(self) -> dict[Cell, Scalar]:
        """Return the results to store: those of stale cells, and new ones of volatile cells."""
        return {each.cell: each.second for each in (*self.stale, *self.renewed)}
