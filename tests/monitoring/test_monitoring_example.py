"""The worked example of 2020 by months: the right light for every month by every pack, alerts on their days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from books import by_months, month_book

from perfxl.files.read.reading import read
from perfxl.jobs.evaluate import understand
from perfxl.jobs.monitor import monitor
from perfxl.monitoring.assessing import Assessment, assess
from perfxl.monitoring.observing import observe
from perfxl.recognition.recognise import recognise
from perfxl.rules.loader import available
from perfxl.rules.rulebook import rulebook

EXAMPLE = Path(__file__).resolve().parents[2] / "workbooks" / "pingshan-2020.xlsx"
YEAR: dict[str, dict[int, list[Any]]] = yaml.safe_load((Path(__file__).parent / "year.yaml").read_text("utf-8"))
ORDERS = {"甲": (1, 2, 3, 4), "乙": (4, 3, 2, 1), "丙": (4, 3, 1, 2)}
BUDGET = Decimal("260503.44")
LOCAL = "sichuan-monitor-2025"


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Return the workbooks of the twelve months, built from the example's quarters."""
    table, folder = recognise(read(EXAMPLE)).of("quarters")[0], tmp_path_factory.mktemp("示例")
    rows = {number: table.item(f"q{number}") for number in (1, 2, 3, 4)}
    spent = {number: row.cells["spending"].value or Decimal(0) for number, row in rows.items() if row}
    told = {name: by_months([spent[number] for number in order]) for name, order in ORDERS.items()}
    return {
        month: month_book(folder / f"{month}月.xlsx", month, {name: (BUDGET, told[name][month]) for name in told})
        for month in range(1, 13)
    }


@pytest.mark.parametrize("month", range(1, 13))
def test_the_right_light_for_every_month_by_every_pack(months: dict[int, Path], month: int) -> None:
    observed = observe(understand(read(months[month])).derived.evaluation)
    assert [each.name for each in observed] == list(YEAR)
    assert len(available()) > 10
    for pack in available():
        rules = rulebook((pack,))
        for each in observed:
            spent, rate, light, below, expected = YEAR[each.name][month]
            found = assess(each, month, rules)
            assert found.rate is not None
            assert found.light is not None
            told = each.value("execution"), round(found.rate, 4), found.light.word, round(found.forecast.linear or 0, 2)
            assert told == (Decimal(str(spent)), Decimal(str(rate)), light, Decimal(str(expected))), (pack, each.name)
            assert at_milestone(found) is (below == "是" and pack == LOCAL), (pack, each.name)


def at_milestone(found: Assessment) -> bool:
    return any("节点" in alert.law.name for alert in found.alerts)


@pytest.mark.parametrize(
    ("day", "alerted"),
    [
        (date(2020, 4, 29), False),
        (date(2020, 4, 30), True),
        (date(2020, 5, 1), True),
        (date(2019, 12, 31), False),
        (date(2021, 1, 1), True),
        (None, True),
    ],
)
def test_a_milestone_counts_from_its_own_day(months: dict[int, Path], day: date | None, alerted: bool) -> None:
    done = monitor(read(months[4]), (LOCAL,), today=day)
    assert {each.observed.name: at_milestone(each) for each in done.assessments} == {
        "甲": False, "乙": alerted, "丙": alerted,
    }  # fmt: skip


@pytest.mark.parametrize(("month", "due"), [(4, 4), (5, 4), (6, 6), (7, 6), (8, 8), (9, 8), (10, 10), (12, 10)])
def test_the_latest_milestone_that_has_come_is_the_one_that_counts(
    months: dict[int, Path], month: int, due: int
) -> None:
    (found,) = [each for each in monitor(read(months[month]), (LOCAL,)).assessments if each.observed.name == "乙"]
    told = [alert.text for alert in found.alerts if "节点" in alert.law.name]
    assert bool(told) is (YEAR["乙"][month][3] == "是")
    assert all(f"{due}月末应不低于" in text for text in told)
