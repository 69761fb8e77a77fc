"""An annotated copy of a report (批注稿): a comment at the words of each finding; all else stays, to the byte."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from perfxl.errors import RefusedError
from perfxl.model.finding import Finding
from perfxl.model.place import Place
from perfxl.package.markup import Edit, attributes, resolved, splice, with_attribute
from perfxl.package.relationships import relations
from perfxl.package.xml import utf8
from perfxl.report.comments import Comments
from perfxl.report.opening import WordDocument
from perfxl.report.wordbytes import ParagraphSpot, Spots, TextSpot, spots
from perfxl.report.wordtext import Block, Piece

Cut = tuple[int, TextSpot | None]  # a place in the bytes, and the text element that is split there
_CHARACTER = re.compile(rb"&[^;]*;|\r\n?|[\x00-\x7f]|[\xc0-\xff][\x80-\xbf]*")
_NAME = re.compile(rb"<([^\s/>]+)")
_UNFIT = "“{}”的写法特殊，无法加批注，请用 Word 或 WPS 另存一份 .docx 再试。"


@dataclass(frozen=True, slots=True)
class Annotated:
    """The changed parts of a copy, and how many comments there are.

    exact      at their words
    loose      at a whole paragraph, because no mark can stand at the words
    standing   there already
    """

    parts: Mapping[str, bytes]
    exact: int
    loose: int
    standing: int


def annotated(document: WordDocument, findings: Iterable[Finding]) -> Annotated:
    """Return a report's parts with a comment for each place with findings; those that stand already are not repeated.

    RefusedError where the document is signed, or written in a way that comments cannot be put into.
    """
    check_signature(document)
    copy = _Copy(document)
    for place, group in _by_place(findings).items():
        copy.comment(place, [line for finding in group for line in _lines(finding)])
    return copy.done()


def check_signature(document: WordDocument) -> None:
    """Raise RefusedError where a document is signed: what is changed in it would void the signature."""
    if any("digital-signature" in relation.type for relation in relations(document.archive, "")):
        raise RefusedError(
            f"“{document.archive.path.name}”带有数字签名，改动会使签名失效，未写出，请先在 Word 中删除签名。"
        )


def _by_place(findings: Iterable[Finding]) -> dict[Place, list[Finding]]:
    groups: dict[Place, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.place.paragraph is not None:
            groups[finding.place].append(finding)
    return groups


def _lines(finding: Finding) -> list[str]:
    told = [f"{finding.severity.term} {finding.code} {finding.message}"]
    return told + [f"{label}：{text}" for label, text in (("建议", finding.fix), ("依据", finding.citation)) if text]


@dataclass
class _Marks:
    """What is put in at one place: ends of comments before starts of others; a text element is split there, or none."""

    spot: TextSpot | None = None
    ends: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)


class _Copy:
    def __init__(self, document: WordDocument) -> None:
        self._document = document
        self._data = utf8(document.archive.read(document.main), document.main)
        self._spots: Spots = spots(self._data)
        if not self._spots.prefix:
            raise RefusedError(_UNFIT.format(document.archive.path.name))
        self._comments = Comments(document.archive, document.main, self._spots.space)
        self._blocks = {block.number: (part, block) for part, group in document.blocks.items() for block in group}
        self._marks: dict[int, _Marks] = defaultdict(_Marks)
        self._exact = self._loose = self._standing = 0

    def comment(self, place: Place, lines: Sequence[str]) -> None:
        """Put a comment at a place."""
        if tuple(lines) in self._comments.own:
            self._standing += 1
            return
        part, block = self._blocks[place.paragraph or 0]
        ends = self._words(block, place.span) if part == self._document.main and block.host is None else None
        if ends is not None:
            self._exact += 1
        else:
            ends = self._paragraph(part, block)
            self._loose += 1
        number = self._comments.add(lines)
        (start, first), (end, last) = ends
        self._marks[start].spot, self._marks[end].spot = first, last
        self._marks[start].starts.append(number)
        self._marks[end].ends.append(number)

    def _words(self, block: Block, span: tuple[int, int] | None) -> tuple[Cut, Cut] | None:
        """Return where the words of a span begin and end; None where marks cannot stand there."""
        if span is None:
            return None
        start, end = span
        touched = [piece for piece in block.pieces if piece.start < end and piece.start + len(piece.text) > start]
        told = [self._text(piece) for piece in touched]
        if not told or told[0] is None or told[-1] is None:
            return None
        return (
            self._cut(told[0], start - touched[0].start, at_start=True),
            self._cut(told[-1], end - touched[-1].start, at_start=False),
        )

    def _text(self, piece: Piece) -> TextSpot | None:
        """Return where a piece stands; None where the bytes are not what was read, or no mark may stand beside them."""
        number = piece.element
        spot = self._spots.texts[number] if number is not None and number < len(self._spots.texts) else None
        if spot is None or not spot.loose:
            return None
        content = self._data[slice(*spot.content)]
        return spot if b"<" not in content and resolved(content.decode()) == piece.text else None

    def _cut(self, spot: TextSpot, offset: int, *, at_start: bool) -> Cut:
        """Return the place in the bytes for a mark at a character, and the text element if that is split there."""
        content = self._data[slice(*spot.content)]
        at = spot.content[0] + _byte(content, offset)
        whole = not spot.splittable
        if at_start and ((at == spot.content[0] and spot.first) or whole):
            return spot.run[0], None
        if not at_start and ((at == spot.content[1] and spot.last) or whole):
            return spot.run[1], None
        return at, spot

    def _paragraph(self, part: str, block: Block) -> tuple[Cut, Cut]:
        """Return the ends of the paragraph that a block stands in, or its text box, or the reference to its note."""
        number: int | None = block.element if block.host is None else block.host
        if part != self._document.main:
            number = self._spots.notes.get((self._document.kinds[part], block.note))
        known = number is not None and number < len(self._spots.paragraphs)
        spot: ParagraphSpot | None = self._spots.paragraphs[number] if known and number is not None else None
        if spot is None:
            raise RefusedError(_UNFIT.format(self._document.archive.path.name))
        return (spot.inside, None), (spot.end, None)

    def done(self) -> Annotated:
        """Return the changed parts."""
        if not self._marks:
            return Annotated({}, 0, 0, self._standing)
        edits = [Edit(at, at, self._marked(marks)) for at, marks in self._marks.items()]
        split = {marks.spot.tag: marks.spot for marks in self._marks.values() if marks.spot is not None}
        edits += [edit for spot in split.values() for edit in self._preserved(spot)]
        parts = {self._document.main: splice(self._data, edits)} | self._comments.parts()
        return Annotated(parts, self._exact, self._loose, self._standing)

    def _marked(self, marks: _Marks) -> bytes:
        w = self._spots.prefix
        told = "".join(
            f'<{w}commentRangeEnd {w}id="{number}"/><{w}r><{w}commentReference {w}id="{number}"/></{w}r>'
            for number in marks.ends
        )
        told += "".join(f'<{w}commentRangeStart {w}id="{number}"/>' for number in marks.starts)
        if marks.spot is None:
            return told.encode()
        text, run = (_name(tag) for tag in (self._data[slice(*marks.spot.tag)], marks.spot.opening))
        again = marks.spot.opening + marks.spot.properties + b"<" + text + b' xml:space="preserve">'
        return b"</" + text + b"></" + run + b">" + told.encode() + again

    def _preserved(self, spot: TextSpot) -> Iterable[Edit]:
        """Yield what lets the first half of a split text keep its blanks at the end."""
        tag = self._data[slice(*spot.tag)]
        if attributes(tag).get("xml:space") != "preserve":
            yield Edit(*spot.tag, with_attribute(tag, "xml:space", "preserve"))


def _name(tag: bytes) -> bytes:
    found = _NAME.match(tag)
    return found[1] if found else b""


def _byte(content: bytes, characters: int) -> int:
    """Return where so many characters of escaped text end."""
    at = 0
    for _ in range(characters):
        found = _CHARACTER.match(content, at)
        at = found.end() if found else at + 1
    return at
