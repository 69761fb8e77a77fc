"""Project forms (项目支出绩效自评表): funds, execution rate and score, indicators, total."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from perfxl.model.derivation import FunctionCall, Relation
from perfxl.model.expression import Expr, Num, Ref
from perfxl.model.figure import State
from perfxl.model.table import Role, Row, Table
from perfxl.rules.kinds import kinds, term
from perfxl.rules.schema import Project
from perfxl.scoring.indicator import judge
from perfxl.scoring.ledger import Ledger, all_empty
from perfxl.scoring.ratios import EXECUTION
from perfxl.scoring.settle import Plan, Spot, settled, total_plan
from perfxl.scoring.totals import summed
from perfxl.scoring.verbs import execution_points

_MONEY = ("initial_budget", "adjustment", "annual_budget", "execution")
_RULE = "execution_rate"
_LEVELS = ("level1", "level2", "level3")


def score_forms(ledger: Ledger, project: Project) -> None:
    """Derive the computed cells of every project form."""
    for table in ledger.evaluation.of("project_form"):
        funds = tuple(row for row in table.rows if row.role is Role.FUND)
        whole = next((row for row in funds if row.item == "total"), None)
        if whole:
            _fund_total(ledger, table, whole, tuple(row for row in funds if row is not whole))
        for row in funds:
            _fund_rate(ledger, table, row)
        if whole and not _execution_is_indicator(table):
            _execution_score(ledger, table, whole, project)
        for row in indicators(table):
            judge(ledger, table, row, project)
        _totals(ledger, table, whole, project)


def indicators(table: Table) -> tuple[Row, ...]:
    """Return the rows of a form's indicators that say anything."""
    rows = (row for row in table.rows if row.role is Role.INDICATOR)
    return tuple(row for row in rows if not _empty(row))


def _empty(row: Row) -> bool:
    return all_empty(row.cells[key] for key in ("target", "actual", "weight", "score") if key in row.cells)


def _execution_is_indicator(table: Table) -> bool:
    """Whether the form scores the execution rate among its indicators, so that it must not count twice."""
    return any("预算执行" in row.text(level) for row in indicators(table) for level in _LEVELS)


def _fund_total(ledger: Ledger, table: Table, whole: Row, parts: Sequence[Row]) -> None:
    """Sum the sources of funds; a single source printed need not be all there is."""
    law = ledger.rules.laws.get("total")
    for column in _MONEY if len(parts) > 1 else ():
        sums = [summed(ledger, table, rows, column) for rows in _sources(parts, column)]
        if not law or column not in whole.cells or not any(sums):
            continue
        spot = Spot.of(table, column, whole.cells[column], whole.label)
        plans = [Plan(Relation.SUM, law.rule(), call) for call in sums if call]
        told = [settled(spot, plan) for plan in plans]
        if spot.open:
            ledger.record(next((derivation for derivation in told if derivation.ties()), told[0]))


def _sources(parts: Sequence[Row], column: str) -> tuple[Sequence[Row], ...]:
    """Return the sets of rows that may make the total, the likeliest first.

    Several rows of one kind stand beside each other (中央资金、省级资金), or below the first, which is their sum.
    """
    first = {row.item: row for row in reversed(parts)}
    mains = [row for row in parts if first[row.item] is row]
    rest = [row for row in parts if first[row.item] is not row]
    if not rest:
        return (parts,)
    above = {row.item: first[row.item] for row in rest}
    split = _amount(above.values(), column) == _amount(rest, column)
    return (mains, parts) if split else (parts, mains)


def _amount(rows: Iterable[Row], column: str) -> Decimal:
    values = (row.cells[column].value for row in rows if column in row.cells)
    return sum((value for value in values if value is not None), Decimal(0))


