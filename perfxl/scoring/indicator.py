"""The score of one indicator (指标得分): quantitative by rule, qualitative left to a person within its band."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeAlias

from perfxl.model.derivation import Derivation, FunctionCall, Relation, Rule
from perfxl.model.expression import Call, Expr, Missing, Num, Ref, Undefined, evaluate, times
from perfxl.model.figure import Figure, State
from perfxl.model.table import Row, Table
from perfxl.numerals.characters import half_width
from perfxl.recognition.labels import points_in
from perfxl.rules.kinds import term
from perfxl.rules.printed import printed_rule
from perfxl.rules.project import IndicatorRule, Project
from perfxl.scoring.comparison import Comparison, Incomparable, Qualitative, compare
from perfxl.scoring.derived import Band, Cause, Unjudged
from perfxl.scoring.ledger import Ledger, all_unfilled, has_value
from perfxl.scoring.plans import ComputedCell, Plan, derive_cell, record
from perfxl.scoring.printed import printed_law, printed_plan
from perfxl.scoring.verbs import indicator_points, with_deduction

_Found: TypeAlias = Comparison | Incomparable | Qualitative
_LEVELS = ("level3", "level2", "level1")
_RESTS_ON = ("project.indicators", "project.negative_actual", "project.bare")


def score_indicator(ledger: Ledger, table: Table, row: Row, project: Project) -> None:
    """Derive an indicator's score, or record why it is left to a person; a row that says nothing is passed over."""
    figure = row.cells.get("score")
    if figure is None or figure.state is State.NOT_APPLICABLE or _says_nothing(row):
        return
    found = compare(ledger, row, project)
    if project.coefficient and "coefficient" in row.cells:
        _by_coefficient(ledger, table, row, project, found)
        return
    outcome = _outcome(ledger, table, row, project, found)
    if isinstance(outcome, Derivation):
        ledger.record(outcome)
    else:
        ledger.leave(outcome)


def _outcome(ledger: Ledger, table: Table, row: Row, project: Project, found: _Found) -> Derivation | Unjudged:
    standard = row.cells.get("standard")
    if standard is not None and standard.text.strip() and not _is_proportion(standard):
        return _by_printed(ledger, table, row, standard, found)
    if isinstance(found, Comparison):
        return _scored(ledger, table, row, project, found)
    if isinstance(found, Incomparable):
        return Unjudged(row.cells["score"], found.reason, table.kind, "score", row.label, cause=found.cause)
    return _qualitative(ledger, table, row, project)


def _is_proportion(standard: Figure) -> bool:
    rule = printed_rule(standard.text)
    return rule is not None and rule.proportion


def _by_printed(ledger: Ledger, table: Table, row: Row, standard: Figure, found: _Found) -> Derivation | Unjudged:
    """Return the score by the standard that the form prints; left to a person where it cannot be read or applied."""
    figure, law, rule = row.cells["score"], printed_law(standard), printed_rule(standard.text)
    full, measured = _full_marks(ledger, table, row), _measured(found)
    lower_is_better = isinstance(found, Comparison) and found.sign in ("≤", "<")
    plan = None
    if rule and full is not None and measured and (rule.within or not lower_is_better):
        plan = printed_plan(rule, law, *measured, full)
    if isinstance(plan, Plan):
        return derive_cell(ComputedCell(figure, table.kind, "score", row.label), plan)
    reason = "表内印有评分标准，其中的字样不能由程序读出，由人判断" if rule is None else "按表内所印的评分标准由人判断"
    return Unjudged(figure, reason, table.kind, "score", row.label, plan, law)


def _measured(found: _Found) -> tuple[Decimal, Decimal] | None:
    """Return what was reached and the target, as percentages or as shares of the target; None where one is open."""
    target, actual = (_value(found.target), _value(found.actual)) if isinstance(found, Comparison) else (None, None)
    if not target or actual is None or not isinstance(found, Comparison):
        return None
    return (actual, target) if found.percent else (actual / target, Decimal(1))


