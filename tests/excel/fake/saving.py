"""Saving as Excel does: openpyxl's file, with the results of formulas, which openpyxl does not write, put in."""

from __future__ import annotations

import warnings
from pathlib import Path
from unittest.mock import patch

import openpyxl.worksheet._writer as writer
from openpyxl.cell._writer import write_cell


def save_with_results(book: object, path: Path) -> None:
    """Write the workbook with the cached result of every formula."""
    results = {sheet._sheet: sheet for sheet in book._worksheets}

    def with_result(xf: object, worksheet: object, cell: object, styled: bool | None = None) -> None:
        result = results[worksheet]._result(cell.row, cell.column) if cell.data_type == "f" else None
        formula = cell.value if isinstance(cell.value, str) else getattr(cell.value, "text", None)
        if result is None or formula is None:
            write_cell(xf, worksheet, cell, styled)
            return
        attributes = {"r": cell.coordinate} | ({"s": str(cell.style_id)} if styled else {})
        kind, text = _stored(result)
        with xf.element("c", attributes | ({"t": kind} if kind else {})):
            with xf.element("f", {"t": "array", "ref": cell.value.ref} if formula is not cell.value else {}):
                xf.write(formula[1:])
            with xf.element("v"):
                xf.write(text)

    with warnings.catch_warnings(), patch.object(writer, "write_cell", with_result):
        warnings.simplefilter("ignore")
        book._book.save(path)


def _stored(result: object) -> tuple[str, str]:
    if isinstance(result, bool):
        return "b", str(int(result))
    if isinstance(result, int | float):
        return "", repr(result)
    return ("e" if str(result).startswith("#") else "str"), str(result)
