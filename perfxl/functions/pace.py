"""Monitoring (绩效运行监控) as worksheet functions: the share of the year gone, the light, what the year will spend."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from perfxl.functions.coercion import ERRORS, RANGE, Fault, display_text, to_cell, to_number, to_optional_number
from perfxl.functions.packs import PACK, monitoring
from perfxl.functions.signature import Answer, Argument, Example, Function
from perfxl.model.expression import Num, evaluate
from perfxl.monitoring.pace import MONTHS, forecast, time_share
from perfxl.numerals.display import percent
from perfxl.numerals.rounding import half_up
from perfxl.scoring.ratios import EXECUTION, PROGRESS
from perfxl.sheets.values import ErrorValue, Missing, Scalar

if TYPE_CHECKING:
    from perfxl.rules.monitoring import Lights

_PERCENT_PLACES, _MONEY_PLACES = 4, 2
_MONTH = Argument("month", "截至月数", "1 到 12 的整数，如截至 7 月末写 7；不是的返回 #NUM!。")


def _month(value: Scalar) -> int:
    month = to_number(value)
    if month != month.to_integral_value() or not 1 <= month <= MONTHS:
        raise Fault(ErrorValue.NUM)
    return int(month)


def _time_share(month: Scalar) -> Answer:
    at = _month(month)
    share = half_up(evaluate(time_share(at)), _PERCENT_PLACES)
    return Answer(to_cell(share), lambda: f"截至月数÷{MONTHS}＝{at}÷{MONTHS}", rate=True)


def _light(executed: Scalar, budget: Scalar, month: Scalar, pack: Scalar | Missing) -> Answer:
    lights = _lights(pack)
    rate = evaluate(EXECUTION.of(Num(to_number(executed)), Num(to_number(budget))))
    at = _month(month)
    pace = evaluate(PROGRESS.of(Num(rate), time_share(at)))
    steps = f"执行率{percent(rate)}÷序时进度{at}÷{MONTHS}＝{percent(pace)}"
    return Answer(lights.of(pace).word, lambda: steps, (lights,))


def _lights(pack: Scalar | Missing) -> Lights:
    found = monitoring(pack).spending
    if found is None:
        raise Fault(ErrorValue.NA)
    return found


def _forecast(executed: Scalar, budget: Scalar, month: Scalar, share: Scalar | Missing) -> Answer:
    spent, whole, at = to_number(executed), to_number(budget), _month(month)
    reached = to_optional_number(share)
    if reached is not None and not 0 < reached <= 1:
        raise Fault(ErrorValue.NUM)
    expected = forecast(spent, whole, at).linear if reached is None else max(spent, min(spent / reached, whole))
    by = f"{at}×{MONTHS}" if reached is None else f"上年同期占全年的{percent(reached)}"
    value = half_up(expected or Decimal(0), _MONEY_PLACES)
    return Answer(to_cell(value), lambda: f"{display_text(spent)}÷{by}，不超过全年预算数{display_text(whole)}")


FUNCTIONS = (
    Function(
        name="PX_TIMESHARE",
        help="序时进度：截至某月末，一年过去了几分之几，即截至月数除以 12。",
        returns="小数（0.5833 即 58.33%），保留 4 位小数，四舍五入；可把单元格设为百分比格式",
        arguments=(_MONTH,),
        body=_time_share,
        examples=(
            Example("PX_TIMESHARE(7)", 0.5833, "截至 7 月末"),
            Example("PX_TIMESHARE({3;6;9;12})", [[0.25], [0.5], [0.75], [1.0]], "四个季度末一起算"),
            Example("PX_TIMESHARE(13)", ErrorValue.NUM, "没有 13 月"),
        ),
        errors={"#NUM!": "截至月数不是 1 到 12 的整数", **ERRORS},
        source="绩效运行监控：序时进度＝截至月数÷12",
    ),
    Function(
        name="PX_LIGHT",
        help="预警灯：由截至某月的执行数和全年预算数，按规则包的预警规则得出绿、黄、红；规则未核实，供参考。",
        returns="灯的名称，一个字",
        arguments=(
            Argument("executed", "已执行数", f"年初至该月末的累计执行数，与预算数同一单位。{RANGE}"),
            Argument("budget", "全年预算数", "调整后的全年预算数，为 0 时返回 #DIV/0!。"),
            _MONTH,
            PACK,
        ),
        body=_light,
        examples=(
            Example("PX_LIGHT(40,100,6)", "绿", "执行率 40%，序时进度 50%，为其 80%"),
            Example("PX_LIGHT({70;38;10},{100;85;60},7)", [["绿"], ["黄"], ["红"]], "几个项目一起算"),
            Example("PX_LIGHT(5,0,7)", ErrorValue.DIV0, "没有预算"),
        ),
        errors={"#DIV/0!": EXECUTION.zero, "#NUM!": "截至月数不是 1 到 12 的整数", **ERRORS},
        source="绩效管理系统的预警设置，未核实；见所用规则包",
    ),
    Function(
        name="PX_FORECAST",
        help="全年预计执行数：按月平均推算；给出上年同期占全年的比例时，按上年的进度推算。不超过全年预算数，不少于已执行数。",
        returns="金额，单位与参数相同，保留 2 位小数，四舍五入",
        arguments=(
            Argument("executed", "已执行数", f"年初至该月末的累计执行数，与预算数同一单位。{RANGE}"),
            Argument("budget", "全年预算数", "调整后的全年预算数。"),
            _MONTH,
            Argument(
                "share",
                "上年同期比例",
                "可省略：上年到同一月末的执行数占全年的比例（0.4 即 40%），大于 0，不超过 1。",
                optional=True,
            ),
        ),
        body=_forecast,
        examples=(
            Example("PX_FORECAST(38,85,7)", 65.14, "38÷7×12"),
            Example("PX_FORECAST(38,85,7,0.4)", 85.0, "38÷40%＝95，不超过预算 85"),
            Example("PX_FORECAST({10;20},60,{6;6})", [[20.0], [40.0]], "几个项目一起算"),
            Example("PX_FORECAST(38,85,7,0)", ErrorValue.NUM, "上年同期没有支出，无从推算"),
        ),
        errors={"#NUM!": "截至月数不是 1 到 12 的整数，或上年同期比例不在 0 与 1 之间", **ERRORS},
        source="推算方法见“年中监控”",
    ),
)
