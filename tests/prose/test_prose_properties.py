"""Recombined sentences: names, units, order, ellipsis, precision never change what is right or wrong."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from prosecases import BEFORE, BEHIND, HALF, checked

from perfxl.model.finding import Severity

NAMES = (
    "公务接待费",
    "会议费",
    "培训费",
    "信息化建设项目",
    "公务用车运行维护费",
    "机关运行经费",
    "政府采购",
    "教育支出",
)
UNITS = ("万元", "元", "亿元")
WRONG = Decimal("1.37")  # how far a wrong figure is from the right one
examples = settings(max_examples=50, deadline=None)


@dataclass(frozen=True)
class Setting:
    """What may vary without changing what a sentence says."""

    name: str
    unit: str
    places: int
    half: bool
    amid: bool
    year: int

    def money(self, value: Decimal) -> str:
        """Return an amount as printed."""
        return f"{self.rounded(value):f}{self.unit}"

    def rounded(self, value: Decimal) -> Decimal:
        """Return an amount as it is printed, to this setting's decimals."""
        return value.quantize(Decimal(1).scaleb(-self.places), ROUND_HALF_UP)

    def codes(self, text: str) -> set[str]:
        """Return the codes of errors and warnings that are found in a text, said in this setting."""
        said = text.translate(HALF) if self.half else text
        said = BEFORE + said + BEHIND if self.amid else said
        return {finding.code for finding in checked(said).findings if finding.severity is not Severity.INFO}


def percent(value: Decimal) -> str:
    """Return a fraction as a percentage of two decimals."""
    return f"{(value * 100).quantize(Decimal('0.01'), ROUND_HALF_UP):f}%"


settings_ = st.builds(
    Setting, st.sampled_from(NAMES), st.sampled_from(UNITS), st.integers(2, 4), st.booleans(), st.booleans(),
    st.integers(2015, 2025),
)  # fmt: skip
amounts = st.integers(10_000, 9_999_999).map(lambda number: Decimal(number) / 100)
parts = st.integers(11, 89).map(lambda number: Decimal(number) / 100)
truths = st.booleans()


@examples
@given(settings_, amounts, parts, truths, st.booleans(), st.sampled_from(("预算执行率为", "完成预算的", "预算完成率")))
def test_rates(setting: Setting, budget: Decimal, part: Decimal, true: bool, first: bool, words: str) -> None:
    budget, actual = setting.rounded(budget), setting.rounded(budget * part)
    rate = actual / budget
    said = percent(rate if true else rate * WRONG)
    told = [f"预算{setting.money(budget)}", f"实际支出{setting.money(actual)}"]
    text = f"{setting.name}{'，'.join(told if first else reversed(told))}，{words}{said}。"
    assert ("PX505" in setting.codes(text)) is not true


@examples
@given(settings_, amounts, parts, truths, st.booleans(), st.sampled_from(("比上年", "较上年", "同比")))
def test_growths(setting: Setting, base: Decimal, part: Decimal, true: bool, apart: bool, words: str) -> None:
    base = setting.rounded(base)
    change = setting.rounded(base * part)
    said = percent(change / base if true else change / base * WRONG)
    stop = f"。{setting.name}" if apart else "，"
    text = f"{setting.name}支出{setting.money(base + change)}{stop}{words}增加{setting.money(change)}，增长{said}。"
    assert ("PX503" in setting.codes(text)) is not true


@examples
@given(settings_, amounts, amounts, truths, st.booleans())
def test_differences(setting: Setting, current: Decimal, base: Decimal, true: bool, beside: bool) -> None:
    current, base = setting.rounded(current), setting.rounded(base * 2)
    off = abs(current - base)
    said = off if true else setting.rounded(off * WRONG)
    verb = "增加" if current >= base else "减少"
    prior = f"比上年{setting.money(base)}" if beside else f"上年{setting.money(base)}，比上年"
    text = f"{setting.name}{setting.money(current)}，{prior}{verb}{setting.money(said)}。"
    assert setting.codes(text) & {"PX504", "PX503"} == (set() if true or said == off else {"PX504"})


@examples
@given(settings_, st.lists(amounts, min_size=2, max_size=5), truths, st.sampled_from(("组成", "构成")))
def test_sums(setting: Setting, values: list[Decimal], true: bool, word: str) -> None:
    values = [setting.rounded(value) for value in values]
    whole = sum(values, Decimal(0))
    listed = "、".join(f"第{spot}类{setting.money(value)}" for spot, value in zip("甲乙丙丁戊", values, strict=False))
    text = f"{setting.name}{setting.money(whole if true else whole * WRONG)}，由{listed}{word}。"
    assert ("PX501" in setting.codes(text)) is not true


@examples
@given(settings_, amounts, st.lists(parts, min_size=2, max_size=4), truths, st.data())
def test_shares(setting: Setting, whole: Decimal, fractions: list[Decimal], true: bool, data: st.DataObject) -> None:
    scale = sum(fractions, Decimal(0)) + Decimal("0.1")
    values = [setting.rounded(whole * fraction / scale) for fraction in fractions]
    values.append(setting.rounded(whole) - sum(values, Decimal(0)))
    whole = setting.rounded(whole)
    wrong = None if true else data.draw(st.integers(0, len(values) - 1))
    told = [
        f"{name}类支出{setting.money(value)}，占{percent(value / whole * (WRONG if spot == wrong else 1))}"
        for spot, (name, value) in enumerate(zip("甲乙丙丁戊", values, strict=False))
    ]
    text = f"本年支出合计{setting.money(whole)}，其中：{'；'.join(told)}。"
    assert ("PX502" in setting.codes(text)) is not true


@examples
@given(settings_, amounts, parts, truths, st.booleans())
def test_words_of_comparison(setting: Setting, budget: Decimal, part: Decimal, true: bool, more: bool) -> None:
    budget = setting.rounded(budget)
    actual = setting.rounded(budget * (1 + part if more else 1 - part))
    word = "大于" if more is true else "小于"
    text = (
        f"{setting.name}年初预算为{setting.money(budget)}，支出决算为{setting.money(actual)}，"
        f"决算数{word}预算数的主要原因是据实结算。"
    )
    assert ("PX508" in setting.codes(text)) is not true
