"""A bureau's folder: workbooks of its units drawn with openpyxl, some wrong, and files that are no workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

Row = tuple[object, ...]


def execution(unit: str = "", year: int = 2024, rate: object = None, spent: float = 90.5) -> list[Row]:
    """Return the budget execution of a unit."""
    return [
        (f"{year}年度部门预算执行情况表（单位：万元）",),
        (f"填报单位：{unit}" if unit else "",),
        ("项目", "年初预算数", "全年预算数", "全年执行数", "执行率"),
        ("基本支出", 80, 100, spent, rate),
        ("项目支出", 200, 240.5, 180.25, None),
        ("合计", 280, 340.5, round(spent + 180.25, 2), None),
    ]


def projects(*scores: float) -> list[Row]:
    """Return a list of projects with their total scores."""
    head: list[Row] = [
        ("项目支出清单（单位：万元）",),
        ("序号", "项目名称", "年初预算数", "全年预算数", "全年执行数", "执行率", "自评得分"),
    ]
    return [*head, *((number, f"项目{number}", 10, 12, 9, 0.75, score) for number, score in enumerate(scores, 1))]


def under_way(unit: str, month: int, **projects: tuple[object, object]) -> list[Row]:
    """Return a table for monitoring: of each project the budget and what was spent by the end of a month."""
    head: list[Row] = [
        (f"{unit}2024年项目绩效运行监控汇总表（单位：万元）",),
        ("序号", "项目名称", "年初预算数", "全年预算数", f"1-{month}月执行数", "执行率", "预警灯", "偏差原因"),
    ]
    rows = enumerate(projects.items(), 1)
    return [*head, *((n, name, budget, budget, spent, None, None, None) for n, (name, (budget, spent)) in rows)]


def draw(path: Path, **sheets: Sequence[Row]) -> Path:
    """Save a workbook of these sheets."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(path)
    return path


def bureau(folder: Path, good: int = 3) -> Path:
    """Fill a folder: `good` right workbooks, a wrong one, one of no known form, and four files that cannot be read."""
    for number in range(good):
        unit = f"第{number + 1}局"
        draw(folder / f"{unit}.xlsx", 预算执行=execution(unit, spent=60 + number), 项目清单=projects(88 + number))
    draw(folder / "填错局.xlsx", 预算执行=execution("填错局", rate="95.00%"))
    draw(folder / "别的表.xlsx", 通讯录=[("姓名", "分机"), ("张三", "a")])
    (folder / "空的.xlsx").write_bytes(b"")
    (folder / "文本.xlsx").write_text("项目,预算\n", encoding="utf-8")
    (folder / "加密.xlsx").write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"))
    (folder / "坏的.xlsx").write_bytes(b"PK\x03\x04" + b"\0" * 40)
    (folder / "~$第1局.xlsx").write_bytes(b"x" * 165)
    return folder


UNREADABLE = ("空的", "文本", "加密", "坏的")
