"""The references of plain formulas, read quickly: those of names, texts, other sheets are left to the grammar."""

from __future__ import annotations

import re

from perfxl.sheets.address import LAST_COLUMN, LAST_ROW, Box, column_number

# What nearly all formulas are made of, and the cells and ranges in them, on the formula's own sheet.
_PLAIN = re.compile(r"[A-Z0-9$+\-*/^&=<>(),.:% ]*")
_AREA = re.compile(
    r"(?<![A-Z0-9$.:])\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})(?::\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6}))?(?![A-Z0-9.(:$])"
)


def plain_boxes(formula: str) -> list[Box] | None:
    """Return the cells and ranges that a plain formula reads on its own sheet, None where only `references` can tell.

    Quick, for one wrong result makes all formulas of a workbook be read.
    """
    if not _PLAIN.fullmatch(formula):
        return None
    found: list[Box] = []
    ranges = 0
    for first, top, last, bottom in _AREA.findall(formula):
        ranges += bool(last)
        corners = ((int(top), column_number(first)), (int(bottom or top), column_number(last or first)))
        found.append(Box.around(corners))
    whole = formula.count(":") == ranges and all(box.bottom <= LAST_ROW and box.right <= LAST_COLUMN for box in found)
    return found if whole else None
