"""Ratios of results (履职效果): completion, timeliness, quality, key work, deviation."""

from __future__ import annotations

from decimal import Decimal

from perfxl.scoring.ratios.ratio import change, ratio


def actual_completion_rate(done: Decimal, planned: Decimal) -> Decimal | None:
    """实际完成率: done / planned. Planned 0: None. Source: 财预〔2013〕53号, unconfirmed."""
    return ratio(done, planned)


def timeliness_rate(on_time: Decimal, planned: Decimal) -> Decimal | None:
    """完成及时率: done on time / planned. Planned 0: None. Source: 财预〔2013〕53号, unconfirmed."""
    return ratio(on_time, planned)


def quality_rate(passed: Decimal, planned: Decimal) -> Decimal | None:
    """质量达标率: passed / planned (some places: / done). Planned 0: None. Source: 财预〔2013〕53号, unconfirmed."""
    return ratio(passed, planned)


def key_work_rate(closed: Decimal, assigned: Decimal) -> Decimal | None:
    """重点工作办结率: closed / assigned. Assigned 0: None. Source: 财预〔2013〕53号, unconfirmed."""
    return ratio(closed, assigned)


def deviation(actual: Decimal, target: Decimal) -> Decimal | None:
    """偏离度: (actual - target) / target; above 0 is over-fulfilment of a ≥ target.

    Target 0: None. Source: a re-check sheet's column; the 一体化 system's alarm. The alarm threshold is a pack's.
    """
    return change(actual, target)
