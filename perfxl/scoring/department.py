"""The department's score table (部门整体支出绩效评价指标评分表): sums, and the scores that the workbook tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfxl.model.derivation import Relation
from perfxl.model.expression import Call, Choose, Expr, Num, Ref, Undefined, divide, evaluate, number, times
from perfxl.model.figure import Figure, State
from perfxl.model.table import Role, Row, Table
from perfxl.numerals.characters import name_key
from perfxl.numerals.rounding import half_up
from perfxl.rules.kinds import term
from perfxl.rules.schema import Department, DepartmentIndicator, DepartmentPart
from perfxl.scoring.derived import Band, Unjudged
from perfxl.scoring.ledger import Ledger, complete
from perfxl.scoring.plans import ComputedCell, Plan, missing_in, record
from perfxl.scoring.totals import rows_of, total
from perfxl.scoring.verbs import average_progress, in_unit, step_points, sum_up

_PLACES = 2
_ZERO = "分母为0，不能按规则计分"


def score_departments(ledger: Ledger) -> None:
    """Derive the sums of every score table and, where the pack knows the table, the scores it can compute."""
    known = [each for each in (ledger.rules.department, ledger.rules.score_table) if each]
    for table in ledger.evaluation.of("score_table"):
        matched = (match(table, each) for each in known)
        for indicator, row in next(filter(None, matched), ()):
            _indicator(ledger, table, row, indicator)
        for row in sorted(table.rows, key=lambda row: row.role is Role.TOTAL):
            _sums(ledger, table, row)


def match(table: Table, department: Department) -> tuple[tuple[DepartmentIndicator, Row], ...]:
    """Return the pack's indicators with their rows; () where too few names and weights are those of the pack."""
    found = tuple(_pairs(table, department))
    base = [indicator for indicator in department.indicators if not indicator.extra]
    agreeing = {indicator.name for indicator, row in found if not indicator.extra and _same_weight(indicator, row)}
    known = Decimal(len(agreeing)) >= department.match * len(base)
    return tuple((indicator, row) for indicator, row in found if _same_weight(indicator, row)) if known else ()


def _pairs(table: Table, department: Department) -> Iterator[tuple[DepartmentIndicator, Row]]:
    for indicator in department.indicators:
        for row in table.rows:
            name = name_key(row.text("level3") or row.label)
            if row.role is Role.LINE and any(label.fullmatch(name) for label in indicator.labels):
                yield indicator, row
                break


def _same_weight(indicator: DepartmentIndicator, row: Row) -> bool:
    weight = row.cells.get("weight")
    return indicator.weight is None or (weight is not None and weight.value == indicator.weight)


def _sums(ledger: Ledger, table: Table, row: Row) -> None:
    law = ledger.rules.laws.get("total" if row.role is Role.TOTAL else "sum")
    for column in ("weight", "score"):
        if law and column in row.cells and row.role in (Role.TOTAL, Role.SUBTOTAL):
            derivation = total(ledger, table, row, column, law.rule())
            if derivation:
                ledger.record(derivation)


def _indicator(ledger: Ledger, table: Table, row: Row, indicator: DepartmentIndicator) -> None:
    """Derive a score whose every part the workbook tells; else record what is known of it."""
    figure = row.cells.get("score")
    computed = ((part, _points(ledger, part)) for part in indicator.parts)
    known = [(part, points) for part, points in computed if points is not None and not missing_in(points)]
    if figure is None or not known:
        return
    if len(known) < len(indicator.parts):
        ledger.leave(_partly(figure, row, table.kind, indicator, known))
        return
    parts = tuple(points for _, points in known)
    points = parts[0] if len(parts) == 1 else Call("+", parts)
    plan = Plan(Relation.SCORE, indicator.rule(), points, places=_PLACES, zero=_ZERO)
    record(ledger, ComputedCell.of(table, "score", figure, row), plan)


def _partly(
    figure: Figure,
    row: Row,
    kind: str,
    indicator: DepartmentIndicator,
    known: Sequence[tuple[DepartmentPart, Expr]],
) -> Unjudged:
    full = sum((part.points for part in indicator.parts), Decimal(0))
    told = sum((part.points for part, _ in known), Decimal(0))
    try:
        sure = half_up(sum((evaluate(points) for _, points in known), Decimal(0)), _PLACES)
    except Undefined:
        return Unjudged(figure, _ZERO, kind, "score", row.label, rule=indicator.rule())
    band = Band(indicator.name, sure, sure + full - told, indicator.rule())
    reason = f"{full:f}分中的{told:f}分可由本工作簿算出，得{sure:f}分，其余由人判断"
    return Unjudged(figure, reason, kind, "score", row.label, band, indicator.rule())


def _points(ledger: Ledger, part: DepartmentPart) -> Expr | None:
    """Return a part's points as an expression, None where it is a person's or the workbook lacks the operands."""
    under = figures_at(ledger, part.under)
    if part.verb == "judged" or under is None:
        return None
    if part.verb == "average_progress":
        done: list[Expr] = complete(figures_at(ledger, (path,)) for path in part.over)
        return average_progress(done, under, part.planned, Num(part.points)) if done else None
    over = figures_at(ledger, part.over)
    if over is None:
        return None
    rate = divide(over, under)
    return step_points(rate, part.steps) if part.verb == "steps" else _proportion(rate, part)


def _proportion(rate: Expr, part: DepartmentPart) -> Expr:
    points = times(Num(part.points), Call("min", (rate, number(1))))
    if part.none_above is None:
        return points
    return Choose(rate, ">", Num(part.none_above), number(0), points)


def figures_at(ledger: Ledger, paths: Sequence[str], wanted: str = "") -> Expr | None:
    """Return the sum of the figures that the paths name, in one unit (`wanted`, else the first one's).

    None where the workbook lacks one of them.
    """
    parts = complete(_alternative(ledger, path) for path in paths)
    if not parts:
        return None
    unit = wanted or parts[0][1]
    told: list[Expr] = complete(in_unit(ref, own, unit) for refs, own in parts for ref in refs)
    return sum_up(told) if told else None


def _alternative(ledger: Ledger, path: str) -> tuple[list[Ref], str] | None:
    found = (_figures(ledger, *option.split(".")) for option in path.split("|"))
    return next((told for told in found if told), None)


def _figures(ledger: Ledger, kind: str, item: str, column: str) -> tuple[list[Ref], str] | None:
    """Return the figures at a path, from the one table that has them; None where none or several do."""
    tables = [(table, refs) for table in ledger.evaluation.of(kind) if (refs := _refs(ledger, table, item, column))]
    if len(tables) != 1:
        return None
    table, refs = tables[0]
    return refs, refs[0].figure.unit or table.unit


def _refs(ledger: Ledger, table: Table, item: str, column: str) -> list[Ref]:
    """Return the figures of an item, or of its parts; none at all where one of them is missing."""
    cells = [row.cells for row in rows_of(table, item)] if item else [table.fields]
    figures = [ledger.current(found[column]) for found in cells if column in found]
    told = [figure for figure in figures if figure.state is not State.NOT_APPLICABLE]
    whole = all(figure.state is State.NUMBER for figure in told)
    return [Ref(figure, term(table.kind, column)) for figure in told] if whole else []
