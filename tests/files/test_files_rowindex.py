"""Rows found by their bytes: patching with the index gives the bytes that the walk gives, or there is no index."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfxl.files.parts.book import TRANSITIONAL
from perfxl.files.parts.content import Context
from perfxl.files.parts.rowindex import index_rows
from perfxl.files.read.worksheet import read_worksheet
from perfxl.files.write.patching import Patch, patched


def sheet(rows: str, before: str = "", after: str = "<pageMargins/>") -> bytes:
    head = f'<?xml version="1.0"?>\n<worksheet xmlns="{TRANSITIONAL}">{before}'
    return f"{head}<sheetData>{rows}</sheetData>{after}</worksheet>".encode()


@st.composite
def sheets(draw: st.DrawFn) -> bytes:
    rows = []
    for row in sorted(draw(st.sets(st.integers(1, 12)))):
        columns = sorted(draw(st.sets(st.integers(1, 5))))
        extra = draw(st.sampled_from(["", ' spans="2:3"', ' s="3" customFormat="1"', ' ht="9"']))
        cells = "".join(
            draw(st.sampled_from(["<c{}/>", '<c{} s="1"><v>1</v></c>', "<c{}><f>A1</f><v>2</v></c>"])).format(
                f' r="{chr(64 + column)}{row}"' if draw(st.integers(0, 5)) else ""
            )
            for column in columns
        )
        rows.append(f'<row r="{row}"{extra}>{cells}</row>' if cells else f'<row r="{row}"{extra}/>')
        rows.append(draw(st.sampled_from(["", "\n"])))
    before = draw(st.sampled_from(["", '<dimension ref="B2"/>', '<cols><col min="2" max="9" style="7"/></cols>']))
    return sheet("".join(rows), before)


POSITIONS = st.tuples(st.integers(1, 14), st.integers(1, 7))


@given(sheets(), st.sets(POSITIONS, min_size=1, max_size=8))
def test_same_bytes_as_the_walk(data: bytes, positions: set[tuple[int, int]]) -> None:
    patches = {place: Patch(Decimal(place[0]), "B1" if place[1] % 2 else None) for place in positions}
    index = index_rows(data, TRANSITIONAL)
    assert index is not None
    assert patched(data, patches, index) == patched(data, patches)


@given(sheets(), st.sets(st.integers(1, 12)))
def test_an_excerpt_holds_those_rows(data: bytes, rows: set[int]) -> None:
    index = index_rows(data, TRANSITIONAL)
    assert index is not None
    whole, part = (read_worksheet(each, "表.xml", Context(TRANSITIONAL)) for each in (data, index.excerpt(rows)))
    assert part.cells == {place: cell for place, cell in whole.cells.items() if place[0] in rows}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(sheet('<row r="1"><!-- <row r="2"/> --></row>'), id="comment"),
        pytest.param(sheet('<row r="1"><c r="A1"><v><![CDATA[<row r="2"/>]]></v></c></row>'), id="CDATA"),
        pytest.param(sheet('<row r="1"><?x <row r="2"/>?></row>'), id="instruction"),
        pytest.param(sheet('<row r="1"><x xmlns="urn:x"><row r="2"/></x></row>'), id="another namespace"),
        pytest.param(sheet('<row r="1"/><row/>'), id="implied number"),
        pytest.param(sheet('<row spans="1:2" r="1"/>'), id="number not first"),
        pytest.param(sheet("<row r='1'/>"), id="single quotes"),
        pytest.param(sheet('<row r="2"/><row r="1"/>'), id="not ascending"),
        pytest.param(sheet('<row r="1"/><row r="1"/>'), id="twice"),
        pytest.param(sheet('<row r="1"><c r="A1"></row>'), id="malformed"),
        pytest.param(sheet('<row r="1"/>', after="<!-- </sheetData> -->"), id="end in a comment"),
        pytest.param(f'<x:worksheet xmlns:x="{TRANSITIONAL}"><x:sheetData/></x:worksheet>'.encode(), id="prefix"),
        pytest.param(f'<worksheet xmlns="{TRANSITIONAL}"><sheetData/></worksheet>'.encode(), id="no rows"),
    ],
)
def test_no_index_where_bytes_may_deceive(data: bytes) -> None:
    assert index_rows(data, TRANSITIONAL) is None


def test_look_alikes_before_the_rows() -> None:
    data = sheet('<row r="3"/>', before='<!-- <sheetData><row r="1"/> -->')
    index = index_rows(data, TRANSITIONAL)
    assert index is not None
    assert list(index.numbers) == [3]
