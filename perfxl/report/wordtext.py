"""The text of a Word document (Word 正文): paragraphs in document order, with the text elements that they come from.

Deleted and moved-away text is left out, inserted text is read, a text box is read once where two versions of it stand
(mc:AlternateContent). Part numbers of the standard: ISO/IEC 29500-1, 17 (WordprocessingML).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count

from lxml import etree

from perfxl.report.wordbytes import SPACES

_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_GONE = frozenset({"del", "moveFrom", "instrText", "delText", "delInstrText", "rPr", "pPr", "tblPr", "trPr", "tcPr"})
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


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
        name = local_name(element)
        if name == "p":
            self._paragraph(element, row, column)
        elif name == "tbl":
            self._table(element)
        elif name in _GONE or name == "" or _separates(element):
            return
        elif name == "AlternateContent":
            self._chosen(element, lambda child: self._block(child, row, column))
        else:
            self._note = attribute(element, "id") if name in ("footnote", "endnote") else self._note
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
        name = local_name(element)
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


def _counted(root: etree._Element, name: str) -> dict[etree._Element, int]:
    """Return the elements of a name, in document order, with their numbers."""
    return {element: number for number, element in enumerate(root.iter(*(f"{{{space}}}{name}" for space in SPACES)))}


def _separates(element: etree._Element) -> bool:
    """Whether an element is no note, but the line between the text and its notes."""
    return local_name(element) in ("footnote", "endnote") and attribute(element, "type") not in ("", "normal")


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        name = local_name(child)
        if name == "tr":
            yield child
        elif name in ("sdt", "sdtContent", "ins", "customXml", "smartTag"):
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        name = local_name(child)
        if name == "tc":
            yield child
        elif name in ("sdt", "sdtContent", "customXml"):
            yield from _cells(child)


def _style(paragraph: etree._Element) -> tuple[str, bool]:
    """Return a paragraph's style, and whether it has a level of the outline of its own."""
    properties = next((child for child in paragraph if local_name(child) == "pPr"), None)
    style, outline = "", False
    for child in properties if properties is not None else ():
        if local_name(child) == "pStyle":
            style = value(child)
        elif local_name(child) == "outlineLvl":
            outline = value(child).isdecimal() and int(value(child)) < 9
    return style, outline


def _hidden(run: etree._Element) -> bool:
    properties = next((child for child in run if local_name(child) == "rPr"), None)
    if properties is None:
        return False
    return any(local_name(child) == "vanish" and value(child) not in ("0", "false", "off") for child in properties)


def local_name(element: etree._Element) -> str:
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


def value(element: etree._Element) -> str:
    """Return the w:val of an element."""
    return attribute(element, "val")


def attribute(element: etree._Element, name: str) -> str:
    """Return an attribute of Word's, "" where there is none."""
    return next((element.get(f"{{{space}}}{name}", "") for space in SPACES if element.get(f"{{{space}}}{name}")), "")
