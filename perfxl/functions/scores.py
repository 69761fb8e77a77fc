"""Scores (得分) as worksheet functions: the execution rate's, an indicator's, and the grade; by the pack's rules."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from perfxl.functions.coercion import (
    ERRORS,
    RANGE,
    Fault,
    display_text,
    to_cell,
    to_number,
    to_optional_number,
    to_text,
)
from perfxl.functions.packs import PACK, project
from perfxl.functions.signature import Answer, Argument, Example, Function
from perfxl.model.expression import Call, Expr, Num, evaluate
from perfxl.model.rendering import arithmetic
from perfxl.numerals.characters import half_width
from perfxl.numerals.reading import read
from perfxl.numerals.rounding import half_up
from perfxl.scoring.ratios import EXECUTION
from perfxl.sheets.values import ErrorValue, Missing, Scalar

if TYPE_CHECKING:
    from perfxl.rules.law import Law
    from perfxl.rules.project import ExecutionRule, IndicatorRule, Project


def _execution_score(executed: Scalar, budget: Scalar, weight: Scalar | Missing, pack: Scalar | Missing) -> Answer:
    rules = project(pack)
    full = to_optional_number(weight)
    points = _positive(rules.weights.execution if full is None else full)
    rate = EXECUTION.of(Num(to_number(executed)), Num(to_number(budget)))
    return _points(_verbs().execution(rules.execution, rate, Num(points)), rules.execution)


def _score(target: Scalar, actual: Scalar, weight: Scalar, sign: Scalar | Missing, pack: Scalar | Missing) -> Answer:
    rules = project(pack)
    rule = _rule(pack, None if isinstance(sign, Missing) else to_text(sign))
    goal, done, full = _positive(to_number(target)), to_number(actual), _positive(to_number(weight))
    reached: Expr = Num(done) if done >= 0 else Call("max", (Num(done), Num(rules.negative_actual.counts_as)))
    points = _verbs().indicator(rule, Num(goal), reached, Num(full), zero=not goal)
    further = (*(() if isinstance(sign, str) else (rules.bare,)), *((rules.negative_actual,) if done < 0 else ()))
    given = "、".join(
        f"{name}{display_text(value)}" for name, value in (("指标值", goal), ("完成值", done), ("分值", full))
    )
    return _points(points, rule, further, f"{given}＝")


def _points(points: Expr, rule: Law, further: tuple[Law, ...] = (), before: str = "") -> Answer:
    value = half_up(evaluate(points), rule.places)
    return Answer(to_cell(value), lambda: f"{before}{arithmetic(points)}", (rule, *further))


def _grade(total: Scalar, pack: Scalar | Missing) -> Answer:
    grades, points = project(pack).grades, to_number(total)
    return Answer(grades.word(points), lambda: f"总分{display_text(points)}", (grades,))


class _Verbs(NamedTuple):
    execution: Callable[[ExecutionRule, Expr, Expr], Expr]
    indicator: Callable[..., Expr]


@cache
def _verbs() -> _Verbs:
    from perfxl.scoring import verbs  # noqa: PLC0415 (brings pydantic, which a mere import must not)

    return _Verbs(verbs.execution_points, verbs.indicator_points)


def _positive(value: Decimal) -> Decimal:
    """Return a target or weight; Fault #NUM! where it is below 0, for which no place has a rule."""
    if value < 0:
        raise Fault(ErrorValue.NUM)
    return value


@lru_cache(maxsize=1024)
def _rule(pack: Scalar | Missing, sign: str | None) -> IndicatorRule:
    """Return a pack's rule for a sign, the one for targets without a sign where None; Fault #N/A where it has none."""
    rules = project(pack)
    rule = rules.indicator(rules.bare.sign if sign is None else _sign(sign, rules))
    if rule is None:
        raise Fault(ErrorValue.NA)
    return rule


def _sign(given: str, rules: Project) -> str:
    """Return the comparison that a sign, a nature (正向) or a target as text (≥95%) tells.

    Fault #N/A for a qualitative indicator, whose score is a person's judgement; #VALUE! for any other text.
    """
    text = half_width("".join(given.split()))
    if text in rules.natures.qualitative:
        raise Fault(ErrorValue.NA)
    told = read(text) or read(f"{text}1")
    sign = rules.natures.signs.get(text) or (told.sign if told else "")
    if told is None and not sign:
        raise Fault(ErrorValue.VALUE)
    return sign or rules.bare.sign


