"""Ratios of the field (指标率) as worksheet functions; the ratios themselves are those of `measures`."""

from __future__ import annotations

from decimal import Decimal

from perfxl import measures
from perfxl.functions.laws import PACK, law
from perfxl.functions.signature import Argument, ErrorValue, Example, Function, Missing, Result, Scalar
from perfxl.functions.values import defined, exact, optional, shown
from perfxl.numerals.rounding import half_up

_PERCENT_PLACES = 4  # a percentage of two decimals, as the forms print it where no pack says else
_FRACTION = "小数（0.6125 即 61.25%），保留 4 位小数，四舍五入；可把单元格设为百分比格式。"
_BY_PACK = "小数（0.6125 即 61.25%），小数位数按规则包（默认 4 位），四舍五入；可把单元格设为百分比格式。"
_VALUE = "参数是文本、逻辑值，或规则包名称不认识"
_NA = "必填的单元格是空白或没有给出；规则包没有这条规则；区域大小对不上的位置"
_NUM = "结果超出单元格能表示的范围"
_MONEY = "两个金额须用同一单位。"


def _rounded(value: Decimal | None, key: str, pack: Scalar | Missing) -> float:
    return shown(half_up(defined(value), law(pack, key).places))


def _execution_rate(executed: Scalar, budget: Scalar, pack: Scalar | Missing) -> Result:
    return _rounded(measures.execution_rate(exact(executed), exact(budget)), "execution_rate", pack)


def _share(part: Scalar, whole: Scalar, pack: Scalar | Missing) -> Result:
    return _rounded(measures.key_spending_rate(exact(part), exact(whole)), "budget_share", pack)


def _control_rate(actual: Scalar, limit: Scalar, pack: Scalar | Missing) -> Result:
    rate = measures.three_public_control_rate(exact(actual), exact(limit))
    return _rounded(rate, "three_public_control_rate", pack)


def _change_rate(now: Scalar, before: Scalar) -> Result:
    return shown(half_up(defined(measures.three_public_change_rate(exact(now), exact(before))), _PERCENT_PLACES))


def _carryover_rate(
    carryover: Scalar,
    base: Scalar,
    general: Scalar | Missing,
    fund: Scalar | Missing,
    pack: Scalar | Missing,
) -> Result:
    parts = (optional(general) or Decimal(0), optional(fund) or Decimal(0))
    rate = measures.carryover_to_funds(exact(carryover), exact(base), *parts)
    return _rounded(rate, "carryover_rate", pack)


def _progress(cumulative: Scalar, total: Scalar, planned: Scalar | Missing, pack: Scalar | Missing) -> Result:
    rate = measures.time_progress(exact(cumulative), exact(total))
    plan = optional(planned)
    return _rounded(rate if plan is None else measures.payment_progress(defined(rate), plan), "spending_progress", pack)


def _deviation(actual: Scalar, target: Scalar) -> Result:
    return shown(half_up(defined(measures.deviation(exact(actual), exact(target))), _PERCENT_PLACES))


FUNCTIONS = (
    Function(
        name="PX_EXECRATE",
        help="预算执行率：全年执行数除以全年预算数（调整后预算数，不是年初预算数）。超过 100% 的照实返回。",
        returns=_BY_PACK,
        arguments=(
            Argument("executed", "全年执行数", f"全年实际支出。{_MONEY}可以是一格，也可以是区域（结果随之溢出）。"),
            Argument("budget", "全年预算数", f"调整后的全年预算数。{_MONEY}为 0 时返回 #DIV/0!。"),
            PACK,
        ),
        body=_execution_rate,
        examples=(
            Example("PX_EXECRATE(61.25,100)", 0.6125, "执行 61.25 万元，预算 100 万元"),
            Example("PX_EXECRATE({1;2},{3;3})", [[0.3333], [0.6667]], "区域：一次算两行"),
            Example("PX_EXECRATE(120,100)", 1.2, "超过 100% 的照实返回"),
            Example("PX_EXECRATE(10,0)", ErrorValue.DIV0, "没有预算"),
            Example('PX_EXECRATE("60",100)', ErrorValue.VALUE, "文本不当作数"),
        ),
        errors={"#DIV/0!": "全年预算数为 0", "#VALUE!": _VALUE, "#N/A": _NA, "#NUM!": _NUM},
        source="财预〔2020〕10号所附项目支出绩效自评表“执行率”栏",
    ),
)
