"""Figures that a report works out, and the words for them (增减、占比、比率): their zero cases are those of the field.

A base of 0 gives no rate (无可比性), a rate of 0 by 0 is 不适用; nothing is worked out of what the workbook lacks.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from perfxl.drafting.field import Field
from perfxl.drafting.printing import PERCENT, number

NOT_COMPARABLE = "无可比性"
NOT_APPLICABLE = "不适用"
SAME = "持平"
_RATE = Decimal("0.0001")


def share(part: Field, whole: Field) -> Field:
    """占比, 比率: one figure by another in per cent, 不适用 where the other is 0."""
    name = _called("比率", part, whole)
    if part.value is None or whole.value is None:
        return Field(name)
    if not whole.value:
        return Field(name, NOT_APPLICABLE, NOT_APPLICABLE)
    return number(name, part.value / whole.value, PERCENT, _RATE)


def difference(left: Field, right: Field) -> Field:
    """差: one figure less another of the same unit."""
    name = _called("差", left, right)
    if left.value is None or right.value is None or left.unit != right.unit:
        return Field(name)
    return number(name, left.value - right.value, left.unit, min(left.quantum, right.quantum))


def total(fields: Iterable[Field]) -> Field:
    """合计: the sum of figures of one unit; of what is blank nothing is added."""
    told = list(fields)
    name = _called("合计", *told[:1], *told[-1:])
    stated = [field for field in told if field.value is not None]
    if not stated or any(field.unit != stated[0].unit for field in stated):
        return Field(name)
    sum_ = sum((field.value for field in stated if field.value is not None), Decimal(0))
    return number(name, sum_, stated[0].unit, min(field.quantum for field in stated))


def change(now: Field, before: Field) -> Field:
    """增减: 增加1.00万元，增长5.00%; 减少…，下降…; 持平; of a base of 0 the amount and 无可比性."""
    name = _called("增减", now, before)
    amount = difference(now, before)
    if amount.value is None or before.value is None:
        return Field(name)
    if not amount.value:
        return Field(name, SAME, SAME)
    verb, growth = ("增加", "增长") if amount.value > 0 else ("减少", "下降")
    told = f"{verb}{number('', abs(amount.value), amount.unit, amount.quantum)}"
    if before.value <= 0:
        text = f"{told}，增减幅度{NOT_COMPARABLE}"
    else:
        text = f"{told}，{growth}{number('', abs(amount.value) / before.value, PERCENT, _RATE)}"
    return Field(name, text, text)


def comparison(left: Field, right: Field) -> Field:
    """比较: 大于, 小于 or 等于."""
    name = _called("比较", left, right)
    if left.value is None or right.value is None:
        return Field(name)
    word = "等于" if left.value == right.value else "大于" if left.value > right.value else "小于"
    return Field(name, word, word)


def count(items: Iterable[object]) -> Field:
    """个数: how many there are, as a figure without a unit."""
    told = list(items)
    first = next((getattr(item, "name", "") for item in told), "")
    return number(f"个数.{first.rpartition('.')[0]}" if first else "", Decimal(len(told)), "", Decimal(1))


def mean(fields: Iterable[Field]) -> Field:
    """平均: the mean of figures to two decimals."""
    told = [field for field in fields if field.value is not None]
    sum_ = total(told)
    if sum_.value is None:
        return Field("平均")
    return number(sum_.name.replace("合计", "平均", 1), sum_.value / len(told), sum_.unit, Decimal("0.01"))


def _called(verb: str, *operands: Field) -> str:
    return f"{verb}({','.join(operand.name for operand in operands)})"


VERBS = {
    "占比": share, "比率": share, "差": difference, "合计": total, "增减": change, "比较": comparison, "个数": count,
    "平均": mean,
}  # fmt: skip
