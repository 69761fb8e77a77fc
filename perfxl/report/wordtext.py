"""The text of a Word document (Word 正文): paragraphs in document order, with the text elements that they come from.

Deleted and moved-away text is left out, inserted text is read, a text box is read once where two versions of it stand
(mc:AlternateContent). Part numbers of the standard: ISO/IEC 29500-1, 17 (WordprocessingML).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count, groupby

from lxml import etree

from perfxl.prose.passages import Paragraph, Shape
from perfxl.report.wordbytes import SPACES

_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_GONE = frozenset({"del", "moveFrom", "instrText", "delText", "delInstrText", "rPr", "pPr", "tblPr", "trPr", "tcPr"})
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_PROSE = 30  # characters from which a cell's text with a stop is running text
_TITLE = 50  # characters from which a paragraph in a heading's style is no title


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph's text: where it begins there, and which w:t of the part it is, counted from 0."""

    start: int
    text: str
    element: int | None


@dataclass
class Block:
    """A paragraph as it is read: its text in pieces, its style, the cell that it stands in.

    element  which w:p of the part it is, counted from 0
    host     which w:p of the part holds the text box that it stands in
    note     the id of the note that it belongs to
    """

    number: int
    element: int
    host: int | None = None
    note: str = ""
    style: str = ""
    outline: bool = False
    row: tuple[int, int] | None = None
    column: int = 0
    pieces: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(piece.text for piece in self.pieces)


class Walk:
    """Reads the blocks of one part; `first` is the number of its first paragraph."""

    def __init__(self, first: int = 1) -> None:
        self._numbers = count(first)
        self._tables = count(first)
        self._texts: dict[etree._Element, int] = {}
        self._paragraphs: dict[etree._Element, int] = {}
        self._host: int | None = None
        self._note = ""
        self.blocks: list[Block] = []

    def read(self, root: etree._Element) -> list[Block]:
        """Return the paragraphs below an element, in document order; text elements are counted in the whole part."""
        whole = root.getroottree().getroot()
        self._texts, self._paragraphs = _counted(whole, "t"), _counted(whole, "p")
        for child in root:
            self._block(child, None, 0)
        return self.blocks

    def _block(self, element: etree._Element, row: tuple[int, int] | None, column: int) -> None:
        name = _name(element)
        if name == "p":
            self._paragraph(element, row, column)
        elif name == "tbl":
            self._table(element)
        elif name in _GONE or name == "" or _separates(element):
            return
        elif name == "AlternateContent":
            self._chosen(element, lambda child: self._block(child, row, column))
        else:
            self._note = _attribute(element, "id") if name in ("footnote", "endnote") else self._note
            for child in element:
                self._block(child, row, column)

    def _table(self, table: etree._Element) -> None:
        number = next(self._tables)
        for line, row in enumerate(_rows(table)):
            for column, cell in enumerate(_cells(row)):
                for child in cell:
                    self._block(child, (number, line), column)

    def _paragraph(self, element: etree._Element, row: tuple[int, int] | None, column: int) -> None:
        own = self._paragraphs[element]
        block = Block(next(self._numbers), own, self._host, self._note, *_style(element), row, column)
        self.blocks.append(block)
        boxes: list[etree._Element] = []
        for child in element:
            self._inline(child, block, boxes)
        host = self._host
        for box in boxes:
            self._host = own if host is None else host
            self._block(box, None, 0)
        self._host = host

    def _inline(self, element: etree._Element, block: Block, boxes: list[etree._Element]) -> None:
        name = _name(element)
        if name == "t":
            self._text(element, block)
        elif name in _SIGNS:
            block.pieces.append(Piece(len(block.text), _SIGNS[name], None))
        elif name == "txbxContent":
            boxes.append(element)
        elif name in _GONE or (name == "r" and _hidden(element)):
            return
        elif name == "AlternateContent":
            self._chosen(element, lambda child: self._inline(child, block, boxes))
        else:
            for child in element:
                self._inline(child, block, boxes)

    def _text(self, element: etree._Element, block: Block) -> None:
        number = self._texts[element]
        text = element.text or ""
        kept = element.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
        shown = text if kept else text.strip(" \t\r\n")
        lead = len(text) - len(text.lstrip(" \t\r\n")) if not kept else 0
        if shown and not lead and shown == text:
            block.pieces.append(Piece(len(block.text), shown, number))
        elif shown:
            block.pieces.append(Piece(len(block.text), shown, None))

    def _chosen(self, element: etree._Element, read: Callable[[etree._Element], None]) -> None:
        """Read the first choice of two versions, and pass over the others."""
        for inner in next((child for child in element if _local(child) in ("Choice", "Fallback")), ()):
            read(inner)


