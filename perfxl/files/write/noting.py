"""Writing and removing notes: the comments part, the drawing with their boxes, and how the sheet refers to both."""

from __future__ import annotations

from collections.abc import Iterable

from perfxl.errors import RefusedError
from perfxl.files.parts.book import SheetEntry
from perfxl.files.parts.content import encode_text
from perfxl.files.parts.geometry import grid_of
from perfxl.files.read.notes import read_notes
from perfxl.files.write import vml
from perfxl.files.write.session import Session
from perfxl.files.write.sheetend import legacy_drawing, with_legacy_drawing, without_legacy_drawing
from perfxl.package.document import Document, Node
from perfxl.package.manifest import RelationsEditor
from perfxl.package.markup import unescaped
from perfxl.package.relationships import Relation, read_relations, relations
from perfxl.package.xml import utf8
from perfxl.sheets.address import Position, cell_address
from perfxl.sheets.changeset import NoteWrite

AUTHOR = "perfxl"
_LONGEST = 32_767
_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_EMPTY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<comments xmlns="{namespace}"><authors/><commentList/></comments>'
)


def patch_notes(session: Session, writes: Iterable[NoteWrite]) -> None:
    """Write and remove notes; RefusedError names the first cell whose note is not as the change set expects."""
    by_sheet: dict[int, list[NoteWrite]] = {}
    for write in writes:
        by_sheet.setdefault(session.entry(write.sheet).index, []).append(write)
    for index, group in by_sheet.items():
        _SheetNotes(session, session.book.sheets[index]).apply(group)