def _fund_rate(ledger: Ledger, table: Table, row: Row) -> None:
    law, target = ledger.rules.laws.get(_RULE), row.cells.get("execution_rate")
    operands = _operands(ledger, table, row)
    if law and target and operands and target.state is not State.NOT_APPLICABLE:
        spot = Spot.of(table, "execution_rate", target, row.label)
        zero = f"{term(table.kind, 'annual_budget')}为0，{spot.term}无意义"
        rate, function = EXECUTION.of(*operands), EXECUTION.call(*operands)
        plan = Plan(Relation.RATE, law.rule(), rate, places=law.places, zero=zero, function=function)
        ledger.record(settled(spot, plan))


def _operands(ledger: Ledger, table: Table, row: Row) -> tuple[Ref, Ref] | None:
    """Return execution and annual budget of a row, None where neither was entered or one does not apply."""
    if not {"execution", "annual_budget"} <= row.cells.keys():
        return None
    over, under = (ledger.ref(row.cells[key], term(table.kind, key)) for key in ("execution", "annual_budget"))
    figures = (over.figure, under.figure)
    if all_empty(figures) or any(figure.state is State.NOT_APPLICABLE for figure in figures):
        return None
    return over, under


def execution_plan(ledger: Ledger, table: Table, row: Row, project: Project) -> Plan | None:
    """Return how a row's execution score is computed; the pack's weight stands in for a blank one."""
    rule = project.execution
    operands = _operands(ledger, table, row)
    if operands is None:
        return None
    weight = weight_of(ledger, row, project)
    points = execution_points(rule, EXECUTION.of(*operands), weight)
    own = () if isinstance(weight, Num) else (weight,)
    function = FunctionCall("PX_EXECSCORE", (*operands, *own), ("project.execution", "project.weights"))
    zero = f"{term(table.kind, 'annual_budget')}为0，执行率无意义，不计分"
    return Plan(Relation.EXECUTION_SCORE, rule.rule(), points, places=rule.places, zero=zero, function=function)


def weight_of(ledger: Ledger, row: Row, project: Project) -> Expr:
    """Return the weight of the execution rate: the form's own, else the pack's."""
    figure = row.cells.get("weight")
    if figure is None or figure.state in (State.BLANK, State.NOT_APPLICABLE):
        return Num(project.weights.execution)
    return ledger.ref(figure, term("project_form", "weight"))


def _execution_score(ledger: Ledger, table: Table, whole: Row, project: Project) -> None:
    target = whole.cells.get("score")
    plan = execution_plan(ledger, table, whole, project)
    if target and plan and target.state is not State.NOT_APPLICABLE:
        ledger.record(settled(Spot.of(table, "score", target, whole.label), plan))


def _totals(ledger: Ledger, table: Table, whole: Row | None, project: Project) -> None:
    rows = indicators(table)
    apart = whole if whole and not _execution_is_indicator(table) and "score" in whole.cells else None
    scores: list[Expr] = _column(ledger, rows, "score")
    weights: list[Expr] = _column(ledger, rows, "weight")
    if apart:
        scores.insert(0, ledger.ref(apart.cells["score"], _fund_term(table, "score")))
        weights.insert(0, weight_of(ledger, apart, project))
    _total(ledger, table, "total_score", scores)
    _total(ledger, table, "total_weight", weights)


def _fund_term(table: Table, key: str) -> str:
    entry = kinds()[table.kind].funds.get(key)
    return entry.term if entry else term(table.kind, key)


def _column(ledger: Ledger, rows: Sequence[Row], key: str) -> list[Expr]:
    return [
        ledger.ref(row.cells[key], row.label)
        for row in rows
        if key in row.cells and row.cells[key].state is not State.NOT_APPLICABLE
    ]


def _total(ledger: Ledger, table: Table, key: str, parts: Sequence[Expr]) -> None:
    target, law = table.fields.get(key), ledger.rules.laws.get("total")
    if target and law and parts and target.state is not State.NOT_APPLICABLE:
        ledger.record(settled(Spot.of(table, key, target), total_plan(law.rule(), parts)))
