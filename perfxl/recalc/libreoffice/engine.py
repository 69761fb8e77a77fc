"""The engine: a workbook in, what LibreOffice makes of its formulas out."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from perfxl.formulas.calculation import Calculation, Cell, Computed
from perfxl.recalc.dependants import dependants
from perfxl.recalc.libreoffice.copying import copy_for_office
from perfxl.recalc.libreoffice.office import DEADLINE, run
from perfxl.sheets.values import ErrorValue, Scalar

_CODES = {error.value: error for error in ErrorValue}
_EXCEL = frozenset({519, 521, 524, 532, 503, 32767})
_ILLEGAL = frozenset({502, 504})  # an argument is wrong: Excel says which way, LibreOffice does not
_WAYS = frozenset({ErrorValue.VALUE, ErrorValue.NUM, ErrorValue.REF})
_UNCLEAR = "LibreOffice 只知道参数有误，分不清是 #VALUE!、#NUM! 还是 #REF!"
_REASONS = {
    525: "LibreOffice 不认识公式里的函数或名称",
    522: "公式循环引用",
    523: "迭代计算不收敛",
    540: "公式要取工作簿以外的内容，重算时不取",
}
_OTHER = "LibreOffice 不能计算这个公式（错误 {code}）"
_NOTHING = "LibreOffice 没有把这一格当作公式"
_RESTS = "所引用的单元格没有重算"


@dataclass(frozen=True, slots=True)
class LibreOffice:
    """LibreOffice without a window; `deadline` in seconds for a whole workbook."""

    name: str = "libreoffice"
    deadline: float = DEADLINE

    def compute(self, calculation: Calculation) -> Computed:
        """Recalculate all formulas of a workbook, ours included; its file is only read.

        InputError where the file cannot be read, LibreOffice is missing, breaks off or takes too long.
        """
        answers = _recalculated(calculation.path, self.deadline)
        values: dict[Cell, Scalar] = {}
        skipped: dict[Cell, str] = {}
        stored = {sheet.name: sheet.values for sheet in calculation.sheets}
        for cell in calculation.computed_cells():
            value, reason = _judged(answers.get(cell), stored[cell[0]].get(cell[1:]))
            if reason:
                skipped[cell] = reason
            else:
                values[cell] = value
        return _without_resting(calculation, values, skipped)


def _recalculated(book: Path, deadline: float) -> dict[Cell, Any]:
    with tempfile.TemporaryDirectory(prefix="perfxl-copy-", ignore_cleanup_errors=True) as room:
        copy = Path(room) / f"book{book.suffix.lower()}"
        copy_for_office(book, copy)
        sheets = run(copy, deadline)["sheets"]
    return {(sheet, row, column): [value] for sheet, cells in sheets.items() for row, column, value in cells}


def _judged(answer: list[Any] | None, stored: Scalar) -> tuple[Scalar, str]:
    """Return (value, reason why there is none)."""
    if answer is None:
        return None, _NOTHING
    (value,) = answer
    if not isinstance(value, Mapping):
        return _alike(value, stored), ""
    code, error = value["code"], _CODES[value["error"]]
    if code in _EXCEL:
        return error, ""
    if code in _ILLEGAL:
        return (stored, "") if stored in _WAYS else (None, _UNCLEAR)
    return (stored, "") if code == 525 and stored is ErrorValue.NAME else (None, _reason(code))


def _reason(code: int) -> str:
    return _REASONS.get(code, _OTHER.format(code=code))


def _alike(value: Scalar, stored: Scalar) -> Scalar:
    """Return 1 as TRUE where TRUE is stored: LibreOffice tells them apart by the number format alone."""
    if isinstance(value, (bool, float)) and isinstance(stored, (bool, float)) and value == stored:
        return stored
    return value


def _without_resting(calculation: Calculation, values: dict[Cell, Scalar], skipped: dict[Cell, str]) -> Computed:
    """Take out what rests on cells that were not computed; an unclear error is an error all the same."""
    unknown = [cell for cell, reason in skipped.items() if reason != _UNCLEAR]
    for cell in dependants(calculation, unknown) if unknown else ():
        if cell in values:
            del values[cell]
            skipped[cell] = _RESTS
    return Computed(values, skipped)
