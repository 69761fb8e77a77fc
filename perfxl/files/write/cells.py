"""Cell writes: their preconditions, and the patches of the worksheet parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from perfxl.errors import RefusedError
from perfxl.files.parts.content import Context
from perfxl.files.parts.rowindex import RowIndex, index_rows
from perfxl.files.read.worksheet import Worksheet, read_worksheet
from perfxl.files.write.patching import Patch, patched
from perfxl.files.write.session import Session
from perfxl.files.write.spans import anchors, check_arrays, overwritten_groups, rows_concerned, rows_of_groups
from perfxl.package.xml import utf8
from perfxl.sheets.address import Position, position_of
from perfxl.sheets.changeset import CellWrite
from perfxl.sheets.snapshot import Cell, Value

Writes = Mapping[Position, CellWrite]


def patch_cells(session: Session, writes: Iterable[CellWrite]) -> None:
    """Patch the worksheet parts; RefusedError names the first cell that is not as the change set expects."""
    by_sheet: dict[str, list[CellWrite]] = {}
    for write in writes:
        by_sheet.setdefault(write.sheet.casefold(), []).append(write)
    for group in by_sheet.values():
        _patch_sheet(session, group)


def _patch_sheet(session: Session, group: list[CellWrite]) -> None:
    sheet = group[0].sheet
    entry = session.book.sheet(sheet)
    if entry is None:
        raise RefusedError(f"工作簿中没有工作表“{sheet}”，请重新运行。")
    part = session.archive.find(entry.part) or entry.part
    data = utf8(session.archive.read(part), part)
    writes = _placed(group)
    renewed = {place for place, write in writes.items() if write.formula and write.formula == write.old_formula}
    index = index_rows(data, session.context.namespace)
    stands = _standing(data, part, index, writes, writes.keys() - renewed, session.context)
    for position, write in writes.items():
        _check(write, position, stands)
    check_arrays(stands, sheet, writes.keys(), renewed)
    patches = {
        place: Patch(write.value, write.formula, _styler(session, write.number_format), place in renewed)
        for place, write in writes.items()
    } | anchors(stands, sheet, writes.keys() - renewed)
    session.formulas_changed |= any((write.formula is None) != (write.old_formula is None) for write in group)
    session.parts[part] = patched(data, patches, index)


def _placed(group: list[CellWrite]) -> dict[Position, CellWrite]:
    writes: dict[Position, CellWrite] = {}
    for write in group:
        try:
            position = position_of(write.cell)
        except ValueError as error:
            raise RefusedError(f"“{write.cell}”不是单元格地址，未写出。") from error
        if position in writes:
            raise RefusedError(f"{_place(write)}被写两次，结果不定，未写出，请重新运行。")
        writes[position] = write
    return writes


def _standing(
    data: bytes, part: str, index: RowIndex | None, writes: Writes, overwritten: set[Position], context: Context
) -> Worksheet:
    """Return what stands in the rows concerned, or in all where only a walk can tell rows apart."""
    if index is None:
        return read_worksheet(data, part, context)
    rows = rows_concerned(index, {row for row, _ in writes})
    stands = read_worksheet(index.excerpt(rows), part, context)
    groups = overwritten_groups(stands, overwritten)
    if not groups:
        return stands
    return read_worksheet(index.excerpt(rows | rows_of_groups(index, groups)), part, context)


def _styler(session: Session, number_format: str | None) -> Callable[[int], int]:
    if number_format is None:
        return lambda style: style
    return lambda style: session.styles.reformatted(style, number_format)


def _check(write: CellWrite, position: Position, stands: Worksheet) -> None:
    cell = stands.cells.get(position, Cell())
    if cell.formula != write.old_formula or not _same(cell.value, write.old_value):
        raise RefusedError(f"{_place(write)}的内容与读取时不同，未写出，请重新运行。")
    if any(merge.hides(position) for merge in stands.merges):
        raise RefusedError(f"{_place(write)}被合并单元格遮住，写入后看不见，请改写合并区域的左上角。")


def _place(write: CellWrite) -> str:
    return f"工作表“{write.sheet}”的单元格 {write.cell} "


def _same(there: Value, expected: Value) -> bool:
    if there in (None, "") or expected in (None, ""):
        return there in (None, "") and expected in (None, "")
    return type(there) is type(expected) and there == expected
