"""Totals (合计、总分) as worksheet functions: exact, and whether parts make a total within rounding (尾差)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from perfxl.functions.coercion import ERRORS, RANGE, Fault, display_text, to_cell, to_number, to_text
from perfxl.functions.signature import Answer, Argument, Example, Function
from perfxl.model.expression import Num, add
from perfxl.model.rendering import arithmetic
from perfxl.numerals.reading import is_not_applicable
from perfxl.numerals.tolerance import Precision, sum_tolerance
from perfxl.sheets.values import Array, ErrorValue, Missing, Scalar

_UNIT = "万元"
_ONE = Decimal(1)
_MOST_TERMS = 12  # that an explanation spells out


def _total(*ranges: Array | Missing) -> Answer:
    numbers = _amounts(*(each for each in ranges if not isinstance(each, Missing)))
    return Answer(to_cell(sum(numbers, Decimal(0))), lambda: _addition(numbers))


def _ties(total: Scalar, parts: Array, unit: Scalar | Missing) -> Answer:
    whole, numbers = to_number(total), _amounts(parts)
    found = sum(numbers, Decimal(0))
    allowed = _tolerance(whole, numbers, _UNIT if isinstance(unit, Missing) else to_text(unit))
    apart = abs(whole - found)

    def steps() -> str:
        told = f"合计{display_text(whole)}，各项之和{_addition(numbers)}＝{display_text(found)}"
        return f"{told}，相差{display_text(apart)}，容许的尾差{display_text(allowed)}"

    return Answer(apart <= allowed, steps)


def _amounts(*ranges: Array) -> list[Decimal]:
    """Return the numbers of ranges; cells that say — or 不适用 are none.

    Fault #N/A for a blank cell or where there is no number at all, #VALUE! for any other text.
    """
    cells = (value for rows in ranges for row in rows for value in row)
    found = [to_number(value) for value in cells if not (isinstance(value, str) and is_not_applicable(value))]
    if not found:
        raise Fault(ErrorValue.NA)
    return found


def _tolerance(total: Decimal, parts: Sequence[Decimal], unit: str) -> Decimal:
    """Return how far a total may lie from its parts' sum; a cell's number tells its printed places."""
    return sum_tolerance(Precision(_last_place(total), unit), [Precision(_last_place(part), unit) for part in parts])


def _last_place(value: Decimal) -> Decimal:
    _, point, decimals = f"{value:f}".partition(".")
    return Decimal(f"1E-{len(decimals)}") if point else _ONE


def _addition(values: Sequence[Decimal]) -> str:
    spelled = arithmetic(add(*map(Num, values[:_MOST_TERMS])))
    return spelled if len(values) <= _MOST_TERMS else f"{spelled} + …（共{len(values)}项）"


FUNCTIONS = (
    Function(
        name="PX_TOTAL",
        help="合计：各得分（或金额）之和，精确到分毫。与 SUM 不同：遇到文本、空白不跳过而报错；只有“—”“不适用”不计。",
        returns="与各项相同的单位，不舍入",
        arguments=(
            Argument(
                "scores",
                "各项",
                "一格或一个区域，可以给多个（如执行率得分一格、指标得分一列）。单元格空白返回 #N/A，文本返回 #VALUE!。",
                shape="whole",
                repeats=True,
            ),
        ),
        body=_total,
        examples=(
            Example("PX_TOTAL(9.24,{20;18.5;10})", 57.74, "执行率得分一格，指标得分一列"),
            Example("PX_TOTAL({0.1,0.2;0.3,0.4})", 1.0, "没有浮点误差"),
            Example('PX_TOTAL({10;"—";8.5})', 18.5, "写“—”或“不适用”的不计"),
            Example('PX_TOTAL({10;"8.5"})', ErrorValue.VALUE, "文本数字不会被悄悄漏掉"),
            Example("PX_TOTAL({10;#DIV/0!})", ErrorValue.DIV0, "错误照样传出"),
        ),
        errors={**ERRORS, "#N/A": "区域里有空白单元格，或没有一个数", "#VALUE!": "区域里有文本或逻辑值"},
        source="报表勾稽关系：合计＝各项之和",
    ),
    Function(
        name="PX_TIES",
        help="勾稽：合计是否等于各项之和，容许四舍五入的尾差（按各项的小数位数和项数）；整数、以元为单位的不容许尾差。",
        returns="TRUE 或 FALSE",
        arguments=(
            Argument("total", "合计", f"表上的合计数。{RANGE}"),
            Argument("parts", "各项", "各项所在的区域；写“—”“不适用”的不计，有空白单元格返回 #N/A。", shape="whole"),
            Argument("unit", "单位", "可省略：计量单位，省略时为“万元”；“元”“人”必须分毫不差。", optional=True),
        ),
        body=_ties,
        examples=(
            Example("PX_TIES(100,{33.33;33.33;33.33})", True, "三项各四舍五入，差 0.01 是尾差"),
            Example("PX_TIES(100,{33.33;33.33;33.23})", False, "差 0.11 不是尾差"),
            Example('PX_TIES(100,{33.33;33.33;33.33},"元")', False, "以元为单位必须分毫不差"),
            Example("PX_TIES(60,{10;20;29})", False, "整数没有尾差"),
            Example('PX_TIES(60,{10;"二十"})', ErrorValue.VALUE, "各项里有文本"),
        ),
        errors=ERRORS,
        source="报表勾稽关系：合计＝各项之和；尾差由印出的小数位数和项数决定",
    ),
)
