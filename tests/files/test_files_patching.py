"""Patching cells: what is written is read back, and no other byte changes."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfxl.errors import RefusedError
from perfxl.files.parts.book import TRANSITIONAL
from perfxl.files.parts.content import Context
from perfxl.files.read.worksheet import Worksheet, read_worksheet
from perfxl.files.write.patching import Patch, patched
from perfxl.sheets.snapshot import Value


def sheet(rows: str, before: str = "") -> bytes:
    head = f'<?xml version="1.0"?>\n<worksheet xmlns="{TRANSITIONAL}">{before}'
    return f"{head}{rows}<pageMargins/></worksheet>".encode()


def read(data: bytes) -> Worksheet:
    return read_worksheet(data, "sheet1.xml", Context(TRANSITIONAL))


def one(rows: str, address: tuple[int, int], patch: Patch, before: str = "") -> str:
    return patched(sheet(rows, before), {address: patch}).decode().removesuffix("<pageMargins/></worksheet>")


NUMBER = Patch(Decimal("1.50"))
NEW = '<c r="B2"><v>1.5</v></c>'


@pytest.mark.parametrize(
    ("rows", "after"),
    [
        pytest.param("<sheetData/>", f'<sheetData><row r="2">{NEW}</row></sheetData>', id="empty sheetData"),
        pytest.param(
            "<sheetData></sheetData>", f'<sheetData><row r="2">{NEW}</row></sheetData>', id="sheetData without rows"
        ),
        pytest.param(
            '<sheetData><row r="2" ht="9"/></sheetData>',
            f'<sheetData><row r="2" ht="9">{NEW}</row></sheetData>',
            id="empty row",
        ),
        pytest.param(
            '<sheetData><row r="1"/><row r="3"/></sheetData>',
            f'<sheetData><row r="1"/><row r="2">{NEW}</row><row r="3"/></sheetData>',
            id="row between",
        ),
        pytest.param(
            '<sheetData><row r="2"><c r="A2"/><c r="C2"/></row></sheetData>',
            f'<sheetData><row r="2"><c r="A2"/>{NEW}<c r="C2"/></row></sheetData>',
            id="cell between",
        ),
        pytest.param(
            '<sheetData><row r="2"><c r="A2"/></row></sheetData>',
            f'<sheetData><row r="2"><c r="A2"/>{NEW}</row></sheetData>',
            id="cell after",
        ),
        pytest.param(
            '<sheetData><row r="2"> <c cm="1" r="B2" t="s"><v>3</v></c> </row></sheetData>',
            f'<sheetData><row r="2"> {NEW} </row></sheetData>',
            id="cell replaced",
        ),
        pytest.param(
            '<sheetData><row r="2"><c r="B2" s="7"/></row></sheetData>',
            '<sheetData><row r="2"><c r="B2" s="7"><v>1.5</v></c></row></sheetData>',
            id="style kept",
        ),
        pytest.param(
            "<sheetData><row/><row><c><v>1</v></c><c><v>2</v></c><c/></row></sheetData>",
            f"<sheetData><row/><row><c><v>1</v></c>{NEW}<c/></row></sheetData>",
            id="positions implied",
        ),
        pytest.param(
            '<sheetData><row r="2" spans="3:4"><c r="C2"/></row></sheetData>',
            f'<sheetData><row r="2">{NEW}<c r="C2"/></row></sheetData>',
            id="extent that became wrong",
        ),
        pytest.param(
            '<sheetData><row r="2" spans="1:4"><c r="C2"/></row></sheetData>',
            f'<sheetData><row r="2" spans="1:4">{NEW}<c r="C2"/></row></sheetData>',
            id="extent that stays right",
        ),
        pytest.param(
            '<sheetData><row r="2" s="4" customFormat="1"/></sheetData>',
            '<sheetData><row r="2" s="4" customFormat="1"><c r="B2" s="4"><v>1.5</v></c></row></sheetData>',
            id="style of the row",
        ),
        pytest.param(
            '<sheetData><!-- <row r="2"/> --><row r="3"/></sheetData>',
            f'<sheetData><!-- <row r="2"/> --><row r="2">{NEW}</row><row r="3"/></sheetData>',
            id="comment",
        ),
    ],
)
def test_number(rows: str, after: str) -> None:
    assert one(rows, (2, 2), NUMBER).endswith(">" + after)


@pytest.mark.parametrize(
    ("patch", "xml"),
    [
        (Patch("=1+1"), '<c r="B2" t="inlineStr"><is><t>=1+1</t></is></c>'),
        (Patch(" <甲>&\n"), '<c r="B2" t="inlineStr"><is><t xml:space="preserve"> &lt;甲&gt;&amp;\n</t></is></c>'),
        (Patch(True), '<c r="B2" t="b"><v>1</v></c>'),
        (Patch(None), '<c r="B2"/>'),
        (Patch(Decimal("0.5"), "A1<1"), '<c r="B2"><f>A1&lt;1</f><v>0.5</v></c>'),
        (
            Patch("优", 'IF(A1>1,"优","")'),
            '<c r="B2" t="str"><f>IF(A1&gt;1,&quot;优&quot;,&quot;&quot;)</f><v>优</v></c>',
        ),
        (Patch(None, "A1"), '<c r="B2"><f>A1</f></c>'),
    ],
)
def test_kinds(patch: Patch, xml: str) -> None:
    assert one("<sheetData/>", (2, 2), patch).endswith(f'<sheetData><row r="2">{xml}</row></sheetData>')


def test_style_of_the_column() -> None:
    after = one("<sheetData/>", (2, 2), NUMBER, '<cols><col min="2" max="3" style="5"/></cols>')
    assert '<c r="B2" s="5">' in after


@pytest.mark.parametrize(("stated", "after"), [("A1", "A1:B2"), ("A1:D9", "A1:D9"), ("C3:D4", "B2:D4")])
def test_used_range_widens(stated: str, after: str) -> None:
    assert f'<dimension ref="{after}"/>' in one("<sheetData/>", (2, 2), NUMBER, f'<dimension ref="{stated}"/>')


def test_prefixes() -> None:
    data = f'<x:worksheet xmlns:x="{TRANSITIONAL}"><x:sheetData><x:row r="2"/></x:sheetData></x:worksheet>'.encode()
    after = patched(data, {(2, 2): Patch("甲"), (3, 1): NUMBER})
    assert b'<x:row r="3"><x:c r="A3"><x:v>1.5</x:v></x:c></x:row>' in after
    assert read(after).cells[2, 2].value == "甲"


def test_no_sheet_data() -> None:
    with pytest.raises(RefusedError, match="缺少数据区"):
        patched(sheet(""), {(1, 1): NUMBER})


@pytest.mark.parametrize("row", ['<row r="2" customFormat="1" s="x"/>', '<row r="x"/>'])
def test_impossible_numbers(row: str) -> None:
    with pytest.raises(RefusedError, match="编号无效"):
        one(f"<sheetData>{row}</sheetData>", (2, 2), NUMBER)


@pytest.mark.parametrize("patch", [Patch("字" * 32_768), Patch(None, "+".join(["A1"] * 4000))])
def test_too_long_for_excel(patch: Patch) -> None:
    with pytest.raises(RefusedError, match="B2"):
        one("<sheetData/>", (2, 2), patch)


POSITIONS = st.tuples(st.integers(1, 8), st.integers(1, 6))
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), min_size=1, max_size=12)
VALUES: st.SearchStrategy[Value] = st.one_of(
    st.booleans(), TEXTS, st.decimals(min_value=-(10**9), max_value=10**9, places=3)
)


@st.composite
def sheets(draw: st.DrawFn) -> bytes:
    """A sheet with gaps, empty rows and cells, and positions that are stated or implied."""
    pieces: list[str] = []
    last_row = 0
    for row in sorted(draw(st.sets(st.integers(1, 8)))):
        cells: list[str] = []
        last = 0
        for column in sorted(draw(st.sets(st.integers(1, 6)))):
            implied = column == last + 1 and draw(st.booleans())
            address = "" if implied else f' r="{chr(64 + column)}{row}"'
            cells.append(draw(st.sampled_from([f"<c{address}/>", f"<c{address} s='1'><v>{row}{column}</v></c>"])))
            last = column
        stated = "" if row == last_row + 1 and draw(st.booleans()) else f' r="{row}"'
        pieces.append(f"<row{stated}>{''.join(cells)}</row>" if cells else f"<row{stated}/>")
        last_row = row
    return sheet(f"<sheetData>{''.join(pieces)}</sheetData>")


@given(sheets(), st.dictionaries(POSITIONS, VALUES, min_size=1))
def test_edit_then_read(data: bytes, values: dict[tuple[int, int], Value]) -> None:
    before = read(data)
    after_bytes = patched(data, {position: Patch(value) for position, value in values.items()})
    after = read(after_bytes)
    expected = {position: cell.value for position, cell in before.cells.items()} | values
    assert {position: cell.value for position, cell in after.cells.items()} == expected
    assert all(type(after.cells[position].value) is type(value) for position, value in values.items())
    assert after_bytes.endswith(b"<pageMargins/></worksheet>")


CELL = re.compile(rb"<c(?: [^>]*?)?(?:/>|>.*?</c>)")
ROW = re.compile(rb"</?row[^>]*>|</?sheetData/?>")


@given(sheets(), POSITIONS)
def test_other_cells_keep_their_bytes(data: bytes, position: tuple[int, int]) -> None:
    marked = patched(data, {position: Patch(Decimal(777_777))})
    before, after = CELL.findall(data), CELL.findall(marked)
    number = next(index for index, cell in enumerate(after) if b"777777" in cell)
    del after[number]
    assert after in (before, before[:number] + before[number + 1 :])
    assert ROW.sub(b"", CELL.sub(b"", marked)) == ROW.sub(b"", CELL.sub(b"", data))
