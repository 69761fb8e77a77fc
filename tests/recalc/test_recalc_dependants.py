"""Which formulas rest on given cells: the same as a walk over all ranges finds, and fast where ranges overlap."""

from __future__ import annotations

import time
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from perfxl.formulas.calculation import Calculation, FormulaSheet, Name
from perfxl.formulas.plain import plain_boxes
from perfxl.formulas.references import references
from perfxl.recalc.dependants import dependants
from perfxl.sheets.address import Box, cell_address

positions = st.tuples(st.integers(1, 9), st.integers(1, 6))
areas = st.builds(lambda one, other: Box.around([one, other]), positions, positions)


def written(boxes: list[Box]) -> str:
    return "+".join(f"SUM({box.reference})" for box in boxes) or "1"


@settings(deadline=None, max_examples=200)
@given(
    formulas=st.dictionaries(positions, st.lists(areas, max_size=3), max_size=12),
    start=st.sets(positions, min_size=1, max_size=3),
    named=st.booleans(),
)
def test_it_is_what_a_walk_over_all_ranges_finds(
    formulas: dict[tuple[int, int], list[Box]], start: set[tuple[int, int]], named: bool
) -> None:
    sheet = FormulaSheet("表", {}, {at: written(boxes) for at, boxes in formulas.items()})
    names = (Name("税率", "表!$Z$99"),) if named else ()
    expected: set[tuple[int, int]] = set()
    grown = set(start)
    while grown:
        cells = grown | expected
        grown = {at for at, boxes in formulas.items() if any(box.contains(cell) for box in boxes for cell in cells)}
        grown -= expected
        expected |= grown
    found = dependants(Calculation(Path("a.xlsx"), (sheet,), names), {("表", *at) for at in start})
    assert found == {("表", *at) for at in expected if at not in start} | (found & {("表", *at) for at in start})
    assert not found & {("表", *at) for at in start}


CALLS = (
    "SUM({})",
    "ROUND({},2)",
    "{}*1.5",
    "IF({}>=95,1,0)",
    "LOG10({})",
    "({})%",
    "A1B2+{}",
    "{} C3",
    "ABC1234567+{}",
)


@given(st.lists(st.tuples(st.sampled_from(CALLS), areas, st.booleans()), min_size=1, max_size=4))
def test_the_quick_reading_of_a_plain_formula_is_that_of_the_grammar(parts: list[tuple[str, Box, bool]]) -> None:
    def told(box: Box, fixed: bool) -> str:
        reference = f"${cell_address(box.top, box.left)}" if fixed else cell_address(box.top, box.left)
        return reference if box.is_cell else f"{reference}:{cell_address(box.bottom, box.right)}"

    formula = "+".join(call.format(told(box, fixed)) for call, box, fixed in parts)
    quick = plain_boxes(formula)
    careful = [reference.box for reference in references(formula, "表") if reference.box]
    assert quick is None or set(quick) == set(careful)


def test_what_is_not_plain_is_left_to_the_grammar() -> None:
    for formula in ('A1&"B2"', "表!A1", "'1'!A1", "A:C", "1:5", "A1:INDEX(B1,2)", "T[列]", "A1#", "XFE1+1", "A1048577"):
        assert plain_boxes(formula) is None, formula


def test_running_totals_are_no_square_of_work() -> None:
    rows = range(1, 10_001)
    sheet = FormulaSheet("表", {}, {(row, 2): f"SUM($A$1:A{row})" for row in rows})
    started = time.process_time()
    found = dependants(Calculation(Path("a.xlsx"), (sheet,)), {("表", row, 1) for row in rows if row % 2})
    assert found == {("表", row, 2) for row in rows}
    assert time.process_time() - started < 3
