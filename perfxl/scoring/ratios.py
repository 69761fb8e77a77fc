"""The field's ratios (指标率), each once: what is divided by what, when it has no value, and where that is from.

Filled cells, checks, worksheet functions and their explanations all take a ratio from here. It is exact, unrounded,
and a fraction: 0.6125 for 61.25 %. Over a divisor of 0 every ratio is undefined (∅), 0 of 0 no less than 5 of 0: a
cell says 不适用, a function #DIV/0!, no check judges it, and nothing is scored silently. The system of the budget
bureaus shows 0 for an execution rate over a budget of 0; that is a choice, which a pack would have to make.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from perfxl.model.derivation import FunctionCall
from perfxl.model.expression import Call, Expr, divide


@dataclass(frozen=True, slots=True)
class Ratio:
    """One ratio.

    formula   what is divided by what, in the field's words
    zero      when it has no value, one Chinese clause
    function  the worksheet function that gives it, "" where none does
    source    where the definition is from; "未核实" where no document that was read confirms it
    rule      the key under which a pack states the function's decimals, "" where none does
    addends   the function takes the addends of the divisor one by one
    """

    formula: str = ""
    zero: str = ""
    function: str = ""
    source: str = ""
    rule: str = ""
    addends: bool = False

    def of(self, over: Expr, under: Expr) -> Expr:
        """Return the ratio as an expression; evaluating it raises Undefined where the divisor is 0."""
        return divide(over, under)

    def call(self, over: Expr, under: Expr) -> FunctionCall | None:
        """Return the worksheet function that gives the ratio."""
        spread = self.addends and isinstance(under, Call) and under.op in ("sum", "+")
        base = under.args if spread and isinstance(under, Call) else (under,)
        return FunctionCall(self.function, (over, *base), (f"rules.{self.rule}.places",)) if self.function else None


EXECUTION = Ratio(
    "全年执行数÷全年预算数", "全年预算数为 0", "PX_EXECRATE",
    "财预〔2020〕10号所附项目支出绩效自评表“执行率”栏", "execution_rate",
)  # fmt: skip
SHARE = Ratio("本项÷合计", "合计为 0", "PX_SHARE", "报表勾稽关系：占比＝本项÷合计", "budget_share")
CONTROL = Ratio(
    "实际数÷控制数", "控制数为 0", "PX_CONTROLRATE",
    "报表勾稽关系：控制率＝实际数÷预算数（编制数）", "three_public_control_rate",
)  # fmt: skip
CARRYOVER = Ratio(
    "年末结转结余÷（年初结转结余＋当年决算数）", "分母各项之和为 0", "PX_CARRYOVERRATE",
    "口径各地不一（另有以支出预算数、支出完成数为分母的），未核实；见所用规则包", "carryover_rate", addends=True,
)  # fmt: skip
PROGRESS = Ratio(
    "累计支出÷年度总指标", "年度总指标或序时进度为 0", "PX_PROGRESS",
    "报表勾稽关系：支出进度＝累计支出÷年度总指标", "spending_progress",
)  # fmt: skip
CHANGE = Ratio(
    "（本年数－上年数）÷上年数", "上年数为 0", "PX_CHANGERATE",
    "财预〔2013〕53号《预算绩效评价共性指标体系框架》“三公经费变动率”“结转结余变动率”",
)  # fmt: skip
DEVIATION = Ratio(
    "（实际完成值－指标值）÷指标值", "指标值为 0", "PX_DEVIATION", "绩效复核表“偏离度”栏；绩效管理系统的预警"
)
_BY_RULE: Mapping[str, Ratio] = {
    **{ratio.rule: ratio for ratio in (EXECUTION, SHARE, CONTROL, CARRYOVER, PROGRESS)},
    "procurement_execution_rate": EXECUTION,
    "staff_control_rate": CONTROL,
}


def ratio_of(rule: str) -> Ratio:
    """Return the ratio that a pack's law is about, by the law's key; a plain quotient for a law of no known ratio."""
    return _BY_RULE.get(rule, Ratio())
