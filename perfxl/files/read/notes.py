"""Notes (批注) of a sheet: the classic ones, and the threads of newer Excel that stand behind a placeholder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from perfxl.files.parts.content import decode_text, element_text, rich_text
from perfxl.package.archive import Archive
from perfxl.package.relationships import Relation
from perfxl.package.xml import parse
from perfxl.sheets.address import Position, position_of

_PLACEHOLDER = "tc="  # how the author of a thread's placeholder begins


@dataclass(slots=True)
class Notes:
    """The notes of a sheet by cell; a cell with a thread has no classic note of its own."""

    classic: dict[Position, str] = field(default_factory=dict)
    threads: dict[Position, str] = field(default_factory=dict)

    def all(self) -> dict[Position, str]:
        """Return the text of every note, threads as their remarks below each other."""
        return self.classic | self.threads


def read_notes(archive: Archive, links: tuple[Relation, ...]) -> Notes:
    """Read the notes that a sheet's relationships lead to; InputError where their part is broken."""
    notes = Notes()
    for relation in links:
        if relation.kind == "comments" and archive.find(relation.target):
            _read_classic(parse(archive.read(relation.target), relation.target), notes)
    for relation in links:
        if relation.kind == "threadedComment" and archive.find(relation.target):
            _read_threads(parse(archive.read(relation.target), relation.target), notes)
    return notes


def _read_classic(root: etree._Element, notes: Notes) -> None:
    authors = [element_text(author) for author in root.iterfind("{*}authors/{*}author")]
    for comment in root.iterfind("{*}commentList/{*}comment"):
        for position in _position(comment):
            text, number = comment.find("{*}text"), comment.get("authorId", "")
            author = authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""
            kind = notes.threads if author.startswith(_PLACEHOLDER) else notes.classic
            kind[position] = "" if text is None else rich_text(text)


def _read_threads(root: etree._Element, notes: Notes) -> None:
    remarks: dict[Position, list[str]] = {}
    for remark in root.iterfind("{*}threadedComment"):
        for position in _position(remark):
            text = remark.find("{*}text")
            remarks.setdefault(position, []).append("" if text is None else decode_text(element_text(text)))
    for position, texts in remarks.items():
        notes.classic.pop(position, None)
        notes.threads[position] = "\n".join(texts)


def _position(element: etree._Element) -> Iterator[Position]:
    """Yield the cell, nothing where the address is none: a note without a place is nobody's."""
    try:
        yield position_of(element.get("ref", ""))
    except ValueError:
        return