def paragraphs(blocks: list[Block], headings: Mapping[str, str]) -> Iterator[Paragraph]:
    """Yield blocks as paragraphs of a report; `headings` are the styles that titles have.

    Running text in a cell leaves its cell blank, and is yielded once the table is over, in a row of its own so that
    it is never read as going on from another cell.
    """
    for table, group in groupby(blocks, key=lambda block: block.row[0] if block.row else None):
        told = list(group)
        if table is None:
            yield from (_outside(block, headings) for block in told)
            continue
        prose = [block for block in told if _prose(block.text)]
        for block in told:
            yield Paragraph(block.number, "" if block in prose else block.text, Shape.ROW, block.row, block.column)
        yield from (Paragraph(block.number, block.text, Shape.TEXT, (-1, block.number)) for block in prose)


def _prose(text: str) -> bool:
    return len(text) >= _PROSE and any(mark in text for mark in "。；，")


def _outside(block: Block, headings: Mapping[str, str]) -> Paragraph:
    text = block.text
    title = (block.outline or block.style in headings) and len(text) < _TITLE and "。" not in text
    return Paragraph(block.number, text, Shape.HEADING if title else None)


def heading_styles(styles: etree._Element | None) -> dict[str, str]:
    """Return the ids of the styles whose paragraphs are titles, with the styles' names."""
    found: dict[str, str] = {}
    for style in styles.iter() if styles is not None else ():
        if _name(style) == "style":
            names = [child for child in style if _name(child) == "name"]
            name = _value(names[0]).casefold() if names else ""
            levels = any(_name(child) == "outlineLvl" for child in style.iter())
            if name.startswith(("heading", "标题", "title")) or levels:
                found[_attribute(style, "styleId")] = name
    return found


def _counted(root: etree._Element, name: str) -> dict[etree._Element, int]:
    """Return the elements of a name, in document order, with their numbers."""
    return {element: number for number, element in enumerate(root.iter(*(f"{{{space}}}{name}" for space in SPACES)))}


def _separates(element: etree._Element) -> bool:
    """Whether an element is no note, but the line between the text and its notes."""
    return _name(element) in ("footnote", "endnote") and _attribute(element, "type") not in ("", "normal")


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        name = _name(child)
        if name == "tr":
            yield child
        elif name in ("sdt", "sdtContent", "ins", "customXml", "smartTag"):
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        name = _name(child)
        if name == "tc":
            yield child
        elif name in ("sdt", "sdtContent", "customXml"):
            yield from _cells(child)


def _style(paragraph: etree._Element) -> tuple[str, bool]:
    """Return a paragraph's style, and whether it has a level of the outline of its own."""
    properties = next((child for child in paragraph if _name(child) == "pPr"), None)
    style, outline = "", False
    for child in properties if properties is not None else ():
        if _name(child) == "pStyle":
            style = _value(child)
        elif _name(child) == "outlineLvl":
            outline = _value(child).isdecimal() and int(_value(child)) < 9
    return style, outline


def _hidden(run: etree._Element) -> bool:
    properties = next((child for child in run if _name(child) == "rPr"), None)
    if properties is None:
        return False
    return any(_name(child) == "vanish" and _value(child) not in ("0", "false", "off") for child in properties)


def _name(element: etree._Element) -> str:
    """Return the local name of an element of Word or of compatibility markup, "" of any other."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    space, _, name = tag[1:].rpartition("}")
    if space in SPACES or space == _MC:
        return name
    return f":{name}"


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _value(element: etree._Element) -> str:
    return _attribute(element, "val")


def _attribute(element: etree._Element, name: str) -> str:
    return next((element.get(f"{{{space}}}{name}", "") for space in SPACES if element.get(f"{{{space}}}{name}")), "")
