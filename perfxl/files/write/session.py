"""One writing of a workbook: its parts as they stand, and as they are to be."""

from __future__ import annotations

import posixpath

from perfxl.errors import RefusedError
from perfxl.files.parts.book import Book, SheetEntry
from perfxl.files.parts.bookxml import BookEditor
from perfxl.files.parts.styles import EMPTY, Styles
from perfxl.files.read.reading import context_of
from perfxl.package.archive import Archive
from perfxl.package.manifest import RelationsEditor, TypesEditor
from perfxl.package.relationships import Relation, reachable, read_relations, relations, rels_part
from perfxl.package.xml import utf8
from perfxl.sheets.address import position_of

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"


class Session:
    """What the writers share; `parts` holds the new bytes of parts, None for those to drop.

    formulas_changed  formulas came or went, so the stored order of calculation is void
    """

    def __init__(self, archive: Archive, book: Book) -> None:
        self.archive = archive
        self.book = book
        self.parts: dict[str, bytes | None] = {}
        self.formulas_changed = False
        self.context = context_of(archive, book)
        self.workbook = BookEditor(archive.read(book.part), book)
        self.links = RelationsEditor(archive, book.part)
        self.types = TypesEditor(archive)
        self._styles: Styles | None = None
        self._styles_part = book.related("styles")

    def entry(self, name: str) -> SheetEntry:
        """Return the worksheet of that name; RefusedError where there is none."""
        entry = self.book.sheet(name)
        if entry is None:
            raise RefusedError(f"工作簿中没有工作表“{name}”，请重新运行。")
        return entry

    @staticmethod
    def position(cell: str) -> tuple[int, int]:
        """Return the row and column of an address; RefusedError where it is none."""
        try:
            return position_of(cell)
        except ValueError as error:
            raise RefusedError(f"“{cell}”不是单元格地址，未写出。") from error

    def current(self, entry: SheetEntry) -> tuple[str, bytes]:
        """Return a sheet's part and its bytes as they are to be so far, in UTF-8."""
        part = self.archive.find(entry.part) or entry.part
        return part, utf8(self.parts.get(part) or self.archive.read(part), part)

    @property
    def styles(self) -> Styles:
        """The styles part, made where the workbook has none."""
        if self._styles is None:
            if self._styles_part is None or self.archive.find(self._styles_part) is None:
                self._styles_part = self.new_part("styles.xml", "styles", f"{_TYPE}styles+xml")[0]
                data = EMPTY.format(namespace=self.book.namespace).encode()
            else:
                data = self.archive.read(self._styles_part)
            self._styles = Styles(data, self._styles_part)
        return self._styles

    def new_sheet_part(self) -> tuple[str, str]:
        """Return the name and relationship id of a new worksheet part."""
        return self.new_part(self.free("worksheets/sheet{}.xml"), "worksheet", f"{_TYPE}worksheet+xml")

    def free(self, pattern: str) -> str:
        """Return the first path of a pattern ("comments{}.xml") at which no part lies yet."""
        folder, number = posixpath.dirname(self.book.part), 1
        while self._taken(posixpath.join(folder, pattern.format(number))):
            number += 1
        return pattern.format(number)

    def new_part(
        self, path: str, kind: str, content_type: str, links: RelationsEditor | None = None
    ) -> tuple[str, str]:
        """Register a part that the workbook, or the owner of `links`, refers to; return its name and its id there."""
        part = posixpath.join(posixpath.dirname(self.book.part), path)
        self.parts[part] = b""
        self.types.add(part, content_type)
        return part, (links or self.links).add(f"{self.book.relation_namespace}/{kind}", part)

    def finish(self) -> dict[str, bytes | None]:
        """Return all parts that change."""
        if self._styles is not None and self._styles_part is not None:
            self.parts[self._styles_part] = self._styles.result()
        if self.formulas_changed:
            for relation in self.book.relations:
                if relation.kind == "calcChain":
                    self.links.remove(relation)
        self.put(self.book.part, self.workbook.result())
        self.put(self.links.name, self.links.result())
        self._drop_unreachable()
        self._type_relationships()
        self.put(self.types.name, self.types.result())
        return {part: content for part, content in self.parts.items() if self._changes(part, content)}

    def put(self, part: str, data: bytes) -> None:
        """Note the new bytes of a small part, unless it says the same already, in another encoding maybe."""
        if self.archive.find(part) is None or utf8(self.archive.read(part), part) != data:
            self.parts[part] = data

    def _taken(self, part: str) -> bool:
        return self.archive.find(part) is not None or part in self.parts

    def _changes(self, part: str, content: bytes | None) -> bool:
        if content is None:
            return self.archive.find(part) is not None
        return not self.archive.same(part, content)

    def _drop_unreachable(self) -> None:
        """Drop what only a removed sheet or the stored order of calculation led to."""
        start = relations(self.archive, "")
        before = reachable(start, lambda part: relations(self.archive, part))
        for part in sorted(before - reachable(start, self._relations_now)):
            for name in (self.archive.find(part), self.archive.find(rels_part(part))):
                if name:
                    self.parts[name] = None
            self.types.remove(part)

    def _type_relationships(self) -> None:
        """State the content type of new relationship parts: some packages state it for each of theirs alone."""
        for part, content in self.parts.items():
            if part.endswith(".rels") and content and self.archive.find(part) is None:
                self.types.add(part, _RELATIONSHIPS_TYPE)

    def _relations_now(self, part: str) -> tuple[Relation, ...]:
        name = self.archive.find(rels_part(part)) or rels_part(part)
        if name not in self.parts:
            return relations(self.archive, part)
        data = self.parts[name]
        return read_relations(data, part, name) if data else ()
