"""The worked example with its mistakes corrected, and texts for its report: what reports are written from in tests."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

EXAMPLE = Path(__file__).resolve().parents[2] / "workbooks" / "pingshan-2020.xlsx"
CORRECTIONS = {
    ("季度支出", "B8"): 2237.60,
    ("三公经费", "D9"): 0.2771,
    ("结转结余", "B6"): 255383.97,
    ("人员编制", "D6"): 0.9231,
    ("支出控制", "B5"): 255171.89,
    ("支出控制", "C5"): 253860.37,
}
TEXTS = {
    "（一）单位主要职能": "负责全区发展规划的编制、统计调查和投资管理。",
    "2.改进措施": "一是加强培训。\n二是细化指标。",
    "财务合规性": "报销流程规范，{{ 年度 }}与{%p if 预算执行 %}只是文字。",
    "没有这个位置": "放不进报告的文字。",
}


def corrected(path: Path, **cells: object) -> Path:
    """Save the corrected example with its texts; `cells` are further values by 表_格."""
    book = load_workbook(EXAMPLE)
    for (sheet, cell), value in CORRECTIONS.items():
        book[sheet][cell] = value
    for place, value in cells.items():
        sheet, _, cell = place.rpartition("_")
        book[sheet][cell] = value
    page = book.create_sheet("文字材料")
    page.append(["报告的文字材料"])
    page.append(["位置", "内容"])
    for place, text in TEXTS.items():
        page.append([place, text])
    book.save(path)
    return path
