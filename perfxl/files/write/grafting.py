"""perfxl's own sheets: added at the end, replaced in place, removed; a person's sheet is never touched."""

from __future__ import annotations

from collections.abc import Sequence

from perfxl.errors import RefusedError
from perfxl.files.parts.book import SheetEntry
from perfxl.files.write.session import Session
from perfxl.files.write.sheetxml import print_area, print_titles, sheet_xml
from perfxl.package.markup import tags
from perfxl.package.relationships import rels_part
from perfxl.sheets.changeset import ChangeSet, SheetWrite
from perfxl.sheets.names import is_valid
from perfxl.sheets.ownership import OWNERSHIP_NAME, packed


def graft(session: Session, changes: ChangeSet) -> None:
    """Write and remove own sheets; RefusedError where a name is taken or a sheet is not perfxl's own."""
    replaced = {write.replaces: _own(session, write.replaces) for write in changes.sheets if write.replaces}
    removed = [_own(session, name) for name in changes.removed]
    _check_structure(session, changes)
    leaving = {entry.index for entry in (*replaced.values(), *removed)}
    if len(leaving) < len(replaced) + len(removed):
        raise RefusedError("同一工作表被同时替换和删除，结果不定，未写出，请重新运行。")
    _check_names(session, changes, leaving)
    _check_visible(session, changes, {entry.index for entry in removed})
    for entry in removed:
        _remove(session, entry)
    for write in changes.sheets:
        if write.replaces:
            _replace(session, write, replaced[write.replaces])
        else:
            _add(session, write)


def fill_sheets(session: Session, writes: Sequence[SheetWrite]) -> None:
    """Write own sheets into those that stand in a new workbook, in their order."""
    for entry, write in zip(session.book.sheets, writes, strict=True):
        _fill(session, write, session.archive.find(entry.part) or entry.part, entry.index)


def _own(session: Session, name: str) -> SheetEntry:
    entry = session.book.sheet(name)
    if entry is None:
        raise RefusedError(f"工作簿中没有工作表“{name}”，请重新运行。")
    if entry.ownership is None:
        raise RefusedError(f"工作表“{name}”不是 perfxl 生成的，不会改写，请给生成的表另取名。")
    return entry


def _check_structure(session: Session, changes: ChangeSet) -> None:
    renamed = any(write.replaces and write.replaces != write.name for write in changes.sheets)
    if session.book.locked and (renamed or changes.removed or any(not write.replaces for write in changes.sheets)):
        raise RefusedError("工作簿的结构受保护，不能增删工作表，未写出，请先在 Excel 的“审阅”中撤销工作簿保护。")


def _check_names(session: Session, changes: ChangeSet, leaving: set[int]) -> None:
    taken = {entry.name.casefold() for entry in session.book.sheets if entry.index not in leaving}
    for write in changes.sheets:
        kept = write.replaces is not None and write.name == write.replaces
        if not kept and not is_valid(write.name):
            raise RefusedError(f"“{write.name}”不能作工作表名，请缩短到 31 字以内并去掉 []:*?/\\ 等字符。")
        if write.name.casefold() in taken:
            raise RefusedError(f"工作簿中已有工作表“{write.name}”，不会覆盖，请给生成的表另取名。")
        taken.add(write.name.casefold())


def _check_visible(session: Session, changes: ChangeSet, removed: set[int]) -> None:
    shown = any(entry.state == "visible" and entry.index not in removed for entry in session.book.sheets)
    if not shown and all(write.replaces or write.spec.hidden for write in changes.sheets):
        raise RefusedError("删除后工作簿没有可见的工作表，Excel 无法打开，请先取消隐藏一张表。")


def _remove(session: Session, entry: SheetEntry) -> None:
    _note_formulas(session, entry)
    session.workbook.remove(entry.index)
    for relation in session.book.relations:
        if relation.target == entry.part:
            session.links.remove(relation)


def _replace(session: Session, write: SheetWrite, entry: SheetEntry) -> None:
    _note_formulas(session, entry)
    rels = session.archive.find(rels_part(entry.part))
    if rels:
        session.parts[rels] = None
    session.workbook.rename(entry.index, write.name)
    session.workbook.drop_names(entry.index)
    _fill(session, write, session.archive.find(entry.part) or entry.part, entry.index)


def _add(session: Session, write: SheetWrite) -> None:
    part, relation_id = session.new_sheet_part()
    index = session.workbook.add(write.name, relation_id, hidden=write.spec.hidden)
    _fill(session, write, part, index)


def _fill(session: Session, write: SheetWrite, part: str, index: int) -> None:
    spec = write.spec
    session.parts[part] = sheet_xml(spec, session.book.namespace, session.styles.index)
    if any(cell.formula is not None for cell in spec.cells.values()):
        session.formulas_changed = True
    session.workbook.define(index, OWNERSHIP_NAME, packed(write.ownership))
    session.workbook.define(index, "_xlnm.Print_Area", print_area(spec, write.name))
    session.workbook.define(index, "_xlnm.Print_Titles", print_titles(spec, write.name))


def _note_formulas(session: Session, entry: SheetEntry) -> None:
    data = session.archive.read(entry.part)
    if any(tag.name.rpartition(b":")[2] == b"f" for tag in tags(data)):
        session.formulas_changed = True