def _by_coefficient(ledger: Ledger, table: Table, row: Row, project: Project, found: _Found) -> None:
    """Derive the coefficient by target and actual value, and the score as coefficient x weight."""
    law, coefficient, weight = project.coefficient, row.cells["coefficient"], row.cells.get("weight")
    rule = project.indicator(found.sign or project.bare.sign) if isinstance(found, Comparison) else None
    if law and rule and isinstance(found, Comparison) and (found.sign or not _direction_unknown(row, project, found)):
        cited, actual = _law(rule, project, found)
        points = indicator_points(rule, found.target, actual, Num(Decimal(1)), zero=_value(found.target) == 0)
        plan = Plan(
            Relation.SCORE, cited.joined(law.rule()), points, places=rule.places + 2, zero="指标值为0，不能按比例计分"
        )
        record(ledger, ComputedCell.of(table, "coefficient", coefficient, row), plan)
    if law and weight is not None:
        points = times(
            ledger.ref(coefficient, term(table.kind, "coefficient")), ledger.ref(weight, term(table.kind, "weight"))
        )
        plan = Plan(Relation.SCORE, law.rule(), points, places=law.places)
        record(ledger, ComputedCell.of(table, "score", row.cells["score"], row), plan)


def _says_nothing(row: Row) -> bool:
    return all_unfilled(row.cells[key] for key in ("target", "actual", "weight") if key in row.cells)


def _scored(ledger: Ledger, table: Table, row: Row, project: Project, found: Comparison) -> Derivation | Unjudged:
    figure = row.cells["score"]
    cell = ComputedCell(figure, table.kind, "score", row.label)
    full = _full_marks(ledger, table, row)
    if full is None:
        return Unjudged(figure, "表中没有写明这一指标的分值", table.kind, "score", row.label)
    if not found.sign and _direction_unknown(row, project, found):
        return Unjudged(figure, "指标值没有写明≥或≤，不能确定越高越好还是越低越好", table.kind, "score", row.label)
    rule = project.indicator(found.sign or project.bare.sign)
    if rule is None:
        return Unjudged(figure, f"规则包没有“{found.sign}”指标的计分规则", table.kind, "score", row.label)
    law, actual = _law(rule, project, found)
    zero = _value(found.target) == 0
    points = indicator_points(rule, found.target, actual, full, zero=zero)
    function: FunctionCall | None = FunctionCall(
        "PX_SCORE", (found.target, found.actual, full, _sign(rule, found)), _RESTS_ON
    )
    far = project.over_fulfilment
    if far and rule.verb == "proportion" and not zero:
        points, function = with_deduction(far, points, found.target, actual, full), None
        law = law.joined(far.rule())
    plan = Plan(Relation.SCORE, law, points, places=rule.places, zero="指标值为0，不能按比例计分", function=function)
    return derive_cell(cell, plan)


def _full_marks(ledger: Ledger, table: Table, row: Row) -> Expr | None:
    """Return an indicator's weight: that of its column, else what the label declares that stands for it alone."""
    weight = row.cells.get("weight")
    if weight is not None:
        return ledger.ref(weight, term(table.kind, "weight"))
    for name in (*_LEVELS, ""):
        label = _name(row, name)
        points = points_in(label)
        if points is not None:
            alone = sum(_name(other, name) == label for other in table.rows if other.role is row.role) == 1
            return Num(points) if alone else None
    return None


def _name(row: Row, level: str) -> str:
    """Return the name of a level of an indicator, that of its goal (年度绩效目标1（40分）) for no level."""
    return row.text(level) if level else goal_of(row)


def goal_of(row: Row) -> str:
    """Return the goal that a row is a part of, without what it says: 年度绩效目标1（40分）; "" for none."""
    return row.text("goal").partition("：")[0].partition(":")[0]


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
    return Unjudged(
        row.cells["score"], "定性指标的得分由人判断", table.kind, "score", row.label, band, rule, Cause.QUALITATIVE
    )


def _band(actual: Figure | None, weight: Figure | None, project: Project, rule: Rule) -> Band | None:
    """Return the band that the actual value names with the pack's own words, None where it names none."""
    said = half_width("".join(actual.text.split())).rstrip("。;") if actual else ""
    full = weight.value if weight and has_value(weight) else None
    for position, band in enumerate(project.qualitative.bands):
        if full is not None and said in band.words:
            return Band(said, full * band.low, full * band.high, rule, closed=position == 0)
    return None
