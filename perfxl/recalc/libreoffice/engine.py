"""A workbook in, what LibreOffice makes of its formulas out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from perfxl.functions.signature import ErrorValue
from perfxl.recalc.libreoffice.copying import copy_for_office
from perfxl.recalc.libreoffice.office import DEADLINE, run

Key = tuple[str, int, int]  # sheet, row, column
Shown = float | str | bool | ErrorValue

_ILLEGAL = frozenset({502, 504})
_NO_NAME = 525
_REASONS = {
    _NO_NAME: "LibreOffice 不认识公式里的函数或名称",
    522: "公式循环引用",
    523: "迭代计算不收敛",
    540: "公式要取工作簿以外的内容，已禁止",
}
_OTHER = "LibreOffice 不能计算这个公式（错误 {code}）"
_EXCEL = frozenset({519, 521, 524, 532, 503, 32767})


@dataclass(frozen=True, slots=True)
class Recalculated:
    """What LibreOffice makes of a workbook.

    values   what each formula cell shows
    illegal  among them, errors of which LibreOffice says only that an argument is wrong; Excel may call them
             #VALUE!, #NUM! or #REF!
    skipped  formula cells that LibreOffice cannot compute, with the reason
    """

    values: Mapping[Key, Shown]
    illegal: frozenset[Key]
    skipped: Mapping[Key, str]


def recalculate(book: Path, deadline: float = DEADLINE) -> Recalculated:
    """Recalculate all formulas of a workbook, ours included; the file itself is only read.

    InputError where the workbook cannot be read, LibreOffice is missing, or it takes longer than `deadline` seconds.
    """
    with tempfile.TemporaryDirectory(prefix="perfxl-copy-", ignore_cleanup_errors=True) as room:
        copy = Path(room) / f"book{book.suffix.lower()}"
        copy_for_office(book, copy)
        return _sorted(dict(_cells(run(copy, deadline))))


def _cells(answer: Mapping[str, Any]) -> Iterator[tuple[Key, Any]]:
    for sheet, cells in answer["sheets"].items():
        for row, column, value in cells:
            yield (sheet, row, column), value


def _sorted(cells: Mapping[Key, Any]) -> Recalculated:
    values: dict[Key, Shown] = {}
    illegal: set[Key] = set()
    skipped: dict[Key, str] = {}
    for key, value in cells.items():
        if not isinstance(value, dict):
            values[key] = value
        elif value["code"] in _EXCEL | _ILLEGAL:
            values[key] = ErrorValue(value["error"])
            illegal |= {key} if value["code"] in _ILLEGAL else set()
        else:
            skipped[key] = _REASONS.get(value["code"], _OTHER.format(code=value["code"]))
    return Recalculated(values, frozenset(illegal), skipped)
