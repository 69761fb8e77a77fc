"""Numbers as people write them (文本数字), read by worksheet functions, and amounts in 万元."""

from __future__ import annotations

from decimal import Decimal

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
from perfxl.functions.signature import Answer, Argument, Example, Function
from perfxl.numerals.reading import Numeral, is_not_applicable, read
from perfxl.numerals.rounding import half_up
from perfxl.numerals.units import convert, money_factor
from perfxl.sheets.values import ErrorValue, Missing, Scalar

_MOST_DIGITS = 8
_YUAN, _WAN = "元", "万元"


def _number(text: Scalar) -> Answer:
    if not isinstance(text, str):
        return Answer(to_cell(to_number(text)), lambda: "本来就是数值")
    numeral = _numeral(text)

    def steps() -> str:
        unit = f"，单位“{numeral.unit}”" if numeral.unit else ""
        return f"文本“{text.strip()}”{unit}{f'，写法不规范：{numeral.malformed}' if numeral.malformed else ''}"

    return Answer(to_cell(numeral.value), steps)


def _wan(value: Scalar, unit: Scalar | Missing, digits: Scalar | Missing) -> Answer:
    number, own = _amount(value, unit)
    wan = convert(number, own, _WAN)
    places = to_optional_number(digits)

    def steps() -> str:
        factor, ten_thousand = money_factor(own) or Decimal(1), Decimal(10_000)
        step = f"÷ {ten_thousand / factor:f}" if factor < ten_thousand else f"× {factor / ten_thousand:f}"
        return f"{display_text(number)}{own}换算成万元＝{display_text(number)} {step}"

    return Answer(to_cell(wan if places is None else half_up(wan, _places(places))), steps)


def _numeral(text: str) -> Numeral:
    """Return a text that is one number; Fault #N/A where it says that there is none, #VALUE! for any other text."""
    found = read(text)
    if found is None:
        raise Fault(ErrorValue.NA if not text.strip() or is_not_applicable(text) else ErrorValue.VALUE)
    return found


def _amount(value: Scalar, unit: Scalar | Missing) -> tuple[Decimal, str]:
    """Return an amount and its unit of money: what a text says itself, else what the argument says, else 元."""
    named = _YUAN if isinstance(unit, Missing) else to_text(unit)
    number, own = _written_amount(value, named) if isinstance(value, str) else (to_number(value), named)
    if money_factor(named) is None or money_factor(own) is None:
        raise Fault(ErrorValue.VALUE)
    return number, own


def _written_amount(text: str, unit: str) -> tuple[Decimal, str]:
    numeral = _numeral(text)
    if numeral.sign:
        raise Fault(ErrorValue.VALUE)
    return numeral.value, numeral.unit or unit


def _places(value: Decimal) -> int:
    if value != value.to_integral_value() or not 0 <= value <= _MOST_DIGITS:
        raise Fault(ErrorValue.NUM)
    return int(value)


FUNCTIONS = (
    Function(
        name="PX_NUMBER",
        help="读出文本里的数：千分位、全角数字、比较符号、单位都认得；百分数读成小数，万、千等数量级乘进去。数值照原样返回。",
        returns="数值，单位不变（“12万元”读成 12，“95%”读成 0.95）",
        arguments=(Argument("text", "文本", f'写着一个数的文本，如 "1,234.50万元"、"≥95%"、"１２篇"。{RANGE}'),),
        body=_number,
        examples=(
            Example('PX_NUMBER("1,234.50万元")', 1234.5, "千分位和单位"),
            Example('PX_NUMBER({"≥95%";"１２篇";"5个工作日内"})', [[0.95], [12.0], [5.0]], "符号、全角、单位"),
            Example('PX_NUMBER("1.2万亩")', 12000.0, "万、千、亿是数量级；万元是单位"),
            Example("PX_NUMBER(88.5)", 88.5, "本来就是数值"),
            Example('PX_NUMBER("不适用")', ErrorValue.NA, "写明没有数"),
            Example('PX_NUMBER("基本完成")', ErrorValue.VALUE, "不是一个数"),
        ),
        errors={**ERRORS, "#VALUE!": "文本不是一个数", "#N/A": "单元格空白，或写着“—”“无”“不适用”"},
        source="报表中数字的通行写法",
    ),
    Function(
        name="PX_WAN",
        help="换算成万元：数值按给出的单位（省略时为元），文本按它自己写的单位。",
        returns="万元；不写小数位数时不舍入",
        arguments=(
            Argument("amount", "金额", f'数值，或写着一个金额的文本，如 "1,234.50万元"。{RANGE}'),
            Argument(
                "unit",
                "单位",
                "可省略：金额自己没写单位时的单位，如元、千元、万元、亿元；省略时为元。",
                optional=True,
            ),
            Argument("digits", "小数位数", "可省略：0 到 8，四舍五入；省略时不舍入。", optional=True),
        ),
        body=_wan,
        examples=(
            Example("PX_WAN(1234567.89)", 123.456789, "元换算成万元"),
            Example('PX_WAN({"2.5亿元";"1,234.50万元"})', [[25000.0], [1234.5]], "文本按自带的单位"),
            Example('PX_WAN(12345,"元",2)', 1.23, "四舍五入到 2 位小数"),
            Example("PX_WAN(28500,,0)", 3.0, "2.85 万元，舍入到整数；单位省略为元"),
            Example('PX_WAN("25人")', ErrorValue.VALUE, "不是金额"),
        ),
        errors={
            **ERRORS,
            "#VALUE!": "文本不是一个金额，或单位不是货币单位",
            "#N/A": "单元格空白，或写着“—”“无”“不适用”",
            "#NUM!": "小数位数不是 0 到 8 的整数",
        },
        source="计量单位换算：1 万元＝10,000 元",
    ),
)
