"""What counts of several opinions on a cell: two that agree decide, and an error alone never replaces a good value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from perfxl.formulas.calculation import Calculation, Cell, Computed, children
from perfxl.formulas.references import references
from perfxl.formulas.shapes import row_cells, row_shape
from perfxl.formulas.tokens import called_functions
from perfxl.recalc.agreement import agrees, is_good, same
from perfxl.recalc.dependants import dependants
from perfxl.recalc.evaluation.opinion import SecondOpinion
from perfxl.recalc.evaluation.uses import OWN, trusted
from perfxl.recalc.results import Difference, Doubt
from perfxl.sheets.address import Position
from perfxl.sheets.values import ErrorValue, Missing, Scalar

_OPEN = Missing.MISSING  # no two agree
_MOST_ASKED = 20_000  # where more caches are wrong, plain sums need no second opinion
_PLAIN = frozenset({"SUM", "ROUND", "MAX", "MIN", "AVERAGE", "ABS"})
_NAMELESS = "公式里有没有定义的名称或函数"
_ONLY_ERROR = "只有一种算法得到错误值 {error}，没有别的依据"
_LOST = "公式里的引用已经失效（#REF!），原有结果却不是错误值"
_DISAGREE = "几种算法结果不同，也都与原有结果不同"
_ALONE = "只有 {name} 算出，这种写法没有验证过"


@dataclass(slots=True)
class Settled:
    """What came of the opinions.

    values     of each computed cell what counts; a cell in doubt, or that nobody computed, is not among them
    stale      cells whose stored result is shown to be another than their formula's
    doubtful   cells whose stored result differs from what was computed, without proof of which is right
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
    settlement = Settlement(calculation, engines, results, restless)
    settlement.run()
    return settlement.settled


def stored_values(calculation: Calculation) -> dict[Cell, Scalar]:
    """Return the cached results of all computed cells."""
    by_sheet = {sheet.name: sheet.values for sheet in calculation.sheets}
    return {cell: by_sheet[cell[0]].get(cell[1:]) for cell in calculation.computed_cells()}


