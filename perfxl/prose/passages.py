"""Passages (文段): paragraphs as they are read, sentences that a page break cut joined, tables' rows apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby

from perfxl.prose.flow import BAR, Flow, flow, joined
from perfxl.prose.words import listed, load, patterns

_PAGE_NUMBER = re.compile(r"[-—–\s·第]*\d{1,3}[-—–\s·页]*")
_ROW_NUMBER = re.compile(r"(?:(?<=\s)|^)-?[\d.,]+%?(?=\s|$)")
_ROW_END = re.compile(r"(?:\s|^)-?[\d.,]+%?$")
_STOPS = "。；！？;!?"
_SHORTEST_CUT = 28  # characters below which a line without a stop is a heading and was not cut
_WRAPPED = 0.3  # share of lines that end near the same width in a text broken by a printer


class Shape(StrEnum):
    """What a paragraph is: running text, a heading, or a row of a table."""

    TEXT = "text"
    HEADING = "heading"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it stands in the file.

    number  1-based; findings refer to it
    shape   what the file says it is, None where a file of plain text says nothing
    row     the table and its row where the paragraph stands in a cell, and `column` the cell's place in the row
    """

    number: int
    text: str
    shape: Shape | None = None
    row: tuple[int, int] | None = None
    column: int = 0


@dataclass(frozen=True)
class Passage:
    """One or more paragraphs read as one.

    heading  the headings above, outermost first
    """

    index: int
    shape: Shape
    paragraphs: tuple[Paragraph, ...]
    headings: tuple[str, ...] = ()
    flow: Flow = field(default=Flow("", ()), repr=False)

    @property
    def read(self) -> Flow:
        """The flow as claims are read from it: without bracketed remarks, but for a table's row."""
        return self.flow if self.shape is Shape.ROW else self.flow.bare

    @property
    def text(self) -> str:
        """The text of what is read."""
        return self.read.text


_SEPARATOR = re.compile(r"\t+|\s*\|\s*|\s{2,}|\s+(?=-?[\d.,]+%?(?:\s|$))|(?<=[\d%])\s+")


def row_flow(group: Sequence[Paragraph]) -> Flow:
    """Return the flow of a table's row, its cells parted by a bar."""
    flows: list[Flow] = []
    if group[0].row is not None:
        cells = groupby(group, key=lambda paragraph: paragraph.column)
        return joined((flow((paragraph.number, paragraph.text) for paragraph in cell) for _, cell in cells), BAR)
    for paragraph in group:
        spot = 0
        for found in (*_SEPARATOR.finditer(paragraph.text), None):
            end = found.start() if found else len(paragraph.text)
            flows.append(flow([(paragraph.number, paragraph.text[spot:end])]).moved(spot))
            spot = found.end() if found else end
    return joined(flows, BAR)


def lines(text: str) -> tuple[Paragraph, ...]:
    """Return the physical lines of a text or Markdown file as paragraphs, blank ones counted."""
    return tuple(Paragraph(number, line) for number, line in enumerate(text.splitlines(), 1))


def passages(paragraphs: Iterable[Paragraph]) -> tuple[Passage, ...]:
    """Return the paragraphs as passages; blank ones and page numbers are left out, but for those in a table's cells."""
    told = [paragraph for paragraph in paragraphs if paragraph.row is not None or not _empty(paragraph.text)]
    grouped = _grouped(told, _wrapping_width(told))
    groups = [(shape, group) for shape, group in grouped if any(paragraph.text.strip() for paragraph in group)]
    return tuple(_with_headings(groups))


def _empty(text: str) -> bool:
    bare = text.strip()
    return not bare or bool(_PAGE_NUMBER.fullmatch(bare)) or set(bare) <= set("-=|: ")


def _grouped(told: Sequence[Paragraph], width: int) -> Iterator[tuple[Shape, list[Paragraph]]]:
    group: list[Paragraph] = []
    shape = Shape.TEXT
    for paragraph in told:
        own = paragraph.shape or _shape(paragraph.text)
        if group and paragraph.row is not None and paragraph.row == group[-1].row:
            group.append(paragraph)
            continue
        if _joins(group, shape, paragraph, own) and _goes_on(group[-1].text, paragraph.text, width):
            group.append(paragraph)
            shape = Shape.TEXT
            continue
        if group:
            yield shape, group
        group, shape = [paragraph], own
    if group:
        yield shape, group


