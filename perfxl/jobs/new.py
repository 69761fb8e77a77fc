"""The job of `new`: the blank workbook to fill in."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from perfxl.errors import InputError

DEFAULT_NAME = "预算绩效自评.xlsx"
_TEMPLATE = "template.xlsx"


def template() -> bytes:
    """Return the blank workbook: of the installed package, else of the source checkout; InputError without either."""
    packaged = files("perfxl.jobs") / _TEMPLATE
    checkout = Path(__file__).resolve().parents[2] / "workbooks" / _TEMPLATE
    for place in (packaged, checkout):
        if place.is_file():
            return place.read_bytes()
    raise InputError("安装包里缺少空白模板 template.xlsx，请重新安装 perfxl。")
