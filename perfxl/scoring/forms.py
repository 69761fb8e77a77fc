"""Project forms (项目支出绩效自评表): funds, execution rate and score, indicators, total."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from perfxl.model.derivation import FunctionCall, Relation
from perfxl.model.expression import Call, Expr, Num, Ref, divide, times
from perfxl.model.figure import State
from perfxl.model.table import EXECUTION, Role, Row, Table
from perfxl.rules.kinds import kinds, term
from perfxl.rules.project import Project
from perfxl.scoring.indicator import score_indicator
from perfxl.scoring.ledger import Ledger, all_unfilled, is_idle
from perfxl.scoring.plans import ComputedCell, Plan, record, record_likeliest, total_plan
from perfxl.scoring.ratios import EXECUTION as RATE
from perfxl.scoring.totals import is_unused, sum_of
from perfxl.scoring.verbs import execution_points, step_points, with_zero_budget

_MONEY = ("initial_budget", "adjustment", "annual_budget", "execution")
_RULE = "execution_rate"
_RATED = ("execution", "annual_budget")
_LEVELS = ("level1", "level2", "level3")


def score_forms(ledger: Ledger, project: Project) -> None:
    """Derive the computed cells of every project form."""
    for table in ledger.evaluation.of("project_form"):
        whole = next((row for row in table.of_role(Role.FUND) if row.item == "total"), None)
        _funds(ledger, table, whole, project)
        for row in indicators(table):
            _indicator(ledger, table, row, whole, project)
        apart = None if _execution_is_indicator(table) else whole
        if apart and "score" in apart.cells:
            cell = ComputedCell.of(table, "score", apart.cells["score"], apart)
            record(ledger, cell, execution_plan(ledger, table, apart, project))
        _totals(ledger, table, apart, project)


def _indicator(ledger: Ledger, table: Table, row: Row, whole: Row | None, project: Project) -> None:
    """Derive an indicator's score; that of 预算执行率 among them by the funds, where the row has no target itself."""
    aimed = any(not row.cells[key].blank for key in ("target", "actual") if key in row.cells)
    if row.item != EXECUTION or aimed or not whole or "score" not in row.cells:
        score_indicator(ledger, table, row, project)
        return
    scored = replace(
        whole, cells={**whole.cells, **{key: row.cells[key] for key in ("weight", "score") if key in row.cells}}
    )
    record(
        ledger, ComputedCell.of(table, "score", row.cells["score"], row), execution_plan(ledger, table, scored, project)
    )


def _funds(ledger: Ledger, table: Table, whole: Row | None, project: Project) -> None:
    rows = table.of_role(Role.FUND)
    if whole:
        _fund_totals(ledger, table, whole, tuple(row for row in rows if row is not whole))
    for row in rows:
        _fund_rate(ledger, table, row, project)


def indicators(table: Table) -> tuple[Row, ...]:
    """Return the rows of a form's indicators that say anything."""
    rows = (row for row in table.rows if row.role is Role.INDICATOR)
    return tuple(row for row in rows if not _empty(row))


def _empty(row: Row) -> bool:
    return all_unfilled(row.cells[key] for key in ("target", "actual", "weight", "score") if key in row.cells)


def _execution_is_indicator(table: Table) -> bool:
    """Whether the form scores the execution rate among its indicators, so that it must not count twice."""
    rows = indicators(table)
    return any(row.item == EXECUTION or "预算执行" in row.text(level) for row in rows for level in _LEVELS)


def _fund_totals(ledger: Ledger, table: Table, whole: Row, parts: Sequence[Row]) -> None:
    """Sum the sources of funds; a single source printed need not be all there is."""
    law = ledger.law("total")
    for column in _MONEY if law and len(parts) > 1 else ():
        sums = [sum_of(ledger, table, rows, column) for rows in _sources(parts, column)]
        plans = [Plan(Relation.SUM, law.rule(), sum_) for sum_ in sums if law and sum_]
        if plans and column in whole.cells:
            record_likeliest(ledger, ComputedCell.of(table, column, whole.cells[column], whole), plans)


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


def _fund_rate(ledger: Ledger, table: Table, row: Row, project: Project) -> None:
    law, target = ledger.law(_RULE), row.cells.get("execution_rate")
    operands = _operands(ledger, table, row)
    if law and target and operands:
        cell = ComputedCell.of(table, "execution_rate", target, row)
        zero = f"{term(table.kind, 'annual_budget')}为0，{cell.term}无意义"
        plain, function = RATE.of(*operands), RATE.call(*operands)
        rate = with_zero_budget(project.execution, plain, *operands, Num(Decimal(1)))
        function = function if rate is plain else None
        record(ledger, cell, Plan(Relation.RATE, law.rule(), rate, law.places, zero, function=function))


