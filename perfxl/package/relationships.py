"""Relationships and content types: how the parts of a package hang together."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from perfxl.package.archive import Archive
from perfxl.package.xml import parse

CONTENT_TYPES = "[Content_Types].xml"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship; `kind` is the last word of its type, `target` a part's name ("" outside the package)."""

    id: str
    type: str
    target: str

    @property
    def kind(self) -> str:
        """What the target is: "worksheet", "styles", ..., the same in strict and transitional files."""
        return self.type.rsplit("/", 1)[-1]


def rels_part(part: str) -> str:
    """Return where a part's relationships lie: "xl/workbook.xml" -> "xl/_rels/workbook.xml.rels"."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relations(archive: Archive, part: str) -> tuple[Relation, ...]:
    """Return a part's relationships ("" for the package's own), none where it has none."""
    name = archive.find(rels_part(part))
    return read_relations(archive.read(name), part, name) if name else ()


def read_relations(data: bytes, part: str, name: str) -> tuple[Relation, ...]:
    """Return the relationships of `part` that stand in the part `name`."""
    folder = posixpath.dirname(part)
    return tuple(
        Relation(
            item.get("Id", ""), item.get("Type", ""), _target(folder, item.get("Target", ""), item.get("TargetMode"))
        )
        for item in parse(data, name).iterfind("{*}Relationship")
    )


def _target(folder: str, target: str, mode: str | None) -> str:
    if mode == "External":
        return ""
    absolute = target if target.startswith("/") else posixpath.join("/", folder, target)
    return posixpath.normpath(absolute).lstrip("/")


def content_types(archive: Archive) -> dict[str, str]:
    """Return the content types stated for single parts, by casefolded part name."""
    root = parse(archive.read(CONTENT_TYPES), CONTENT_TYPES)
    return {
        item.get("PartName", "").lstrip("/").casefold(): item.get("ContentType", "")
        for item in root.iterfind("{*}Override")
    }


def reachable(start: Iterable[Relation], of: Callable[[str], Iterable[Relation]]) -> set[str]:
    """Return the casefolded names of all parts that relationships lead to, from `start` on."""
    seen: set[str] = set()
    todo = [relation.target for relation in start]
    while todo:
        part = todo.pop()
        if part and part.casefold() not in seen:
            seen.add(part.casefold())
            todo.extend(relation.target for relation in of(part))
    return seen
