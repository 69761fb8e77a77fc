"""Ratios of budget and money (预算执行): execution, progress, adjustment, carry-over, arrival, saving."""

from __future__ import annotations

from decimal import Decimal

from perfxl.scoring.ratios.ratio import change, ratio


def execution_rate(executed: Decimal, budget: Decimal) -> Decimal | None:
    """预算执行率: spent / full-year budget as adjusted (全年执行数 ÷ 全年预算数), never / initial budget.

    Budget 0: None; the 一体化 system shows 0 there, which is a pack's choice. Above 1 is returned as it is.
    Source: notes on the project forms of Sichuan and Hubei; the 一体化 system's computation.
    """
    return ratio(executed, budget)


def completion_rate(completed: Decimal, budget: Decimal) -> Decimal | None:
    """预算完成率: budget completed / budget; which budget (initial or adjusted) is the pack's choice.

    Budget 0: None. Source: 财预〔2013〕53号, unconfirmed.
    """
    return ratio(completed, budget)


def payment_progress(actual: Decimal, planned: Decimal) -> Decimal | None:
    """支付进度率: actual payment progress / planned (序时) progress, both fractions of the year's total.

    Planned 0: None. Source: 财预〔2013〕53号, unconfirmed.
    """
    return ratio(actual, planned)


def time_progress(cumulative: Decimal, total: Decimal) -> Decimal | None:
    """季度序时进度: spent from January to the quarter's end / the year's total budget.

    The total is the year-end one for all four quarters unless the form prints one for each quarter; to judge
    it against 25, 50, 75, 100 % is `payment_progress`. Total 0: None. Source: quarterly rates of a published
    district report, which recompute so.
    """
    return ratio(cumulative, total)


def adjustment_rate(adjustment: Decimal, initial: Decimal) -> Decimal | None:
    """预算调整率: |adjusted - initial budget| / initial budget, `adjustment` without changes made by policy.

    Initial 0: None. Source: 财预〔2013〕53号, unconfirmed.
    """
    return ratio(abs(adjustment), initial)


def carryover_to_budget(carryover: Decimal, budget: Decimal) -> Decimal | None:
    """结转结余率 on the budget: carried over at year end / spending budget (支出预算数).

    Budget 0: None. Source: 财预〔2013〕53号, unconfirmed.
    """
    return ratio(carryover, budget)


def carryover_to_funds(carryover: Decimal, opening: Decimal, general: Decimal, fund: Decimal) -> Decimal | None:
    """结转结余率 on all funds: carried over / (年初结转 + 一般公共预算决算 + 政府性基金决算).

    All three 0: None. Source: a published district report, whose four operands prove it.
    """
    return ratio(carryover, opening + general + fund)


def carryover_to_spending(carryover: Decimal, spending: Decimal) -> Decimal | None:
    """结转结余率 on spending: carried over / general public budget spending completed (支出完成数).

    Spending 0: None. Source: a published scoring table.
    """
    return ratio(carryover, spending)


def carryover_change_rate(now: Decimal, before: Decimal) -> Decimal | None:
    """结转结余变动率: (this year's carry-over - last year's) / last year's; below 0 is better.

    Last year 0: None. Source: a published scoring table.
    """
    return change(now, before)


def key_spending_rate(key: Decimal, total: Decimal) -> Decimal | None:
    """重点支出安排率: spending on key projects / all project spending.

    No project spending: None. Source: 财预〔2013〕53号, unconfirmed.
    """
    return ratio(key, total)


def cost_saving_rate(actual: Decimal, planned: Decimal) -> Decimal | None:
    """成本节约率: (planned cost - actual cost) / planned cost; negative is an overrun.

    Planned 0: None. Source: 财预〔2013〕53号, unconfirmed.
    """
    return ratio(planned - actual, planned)


def funds_arrival_rate(arrived: Decimal, planned: Decimal) -> Decimal | None:
    """资金到位率: money received / money planned.

    Planned 0: None. Source: 财预〔2013〕53号, unconfirmed.
    """
    return ratio(arrived, planned)


def funds_timely_rate(arrived_in_time: Decimal, due: Decimal) -> Decimal | None:
    """到位及时率: money received in time / money due by then.

    Nothing due: None. Source: 财预〔2013〕53号, unconfirmed.
    """
    return ratio(arrived_in_time, due)


def surplus_rate(surplus: Decimal, budget: Decimal) -> Decimal | None:
    """结余率 of a project: left over / budget, judged as an upper limit.

    Budget 0: None. Source: a published project form of Daying.
    """
    return ratio(surplus, budget)
