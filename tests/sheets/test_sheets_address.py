"""Cells and boxes, and their A1 notation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfxl.sheets.address import LAST_COLUMN, LAST_ROW, Box, cell_address, column_letters, column_number, position_of

ROWS, COLUMNS = st.integers(1, LAST_ROW), st.integers(1, LAST_COLUMN)
SMALL = st.tuples(st.integers(1, 40), st.integers(1, 12))


@pytest.mark.parametrize(("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (16_384, "XFD")])
def test_columns_have_letters(column: int, letters: str) -> None:
    assert column_letters(column) == letters
    assert column_number(letters) == column == column_number(letters.lower())


@given(ROWS, COLUMNS)
def test_an_address_leads_back_to_its_cell(row: int, column: int) -> None:
    assert position_of(cell_address(row, column)) == (row, column)


@pytest.mark.parametrize("text", ["", "A", "1", "A0", "A01", "1A", "AAAA1", "XFE1", "A1048577", "A1:B2", "A1 ", "甲1"])
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match=r"cell address|worksheet"):
        position_of(text)


@given(ROWS, COLUMNS, ROWS, COLUMNS)
def test_a_reference_leads_back_to_its_box(top: int, left: int, bottom: int, right: int) -> None:
    box = Box(top, left, bottom, right)
    assert Box.parse(box.reference) == box


@given(st.sets(SMALL, min_size=1))
def test_the_box_around_cells_is_the_smallest(cells: set[tuple[int, int]]) -> None:
    box = Box.around(cells)
    assert all(box.contains(cell) for cell in cells)
    assert {row for row, _ in cells} >= {box.top, box.bottom}
    assert {column for _, column in cells} >= {box.left, box.right}


@given(SMALL, SMALL)
def test_a_box_holds_the_cells_it_lists(one: tuple[int, int], other: tuple[int, int]) -> None:
    box = Box.around([one, other])
    listed = list(box.positions())
    assert len(listed) == len(set(listed)) == box.area
    assert all(box.contains(cell) for cell in listed)
    assert not box.contains((box.bottom + 1, box.left))
    assert not box.contains((box.top, box.right + 1))
    assert box.is_cell == (box.area == 1)


@given(SMALL, SMALL, SMALL, SMALL)
def test_two_boxes_have_their_common_cells_in_common(
    first: tuple[int, int], second: tuple[int, int], third: tuple[int, int], fourth: tuple[int, int]
) -> None:
    one, other = Box.around([first, second]), Box.around([third, fourth])
    common = one.common(other)
    assert set(common.positions() if common else ()) == set(one.positions()) & set(other.positions())


@pytest.mark.parametrize(("text", "reference"), [("R2C3", "C2"), ("r1c1:r4c2", "A1:B4")])
def test_row_and_column_numbers(text: str, reference: str) -> None:
    assert Box.parse_r1c1(text).reference == reference


def test_a_relative_reference_is_none() -> None:
    with pytest.raises(ValueError, match="R1C1"):
        Box.parse_r1c1("R[1]C1")


def test_a_merge_hides_all_its_cells_but_the_first() -> None:
    merge = Box.parse("B2:C3")
    assert [cell for cell in merge.positions() if not merge.hides(cell)] == [merge.anchor] == [(2, 2)]
    assert not merge.hides((1, 1))
