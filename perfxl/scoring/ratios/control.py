"""Ratios of control (控制率): public expenses, procurement, staff, assets."""

from __future__ import annotations

from decimal import Decimal

from perfxl.scoring.ratios.ratio import change, ratio, use_of_limit


def three_public_change_rate(now: Decimal, before: Decimal) -> Decimal | None:
    """三公经费变动率: (this year - last year) / last year, on budgets or on actuals, never mixed.

    Last year 0: None. Source: published scoring tables, which use both bases.
    """
    return change(now, before)


def three_public_control_rate(actual: Decimal, budget: Decimal) -> Decimal | None:
    """三公经费控制率: actual / budget of travel abroad, receptions and vehicles; up to 1 is kept.

    0 of 0: Decimal(0), full. Spent without a budget: None, and an error. Source: a published district report.
    """
    return use_of_limit(actual, budget)


def public_expense_control_rate(actual: Decimal, arranged: Decimal) -> Decimal | None:
    """公用经费控制率: actual / arranged general public expenses (some places judge 日常公用 and 三公 apart).

    0 of 0: Decimal(0), full. Spent without a budget: None, and an error. Source: 财预〔2013〕53号, unconfirmed.
    """
    return use_of_limit(actual, arranged)


def procurement_execution_rate(actual: Decimal, planned: Decimal) -> Decimal | None:
    """政府采购执行率: procured / procurement budget as adjusted, not as first approved.

    Planned 0: None; some places give full points, which is a pack's choice. Source: a published district report.
    """
    return ratio(actual, planned)


def staff_control_rate(staff: Decimal, posts: Decimal) -> Decimal | None:
    """在职人员控制率: staff in post / approved posts (编制); up to 1 is kept.

    No posts: None. Source: published scoring tables.
    """
    return ratio(staff, posts)


def contract_staff_control_rate(contract: Decimal, staff: Decimal) -> Decimal | None:
    """编外人员控制率: contract staff (劳务派遣 and 直接聘用) / all staff (在职总数).

    No staff: None. Source: unconfirmed.
    """
    return ratio(contract, staff)


def fixed_asset_utilisation_rate(in_use: Decimal, total: Decimal) -> Decimal | None:
    """固定资产利用率: assets in use / all fixed assets, both at original value (原值), never net value.

    No assets: None. Source: 财预〔2013〕53号, unconfirmed.
    """
    return ratio(in_use, total)
