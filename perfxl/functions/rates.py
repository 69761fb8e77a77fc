"""Ratios of the field (指标率) as worksheet functions; the ratios themselves are those of `scoring.ratios`."""

from __future__ import annotations

from perfxl.functions.coercion import ERRORS, RANGE, to_cell, to_number
from perfxl.functions.packs import PACK, law
from perfxl.functions.signature import Answer, Argument, Example, Function
from perfxl.model.expression import Expr, Num, add, evaluate, subtract
from perfxl.model.rendering import arithmetic
from perfxl.numerals.rounding import half_up
from perfxl.scoring.ratios import CARRYOVER, CHANGE, CONTROL, DEVIATION, EXECUTION, PROGRESS, SHARE, Ratio
from perfxl.sheets.values import ErrorValue, Missing, Scalar

_PERCENT_PLACES = 4  # a percentage of two decimals, as the forms print it where no pack says else
_FRACTION = "小数（0.6125 即 61.25%），保留 4 位小数，四舍五入；可把单元格设为百分比格式"
_BY_PACK = "小数（0.6125 即 61.25%），小数位数按规则包（默认 4 位），四舍五入；可把单元格设为百分比格式"
_MONEY = "各金额须用同一单位。"
_GENERAL = (EXECUTION, CARRYOVER, PROGRESS)  # of which a pack's law says neither more nor less than the ratio


def _number(value: Scalar | Missing) -> Num:
    return Num(to_number(value))


def _rate(ratio: Ratio, over: Expr, under: Expr, pack: Scalar | Missing = Missing.MISSING, formula: str = "") -> Answer:
    """Return a ratio, rounded as the pack says; Undefined where it has no value."""
    stated = law(pack, ratio.rule) if ratio.rule else None
    expression = ratio.of(over, under)
    value = half_up(evaluate(expression), stated.places if stated else _PERCENT_PLACES)
    rules = (stated,) if stated and ratio in _GENERAL else ()
    return Answer(to_cell(value), lambda: f"{formula or ratio.formula}＝{arithmetic(expression)}", rules, rate=True)


def _execution_rate(executed: Scalar, budget: Scalar, pack: Scalar | Missing) -> Answer:
    return _rate(EXECUTION, _number(executed), _number(budget), pack)


def _share(part: Scalar, whole: Scalar, pack: Scalar | Missing) -> Answer:
    return _rate(SHARE, _number(part), _number(whole), pack)


def _control_rate(actual: Scalar, limit: Scalar, pack: Scalar | Missing) -> Answer:
    return _rate(CONTROL, _number(actual), _number(limit), pack)


def _change_rate(now: Scalar, before: Scalar) -> Answer:
    return _rate(CHANGE, subtract(_number(now), _number(before)), _number(before))


def _carryover_rate(carryover: Scalar, *base: Scalar | Missing) -> Answer:
    *parts, pack = base
    told = [_number(part) for part in parts if part is not Missing.MISSING]
    formula = "" if len(told) > 1 else "年末结转结余÷分母"
    return _rate(CARRYOVER, _number(carryover), add(*told), pack, formula)


def _progress(cumulative: Scalar, total: Scalar, planned: Scalar | Missing, pack: Scalar | Missing) -> Answer:
    spent, budget = _number(cumulative), _number(total)
    if planned is Missing.MISSING:
        return _rate(PROGRESS, spent, budget, pack)
    return _rate(PROGRESS, PROGRESS.of(spent, budget), _number(planned), pack, f"{PROGRESS.formula}÷序时进度")


def _deviation(actual: Scalar, target: Scalar) -> Answer:
    return _rate(DEVIATION, subtract(_number(actual), _number(target)), _number(target))


