"""What a result rests on: numbers compared and not, sheets and cells read and not (核对范围)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from perfxl.checks.evidence.blanks import sums_with_blanks
from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.facts import facts
from perfxl.checks.evidence.lastyear import pairs
from perfxl.checks.evidence.project_totals import project_amounts
from perfxl.checks.evidence.scored_forms import number
from perfxl.checks.registry import Outcome
from perfxl.jobs.evaluate import Evaluated
from perfxl.model.coverage import Coverage, LastYear, PackStatus, TableCoverage, Uncompared
from perfxl.model.derivation import Derivation, Status
from perfxl.model.figure import Figure, State
from perfxl.model.place import Place
from perfxl.model.table import Evaluation, Row, Table
from perfxl.rules.rulebook import sourced
from perfxl.rules.schema import Pack
from perfxl.sheets.address import Box, position_of

_LIMITS = (("score", "weight"), ("execution", "annual_budget"), ("execution", "budget"), ("actual", "quota"))
_NO_RESULT = (State.UNCACHED, State.ERROR)


def coverage(evaluated: Evaluated, book: Checked, outcome: Outcome) -> Coverage:
    """Return what the outcome of the checks on a workbook rests on; `book` is what they looked at."""
    tables = evaluated.evaluation.tables
    known = {table.sheet for table in tables} | {text.place.sheet for text in evaluated.evaluation.materials}
    people = tuple(evaluated.snapshot.sources())
    comparisons = _Comparisons(evaluated, book)
    return Coverage(
        tables=tuple(comparisons.of(table) for table in tables),
        sheets=tuple(sheet.name for sheet in people if sheet.name not in known and sheet.cells),
        own=tuple(sheet.name for sheet in evaluated.snapshot.sheets if sheet.ownership),
        unread=evaluated.evaluation.unread,
        claimed=dict(_claimed(evaluated.evaluation, book)),
        idle=outcome.idle,
        failed=outcome.failed,
        packs=tuple(map(_status, evaluated.rules.packs)),
        deselected=outcome.deselected,
        choice=evaluated.rules.choice,
        previous=_last_year(book, book.previous) if book.previous else None,
    )


def _last_year(book: Checked, then: Evaluation) -> LastYear:
    found = list(pairs(book.evaluation, then))
    paired = {id(pair.now) for pair in found}
    unpaired = (table.sheet for table in book.evaluation.tables if id(table) not in paired)
    return LastYear(then.book, sum(1 for pair in found for _ in pair.figures()), tuple(dict.fromkeys(unpaired)))


def _claimed(evaluation: Evaluation, book: Checked) -> Iterator[tuple[tuple[str, str], int]]:
    """Yield how many numbers of each unread block what labels claim was held against."""
    compared = [(place.sheet, position_of(place.cell or "A1")) for place in book.structure.compared]
    for block in evaluation.unread:
        box = Box.parse(block.range)
        count = sum(sheet == block.sheet and box.contains(position) for sheet, position in compared)
        if count:
            yield (block.sheet, block.range), count


def _status(pack: Pack) -> PackStatus:
    counted = Counter(part.status for _, part in sourced(pack))
    return PackStatus(pack.name, pack.title, counted[Status.CONFIRMED], counted[Status.UNCONFIRMED])


class _Comparisons:
    """The cells of a workbook that were held against others, and why the others were not."""

    def __init__(self, evaluated: Evaluated, book: Checked) -> None:
        self._sound: set[Place] = {figure.place for figure in _held_against_others(book)} | book.structure.compared
        self._unconfirmed: set[Place] = set()
        self._blank: set[Place] = set()
        self._used: set[Place] = set()
        self._unjudged = {each.figure.place for each in evaluated.derived.unjudged}
        filled = {each.target.place: each for each in evaluated.derived.derivations if each.target.value is None}
        for derivation in evaluated.derived.derivations:
            self._take(derivation, filled)
        for one in sums_with_blanks(evaluated.derived.derivations):
            self._sound |= {figure.place for figure in (one.item.target, *one.parts)}

    def _take(self, derivation: Derivation, filled: Mapping[Place, Derivation]) -> None:
        stated = derivation.target.state is State.NUMBER or (derivation.target.text and not derivation.target.derived)
        places = {derivation.target.place, *_operands(derivation, filled)}
        if derivation.missing:
            self._blank |= places
        elif stated:
            confirmed = derivation.rule.status is Status.CONFIRMED
            (self._sound if confirmed else self._unconfirmed).update(places)
        else:
            self._used |= places

    def of(self, table: Table) -> TableCoverage:
        """Return the coverage of one table."""
        figures = {figure.place: figure for _, _, figure in table.figures() if not figure.derived}
        verdicts = Counter(verdict for figure in figures.values() if (verdict := self._verdict(figure)) is not None)
        return TableCoverage(
            table.kind,
            table.name,
            table.sheet,
            table.range,
            compared=verdicts[True] + verdicts[False],
            unconfirmed=verdicts[False],
            uncompared={reason: verdicts[reason] for reason in Uncompared if verdicts[reason]},
            missing=table.missing,
        )

    def _verdict(self, figure: Figure) -> bool | Uncompared | None:
        """Return True for a number compared by a confirmed rule, False for another one; None where there is none."""
        if figure.state in _NO_RESULT:
            return Uncompared.NO_RESULT
        if figure.state is not State.NUMBER:
            return None
        if figure.place in self._sound | self._unconfirmed:
            return figure.place in self._sound
        if figure.place in self._unjudged:
            return Uncompared.NOT_JUDGED
        if figure.place in self._blank:
            return Uncompared.BLANK_OPERAND
        return Uncompared.ONLY_OPERAND if figure.place in self._used else Uncompared.NO_RULE


def _operands(derivation: Derivation, filled: Mapping[Place, Derivation]) -> Iterator[Place]:
    """Yield the operands that somebody stated, for a filled one those that it is filled from."""
    for _, figure in derivation.operands():
        source = filled.get(figure.place) if figure.derived else None
        if source is None or source is derivation:
            yield figure.place
        else:
            yield from _operands(source, filled)


def _held_against_others(book: Checked) -> Iterator[Figure]:
    """Yield what checks compare that no rule derives: facts stated twice, sums of weights, amounts and their limits."""
    for stated in facts(book.evaluation, {}).values():
        if len(stated) > 1:
            yield from (fact.figure for fact in stated)
    for one in book.weighed:
        yield from one.form.weights()
    yield from _of_projects(book)
    for table in book.evaluation.tables:
        for row in table.rows:
            yield from _limited(row)


def _of_projects(book: Checked) -> Iterator[Figure]:
    """Yield the amounts of projects where the department states what they should come to."""
    known = facts(book.evaluation, {})
    for key in ("initial_budget", "execution"):
        stated = known.get(("department", "project", key), ())
        for source in project_amounts(book.evaluation, key) if stated else ():
            yield from (*source.amounts, *(fact.figure for fact in stated))


def _limited(row: Row) -> Iterator[Figure]:
    """Yield the figures of a row that may not pass another one, with that one."""
    for pair in _LIMITS:
        figures = [figure for key in pair if (figure := number(row, key))]
        if len(figures) > 1:
            yield from figures
