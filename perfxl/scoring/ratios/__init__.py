"""The field's ratios (指标率), each once.

Every function takes exact amounts in one unit and returns a fraction, unrounded (0.6125... for 61.25 %),
or None where the ratio is undefined (∅): shown as 不适用, never scored silently. The docstring states the
zero cases and the source; "unconfirmed" marks a definition of general knowledge that no document read confirms.
"""

from perfxl.scoring.ratios.budget import (
    adjustment_rate,
    carryover_change_rate,
    carryover_to_budget,
    carryover_to_funds,
    carryover_to_spending,
    completion_rate,
    cost_saving_rate,
    execution_rate,
    funds_arrival_rate,
    funds_timely_rate,
    key_spending_rate,
    payment_progress,
    surplus_rate,
    time_progress,
)
from perfxl.scoring.ratios.control import (
    contract_staff_control_rate,
    fixed_asset_utilisation_rate,
    procurement_execution_rate,
    public_expense_control_rate,
    staff_control_rate,
    three_public_change_rate,
    three_public_control_rate,
)
from perfxl.scoring.ratios.results import (
    actual_completion_rate,
    deviation,
    key_work_rate,
    quality_rate,
    timeliness_rate,
)

__all__ = [
    "actual_completion_rate",
    "adjustment_rate",
    "carryover_change_rate",
    "carryover_to_budget",
    "carryover_to_funds",
    "carryover_to_spending",
    "completion_rate",
    "contract_staff_control_rate",
    "cost_saving_rate",
    "deviation",
    "execution_rate",
    "fixed_asset_utilisation_rate",
    "funds_arrival_rate",
    "funds_timely_rate",
    "key_spending_rate",
    "key_work_rate",
    "payment_progress",
    "procurement_execution_rate",
    "public_expense_control_rate",
    "quality_rate",
    "staff_control_rate",
    "surplus_rate",
    "three_public_change_rate",
    "three_public_control_rate",
    "time_progress",
    "timeliness_rate",
]