_POINTS = "分，小数位数按规则包（默认 2 位），四舍五入"

FUNCTIONS = (
    Function(
        name="PX_EXECSCORE",
        help="预算执行率得分：按规则包的执行率计分规则，由全年执行数和全年预算数算出；默认是分值乘以执行率，不超过分值。",
        returns=_POINTS,
        arguments=(
            Argument("executed", "全年执行数", f"全年实际支出，与预算数同一单位。{RANGE}"),
            Argument("budget", "全年预算数", "调整后的全年预算数，为 0 时不计分，返回 #DIV/0!。"),
            Argument("weight", "分值", "可省略：执行率的分值；省略时用规则包的分值（默认 10 分）。", optional=True),
            PACK,
        ),
        body=_execution_score,
        examples=(
            Example("PX_EXECSCORE(92.35,100)", 9.24, "10×92.35%＝9.235，四舍五入为 9.24"),
            Example("PX_EXECSCORE(1,3,20)", 6.67, "分值为 20 分"),
            Example("PX_EXECSCORE({50;120},{100;100})", [[5.0], [10.0]], "超过 100% 的也只得满分"),
            Example("PX_EXECSCORE(10,0)", ErrorValue.DIV0, "没有预算，不计分"),
            Example('PX_EXECSCORE(50,100,10,"没有的包")', ErrorValue.VALUE, "不认识的规则包"),
        ),
        errors={"#DIV/0!": "全年预算数为 0", **ERRORS},
        source="公开的自评表和填表说明；所用规则包的执行率计分规则",
    ),
    Function(
        name="PX_SCORE",
        help="定量指标得分：由指标值、实际完成值和分值，按比较符号的计分规则算出。定性指标由人判断，返回 #N/A。",
        returns=_POINTS,
        arguments=(
            Argument("target", "指标值", f"数值，不带符号；带符号的文字先用 PX_NUMBER 读出。{RANGE}"),
            Argument(
                "actual", "实际完成值", "数值，单位与指标值相同；百分数写成小数（95% 即 0.95）。负数按规则包处理。"
            ),
            Argument("weight", "分值", "该指标的满分。"),
            Argument(
                "sign",
                "比较符号",
                '可省略："≥"、"≤"、"=" 等，或“正向”“反向”，或带符号的指标值文字（如 "≥95%"）；省略时按“=”。',
                optional=True,
            ),
            PACK,
        ),
        body=_score,
        examples=(
            Example('PX_SCORE(0.95,0.9,10,"≥")', 9.47, "没达到的按比例：0.9÷0.95×10"),
            Example(
                'PX_SCORE({100;100;100},{100;110;250},10,"≤")',
                [[10.0], [9.09], [4.0]],
                "≤指标：超出的按指标值与完成值之比",
            ),
            Example('PX_SCORE(20,25,15,"≥20篇")', 15.0, "符号取自指标值文字；超额也只得满分"),
            Example("PX_SCORE(0,0,10)", 10.0, "指标值为 0，完成值不大于 0 得满分"),
            Example('PX_SCORE(1,1,10,"定性")', ErrorValue.NA, "定性指标的得分由人判断"),
            Example('PX_SCORE("≥95%",0.9,10)', ErrorValue.VALUE, "指标值是文字"),
        ),
        errors={
            "#DIV/0!": "指标值为 0 而规则要按比例计分",
            **ERRORS,
            "#N/A": f"{ERRORS['#N/A']}；定性指标；规则包没有这个符号的计分规则",
            "#NUM!": f"{ERRORS['#NUM!']}；指标值或分值为负数",
        },
        source="公开的自评表和填表说明；所用规则包的定量指标计分规则",
    ),
    Function(
        name="PX_GRADE",
        help="评价等级：由总分按规则包的分档得出优、良、中、差。",
        returns="文字：优、良、中、差等，按规则包",
        arguments=(Argument("total", "总分", f"百分制的总分。{RANGE}"), PACK),
        body=_grade,
        examples=(
            Example("PX_GRADE(92.5)", "优", "90 分（含）以上"),
            Example("PX_GRADE({90;89.99;60;59.99})", [["优"], ["良"], ["中"], ["差"]], "各档的边界"),
            Example('PX_GRADE("92.5")', ErrorValue.VALUE, "文本不当作数"),
        ),
        errors=ERRORS,
        source="所用规则包的等级划分；各地不一，未核实",
    ),
)
