"""Addresses in R1C1 notation."""

from __future__ import annotations

import re

from perfxl.recalc.own.arguments import Fault
from perfxl.sheets import a1
from perfxl.sheets.values import ErrorValue

_CELL = re.compile(r"[rR]([0-9]+)[cC]([0-9]+)(?::[rR]([0-9]+)[cC]([0-9]+))?")


def translated(address: str) -> str:
    """Return an absolute R1C1 address, with or without a sheet, in A1 notation; Fault #REF! where it is none."""
    sheet, mark, cell = address.rpartition("!")
    match = _CELL.fullmatch(cell)
    if not match:
        raise Fault(ErrorValue.REF)
    top, left = int(match[1]), int(match[2])
    bottom, right = int(match[3] or top), int(match[4] or left)
    return f"{sheet}{mark}{a1.span(top, left, bottom, right)}"
