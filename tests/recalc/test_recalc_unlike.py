"""A result that the default engine is known to get wrong at times is taken only where Excel stored the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfxl.formulas.calculation import Block, Calculation, Computed, FormulaSheet
from perfxl.jobs.recalc import engines
from perfxl.recalc.formualizer.unlike import alike
from perfxl.sheets.address import Box
from perfxl.sheets.values import Scalar

EXCEL = 0.9849503760512687  # what Excel stored for T.DIST(60,1,TRUE); the library gives 0.9947


def computed(values: dict[tuple[int, int], Scalar], formulas: dict[tuple[int, int], str], **more: object) -> Computed:
    book = Calculation(Path("书.xlsx"), (FormulaSheet("表", values, formulas, **more),))
    return engines("formualizer")[0].compute(book)


def test_another_result_than_the_stored_one_is_not_taken_and_others_go_on_from_the_stored_one() -> None:
    made = computed({(1, 1): EXCEL}, {(1, 1): "_xlfn.T.DIST(60,1,TRUE)", (2, 1): "A1*2"})
    assert "T.DIST" in made.skipped["表", 1, 1]
    assert made.values == {("表", 2, 1): EXCEL * 2}


def test_the_same_result_is_taken() -> None:
    made = computed({(1, 1): 1000.0}, {(1, 1): 'CONVERT(1,"km","m")'})
    assert made.values == {("表", 1, 1): 1000.0}
    assert not made.skipped


def test_an_array_is_taken_whole_or_not_at_all() -> None:
    blocks = {(1, 3): Block(Box(1, 3, 2, 3), "array")}
    numbers: dict[tuple[int, int], Scalar] = {(1, 1): 1.0, (2, 1): 2.0, (1, 2): 1.0, (1, 3): 1.0}
    for last, taken in ((1.0, True), (7.0, False)):
        made = computed(numbers | {(2, 3): last}, {(1, 3): "FREQUENCY(A1:A2,B1)"}, blocks=blocks)
        assert len(made.values) == (2 if taken else 0)
        assert len(made.skipped) == (0 if taken else 2)


def test_a_result_beyond_numbers_is_not_taken() -> None:
    made = computed({(1, 1): 1.0}, {(1, 1): "_xlfn.COTH(1000)"})
    assert set(made.skipped) == {("表", 1, 1)}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [(0.1 + 0.2, 0.3, True), (0.3, 0.3000001, False), (1.0, True, False), ("x", "x", True), ("x", None, False)],
)
def test_alike_is_by_fifteen_digits_and_kind(one: Scalar, other: Scalar, same: bool) -> None:
    assert alike(one, other) is same
