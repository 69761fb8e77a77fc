"""Opening a Word document (打开 Word 文档): its parts, guarded as workbooks are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from perfxl.errors import InputError
from perfxl.package.archive import Archive, open_archive
from perfxl.package.relationships import relations
from perfxl.package.xml import parse
from perfxl.prose.passages import Paragraph
from perfxl.report.wordparagraphs import heading_styles, paragraphs
from perfxl.report.wordtext import Block, Walk

_NOTES = ("footnotes", "endnotes")
_BODY = "body"


@dataclass(frozen=True)
class WordDocument:
    """A document: its package, and the blocks of each part that holds text, the main one first.

    kinds   what the other parts are: "footnotes", "endnotes"
    """

    archive: Archive
    main: str
    blocks: dict[str, list[Block]]
    kinds: dict[str, str]
    headings: dict[str, str]

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Return all paragraphs, numbered in document order, notes last."""
        return tuple(one for blocks in self.blocks.values() for one in paragraphs(blocks, self.headings))


@contextmanager
def _of_word() -> Iterator[None]:
    """Let complaints about packages name the program that documents are made with."""
    try:
        yield
    except InputError as error:
        raise InputError(str(error).replace("Excel", "Word")) from error


def open_document(path: Path) -> WordDocument:
    """Open a .docx; InputError says what else the file is and what to do."""
    with _of_word():
        archive = open_archive(path, ".docx")
        main = next((relation.target for relation in relations(archive, "") if relation.kind == "officeDocument"), "")
        part = archive.find(main) if main else None
        if part is None or not part.casefold().startswith("word/"):
            raise InputError(f"“{path.name}”不是 Word 文档，请检查是否选错了文件或改过扩展名。")
        return _read(archive, part)


def _read(archive: Archive, main: str) -> WordDocument:
    root = parse(archive.read(main), main)
    blocks = {main: Walk().read(_below(root, _BODY))}
    kinds: dict[str, str] = {}
    related = relations(archive, main)
    for relation in related:
        note = archive.find(relation.target) if relation.kind in _NOTES else None
        if note:
            first = 1 + sum(map(len, blocks.values()))
            kinds[note] = relation.kind
            blocks[note] = Walk(first).read(parse(archive.read(note), note))
    styles = next((archive.find(relation.target) for relation in related if relation.kind == "styles"), None)
    headings = heading_styles(parse(archive.read(styles), styles) if styles else None)
    return WordDocument(archive, main, blocks, kinds, headings)


def _below(root: etree._Element, name: str) -> etree._Element:
    return next((child for child in root if isinstance(child.tag, str) and child.tag.endswith(f"}}{name}")), root)
