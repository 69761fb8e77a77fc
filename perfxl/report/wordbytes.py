"""Where the text of a Word part stands in its bytes (字节位置): runs to be split, paragraphs, references to notes."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import cast

from perfxl.package.markup import Tag, attributes, tags

SPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_BOUND = re.compile(rb"""\sxmlns(?::([^\s=]+))?\s*=\s*["']([^"']*)["']""")
_HOLDERS = frozenset(
    {"p", "ins", "moveTo", "hyperlink", "smartTag", "sdtContent", "fldSimple", "customXml", "bdo", "dir"}
)
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}


@dataclass(slots=True)
class TextSpot:
    """A w:t: its start tag, its content, and the run that it stands in.

    opening, properties   the run's start tag and its w:rPr, by which a run goes on behind a split
    first, last           whether nothing else stands in the run before or behind it
    loose                 whether marks may stand beside the run
    """

    tag: tuple[int, int]
    content: tuple[int, int]
    run: tuple[int, int] = (0, 0)
    opening: bytes = b""
    properties: bytes = b""
    first: bool = True
    last: bool = True
    loose: bool = False

    @property
    def splittable(self) -> bool:
        """Whether the run may be parted; one whose format was changed with tracking may not be told twice."""
        return b"rPrChange" not in self.properties


@dataclass(slots=True)
class ParagraphSpot:
    """A w:p: where its content begins, behind its properties, and where it ends."""

    inside: int
    end: int


@dataclass
class Spots:
    """The w:t and the w:p of a part in document order (None: one without content), and the w:p that notes hang on.

    prefix   a prefix that stands for Word's vocabulary everywhere, with its colon; "" where there is none
    space    the name of that vocabulary
    notes    by the kind of the note and its id
    """

    prefix: str = ""
    space: str = ""
    texts: list[TextSpot | None] = field(default_factory=list)
    paragraphs: list[ParagraphSpot | None] = field(default_factory=list)
    notes: dict[tuple[str, str], int] = field(default_factory=dict)


@dataclass(slots=True)
class _Frame:
    """An open element: its local name, "" for one of another vocabulary, and what was found in it."""

    name: str
    tag: Tag
    number: int = -1
    properties: tuple[int, int] = (0, 0)
    children: int = 0
    texts: list[tuple[TextSpot, int]] = field(default_factory=list)


def spots(data: bytes) -> Spots:
    """Return where the text of a part stands."""
    return _Scan(data).run()


class _Scan:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._prefixes = _prefixes(data)
        self._local: dict[bytes, str] = {}
        self._found = Spots(*_outermost(data)) if self._prefixes else Spots()
        self._stack: list[_Frame] = [_Frame("", Tag(b"", False, False, 0, 0))]
        self._open: list[int] = []

    def run(self) -> Spots:
        for tag in tags(self._data):
            if tag.closes:
                self._end(tag)
            else:
                self._start(tag)
        return self._found

    def _name(self, qualified: bytes) -> str:
        known = self._local.get(qualified)
        if known is None:
            prefix, colon, local = qualified.rpartition(b":")
            known = local.decode() if (prefix if colon else b"") in self._prefixes else ""
            self._local[qualified] = known
        return known

    def _start(self, tag: Tag) -> None:
        name, outer = self._name(tag.name), self._stack[-1]
        outer.children += 1
        if name == "t":
            self._found.texts.append(None)
        elif name == "p":
            self._found.paragraphs.append(None)
        elif name in _NOTES and self._open:
            told = attributes(self._data[tag.start : tag.end])
            number = next((value for key, value in told.items() if key.rpartition(":")[2] == "id"), "")
            self._found.notes[_NOTES[name], number] = self._open[0]
        if tag.empty:
            return
        self._stack.append(_Frame(name, tag, len(self._found.paragraphs) - 1))
        if name == "p":
            self._open.append(self._stack[-1].number)
            self._found.paragraphs[-1] = ParagraphSpot(tag.end, tag.end)

    def _end(self, tag: Tag) -> None:
        frame = self._stack.pop()
        outer = self._stack[-1]
        if frame.name == "t":
            self._text(frame, tag, outer)
        elif frame.name == "r":
            self._run(frame, tag, outer.name in _HOLDERS)
        elif (frame.name, outer.name) == ("rPr", "r"):
            outer.properties = (frame.tag.start, tag.end)
        elif (frame.name, outer.name) == ("pPr", "p"):
            self._paragraph(outer).inside = self._paragraph(outer).end = tag.end
        elif frame.name == "p":
            self._open.pop()
            self._paragraph(frame).end = tag.start

    def _paragraph(self, frame: _Frame) -> ParagraphSpot:
        return cast(ParagraphSpot, self._found.paragraphs[frame.number])  # none is empty that stands on the stack

    def _text(self, frame: _Frame, tag: Tag, outer: _Frame) -> None:
        spot = TextSpot((frame.tag.start, frame.tag.end), (frame.tag.end, tag.start))
        self._found.texts[-1] = spot
        if outer.name == "r":
            outer.texts.append((spot, outer.children))

    def _run(self, frame: _Frame, tag: Tag, loose: bool) -> None:
        start, end = frame.properties
        before = 1 if end else 0
        for spot, position in frame.texts:
            spot.run = (frame.tag.start, tag.end)
            spot.opening = self._data[frame.tag.start : frame.tag.end]
            spot.properties = self._data[start:end]
            spot.first, spot.last = position == before + 1, position == frame.children
            spot.loose = loose


def _prefixes(data: bytes) -> frozenset[bytes]:
    """Return the prefixes that stand for Word's vocabulary; none where one of them stands for another somewhere."""
    bound: dict[bytes, set[str]] = defaultdict(set)
    for prefix, space in _BOUND.findall(data):
        bound[prefix].add(space.decode("utf-8", "replace"))
    own = {prefix for prefix, spaces in bound.items() if spaces & set(SPACES)}
    return frozenset(own if all(bound[prefix] <= set(SPACES) for prefix in own) else ())


def _outermost(data: bytes) -> tuple[str, str]:
    """Return a prefix that the outermost element binds to Word's vocabulary, and the name of that."""
    root = next(tags(data))
    for name, value in attributes(data[root.start : root.end]).items():
        if name.startswith("xmlns:") and value in SPACES:
            return f"{name.removeprefix('xmlns:')}:", value
    return "", ""
