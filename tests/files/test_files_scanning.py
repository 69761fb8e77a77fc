"""The tokenizer of cells: what its pattern does not know is respelled, and then means the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfxl.errors import PerfxlError
from perfxl.files.parts.book import TRANSITIONAL, open_book
from perfxl.files.parts.content import Context
from perfxl.files.parts.rowindex import bounds_of
from perfxl.files.read.formulas import FormulaSheetReader
from perfxl.files.read.reading import context_of
from perfxl.files.read.respelling import respell
from perfxl.files.read.scanning import UnusualError, scan
from perfxl.files.read.worksheet import Worksheet, WorksheetReader, read_worksheet
from perfxl.formulas.calculation import FormulaSheet
from perfxl.package.archive import open_archive
from perfxl.package.xml import utf8

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
BOOKS = sorted(CORPUS.glob("*/*.xls[xm]")) or [CORPUS / "missing"]
CONTEXT = Context(TRANSITIONAL, ("甲", "", "乙"), ("General", "0.00", "@"), fills=("", "AA0000"))
T = TypeVar("T")


def sheet(rows: str, after: str = "<pageMargins/>") -> bytes:
    return f'<worksheet xmlns="{TRANSITIONAL}"><sheetData>{rows}</sheetData>{after}</worksheet>'.encode()


def outcome(read: Callable[[bytes], Worksheet | FormulaSheet]) -> Callable[[bytes], Worksheet | FormulaSheet | str]:
    def found(data: bytes) -> Worksheet | FormulaSheet | str:
        try:
            return read(data)
        except PerfxlError as error:
            return str(error)

    return found


def snapshot(data: bytes, context: Context = CONTEXT) -> Worksheet:
    return read_worksheet(data, "表.xml", context)


def formulas(data: bytes, context: Context = CONTEXT) -> FormulaSheet:
    return FormulaSheetReader("表.xml", context).read(data)


def respelled(read: Callable[..., T], reader: type[WorksheetReader | FormulaSheetReader]) -> Callable[..., T]:
    """Read a part after it was respelled, whether it needs to be or not."""

    def found(data: bytes, context: Context = CONTEXT) -> T:
        return read(respell(data, "表.xml", context.namespace, reader.outside), context)

    return found


def scanned(data: bytes) -> bool:
    """Whether the pattern knows the part."""
    bounds = bounds_of(data, TRANSITIONAL)
    try:
        list(scan(data, bounds))  # type: ignore[arg-type]
    except UnusualError:
        return False
    return True


NUMBERS = ["0", "-0", "1.50", "0.61250000000000004", "1E-7", "-12.5", "100", "1e400", "x", " 7 ", "0.1", "00.5", "+3"]
TEXTS = ["甲", "&lt;&#20013;&amp;", "a\r\nb\rc", "_x000D_", "", " 空 ", "&#128;", "&quot;"]
PIECES = st.sampled_from(
    [
        *(f"<v>{number}</v>" for number in NUMBERS),
        *(f"<f>{text}</f><v>3</v>" for text in TEXTS),
        "",
        "<v/>",
        "<f/>",
        "<f>A1</f>",
        '<v xml:space="preserve"> 1</v>',
        "<f><!-- 注 -->A1</f><v>1</v>",
        "<v><![CDATA[5]]></v>",
        '<f t="shared" ref="A1:B9" si="0">A$1+B2</f><v>1</v>',
        '<f t="shared" si="0"/><v>1</v>',
        '<f t="array" ref="A1:A2">B1:B2</f>',
        '<f t="dataTable" ref="B2:C3" r1="A1" r2="A2"/>',
        "<extLst/>",
    ]
)
TYPED = st.sampled_from(
    [
        *(f' t="str"><f>A1</f><v>{text}</v>' for text in TEXTS),
        *(f' t="inlineStr"><is><t>{text}</t></is>' for text in TEXTS),
        ' t="inlineStr"><is><r><t>富</t></r></is>',
        ' t="inlineStr"><v>x_x0041_</v>',
        ' t="s"><v>0</v>',
        ' t="s"><v>1</v>',
        ' t="s"><v>9</v>',
        ' t="b"><v>1</v>',
        ' t="e"><v>#N/A</v>',
        ' t="e"><f>1/0</f><v>#DIV/0!</v>',
        ' t="d"><v>2020-01-02</v>',
        ' t="str"><v></v>',
        ' t="str"><f>A1</f><v></v>',
        ' t="n" cm="1"><v>4</v>',
    ]
)
STYLES = st.sampled_from(["", ' s="1"', ' s="2"', ' s="99"'])


@st.composite
def cells(draw: st.DrawFn, row: int, column: int) -> str:
    address = f"{chr(64 + column)}{row}"
    style = draw(STYLES)
    if draw(st.booleans()):
        return f'<c r="{address}"{style}{draw(TYPED)}</c>'
    inside = draw(PIECES)
    if not inside:
        return f'<c r="{address}"{style}/>'
    return f'<c r="{address}"{style}>{inside}</c>'


@st.composite
def sheets(draw: st.DrawFn) -> bytes:
    rows = []
    for row in sorted(draw(st.sets(st.integers(1, 9), max_size=5))):
        inside = "".join(draw(cells(row, column)) for column in sorted(draw(st.sets(st.integers(1, 5), max_size=4))))
        extra = draw(st.sampled_from(["", ' hidden="1"', ' spans="1:5" ht="9"', ' s="1" customFormat="1"']))
        gap = draw(st.sampled_from(["", "\n ", "<!-- -->"]))
        rows.append(f'<row r="{row}"{extra}>{inside}</row>{gap}')
    after = draw(st.sampled_from(["", '<mergeCells><mergeCell ref="A1:C12"/></mergeCells>', "<!-- </sheetData> -->"]))
    return sheet("".join(rows), after)


@given(sheets())
def test_respelling_changes_no_meaning(data: bytes) -> None:
    for read, reader in ((snapshot, WorksheetReader), (formulas, FormulaSheetReader)):
        assert repr(outcome(read)(data)) == repr(outcome(respelled(read, reader))(data))


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_respelling_changes_no_meaning_on_the_corpus(path: Path, corpus: Path) -> None:
    try:
        archive = open_archive(path)
        book = open_book(archive)
        context = context_of(archive, book)
        parts = {
            each.part: utf8(archive.read(each.part), each.part) for each in book.sheets if each.kind == "worksheet"
        }
    except PerfxlError as error:
        pytest.skip(f"not readable: {error}")
    for part, data in parts.items():
        for read, reader in ((snapshot, WorksheetReader), (formulas, FormulaSheetReader)):
            assert read(data, context) == respelled(read, reader)(data, context), part


@pytest.mark.parametrize(
    ("rows", "known"),
    [
        ('<row r="1"><c r="A1" s="1" t="s"><v>0</v></c></row>', True),
        ('<row r="1">\n <c r="A1">\n <v>1</v>\n </c>\n</row>\n', True),
        ('<row r="1"/><row r="2"/>', True),
        ("<row><c><v>1</v></c></row>", False),
        ('<row r="1"><!-- --></row>', False),
        ('<c r="A1"/>', False),
        ('<row r="1"><row r="2"/></row>', False),
        ('<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>', False),
    ],
)
def test_what_the_pattern_knows(rows: str, known: bool) -> None:
    assert scanned(sheet(rows)) is known


@pytest.mark.parametrize("bad", ["<v>1</v", "<v>&nbsp;</v>", "<v>\x01</v>", "<v>]]></v>", '<f t="x" t="y"/>'])
def test_malformed_is_refused(bad: str) -> None:
    with pytest.raises(PerfxlError, match="已损坏"):
        read_worksheet(sheet(f'<row r="1"><c r="A1">{bad}</c></row>'), "表.xml", CONTEXT)


def test_bad_bytes_are_refused() -> None:
    data = sheet('<row r="1"><c r="A1" t="str"><v>x</v></c></row>').replace(b">x<", b">\xff<")
    with pytest.raises(PerfxlError, match="已损坏"):
        read_worksheet(data, "表.xml", CONTEXT)


BLANK = "".join(f'<row r="{row}" s="1" customFormat="1"><c r="A{row}" s="1"/></row>' for row in range(2, 40))
TOP = '<row r="1"><c r="A1"><v>1</v></c><c r="C1" s="1"/></row>'


@pytest.mark.parametrize(
    ("rows", "after", "blanks"),
    [(TOP + BLANK, "", 0), (TOP + BLANK, '<mergeCells><mergeCell ref="A3:B5"/></mergeCells>', 4), (BLANK, "", 0)],
)
def test_formatting_below_the_content(rows: str, after: str, blanks: int) -> None:
    found = snapshot(sheet(rows, after))
    assert found == respelled(snapshot, WorksheetReader)(sheet(rows, after))
    assert sum(cell.value is None and column == 1 for (_, column), cell in found.cells.items()) == blanks


def test_a_bad_row_below_the_content() -> None:
    rows = TOP + BLANK + '<row r="1048577"/>'
    with pytest.raises(PerfxlError, match="1048577"):
        read_worksheet(sheet(rows), "表.xml", CONTEXT)
