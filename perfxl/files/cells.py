"""Cell writes: their preconditions, and the patches of the worksheet parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from perfxl.errors import RefusedError
from perfxl.files.collecting import Box, Position, Worksheet
from perfxl.files.patching import Patch, patched
from perfxl.files.session import Session
from perfxl.files.worksheet import read_worksheet
from perfxl.model import a1
from perfxl.package.xml import utf8
from perfxl.workbook.changeset import CellWrite
from perfxl.workbook.snapshot import Cell, Value


def patch_cells(session: Session, writes: Iterable[CellWrite]) -> None:
    """Patch the worksheet parts; RefusedError names the first cell that is not as the change set expects."""
    by_sheet: dict[str, list[CellWrite]] = {}
    for write in writes:
        by_sheet.setdefault(write.sheet.casefold(), []).append(write)
    for group in by_sheet.values():
        _patch_sheet(session, group)


def _patch_sheet(session: Session, writes: list[CellWrite]) -> None:
    entry = session.book.sheet(writes[0].sheet)
    if entry is None:
        raise RefusedError(f"工作簿中没有工作表“{writes[0].sheet}”，请重新运行。")
    part = session.archive.find(entry.part) or entry.part
    data = utf8(session.archive.read(part), part)
    stands = read_worksheet(data, part, session.context)
    patches: dict[Position, Patch] = {}
    for write in writes:
        position = _checked(write, stands)
        if position in patches:
            raise RefusedError(f"{_place(write)}被写两次，结果不定，未写出，请重新运行。")
        patches[position] = Patch(write.value, write.formula, _styler(session, write.number_format))
        if (write.formula is None) != (write.old_formula is None):
            session.formulas_changed = True
    session.parts[part] = patched(data, patches)


def _styler(session: Session, number_format: str | None) -> Callable[[int], int]:
    if number_format is None:
        return lambda style: style
    return lambda style: session.styles.reformatted(style, number_format)


def _checked(write: CellWrite, stands: Worksheet) -> Position:
    try:
        position = a1.split(write.cell)
    except ValueError as error:
        raise RefusedError(f"“{write.cell}”不是单元格地址，未写出。") from error
    cell = stands.cells.get(position, Cell())
    if cell.formula != write.old_formula or not _same(cell.value, write.old_value):
        raise RefusedError(f"{_place(write)}的内容与读取时不同，未写出，请重新运行。")
    if position in stands.masters:
        raise RefusedError(f"{_place(write)}是共享公式的首格，改动会影响其他单元格，请先在 Excel 中重新输入该公式。")
    if any(_inside(position, box) for box in stands.arrays):
        raise RefusedError(f"{_place(write)}属于数组公式，不能单独改写，请先在 Excel 中清除该数组公式。")
    if any(_inside(position, box) and position != box[:2] for box in stands.merges):
        raise RefusedError(f"{_place(write)}被合并单元格遮住，写入后看不见，请改写合并区域的左上角。")
    return position


def _place(write: CellWrite) -> str:
    return f"工作表“{write.sheet}”的单元格 {write.cell} "


def _same(there: Value, expected: Value) -> bool:
    if there in (None, "") or expected in (None, ""):
        return there in (None, "") and expected in (None, "")
    return type(there) is type(expected) and there == expected


def _inside(position: Position, box: Box) -> bool:
    return box[0] <= position[0] <= box[2] and box[1] <= position[1] <= box[3]
