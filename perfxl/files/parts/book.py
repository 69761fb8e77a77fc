"""The workbook part: which sheets there are, where they lie, and which of them are perfxl's own."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from perfxl.errors import InputError
from perfxl.package.archive import Archive
from perfxl.package.relationships import Relation, content_types, relations
from perfxl.package.xml import parse
from perfxl.sheets.ownership import OWNERSHIP_NAME, unpacked
from perfxl.sheets.snapshot import Ownership

TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_TRUTH = {"1", "true"}
_RELATION = {
    TRANSITIONAL: "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    STRICT: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One sheet of the workbook, chart sheets included; `index` counts from 0, `part` is "" where it has none."""

    index: int
    name: str
    sheet_id: int
    state: str
    kind: str
    part: str
    ownership: Ownership | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """What the workbook part says; `mac` is the 1904 date system, `locked` that no sheet may come or go."""

    part: str
    namespace: str
    sheets: tuple[SheetEntry, ...]
    relations: tuple[Relation, ...]
    mac: bool
    locked: bool = False

    @property
    def relation_namespace(self) -> str:
        """The namespace of relationship types and ids, strict or transitional as the workbook is."""
        return _RELATION[self.namespace]

    def related(self, kind: str) -> str | None:
        """Return the part that the workbook names as its "styles", "sharedStrings", ..., None where it has none."""
        return next((relation.target for relation in self.relations if relation.kind == kind), None)

    def sheet(self, name: str) -> SheetEntry | None:
        """Return the worksheet of that name (case folded), None where there is none."""
        wanted = name.casefold()
        return next((s for s in self.sheets if s.kind == "worksheet" and s.name.casefold() == wanted), None)


def open_book(archive: Archive) -> Book:
    """Read the workbook part; InputError where the package is no workbook."""
    part = _workbook_part(archive)
    root = parse(archive.read(part), part)
    namespace = etree.QName(root).namespace
    if namespace not in _RELATION:
        raise _no_workbook(archive)
    links = relations(archive, part)
    settings, protection = (root.find(f"{{{namespace}}}{name}") for name in ("workbookPr", "workbookProtection"))
    return Book(
        part=part,
        namespace=namespace,
        sheets=_sheets(root, namespace, links),
        relations=links,
        mac=settings is not None and settings.get("date1904") in _TRUTH,
        locked=protection is not None and protection.get("lockStructure") in _TRUTH,
    )


def _workbook_part(archive: Archive) -> str:
    if archive.find("[Content_Types].xml") is None:
        raise _no_workbook(archive)
    start = (relation.target for relation in relations(archive, "") if relation.kind == "officeDocument")
    part = archive.find(next(start, "xl/workbook.xml"))
    if part is None:
        raise _no_workbook(archive)
    if "binary" in content_types(archive).get(part.casefold(), ""):
        raise InputError(f"“{archive.path.name}”是二进制工作簿（.xlsb），请用 Excel 打开后另存为 .xlsx 再试。")
    return part


def _no_workbook(archive: Archive) -> InputError:
    return InputError(f"“{archive.path.name}”不是 Excel 工作簿，请用 Excel 或 WPS 打开后另存为 .xlsx 再试。")


def _sheets(root: etree._Element, namespace: str, links: tuple[Relation, ...]) -> tuple[SheetEntry, ...]:
    by_id = {relation.id: relation for relation in links}
    owned = _owned(root, namespace)
    entries: list[SheetEntry] = []
    for index, element in enumerate(root.iterfind(f"{{{namespace}}}sheets/{{{namespace}}}sheet")):
        relation = by_id.get(element.get(f"{{{_RELATION[namespace]}}}id", ""))
        entries.append(
            SheetEntry(
                index=index,
                name=element.get("name", ""),
                sheet_id=_whole(element.get("sheetId")),
                state=element.get("state", "visible"),
                kind=relation.kind if relation else "",
                part=relation.target if relation else "",
                ownership=owned.get(index),
            )
        )
    return tuple(entries)


def _owned(root: etree._Element, namespace: str) -> dict[int, Ownership]:
    owned: dict[int, Ownership] = {}
    for name in root.iterfind(f"{{{namespace}}}definedNames/{{{namespace}}}definedName"):
        ownership = unpacked(name.text or "") if name.get("name") == OWNERSHIP_NAME else None
        if ownership and name.get("localSheetId") is not None:
            owned[_whole(name.get("localSheetId"))] = ownership
    return owned


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() else -1