class Settlement:
    """The opinions on the cells of one workbook, and what comes of them.

    What an engine gives counts where it is what is stored, or where the engine is trusted with each use of a function
    in the formula (`uses`) and the cell rests on nothing that is open. Of all other cells our own evaluator is asked.
    """

    def __init__(
        self, calculation: Calculation, engines: Sequence[str], results: Sequence[Computed], restless: set[Cell]
    ) -> None:
        self._calculation, self._restless = calculation, restless
        self._stored = stored_values(calculation)
        self._named = list(zip(engines, results, strict=True))
        self._formulas = {sheet.name: sheet.formulas for sheet in calculation.sheets}
        self._anchors = _anchors(calculation)
        self._resting: set[Cell] = set()
        self._plain: dict[str, bool] = {}
        self._shown: dict[str, set[Position]] = defaultdict(set)
        self.settled = Settled()

    def run(self) -> None:
        """Settle every cell, in the order of the workbook."""
        if len(self._named) > 1:
            self._compare(*self._named)
        known, asked, plain = self._sorted()
        if len(plain) <= _MOST_ASKED:
            wanted = {*asked, *plain}
            asked, plain = [cell for cell in self._stored if cell in wanted], {}  # what is read stands mostly before
        self._settle(known, asked, plain)
        self._put_in_order()

    def _settle(self, known: dict[Cell, Scalar], asked: list[Cell], plain: Mapping[Cell, Scalar]) -> None:
        """Take what needs no further opinion, and settle the rest by one."""
        if 0 < len(asked) < len(self._stored):  # else nothing is left to rest on them
            self._resting = dependants(self._calculation, asked)
        known |= {cell: value for cell, value in plain.items() if cell not in self._resting}
        for cell, value in known.items():
            self._take(cell, value)
        asked = [*asked, *(cell for cell in plain if cell in self._resting)]
        if asked:
            SecondOpinion(self._calculation, known, self._decided).compute(asked)

    def _compare(self, one: tuple[str, Computed], other: tuple[str, Computed]) -> None:
        """List the cells on which two engines do not agree, nor either with what is stored, and those of one alone."""
        for cell, old in self._stored.items():
            given = [(name, found.values[cell]) for name, found in (one, other) if cell in found.values]
            if len(given) == 1:
                self.settled.alone[cell] = given[0][0]
            elif len(given) == 2 and cell not in self._restless:
                first, second = given[0][1], given[1][1]
                if not (same(first, second) or same(old, first) or same(old, second)):
                    self.settled.differing.append(Difference(cell, first, second))

    def _sorted(self) -> tuple[dict[Cell, Scalar], list[Cell], dict[Cell, Scalar]]:
        """Return what needs no further opinion, the cells that do, and what only needs one where it rests on those."""
        known: dict[Cell, Scalar] = {}
        asked: list[Cell] = []
        plain: dict[Cell, Scalar] = {}
        first = self._named[0][1].values
        for cell, old in self._stored.items():
            if cell not in first:
                asked.append(cell)
            elif agrees(old, value := first[cell]):
                self.settled.values[cell] = old if cell not in self._restless else value
            elif cell in self._restless:
                known[cell] = value
            elif self._counts(cell, value):
                plain[cell] = value
            else:
                asked.append(cell)
        return known, asked, plain

    def _counts(self, cell: Cell, value: Scalar) -> bool:
        """Whether what the engine gives may need no second opinion: a number that plain sums give."""
        (name, _), *more = self._named
        if more or not isinstance(value, float):
            return False
        shape = row_shape(formula := self._formula(cell), cell[1])
        if shape in self._plain:
            return self._plain[shape]
        found = called_functions(formula) <= _PLAIN and trusted(name, formula)
        return self._plain.setdefault(shape, found) if row_cells(shape) is not None else found

    def _formula(self, cell: Cell) -> str:
        sheet, *position = self._anchors.get(cell, cell)
        return self._formulas[sheet][position[0], position[1]]

    def _take(self, cell: Cell, value: Scalar) -> None:
        """Take a value as that which counts; one that is not what is stored shows this to be stale."""
        old = self._stored[cell]
        self.settled.values[cell] = value
        if cell not in self._restless and not agrees(old, value):
            self.settled.stale.append(Difference(cell, old, value))
            self._shown[cell[0]].add(cell[1:])

    def _decided(self, cell: Cell, own: Scalar, reason: str) -> Scalar:
        """Settle a cell on which our own evaluator was asked; return what counts from then on."""
        given = [(name, found.values[cell]) for name, found in self._named if cell in found.values]
        opinions = given if reason else [*given, (OWN, own)]
        value = self._agreed(cell, [value for _, value in opinions])
        if value is ErrorValue.NAME and is_good(self._stored[cell]):
            self._skip(cell, _NAMELESS)
        elif self._is_lost(cell, value):
            self._reason(cell, ErrorValue.REF, _LOST)
        elif not isinstance(value, Missing):
            self._take(cell, value)
        elif not opinions:
            self._skip(cell, reason)
        else:
            self._judge(cell, opinions, bool(reason))
        return self.settled.values.get(cell, self._stored[cell])

    def _is_lost(self, cell: Cell, value: Scalar | Missing) -> bool:
        """Whether a formula gives #REF! since a reference in it is lost, while a good result is stored."""
        lost = value is ErrorValue.REF and ErrorValue.REF.value in self._formula(cell)
        return lost and is_good(self._stored[cell])

    def _agreed(self, cell: Cell, values: Sequence[Scalar]) -> Scalar | Missing:
        """Return what two of the stored result and the opinions agree on."""
        old = self._stored[cell]
        if cell not in self._restless and any(same(old, value) for value in values):
            return old
        for at, value in enumerate(values):
            if any(same(value, other) for other in values[at + 1 :]):
                return value
        return _OPEN

    def _judge(self, cell: Cell, opinions: Sequence[tuple[str, Scalar]], alone: bool) -> None:
        """Settle a cell on which no two agree: what is held by cases counts, else the stored result stays."""
        formula, old = self._formula(cell), self._stored[cell]
        held = [(name, value) for name, value in opinions if self._holds(cell, name, formula)]
        values = [value for _, value in held]
        if not values or any(not same(values[0], other) for other in values[1:]):
            self._doubt(cell, opinions, held)
        elif isinstance(values[0], ErrorValue) and is_good(old) and not self._rests_on_stale(cell, formula):
            self._reason(cell, values[0], _ONLY_ERROR.format(error=values[0].value))
        else:
            self._take(cell, values[0])

    def _holds(self, cell: Cell, name: str, formula: str) -> bool:
        return trusted(name, formula) if name == OWN or cell not in self._resting else False

    def _doubt(self, cell: Cell, opinions: Sequence[tuple[str, Scalar]], held: Sequence[object]) -> None:
        name, value = opinions[0]
        if value is ErrorValue.NAME and is_good(self._stored[cell]):
            self._skip(cell, _NAMELESS)
        else:
            self._reason(cell, value, _ALONE.format(name=name) if len(opinions) == 1 and not held else _DISAGREE)

    def _reason(self, cell: Cell, value: Scalar, reason: str) -> None:
        if cell in self._restless:
            self._skip(cell, reason)
        else:
            self.settled.doubtful.append(Doubt(cell, self._stored[cell], value, f"{reason}，保留原有结果"))

    def _skip(self, cell: Cell, reason: str) -> None:
        told = (found.skipped[cell] for _, found in self._named if cell in found.skipped)
        self.settled.skipped[cell] = next(told, reason)

    def _rests_on_stale(self, cell: Cell, formula: str) -> bool:
        """Whether a formula reads a cell whose stored result was shown to be stale."""
        for reference in references(formula, cell[0]):
            for sheet in reference.sheets:
                shown = self._shown.get(sheet, ())
                if reference.box and any(reference.box.contains(position) for position in shown):
                    return True
        return False

    def _put_in_order(self) -> None:
        """Bring what was found into the order of the workbook."""
        place = {cell: at for at, cell in enumerate(self._stored)}
        self.settled.stale.sort(key=lambda each: place[each.cell])
        self.settled.doubtful.sort(key=lambda each: place[each.cell])
        self.settled.values = {cell: self.settled.values[cell] for cell in self._stored if cell in self.settled.values}
        self.settled.skipped = {c: self.settled.skipped[c] for c in self._stored if c in self.settled.skipped}


def _anchors(calculation: Calculation) -> dict[Cell, Cell]:
    """Return, of each cell that an array fills, the cell of its formula."""
    return {
        (sheet.name, *child): (sheet.name, *first)
        for sheet in calculation.sheets
        for first, block in sheet.blocks.items()
        for child in children(first, block.box)
    }
