"""How each function comes to its value, in a clerk's words, with the rules it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from perfxl.functions import laws
from perfxl.functions.numbers import amount, numeral
from perfxl.functions.scores import execution, indicator
from perfxl.functions.sums import UNIT, amounts, tolerance
from perfxl.functions.values import exact, wording
from perfxl.model.expression import Expr, Num, add, divide, subtract
from perfxl.model.rendering import arithmetic
from perfxl.numerals.units import money_factor
from perfxl.sheets.values import Array, Missing, Scalar

if TYPE_CHECKING:
    from perfxl.rules.schema import Law

_MOST_TERMS = 12
Working = tuple[str, tuple["Law", ...]]  # the steps up to the result, without "＝" and result; the rules


def written(value: Scalar) -> str:
    """Return a value as sentences show it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return _plain(exact(value))
    return "" if value is None else str(value)


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _quotient(words: str, over: Expr, under: Expr, *rules: Law) -> Working:
    return f"{words}＝{arithmetic(divide(over, under))}", rules


def _num(value: Scalar | Missing) -> Num:
    return Num(exact(value))


def _execution_rate(executed: Scalar, budget: Scalar, pack: Scalar | Missing) -> Working:
    law = laws.law(pack, "execution_rate")
    return _quotient("全年执行数÷全年预算数", _num(executed), _num(budget), law)


def _share(part: Scalar, whole: Scalar, _pack: Scalar | Missing) -> Working:
    return _quotient("本项÷合计", _num(part), _num(whole))


def _control_rate(actual: Scalar, limit: Scalar, _pack: Scalar | Missing) -> Working:
    if exact(actual) == exact(limit) == 0:
        return "没有控制数，也没有实际数", ()
    return _quotient("实际数÷控制数", _num(actual), _num(limit))


def _change_rate(now: Scalar, before: Scalar) -> Working:
    return _quotient("（本年数－上年数）÷上年数", subtract(_num(now), _num(before)), _num(before))


def _carryover_rate(carryover: Scalar, *base: Scalar | Missing) -> Working:
    *told, pack = base
    parts = tuple(_num(part) for part in told if part is not Missing.MISSING)
    words = "年末结转结余÷（年初结转结余＋当年决算数）" if len(parts) > 1 else "年末结转结余÷分母"
    return _quotient(words, _num(carryover), add(*parts), laws.law(pack, "carryover_rate"))


def _progress(cumulative: Scalar, total: Scalar, planned: Scalar | Missing, pack: Scalar | Missing) -> Working:
    law, rate = laws.law(pack, "spending_progress"), divide(_num(cumulative), _num(total))
    if planned is Missing.MISSING:
        return _quotient("累计支出÷年度总指标", _num(cumulative), _num(total), law)
    return _quotient("累计支出÷年度总指标÷序时进度", rate, _num(planned), law)


def _deviation(actual: Scalar, target: Scalar) -> Working:
    return _quotient("（实际完成值－指标值）÷指标值", subtract(_num(actual), _num(target)), _num(target))


def _execution_score(executed: Scalar, budget: Scalar, weight: Scalar | Missing, pack: Scalar | Missing) -> Working:
    rule, points = execution(executed, budget, weight, pack)
    return arithmetic(points), (rule,)


def _score(target: Scalar, actual: Scalar, weight: Scalar, sign: Scalar | Missing, pack: Scalar | Missing) -> Working:
    rule, points = indicator(target, actual, weight, sign, pack)
    project = laws.project(pack)
    told = f"指标值{written(target)}、完成值{written(actual)}、分值{written(weight)}＝{arithmetic(points)}"
    bare = () if isinstance(sign, str) else (project.bare,)
    return told, (rule, *bare, *((project.negative_actual,) if exact(actual) < 0 else ()))


def _grade(total: Scalar, pack: Scalar | Missing) -> Working:
    return f"总分{written(total)}", (laws.project(pack).grades,)


def _total(*ranges: Array) -> Working:
    return _sum(amounts(*ranges)), ()


def _sum(values: Sequence[Decimal]) -> str:
    if len(values) <= _MOST_TERMS:
        return arithmetic(add(*map(Num, values)))
    return f"{arithmetic(add(*map(Num, values[:_MOST_TERMS])))} + …（共{len(values)}项）"


def _ties(total: Scalar, parts: Array, unit: Scalar | Missing) -> Working:
    whole, values = exact(total), amounts(parts)
    found = sum(values, Decimal(0))
    allowed = tolerance(whole, values, UNIT if unit is Missing.MISSING else wording(unit))
    told = f"合计{_plain(whole)}，各项之和{_sum(values)}＝{_plain(found)}"
    return f"{told}，相差{_plain(abs(whole - found))}，容许的尾差{_plain(allowed)}", ()


def _number(text: Scalar) -> Working:
    if not isinstance(text, str):
        return "本来就是数值", ()
    told = numeral(text)
    unit = f"，单位“{told.unit}”" if told.unit else ""
    return f"文本“{text.strip()}”{unit}{f'，写法不规范：{told.malformed}' if told.malformed else ''}", ()


def _wan(value: Scalar, unit: Scalar | Missing, _digits: Scalar | Missing) -> Working:
    told, own = amount(value, unit)
    factor, wan = money_factor(own) or Decimal(1), Decimal(10_000)
    step = f"÷ {wan / factor:f}" if factor < wan else f"× {factor / wan:f}"
    return f"{_plain(told)}{own}换算成万元＝{_plain(told)} {step}", ()


WORKINGS: Mapping[str, Callable[..., Working]] = {
    "PX_EXECRATE": _execution_rate,
    "PX_SHARE": _share,
    "PX_CONTROLRATE": _control_rate,
    "PX_CHANGERATE": _change_rate,
    "PX_CARRYOVERRATE": _carryover_rate,
    "PX_PROGRESS": _progress,
    "PX_DEVIATION": _deviation,
    "PX_EXECSCORE": _execution_score,
    "PX_SCORE": _score,
    "PX_GRADE": _grade,
    "PX_TOTAL": _total,
    "PX_TIES": _ties,
    "PX_NUMBER": _number,
    "PX_WAN": _wan,
}
RATES = frozenset(name for name in WORKINGS if name.endswith(("RATE", "SHARE", "PROGRESS", "DEVIATION")))
