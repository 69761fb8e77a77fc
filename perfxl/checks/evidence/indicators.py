"""Indicators (绩效指标) row by row: what was promised, what was reached, what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.scored_forms import ScoredForm, given, reason_cell, scored_forms
from perfxl.model.derivation import Derivation, Relation
from perfxl.model.expression import Call, Choose, Missing, Num, Ref, Undefined, evaluate
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding
from perfxl.model.place import Place
from perfxl.model.table import EXECUTION, Row
from perfxl.numerals.characters import compact
from perfxl.scoring.derived import Cause, Unjudged

_APART = 3  # findings of one kind in one table that are told each by itself
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of a scored form that names an indicator; `derivation` is that of its score, else it is `unjudged`."""

    form: ScoredForm
    row: Row
    derivation: Derivation | None = None
    unjudged: Unjudged | None = None

    @property
    def cause(self) -> Cause | None:
        """Why no rule gives its score, None where one does."""
        return self.unjudged.cause if self.unjudged else None

    @property
    def name(self) -> str:
        """The name without spaces."""
        return compact(self.row.text("level3") or self.row.label)

    @property
    def level2(self) -> str:
        """The level-2 name without spaces, 指标 and points."""
        return compact(self.row.text("level2")).partition("(")[0].removesuffix("指标")

    @property
    def reason(self) -> Figure | None:
        """The cell for the reason of a deviation, None where the form has none."""
        return reason_cell(self.row)

    @property
    def unexplained(self) -> bool:
        """Whether the form asks for reasons and none stands there."""
        return self.reason is not None and not self.reason.text.strip()

    def cell(self, key: str) -> Figure | None:
        """Return the row's figure of a column."""
        return self.row.cells.get(key)

    def value(self, key: str) -> Decimal | None:
        """Return the number that somebody wrote in a column."""
        figure = given(self.cell(key))
        return figure.value if figure else None

    @property
    def sign(self) -> str:
        """Which way the target counts, as far as anything tells: its own sign or the nature's."""
        target = self.cell("target")
        told = self.derivation.function.args[3] if self.derivation and self.derivation.function else None
        if target and target.sign:
            return target.sign
        return told.sign if isinstance(told, Figure) else told if isinstance(told, str) else ""

    @property
    def full(self) -> bool:
        """Whether it has all its points, and any are to be had."""
        score, weight = self.value("score"), self.value("weight")
        return score is not None and bool(weight) and score == weight

    @property
    def reached(self) -> Decimal | None:
        """The actual as a multiple of the target, in one unit; None where they cannot be compared."""
        function = self.derivation.function if self.derivation else None
        operands = [arg for arg in (function.args if function else ())[:2] if isinstance(arg, (Ref, Num, Call, Choose))]
        try:
            target, actual = map(evaluate, operands) if len(operands) == 2 else (None, None)
        except (Missing, Undefined):
            return None
        return actual / target if target and actual is not None else None


def indicators(book: Checked) -> Iterator[Indicator]:
    """Yield the indicators of all scored forms in workbook order, without 预算执行率 that is scored among them."""
    scores = {item.target.place: item for item in book.derived((Relation.SCORE,))}
    left = {each.figure.place: each for each in book.unjudged}
    for form in scored_forms(book.evaluation):
        for row in form.rows:
            if row.item == EXECUTION:
                continue
            score = row.cells.get("score")
            place = score.place if score else None
            yield Indicator(form, row, scores.get(place) if place else None, left.get(place) if place else None)


def gathered(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield findings of one kind on one table each by itself; of many the first, which names the others."""
    if len(findings) <= _APART:
        yield from findings
        return
    first, *others = findings
    cells = "、".join(str(each.place.cell) for each in others[:_SHOWN]) + ("等" if len(others) > _SHOWN else "")
    places: dict[Place, None] = dict.fromkeys(place for each in findings for place in (each.place, *each.related))
    message = f"{first.message.rstrip('。')}；同表另有{len(others)}处（{cells}）。"
    yield replace(first, message=message, related=tuple(place for place in places if place != first.place))


def by_form(found: Iterator[tuple[ScoredForm, Finding]]) -> Iterator[Finding]:
    """Yield findings, many of one form gathered."""
    groups: dict[tuple[int, str], list[Finding]] = {}
    for form, finding in found:
        groups.setdefault((id(form.table), form.name), []).append(finding)
    for group in groups.values():
        yield from gathered(group)


def used_columns(book: Checked, key: str) -> frozenset[int]:
    """Return the tables, by identity, in which any indicator fills in a column."""
    told = ((one.form.table, one.cell(key)) for one in indicators(book))
    return frozenset(id(table) for table, cell in told if cell is not None and not cell.blank)


def unsupported(book: Checked) -> Iterator[Indicator]:
    """Yield the indicators that score although their actual is blank."""
    for one in indicators(book):
        actual, target = one.cell("actual"), one.cell("target")
        aimed = target is not None and not target.blank
        if actual is not None and actual.blank and aimed and one.value("score"):
            yield one


def by_project(book: Checked) -> Iterator[tuple[ScoredForm, list[Indicator]]]:
    """Yield the project forms (and the projects of a list) with their indicators that carry points."""
    groups: dict[tuple[int, str], list[Indicator]] = {}
    for one in indicators(book):
        if one.form.table.kind != "score_table" and one.name and one.value("weight"):
            groups.setdefault((id(one.form.table), one.form.name), []).append(one)
    for group in groups.values():
        yield group[0].form, group
