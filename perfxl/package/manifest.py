"""Editing relationships and content types by splicing."""

from __future__ import annotations

import posixpath

from perfxl.package.archive import Archive
from perfxl.package.document import Document
from perfxl.package.markup import escaped
from perfxl.package.relationships import CONTENT_TYPES, RELATIONSHIPS, Relation, read_relations, rels_part

_EMPTY = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{RELATIONSHIPS}"/>'


class RelationsEditor:
    """The relationships of one part; `name` is the part that they stand in."""

    def __init__(self, archive: Archive, part: str) -> None:
        self._part = part
        self.name = archive.find(rels_part(part)) or rels_part(part)
        data = archive.read(self.name) if archive.find(self.name) else _EMPTY.encode()
        self._document = Document(data, self.name)
        self._ids = {relation.id for relation in read_relations(data, part, self.name)}

    def add(self, kind: str, target: str) -> str:
        """Add a relationship of that full type to a part, and return its id."""
        number = 1
        while f"rId{number}" in self._ids:
            number += 1
        self._ids.add(f"rId{number}")
        path = posixpath.relpath(target, posixpath.dirname(self._part) or ".")
        self._document.root.appended.append(
            f'<{self._document.root.prefix}Relationship Id="rId{number}" Type="{kind}" Target="{escaped(path)}"/>'
        )
        return f"rId{number}"

    def remove(self, relation: Relation) -> None:
        """Take a relationship out."""
        for node in self._document.root.children:
            if self._document.attributes(node).get("Id") == relation.id:
                node.removed = True

    def result(self) -> bytes:
        """Return the part's bytes with all edits applied."""
        return self._document.result()


class TypesEditor:
    """The content types of the package."""

    def __init__(self, archive: Archive) -> None:
        self.name = archive.find(CONTENT_TYPES) or CONTENT_TYPES
        self._document = Document(archive.read(self.name), self.name)
        stated = [self._document.attributes(node) for node in self._document.root.all("Default")]
        self._extensions = {each.get("Extension", "").casefold(): each.get("ContentType", "") for each in stated}
        self._extensions.setdefault("xml", "application/xml")

    def add(self, part: str, kind: str) -> None:
        """State the content type of a new part, of its extension as a whole where nothing is known of that."""
        prefix, extension = self._document.root.prefix, part.rpartition(".")[2].casefold()
        if extension not in self._extensions:
            self._extensions[extension] = kind
            element = f'<{prefix}Default Extension="{escaped(extension)}" ContentType="{kind}"/>'
            self._document.root.prepended.append(element)
        elif self._extensions[extension] != kind:
            element = f'<{prefix}Override PartName="/{escaped(part)}" ContentType="{kind}"/>'
            self._document.root.appended.append(element)

    def remove(self, part: str) -> None:
        """Take out what is stated for a part."""
        for node in self._document.root.children:
            name = self._document.attributes(node).get("PartName", "")
            if name.lstrip("/").casefold() == part.casefold():
                node.removed = True

    def result(self) -> bytes:
        """Return the part's bytes with all edits applied."""
        return self._document.result()
