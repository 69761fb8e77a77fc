"""One writing of a workbook: its parts as they stand, and as they are to be."""

from __future__ import annotations

import posixpath

from perfxl.files.book import Book
from perfxl.files.bookxml import BookEditor
from perfxl.files.reading import context_of
from perfxl.files.styles import EMPTY, Styles
from perfxl.package.archive import Archive
from perfxl.package.manifest import RelationsEditor, TypesEditor
from perfxl.package.relationships import Relation, reachable, read_relations, relations, rels_part

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."


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
        folder, number = posixpath.dirname(self.book.part), 1
        while self._taken(posixpath.join(folder, f"worksheets/sheet{number}.xml")):
            number += 1
        return self.new_part(f"worksheets/sheet{number}.xml", "worksheet", f"{_TYPE}worksheet+xml")

    def new_part(self, path: str, kind: str, content_type: str) -> tuple[str, str]:
        """Register a part that the workbook refers to; return its name and relationship id."""
        part = posixpath.join(posixpath.dirname(self.book.part), path)
        self.parts[part] = b""
        self.types.add(part, content_type)
        return part, self.links.add(f"{self.book.relation_namespace}/{kind}", part)

    def finish(self) -> dict[str, bytes | None]:
        """Return all parts that change."""
        if self._styles is not None and self._styles_part is not None:
            self.parts[self._styles_part] = self._styles.result()
        if self.formulas_changed:
            for relation in self.book.relations:
                if relation.kind == "calcChain":
                    self.links.remove(relation)
        self.parts[self.book.part] = self.workbook.result()
        self.parts[self.links.name] = self.links.result()
        self._drop_unreachable()
        self.parts[self.types.name] = self.types.result()
        return {part: content for part, content in self.parts.items() if self._changes(part, content)}

    def _taken(self, part: str) -> bool:
        return self.archive.find(part) is not None or part in self.parts

    def _changes(self, part: str, content: bytes | None) -> bool:
        stands = self.archive.find(part) is not None
        return content != self.archive.read(part) if stands else content is not None

    def _drop_unreachable(self) -> None:
        """Drop what only a removed sheet or the stored order of calculation led to."""
        start = relations(self.archive, "")
        before = reachable(start, lambda part: relations(self.archive, part))
        for part in sorted(before - reachable(start, self._relations_now)):
            for name in (self.archive.find(part), self.archive.find(rels_part(part))):
                if name:
                    self.parts[name] = None
            self.types.remove(part)

    def _relations_now(self, part: str) -> tuple[Relation, ...]:
        name = self.archive.find(rels_part(part)) or rels_part(part)
        if name not in self.parts:
            return relations(self.archive, part)
        data = self.parts[name]
        return read_relations(data, part, name) if data else ()