def _operands(ledger: Ledger, table: Table, row: Row) -> tuple[Ref, Ref] | None:
    """Return execution and annual budget of a row, None where neither was entered or one does not apply."""
    if not set(_RATED) <= row.cells.keys() or is_unused(table, row, _RATED):
        return None
    over, under = (ledger.ref(row.cells[key], term(table.kind, key)) for key in _RATED)
    return None if is_idle(over, under) else (over, under)


def execution_plan(ledger: Ledger, table: Table, row: Row, project: Project) -> Plan | None:
    """Return how a row's execution score is computed; the pack's weight stands in for a blank one."""
    rule = project.execution
    operands = _operands(ledger, table, row)
    if operands is None:
        return None
    weight = weight_of(ledger, table, row, project)
    plain = execution_points(rule, RATE.of(*operands), weight)
    points = with_zero_budget(rule, plain, *operands, weight)
    own = () if weight == Num(project.weights.execution) else (weight,)
    call = FunctionCall("PX_EXECSCORE", (*operands, *own), ("project.execution", "project.weights"))
    function = call if points is plain else None
    zero = f"{term(table.kind, 'annual_budget')}为0，执行率无意义，不计分"
    return Plan(Relation.EXECUTION_SCORE, rule.rule(), points, places=rule.places, zero=zero, function=function)


def weight_of(ledger: Ledger, table: Table, row: Row, project: Project) -> Expr:
    """Return the weight of the execution rate: the form's own, that which its heading declares, else the pack's."""
    figure, declared = row.cells.get("weight"), table.fields.get("execution_weight")
    if figure is None or figure.state in (State.BLANK, State.NOT_APPLICABLE):
        return Num(declared.value if declared and declared.value else project.weights.execution)
    return ledger.ref(figure, term("project_form", "weight"))


def _totals(ledger: Ledger, table: Table, apart: Row | None, project: Project) -> None:
    """Add up scores and weights; `apart` is the row of funds that is scored beside the indicators."""
    rows = indicators(table)
    counting = [row for row in rows if not (project.rescale and _applies_not(row))]
    scores: list[Expr] = _column(ledger, counting, "score")
    weights, counted = (_column(ledger, some, "weight") for some in (rows, counting))
    if apart and "score" in apart.cells:
        scores.insert(0, ledger.ref(apart.cells["score"], _fund_term(table, "score")))
        own = weight_of(ledger, table, apart, project)
        weights, counted = [own, *weights], [own, *counted]
    _add_up(ledger, table, "total_weight", weights, lambda plan: plan)
    _add_up(
        ledger,
        table,
        "total_score",
        scores,
        lambda plan: _limited(ledger, table, apart, project, _rescaled(table, project, plan, counted)),
    )


def _add_up(ledger: Ledger, table: Table, key: str, parts: Sequence[Expr], finish: Callable[[Plan], Plan]) -> None:
    law = ledger.law("total")
    if law and parts and key in table.fields:
        record(ledger, ComputedCell.of(table, key, table.fields[key]), finish(total_plan(law.rule(), parts)))


def _rescaled(table: Table, project: Project, plan: Plan, weights: Sequence[Expr]) -> Plan:
    """Convert the points of the indicators that count to the whole where some do not apply and the pack says so."""
    rule = project.rescale
    if rule is None or not any(_applies_not(row) for row in indicators(table)):
        return plan
    whole = times(divide(plan.expression, Call("sum", tuple(weights))), Num(rule.total))
    return replace(plan, expression=whole, rule=plan.rule.joined(rule.rule()), places=rule.places, function=None)


def _applies_not(row: Row) -> bool:
    cells = (row.cells.get(key) for key in ("actual", "weight", "score"))
    return any(figure is not None and figure.state is State.NOT_APPLICABLE for figure in cells)


def _limited(ledger: Ledger, table: Table, apart: Row | None, project: Project, plan: Plan) -> Plan:
    """Limit a total by the execution rate where the pack does."""
    operands = _operands(ledger, table, apart) if apart else None
    limit = step_points(RATE.of(*operands), project.caps.steps) if operands and project.caps else None
    if limit is None or project.caps is None:
        return plan
    rule = plan.rule.joined(project.caps.rule())
    return replace(plan, expression=Call("min", (plan.expression, limit)), rule=rule, function=None)


def _fund_term(table: Table, key: str) -> str:
    entry = kinds()[table.kind].funds.get(key)
    return entry.term if entry else term(table.kind, key)


def _column(ledger: Ledger, rows: Sequence[Row], key: str) -> list[Expr]:
    return [
        ledger.ref(row.cells[key], row.label)
        for row in rows
        if key in row.cells and row.cells[key].state is not State.NOT_APPLICABLE
    ]
