"""What score tables claim of themselves: scores within their points, totals, points in labels, targets met."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from perfxl.numerals.characters import compact
from perfxl.numerals.display import is_percent
from perfxl.numerals.reading import Numeral, read
from perfxl.numerals.tolerance import POINTS
from perfxl.structure import words
from perfxl.structure.numbers import Number
from perfxl.structure.relation import Claim, Law, Relation
from perfxl.structure.tables import Table

_FEWEST = 2
_TARGET = re.compile(r"(?:指标值|目标值|年初目标|预期值|年度目标|计划值)")
_ACTUAL = re.compile(r"(?:完成值|实际值|实际完成|完成情况|完成数)")
_SIGNS = {"≥": "≥", ">=": "≥", "≤": "≤", "<=": "≤"}
_FULL = Decimal(100)


@dataclass(frozen=True, slots=True)
class Scored:
    """A table with points and scores side by side."""

    table: Table
    points: int
    scores: int

    def rows(self) -> Iterator[tuple[int, Number, Number]]:
        """Yield (row, points, score) of the lines that are no totals."""
        points, scores = self.table.lines(self.points), self.table.lines(self.scores)
        for row in points:
            if row in scores and not words.is_total_score(self.table.label(row)):
                yield row, points[row], scores[row]


def scored(found: Iterable[Table]) -> Iterator[Scored]:
    """Yield the tables that have points and scores; of several columns of points the last is the line's own."""
    for table in found:
        scores = [column for column in table.columns if words.is_score(table.heading(column))]
        points = [column for column in table.columns if words.is_points(table.heading(column))]
        before = [column for column in points if scores and column < scores[-1]]
        if before:
            yield Scored(table, before[-1], scores[-1])


def scores(found: Iterable[Table]) -> Iterator[Relation]:
    """Yield what score tables claim of themselves."""
    told = list(scored(found))
    for one in told:
        yield from _limits(one)
        yield from _missed(one)
        yield from _labels(one)
    for sheet in dict.fromkeys(one.table.view.sheet.name for one in told):
        yield from _totals([one for one in told if one.table.view.sheet.name == sheet])


def _limits(one: Scored) -> Iterator[Relation]:
    lines = [
        Relation(Law.LIMIT, score, ((points, 1),), Claim("得分不超过分值", printed=True), unit=POINTS)
        for _, points, score in one.rows()
        if points.value  # an extra (加分项) has none
    ]
    if sum(line.holds() for line in lines) * 3 >= 2 * len(lines):
        yield from lines


def _missed(one: Scored) -> Iterator[Relation]:
    target, actual = _column(one.table, _TARGET), _column(one.table, _ACTUAL)
    if target is None or actual is None:
        return
    for row, points, score in one.rows():
        aimed, reached = _numeral(one.table, row, target), _numeral(one.table, row, actual)
        sign = _sign(one.table, row, aimed)
        if aimed and reached and points.value > 0 and _falls_short(aimed, reached, sign):
            text = f"实际完成值{_text(one.table, row, actual)}未达到目标值{_text(one.table, row, target)}"
            yield Relation(Law.MISSED, score, ((points, 1),), Claim(text, printed=True), unit=POINTS)


def _column(table: Table, pattern: re.Pattern[str]) -> int | None:
    found = [at for at in range(table.left, table.right + 1) if pattern.search(table.heading(at))]
    return found[0] if found else None


def _text(table: Table, row: int, column: int) -> str:
    number = table.numbers.get((row, column))
    return number.text if number else table.view.words.get((row, column), "").strip()


def _numeral(table: Table, row: int, column: int) -> Numeral | None:
    number = table.numbers.get((row, column))
    if number is None:
        return read(table.view.words.get((row, column), ""))
    percent = number.percent or is_percent(number.cell.number_format)
    return Numeral(number.value, "%" if percent else "", "", number.quantum, "", number.text)


def _sign(table: Table, row: int, aimed: Numeral | None) -> str:
    """Return the sign of a target: its own, or that of a cell beside it (指标性质)."""
    if aimed is None or aimed.sign:
        return aimed.sign if aimed else ""
    beside = (compact(table.view.words.get((row, at), "")) for at in range(table.left, table.right + 1))
    return next((_SIGNS[text] for text in beside if text in _SIGNS), "")


def _falls_short(aimed: Numeral, reached: Numeral, sign: str) -> bool:
    if aimed.unit != reached.unit or reached.sign:
        return False
    return (sign == "≥" and reached.value < aimed.value) or (sign == "≤" and reached.value > aimed.value)


def _labels(one: Scored) -> Iterator[Relation]:
    """Yield the points that labels print, 产出指标(50分), against those of the lines beneath."""
    lines = [relation for row in one.table.body for relation in _printed(one, row)]
    holds = sum(line.holds() for line in lines)
    if holds >= _FEWEST and (len(lines) - holds) * 2 <= holds:
        yield from (line.borne_out(holds=holds - 1) for line in lines)


def _printed(one: Scored, row: int) -> Iterator[Relation]:
    for column, text in one.table.labels.get(row, {}).items():
        told = words.points_in(text)
        parts = [points for at, points, _ in one.rows() if at in _span(one.table, row, column)] if told else []
        if len(parts) >= 1:
            yield Relation(
                Law.WEIGHTS, parts[0], tuple((part, -1) for part in parts[1:]),
                Claim(f"“{compact(text)}”下各项分值相加为{told}"), Decimal(told), unit=POINTS,
            )  # fmt: skip


def _span(table: Table, row: int, column: int) -> range:
    """Return the rows that a label in a label column speaks for: its merge, or down to the next label."""
    following = (other for other in table.body if other > row and (other, column) in table.view.words)
    last = max(table.view.bottom(row, column), next(following, table.body[-1] + 1) - 1)
    return range(row, last + 1)


def _totals(told: list[Scored]) -> Iterator[Relation]:
    """Yield the totals of a form: points and scores over its lines, those of the execution block above included."""
    waiting: list[tuple[Number, Number]] = []
    for one in told:
        lines = [(points, score) for _, points, score in one.rows()]
        closing = [row for row in one.table.body if words.is_total_score(one.table.label(row))]
        if not closing:
            waiting += lines
            continue
        yield from _closed(one, closing[-1], [[*waiting, *lines], lines])
        waiting = []


def _closed(one: Scored, row: int, readings: list[list[tuple[Number, Number]]]) -> Iterator[Relation]:
    points, score = (one.table.numbers.get((row, column)) for column in (one.points, one.scores))
    if score is None or len(readings[-1]) < _FEWEST:
        return
    for lines in readings:
        terms = tuple((each, 1) for _, each in lines)
        total = Relation(Law.SUM, score, terms, Claim("总分等于各项得分之和", printed=True), unit=POINTS)
        weights = _weights(points, lines)
        if _is_whole(lines, points) or (weights and weights.target.value == _FULL and total.holds()):
            yield from filter(None, (total, weights))
            return


def _is_whole(lines: list[tuple[Number, Number]], points: Number | None) -> bool:
    """Whether the points of the lines add up to the printed total, to 100 where none is printed."""
    return sum(each.value for each, _ in lines) == (points.value if points else _FULL)


def _weights(points: Number | None, lines: list[tuple[Number, Number]]) -> Relation | None:
    if points is None:
        return None
    terms = tuple((each, 1) for each, _ in lines)
    return Relation(Law.WEIGHTS, points, terms, Claim("分值合计等于各项分值之和", printed=True), unit=POINTS)