def _joins(group: Sequence[Paragraph], shape: Shape, paragraph: Paragraph, own: Shape) -> bool:
    """Whether a paragraph may go on with those before it: running text, none of both in a cell of a table."""
    if not group or own is not Shape.TEXT or shape is Shape.ROW:
        return False
    return paragraph.row is None and group[-1].row is None


def _shape(text: str) -> Shape:
    bare = text.strip()
    celled = "\t" in bare or bare.count("|") >= 2
    columned = _ROW_END.search(bare) and len(_ROW_NUMBER.findall(bare)) >= 2 and not re.search("[，。；;]", bare)
    return Shape.ROW if celled or columned else Shape.TEXT


def _goes_on(before: str, text: str, width: int) -> bool:
    """Whether a line is the rest of the sentence that the line before it begins."""
    before, text = before.rstrip(), text.strip()
    if before[-1] in _STOPS or is_heading(text):
        return False
    if _left_open(before):
        return True
    if re.match(load("texts")["joined_starts"], text) and not re.match(r"20\d\d\s*年", text):
        return bool(re.search(r"[，,；;]|\d", before)) or len(_visible(before)) >= _SHORTEST_CUT
    if width:
        return _width(before) >= width - 4
    return len(_visible(before)) >= _SHORTEST_CUT and before[-1] not in "：:”）)"


def _left_open(line: str) -> bool:
    """Whether a line ends in a word that asks for another."""
    return line.endswith(listed("texts", "open_ends")) and len(line) > 4 and not is_title(line)


def is_heading(text: str) -> bool:
    """Whether a line begins as headings and items do."""
    return any(pattern.match(text.strip()) for pattern in patterns("texts", "headings"))


def is_title(text: str) -> bool:
    """Whether a line is a heading through and through: numbered, short, without a comma or a stop."""
    return is_heading(text) and len(_visible(text)) < _SHORTEST_CUT and not re.search("[，。；,;]", text)


def _visible(text: str) -> str:
    return "".join(text.split())


def _width(text: str) -> int:
    """Return how wide a line is printed, a Chinese character counting 2."""
    return sum(1 if character.isascii() else 2 for character in text.strip()) // 2


def _wrapping_width(told: Sequence[Paragraph]) -> int:
    """Return at how many Chinese characters a printer broke the lines, 0 where paragraphs are whole."""
    widths = sorted(_width(paragraph.text) for paragraph in told if paragraph.shape is None)
    if len(widths) < 12:
        return 0
    widest = widths[int(len(widths) * 0.95)]
    near = sum(widest - 4 <= width <= widest + 2 for width in widths)
    return widest if 18 <= widest <= 60 and near >= _WRAPPED * len(widths) else 0


def _with_headings(groups: Iterable[tuple[Shape, list[Paragraph]]]) -> Iterator[Passage]:
    path: dict[int, str] = {}
    for index, (own, group) in enumerate(groups):
        text = "".join(paragraph.text.strip() for paragraph in group)
        shape = Shape.HEADING if own is Shape.TEXT and is_title(text) else own
        level = _level(text) if own is not Shape.ROW else None
        path = _cut(path, level)
        above = tuple(path[depth] for depth in sorted(path))
        yield Passage(index, shape, tuple(group), above, _flow(shape, group))
        if shape is Shape.HEADING and level is not None:
            path[level] = text


def _cut(path: dict[int, str], level: int | None) -> dict[int, str]:
    """Return the headings that stay open where a numbered line of a level begins."""
    return path if level is None else {depth: words for depth, words in path.items() if depth < level}


def _flow(shape: Shape, group: Sequence[Paragraph]) -> Flow:
    if shape is Shape.ROW:
        return row_flow(group)
    return flow([(paragraph.number, paragraph.text) for paragraph in group])


def _level(text: str) -> int | None:
    return next((depth for depth, pattern in enumerate(patterns("texts", "headings")) if pattern.match(text)), None)
