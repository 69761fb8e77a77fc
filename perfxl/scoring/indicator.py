"""The score of one indicator (指标得分): quantitative by rule, qualitative left to a person within its band."""

from __future__ import annotations

from decimal import Decimal

from perfxl.model.derivation import Derivation, FunctionCall, Relation, Rule
from perfxl.model.expression import Call, Expr, Missing, Num, Ref, Undefined, evaluate
from perfxl.model.figure import Figure, State
from perfxl.model.table import Row, Table
from perfxl.numerals.characters import half_width
from perfxl.rules.kinds import term
from perfxl.rules.schema import IndicatorRule, Project
from perfxl.scoring.comparison import Comparison, Incomparable, compare
from perfxl.scoring.derived import Band, Unjudged
from perfxl.scoring.ledger import Ledger, all_unfilled, has_value
from perfxl.scoring.plans import ComputedCell, Plan, derive_cell
from perfxl.scoring.verbs import indicator_points

_RESTS_ON = ("project.indicators", "project.negative_actual", "project.bare")


def score_indicator(ledger: Ledger, table: Table, row: Row, project: Project) -> None:
    """Derive an indicator's score, or record why it is left to a person; a row that says nothing is passed over."""
    figure = row.cells.get("score")
    if figure is None or figure.state is State.NOT_APPLICABLE or _says_nothing(row):
        return
    found = compare(ledger, row, project)
    if isinstance(found, Comparison):
        outcome = _scored(ledger, table, row, project, found)
    elif isinstance(found, Incomparable):
        outcome = Unjudged(figure, found.reason, table.kind, "score", row.label)
    else:
        outcome = _qualitative(ledger, table, row, project)
    if isinstance(outcome, Derivation):
        ledger.record(outcome)
    else:
        ledger.leave(outcome)


def _says_nothing(row: Row) -> bool:
    return all_unfilled(row.cells[key] for key in ("target", "actual", "weight") if key in row.cells)


def _scored(ledger: Ledger, table: Table, row: Row, project: Project, found: Comparison) -> Derivation | Unjudged:
    figure = row.cells["score"]
    cell = ComputedCell(figure, table.kind, "score", row.label)
    weight = row.cells.get("weight")
    if weight is None:
        return Unjudged(figure, "表中没有分值栏", table.kind, "score", row.label)
    if not found.sign and _direction_unknown(row, project, found):
        return Unjudged(figure, "指标值没有写明≥或≤，不能确定越高越好还是越低越好", table.kind, "score", row.label)
    rule = project.indicator(found.sign or project.bare.sign)
    if rule is None:
        return Unjudged(figure, f"规则包没有“{found.sign}”指标的计分规则", table.kind, "score", row.label)
    law, actual = _law(rule, project, found)
    zero = _value(found.target) == 0
    full = ledger.ref(weight, term(table.kind, "weight"))
    points = indicator_points(rule, found.target, actual, full, zero=zero)
    function = FunctionCall("PX_SCORE", (found.target, found.actual, full, _sign(rule, found)), _RESTS_ON)
    plan = Plan(Relation.SCORE, law, points, places=rule.places, zero="指标值为0，不能按比例计分", function=function)
    return derive_cell(cell, plan)


def _sign(rule: IndicatorRule, found: Comparison) -> Figure | str | None:
    """Return the comparison as the function takes it: the target's own text where it tells it; None for a bare one."""
    if isinstance(found.target, Ref) and found.target.figure.sign:
        return found.target.figure
    return rule.signs[0] if found.sign else None


def _direction_unknown(row: Row, project: Project, found: Comparison) -> bool:
    """A bare target of cost or time that was not exactly met may be better or worse."""
    names = (row.text("level1") or row.category, row.text("level2"))
    patterns = project.bare.unless if found.percent else (*project.bare.unless, *project.bare.unless_amount)
    doubtful = any(pattern.fullmatch(name) for pattern in patterns for name in names)
    return doubtful and _value(found.target) != _value(found.actual)


def _value(expression: Expr) -> Decimal | None:
    try:
        return evaluate(expression)
    except (Missing, Undefined):
        return None


def _law(rule: IndicatorRule, project: Project, found: Comparison) -> tuple[Rule, Expr]:
    """Return the rule to cite and the actual that counts: a bare target and a negative actual weaken the rule."""
    law, actual = rule.rule(), found.actual
    if not found.sign:
        law = law.joined(project.bare.rule())
    value = _value(actual)
    if value is not None and value < 0:
        law = law.joined(project.negative_actual.rule())
        actual = Call("max", (actual, Num(project.negative_actual.counts_as)))
    return law, actual


def _qualitative(ledger: Ledger, table: Table, row: Row, project: Project) -> Unjudged:
    weight = ledger.current(row.cells["weight"]) if "weight" in row.cells else None
    rule = project.qualitative.rule()
    band = _band(row.cells.get("actual"), weight, project, rule)
    return Unjudged(row.cells["score"], "定性指标的得分由人判断", table.kind, "score", row.label, band, rule)


def _band(actual: Figure | None, weight: Figure | None, project: Project, rule: Rule) -> Band | None:
    """Return the band that the actual value names with the pack's own words, None where it names none."""
    said = half_width("".join(actual.text.split())).rstrip("。;") if actual else ""
    full = weight.value if weight and has_value(weight) else None
    for position, band in enumerate(project.qualitative.bands):
        if full is not None and said in band.words:
            return Band(said, full * band.low, full * band.high, rule, closed=position == 0)
    return None