FUNCTIONS = (
    Function(
        name="PX_EXECRATE",
        help="预算执行率：全年执行数除以全年预算数（调整后预算数，不是年初预算数）。超过 100% 的照实返回。",
        returns=_BY_PACK,
        arguments=(
            Argument("executed", "全年执行数", f"全年实际支出，{_MONEY}{RANGE}"),
            Argument("budget", "全年预算数", f"调整后的全年预算数，{_MONEY}为 0 时返回 #DIV/0!。"),
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
        errors={"#DIV/0!": EXECUTION.zero, **ERRORS},
        source=EXECUTION.source,
    ),
    Function(
        name="PX_SHARE",
        help="占比：本项除以合计，例如占年初预算的比例。",
        returns=_BY_PACK,
        arguments=(
            Argument("part", "本项", f"本项金额或数量，{_MONEY}{RANGE}"),
            Argument("whole", "合计", "合计金额或数量，为 0 时返回 #DIV/0!。整列一起算时给一格即可。"),
            PACK,
        ),
        body=_share,
        examples=(
            Example("PX_SHARE(25,200)", 0.125, "本项 25，合计 200"),
            Example("PX_SHARE({1;1;1},3)", [[0.3333], [0.3333], [0.3333]], "一列各项占同一个合计"),
            Example("PX_SHARE(0,200)", 0.0, "本项为 0"),
            Example("PX_SHARE(5,0)", ErrorValue.DIV0, "合计为 0"),
        ),
        errors={"#DIV/0!": SHARE.zero, **ERRORS},
        source=SHARE.source,
    ),
    Function(
        name="PX_CONTROLRATE",
        help="控制率：实际数除以控制数，如“三公”经费、公用经费、在职人员控制率；不超过 100% 为控制住。",
        returns=_BY_PACK,
        arguments=(
            Argument("actual", "实际数", f"实际支出或实有人数。{RANGE}"),
            Argument(
                "limit",
                "控制数",
                "预算数或编制数，单位与实际数相同。为 0 时返回 #DIV/0!。",
            ),
            PACK,
        ),
        body=_control_rate,
        examples=(
            Example("PX_CONTROLRATE(1.94,7)", 0.2771, "“三公”经费实际 1.94 万元，预算 7 万元"),
            Example("PX_CONTROLRATE(36,39)", 0.9231, "在编 36 人，编制 39 名"),
            Example("PX_CONTROLRATE(0,7)", 0.0, "没有支出"),
            Example("PX_CONTROLRATE(0,0)", ErrorValue.DIV0, "没有预算，无论有没有支出"),
        ),
        errors={"#DIV/0!": CONTROL.zero, **ERRORS},
        source=CONTROL.source,
    ),
    Function(
        name="PX_CHANGERATE",
        help="变动率：（本年数－上年数）除以上年数，如“三公”经费变动率、结转结余变动率；负数是减少。",
        returns=_FRACTION,
        arguments=(
            Argument("now", "本年数", f"本年金额，与上年数同口径（都用预算数或都用决算数）。{RANGE}"),
            Argument("before", "上年数", "上年金额，为 0 时返回 #DIV/0!。"),
        ),
        body=_change_rate,
        examples=(
            Example("PX_CHANGERATE(90,120)", -0.25, "减少 25%"),
            Example("PX_CHANGERATE({5,6},{4,6})", [[0.25, 0.0]], "区域：一次算两列"),
            Example("PX_CHANGERATE(4468,100)", 43.68, "增长 4368%"),
            Example("PX_CHANGERATE(5,0)", ErrorValue.DIV0, "上年没有"),
        ),
        errors={"#DIV/0!": CHANGE.zero, **ERRORS},
        source=CHANGE.source,
    ),
    Function(
        name="PX_CARRYOVERRATE",
        help="结转结余率：年末结转结余除以年初结转结余与当年各项决算数之和；只给前两个参数时，第二个就是分母（如支出预算数）。",
        returns=_BY_PACK,
        arguments=(
            Argument("carryover", "年末结转结余", f"年末结转和结余的资金，{_MONEY}{RANGE}"),
            Argument("base", "年初结转结余", "年初结转结余；用别的口径时给支出预算数或支出完成数，省略后面两个金额。"),
            Argument("general", "一般公共预算决算数", "可省略：当年一般公共预算决算数，加进分母。", optional=True),
            Argument("fund", "政府性基金决算数", "可省略：当年政府性基金决算数，加进分母。", optional=True),
            Argument("capital", "国有资本经营决算数", "可省略：当年国有资本经营决算数，加进分母。", optional=True),
            PACK,
        ),
        body=_carryover_rate,
        examples=(
            Example("PX_CARRYOVERRATE(20,40,150,10)", 0.1, "20÷(40＋150＋10)"),
            Example("PX_CARRYOVERRATE(30,400)", 0.075, "按支出预算数：30÷400"),
            Example("PX_CARRYOVERRATE(0,40,160)", 0.0, "没有结转结余"),
            Example("PX_CARRYOVERRATE(5,0,0,0)", ErrorValue.DIV0, "分母为 0"),
        ),
        errors={"#DIV/0!": CARRYOVER.zero, **ERRORS},
        source=CARRYOVER.source,
    ),
    Function(
        name="PX_PROGRESS",
        help="支出进度：累计支出除以年度总指标；给出序时进度时，再除以序时进度，得支付进度率（1 即与序时同步）。",
        returns=_BY_PACK,
        arguments=(
            Argument("cumulative", "累计支出", f"从年初到季末的累计支出，{_MONEY}{RANGE}"),
            Argument("total", "年度总指标", "全年预算数（调整后），为 0 时返回 #DIV/0!。"),
            Argument(
                "planned", "序时进度", "可省略：应达到的进度，如一季度 25%（0.25）；省略时只算支出进度。", optional=True
            ),
            PACK,
        ),
        body=_progress,
        examples=(
            Example("PX_PROGRESS(83.9,100)", 0.839, "累计支出 83.9 万元，总指标 100 万元"),
            Example("PX_PROGRESS({20;55;70;99},100)", [[0.2], [0.55], [0.7], [0.99]], "四个季度一起算"),
            Example("PX_PROGRESS(20,100,0.25)", 0.8, "一季度应到 25%，实到 20%"),
            Example("PX_PROGRESS(20,100,0)", ErrorValue.DIV0, "序时进度为 0"),
        ),
        errors={"#DIV/0!": PROGRESS.zero, **ERRORS},
        source=PROGRESS.source,
    ),
    Function(
        name="PX_DEVIATION",
        help="偏离度：（实际完成值－指标值）除以指标值；正数是超出指标值，负数是未达到。",
        returns=_FRACTION,
        arguments=(
            Argument("actual", "实际完成值", f"数值，单位与指标值相同。{RANGE}"),
            Argument("target", "指标值", "数值，不带比较符号；带符号的文字先用 PX_NUMBER 读出。为 0 时返回 #DIV/0!。"),
        ),
        body=_deviation,
        examples=(
            Example("PX_DEVIATION(130,100)", 0.3, "超出 30%"),
            Example("PX_DEVIATION(0.92,0.95)", -0.0316, "未达到，差 3.16%"),
            Example("PX_DEVIATION({96;101},{95;95})", [[0.0105], [0.0632]], "区域：一次算两行"),
            Example("PX_DEVIATION(5,0)", ErrorValue.DIV0, "指标值为 0"),
        ),
        errors={"#DIV/0!": DEVIATION.zero, **ERRORS},
        source=DEVIATION.source,
    ),
)
