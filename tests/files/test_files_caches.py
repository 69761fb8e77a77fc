"""Cached results patched in place: of a formula cell the value and its type change, every other byte stays."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from perfxl.files.write.caches import with_results
from perfxl.sheets.values import ErrorValue

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet(rows, prefix=""):
    name = f"{prefix}:" if prefix else ""
    space = f'xmlns:{prefix}="{MAIN}"' if prefix else f'xmlns="{MAIN}"'
    return f"<{name}worksheet {space}><{name}sheetData>{rows}</{name}sheetData></{name}worksheet>".encode()


CASES = [
    ('<c r="A1" s="3"><f>B1*2</f><v>4</v></c>', 6.0, '<c r="A1" s="3"><f>B1*2</f><v>6</v></c>'),
    ('<c r="A1"><f>B1*2</f></c>', 0.1 + 0.2, '<c r="A1"><f>B1*2</f><v>0.30000000000000004</v></c>'),
    ('<c r="A1" t="str"><f>B1</f><v>旧</v></c>', 1.5, '<c r="A1"><f>B1</f><v>1.5</v></c>'),
    ('<c r="A1"><f>B1</f><v>1</v></c>', "a<b&c", '<c r="A1" t="str"><f>B1</f><v>a&lt;b&amp;c</v></c>'),
    ('<c r="A1"><f>B1</f><v>1</v></c>', True, '<c r="A1" t="b"><f>B1</f><v>1</v></c>'),
    ('<c r="A1"><f>B1</f><v>1</v></c>', ErrorValue.DIV0, '<c r="A1" t="e"><f>B1</f><v>#DIV/0!</v></c>'),
    ('<c r="A1" t="e"><f>B1</f><v>#N/A</v></c>', 1e300, '<c r="A1"><f>B1</f><v>1e+300</v></c>'),
    ('<c r="A1"><f t="shared" si="0"/><v>1</v></c>', 2.0, '<c r="A1"><f t="shared" si="0"/><v>2</v></c>'),
    ('<c r="A1"><f>B1</f><v/></c>', 2.0, '<c r="A1"><f>B1</f><v>2</v></c>'),
    ('<c r="A1"/>', 2.0, '<c r="A1"><v>2</v></c>'),
    ('<c t=\'str\' r = "A1" ><f>"&lt;v>9&lt;/v>"</f ><v >1</v ></c >', 2.0, None),
    ('<c r="A1"><f>B1</f><v>1</v><extLst><ext/></extLst></c>', 2.0, None),
]


@pytest.mark.parametrize(("cell", "value", "expected"), CASES, ids=range(len(CASES)))
def test_one_cell(cell, value, expected):
    others = '<c r="B1"><v>2</v></c>'
    found = with_results(sheet(f'<row r="1">{cell}{others}</row>'), {(1, 1): value})
    if expected is not None:
        assert found == sheet(f'<row r="1">{expected}{others}</row>')
    assert value_at(found, "A1") == (str(int(value)) if isinstance(value, bool) else told(value))
    assert value_at(found, "B1") == "2"


def told(value):
    if isinstance(value, ErrorValue):
        return value.value
    return repr(value).removesuffix(".0") if isinstance(value, float) else value


def value_at(data, address):
    root = etree.fromstring(data)
    (cell,) = root.xpath("//*[local-name()='c'][@r=$r]", r=address)
    return cell.findtext(f"{{{MAIN}}}v")


def test_cells_and_rows_that_state_no_place():
    rows = "<row><c><v>1</v></c><c><f>A1</f><v>0</v></c></row><row/><row><c><f>A1</f><v>0</v></c></row>"
    found = with_results(sheet(rows), {(1, 2): 7.0, (3, 1): 8.0})
    assert found == sheet("<row><c><v>1</v></c><c><f>A1</f><v>7</v></c></row><row/><row><c><f>A1</f><v>8</v></c></row>")


def test_a_prefixed_part():
    rows = '<x:row r="1"><x:c r="A1"><x:f>B1</x:f><x:v>1</x:v></x:c></x:row>'
    assert b"<x:v>2</x:v>" in with_results(sheet(rows, "x"), {(1, 1): 2.0})


def test_what_only_looks_like_a_cell_is_left_alone():
    comment = '<!-- <c r="A1"><f>B1</f><v>1</v></c> -->'
    rows = f'<row r="1">{comment}<c r="A1"><f><![CDATA[B1&"</c><v>5</v>"]]></f><v>1</v></c></row>'
    found = with_results(sheet(rows), {(1, 1): 2.0})
    assert comment.encode() in found
    assert found == sheet(rows.replace("<v>1</v></c></row>", "<v>2</v></c></row>"))


def test_a_cell_that_is_not_stored_is_left_out():
    data = sheet('<row r="1"><c r="A1"><v>1</v></c></row>')
    assert with_results(data, {(9, 9): 2.0}) == data


VALUES = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.sampled_from(list(ErrorValue)),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20),
)


@given(st.dictionaries(st.tuples(st.integers(1, 6), st.integers(1, 6)), VALUES, min_size=1))
def test_every_byte_outside_value_and_type_stays(results):
    cell = '<c r="{}{}" s="2"><f>SUM(Z1:Z9)</f><v>1</v></c>'
    rows = "".join(
        f'<row r="{row}" spans="1:6">'
        + "".join(cell.format("ABCDEF"[column - 1], row) for column in range(1, 7))
        + "</row>"
        for row in range(1, 7)
    )
    found = with_results(sheet(rows), results)
    assert re.sub(rb' t="\w+"|<v>[^<]*</v>', b"", found) == re.sub(rb"<v>[^<]*</v>", b"", sheet(rows))
    for (row, column), value in results.items():
        seen = value_at(found, f"{'ABCDEF'[column - 1]}{row}")
        if isinstance(value, float):
            assert float(seen) == value
        elif isinstance(value, (bool, ErrorValue)):
            assert seen == (str(int(value)) if isinstance(value, bool) else value.value)
