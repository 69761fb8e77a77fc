"""A Word template of a text: styles and page of an official document, tables, page numbers."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import yaml
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from wordmaker.packing import packed
from wordmaker.text import Line, Table, blocks

FORMAT: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("format.yaml").read_text(encoding="utf-8"))
ALIGN = {
    "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT, "left": WD_ALIGN_PARAGRAPH.LEFT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}  # fmt: skip
NUMBERS = ("数 }}", "得分 }}", "分值 }}")
ACROSS = 156  # millimetres between the margins


def template(source: str) -> bytes:
    """Return the template that a text describes; the same text gives the same bytes."""
    document = Document()
    _page(document)
    for kind, told in FORMAT["styles"].items():
        _style(document, kind, told)
    for block in blocks(source):
        if isinstance(block, Table):
            _table(document, block)
        else:
            _paragraph(document, block)
    _page_numbers(document)
    _properties(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return packed(buffer.getvalue(), FORMAT["fonts"])


def _page(document: WordDocument) -> None:
    section, page = document.sections[0], FORMAT["page"]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(page["width"]), Mm(page["height"])
    section.top_margin, section.bottom_margin = Mm(page["top"]), Mm(page["bottom"])
    section.left_margin, section.right_margin = Mm(page["left"]), Mm(page["right"])
    section.header_distance, section.footer_distance = Mm(15), Mm(25)


def style_name(kind: str) -> str:
    """Return the name of the style of a kind of line."""
    told = FORMAT["styles"].get(kind, FORMAT["styles"]["body"])
    return str(told.get("style") or told["name"])


def _style(document: WordDocument, kind: str, told: dict[str, Any]) -> None:
    name = style_name(kind)
    known = name in [style.name for style in document.styles]
    style = document.styles[name] if known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.base_style = document.styles["Normal"]
    _font(style, told)
    layout = style.paragraph_format
    layout.space_before = layout.space_after = Pt(told.get("space", 0))
    layout.alignment = ALIGN[told.get("align", "both")]
    layout.keep_with_next = told.get("next", name.startswith("Heading"))
    layout.widow_control = False
    if not told.get("loose"):
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(FORMAT["line"])
    if told.get("indent"):
        layout.first_line_indent = Pt(told["size"] * told["indent"])
        style.element.pPr.ind.set(qn("w:firstLineChars"), str(100 * told["indent"]))
    for border in style.element.pPr.findall(qn("w:pBdr")):
        style.element.pPr.remove(border)


def _font(style: ParagraphStyle, told: dict[str, Any]) -> None:
    for child in list(style.element.get_or_add_rPr()):
        style.element.rPr.remove(child)
    style.font.name = FORMAT["latin"]
    style.font.size = Pt(told["size"])
    style.font.bold = style.font.italic = False
    fonts = style.element.rPr.rFonts
    fonts.set(qn("w:eastAsia"), FORMAT["fonts"][told["font"]][0])
    fonts.set(qn("w:cs"), FORMAT["latin"])


def _paragraph(document: WordDocument, line: Line) -> None:
    document.add_paragraph(line.words, style=style_name(line.kind))


def _table(document: WordDocument, told: Table) -> None:
    table = document.add_table(rows=0, cols=len(told.widths), style="Table Grid")
    table.autofit = False
    table.alignment = 1
    for place, row in enumerate(told.rows):
        cells = table.add_row().cells
        for cell, words, width in zip(cells, row, told.widths, strict=True):
            cell.width = Mm(ACROSS * width / 100)
            cell.vertical_alignment = 1
            cell.paragraphs[0].text = words
            cell.paragraphs[0].style = style_name(_cell_kind(place, words))
    for column, width in zip(table.columns, told.widths, strict=True):
        column.width = Mm(ACROSS * width / 100)
    for place, row in enumerate(table.rows):
        _kept(row._tr, ("w:cantSplit", "w:tblHeader") if place == 0 else ("w:cantSplit",))


def _cell_kind(place: int, words: str) -> str:
    if place == 0:
        return "head"
    return "number" if words.endswith(NUMBERS) else "cell"


def _kept(row: Any, marks: tuple[str, ...]) -> None:
    """Keep a row on one page, and repeat the heading on each."""
    properties = row.get_or_add_trPr()
    for name in marks:
        properties.append(OxmlElement(name))


def _page_numbers(document: WordDocument) -> None:
    """Put the page number at the outer edge, between dashes, one character in."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = style_name("page")
        paragraph.alignment = ALIGN[side]
        indent = Pt(FORMAT["styles"]["page"]["size"])
        if side == "right":
            paragraph.paragraph_format.right_indent = indent
        else:
            paragraph.paragraph_format.left_indent = indent
        _numbered(paragraph)


def _numbered(paragraph: Paragraph) -> None:
    paragraph.add_run("— ")
    for kind, words in (("begin", ""), ("", " PAGE "), ("separate", ""), ("", "1"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif words == "1":
            run.text = words
        else:
            field = OxmlElement("w:instrText")
            field.set(qn("xml:space"), "preserve")
            field.text = words
            run._r.append(field)
    paragraph.add_run(" —")


def _properties(document: WordDocument) -> None:
    told = document.core_properties
    told.author, told.comments, told.title, told.keywords = "", "", "", ""
    told.last_modified_by = ""
