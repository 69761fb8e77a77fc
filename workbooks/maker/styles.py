"""How cells look: fonts of a Windows office, borders, number formats; and values as Excel takes them when typed."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from maker.plan import Cell

Look = dict[str, Any]

_CELL: Look = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter", "text_wrap": True}
_CENTER: Look = {"align": "center"}
_LEFT: Look = {"align": "left"}
_RIGHT: Look = {"align": "right"}

KINDS: dict[str, Look] = {
    "merge": _CENTER,
    "label": _LEFT,
    "standard": _LEFT,
    "text": _LEFT,
    "entry": _CENTER,
    "center": _CENTER,
    "source": _CENTER,
    "number": _CENTER,
    "weight": _CENTER,
    "score": _CENTER | {"num_format": "0.00"},
    "count": _CENTER | {"num_format": "0"},
    "money": _RIGHT | {"num_format": "#,##0.00"},
    "rate": _CENTER | {"num_format": "0.00%"},
    "fine_rate": _RIGHT | {"num_format": "0.000%"},
}
PARTS: dict[str, Look] = {
    "title": _CENTER | {"font_name": "方正小标宋简体", "font_size": 18, "valign": "vcenter"},
    "heading": _CELL | _CENTER | {"font_name": "黑体", "bg_color": "#F2F2F2"},
    "unit": _RIGHT | {"font_name": "宋体", "font_size": 10, "valign": "vcenter"},
    "caption": _LEFT | {"font_name": "黑体", "font_size": 11, "valign": "vcenter"},
    "note": _LEFT | {"font_name": "仿宋", "font_size": 10, "valign": "vcenter", "text_wrap": True},
    "cover_title": _CENTER | {"font_name": "方正小标宋简体", "font_size": 24, "valign": "vcenter"},
    "field": _RIGHT | {"font_name": "黑体", "font_size": 14, "valign": "vcenter"},
    "line": _CENTER | {"font_name": "仿宋", "font_size": 14, "valign": "vcenter", "bottom": 1},
}
_PERCENT = re.compile(r"\d+(?:\.(\d+))?%")


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def part(self, name: str) -> Format:
        """Return the format of a title, a heading, a note."""
        return self._format(PARTS[name])

    def cell(self, kind: str, percent: str = "", bold: bool = False) -> Format:
        """Return the format of a cell of a kind; `percent` is the format of a typed percentage."""
        look = _CELL | KINDS[kind]
        return self._format(look | ({"num_format": percent} if percent else {}) | ({"bold": True} if bold else {}))

    def _format(self, look: Look) -> Format:
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(look)
        return self._made[key]


def typed(value: Cell) -> tuple[str | Decimal | None, str]:
    """Take a value as Excel does when it is typed: "27.73%" is 0.2773, shown with as many places as were typed.

    Numbers go out as decimals, so that the file says 8.2 and not 8.199999999999999.
    """
    if value is None or isinstance(value, int | float):
        return None if value is None else Decimal(str(value)), ""
    match = _PERCENT.fullmatch(value)
    if not match:
        return value, ""
    places = len(match[1] or "")
    return Decimal(value[:-1]) / 100, "0" + "." * bool(places) + "0" * places + "%"
