"""The column in which a form asks why points were lost."""

from __future__ import annotations

from perfxl.model.figure import Figure
from perfxl.model.table import Row

_KEYS = ("reason", "remark")


def reason(row: Row) -> Figure | None:
    """Return the row's cell for the reason of a deviation, None where the form has no such column."""
    return next((row.cells[key] for key in _KEYS if key in row.cells), None)