class _SheetNotes:
    """The notes of one sheet, with the parts that hold them."""

    def __init__(self, session: Session, entry: SheetEntry) -> None:
        self._session = session
        self._part, self._sheet = session.current(entry)
        self._links = relations(session.archive, self._part)
        self._stands = read_notes(session.archive, self._links)
        self._editor = RelationsEditor(session.archive, self._part)
        self._comments = self._related("comments")
        self._box = self._drawing()
        self._shapes = self._bytes(self._box) if self._box else b""

    def apply(self, writes: list[NoteWrite]) -> None:
        changes = {self._checked(write): write for write in writes}
        if len(changes) < len(writes):
            raise RefusedError(f"工作表“{writes[0].sheet}”的同一格批注被改两次，结果不定，未写出，请重新运行。")
        texts = {at: write.text for at, write in changes.items() if write.text is not None}
        self._write_comments(changes.keys(), texts)
        self._write_shapes(changes.keys(), texts)
        self._session.parts[self._part] = self._sheet
        links = self._editor.result()
        left = read_relations(links, self._part, self._editor.name)
        if left:
            self._session.put(self._editor.name, links)
        else:
            self._session.parts[self._editor.name] = None

    def _related(self, kind: str) -> Relation | None:
        found = (link for link in self._links if link.kind == kind and self._session.archive.find(link.target))
        return next(found, None)

    def _drawing(self) -> Relation | None:
        """Return the relationship to the drawing that the sheet refers to; RefusedError where it leads nowhere."""
        wanted = legacy_drawing(self._sheet)
        if wanted is None:
            return None
        found = next((link for link in self._links if link.id == wanted), None)
        if found is None or not self._session.archive.find(found.target):
            raise RefusedError("工作表的批注图形部件缺失，无法改动批注，请用 Excel 或 WPS 另存一份再试。")
        return found

    def _bytes(self, relation: Relation) -> bytes:
        return utf8(self._session.archive.read(relation.target), relation.target)

    def _checked(self, write: NoteWrite) -> Position:
        position = self._session.position(write.cell)
        place = f"工作表“{write.sheet}”的单元格 {write.cell} "
        if position in self._stands.threads:
            raise RefusedError(f"{place}上有讨论串批注，不会改动，请在 Excel 中自行处理该批注。")
        if self._stands.classic.get(position) != write.old_text:
            raise RefusedError(f"{place}的批注与读取时不同，未写出，请重新运行。")
        if write.text is not None and len(write.text.encode("utf-16-le", "surrogatepass")) // 2 > _LONGEST:
            raise RefusedError(f"{place}的批注超过 {_LONGEST} 个字符，Excel 无法保存，请缩短后重试。")
        return position

    def _write_comments(self, gone: Iterable[Position], texts: dict[Position, str]) -> None:
        document, listed = self._listed_comments()
        addresses = {cell_address(*position) for position in gone}
        for node in listed.children:
            node.removed = document.attributes(node).get("ref", "").replace("$", "").upper() in addresses
        if texts:
            author = _author(document)
            listed.appended.extend(_comment(document, at, author, text) for at, text in sorted(texts.items()))
        if listed.appended or not all(node.removed for node in listed.children):
            self._keep_comments(document.result())
        elif self._comments:
            self._editor.remove(self._comments)

    def _listed_comments(self) -> tuple[Document, Node]:
        data = self._bytes(self._comments) if self._comments else self._new_comments()
        document = Document(data, self._comments.target if self._comments else "comments")
        listed = document.root.find("commentList")
        if listed is None:
            raise RefusedError("工作表的批注部件不完整，无法改动批注，请用 Excel 或 WPS 另存一份再试。")
        return document, listed

    def _new_comments(self) -> bytes:
        return _EMPTY.format(namespace=self._session.book.namespace).encode()

    def _keep_comments(self, data: bytes) -> None:
        part = self._comments.target if self._comments else ""
        if not self._comments:
            path = self._session.free("comments{}.xml")
            part, _ = self._session.new_part(path, "comments", _COMMENTS, self._editor)
        self._session.parts[self._session.archive.find(part) or part] = data

    def _write_shapes(self, gone: Iterable[Position], texts: dict[Position, str]) -> None:
        shapes, grid = self._shapes or vml.empty(self._free_block()), grid_of(self._sheet)
        for position in gone:
            shapes = vml.without_note(shapes, position)
        for position, text in sorted(texts.items()):
            shapes = vml.with_note(shapes, position, text, grid)
        if self._box and vml.has_shapes(shapes):
            self._session.parts[self._session.archive.find(self._box.target) or self._box.target] = shapes
        elif self._box:
            self._editor.remove(self._box)
            self._sheet = without_legacy_drawing(self._sheet)
        elif texts:
            self._add_drawing(shapes)

    def _add_drawing(self, shapes: bytes) -> None:
        session, path = self._session, self._session.free("drawings/vmlDrawing{}.vml")
        part, relation_id = session.new_part(path, "vmlDrawing", _DRAWING, self._editor)
        session.parts[part] = shapes
        self._sheet = with_legacy_drawing(self._sheet, relation_id, session.book.relation_namespace)

    def _free_block(self) -> int:
        archive = self._session.archive
        drawings = [entry.filename for entry in archive.entries if entry.filename.casefold().endswith(".vml")]
        new = [data for part, data in self._session.parts.items() if part.endswith(".vml") and data]
        return max(vml.blocks([*(archive.read(name) for name in drawings), *new]), default=0) + 1


def _author(document: Document) -> int:
    """Return the index of perfxl among the authors, added where it is not there yet."""
    p, authors = document.root.prefix, document.root.find("authors")
    if authors is None:
        document.root.prepended.append(f"<{p}authors><{p}author>{AUTHOR}</{p}author></{p}authors>")
        return 0
    names = [unescaped(document.text(node)) for node in authors.children]
    if AUTHOR not in names:
        authors.appended.append(f"<{p}author>{AUTHOR}</{p}author>")
        names.append(AUTHOR)
    return names.index(AUTHOR)


def _comment(document: Document, position: Position, author: int, text: str) -> str:
    p = document.root.prefix
    return (
        f'<{p}comment ref="{cell_address(*position)}" authorId="{author}" shapeId="0"><{p}text><{p}r><{p}rPr>'
        f'<{p}sz val="9"/><{p}color indexed="81"/><{p}rFont val="宋体"/><{p}charset val="134"/></{p}rPr>'
        f'<{p}t xml:space="preserve">{encode_text(text)}</{p}t></{p}r></{p}text></{p}comment>'
    )
