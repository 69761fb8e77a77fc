"""The months of a made-up year (示例): its quarters are the example's, the months between them made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook

HEAD = ("序号", "项目名称", "年初预算数", "全年预算数", "{}执行数", "执行率", "预警灯", "全年预计执行数", "偏差原因",
        "完成目标可能性")  # fmt: skip
# Of a quarter's spending, what its first and second month had spent by their ends.
WITHIN = (Decimal("0.3"), Decimal("0.7"), Decimal(1))


def by_months(quarters: Sequence[Decimal]) -> dict[int, Decimal]:
    """Return the cumulative spending of each month, from the spending of each quarter, rounded to cents."""
    told: dict[int, Decimal] = {}
    for number, spent in enumerate(quarters):
        before = sum(quarters[:number], Decimal(0))
        for month, part in enumerate(WITHIN, 3 * number + 1):
            told[month] = (before + spent * part).quantize(Decimal("0.01"))
    return told


def month_book(
    path: Path, month: int, projects: Mapping[str, tuple[Decimal, Decimal]], title: str = "示例单位2020年"
) -> Path:
    """Write a workbook that tells of each project (budget, spent) at the end of a month; computed cells are blank."""
    book = Workbook()
    sheet = book.active
    sheet.title = "监控汇总"
    sheet.append([f"{title}项目绩效运行监控汇总表（示例）"])
    sheet.append(["单位：万元"])
    sheet.append([text.format(f"1-{month}月") for text in HEAD])
    for number, (name, (budget, spent)) in enumerate(projects.items(), 1):
        sheet.append([number, name, budget, budget, spent])
    book.save(path)
    return path
