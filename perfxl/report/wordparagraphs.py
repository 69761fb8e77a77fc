"""The paragraphs of a Word document as a report is read (段落): titles by their styles, the rows of tables, cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from lxml import etree

from perfxl.prose.passages import Paragraph, Shape
from perfxl.report.wordtext import Block, attribute, local_name, value

_PROSE = 30  # characters from which a cell's text with a stop is running text
_TITLE = 50  # characters from which a paragraph in a heading's style is no title


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
        if local_name(style) == "style":
            names = [child for child in style if local_name(child) == "name"]
            name = value(names[0]).casefold() if names else ""
            levels = any(local_name(child) == "outlineLvl" for child in style.iter())
            if name.startswith(("heading", "标题", "title")) or levels:
                found[attribute(style, "styleId")] = name
    return found
