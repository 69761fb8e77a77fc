"""What a recalculation finds, with an engine whose answers are given: stale, resting on it, left out, volatile."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from perfxl.errors import InputError
from perfxl.formulas.calculation import Calculation, Computed, FormulaSheet
from perfxl.jobs.recalc import engines, recalc
from perfxl.recalc.agreement import same
from perfxl.sheets.values import ErrorValue


@dataclass
class Given:
    answers: dict
    skipped: dict
    name: str = "given"

    def compute(self, calculation):
        cells = {cell: value for cell, value in self.answers.items() if cell not in self.skipped}
        return Computed(cells, self.skipped)


def book(formulas, values):
    return Calculation(Path("book.xlsx"), (FormulaSheet("表", values, formulas),))


FORMULAS = {(1, 2): "A1*2", (1, 3): "B1+1", (1, 4): "TODAY()", (1, 5): "D1+1", (2, 2): "[1]外!A1"}
RIGHT = {(1, 1): 2.0, (1, 2): 4.0, (1, 3): 5.0, (1, 4): 45000.0, (1, 5): 45001.0, (2, 2): 7.0}
ANSWERS = {("表", 1, 2): 4.0, ("表", 1, 3): 5.0, ("表", 1, 4): 46000.0, ("表", 1, 5): 46001.0}
SKIPPED = {("表", 2, 2): "引用其他工作簿"}


def test_a_right_book_is_proven():
    found = recalc(book({(1, 2): "A1*2"}, RIGHT), [Given({("表", 1, 2): 4.0}, {})])
    assert found.proven
    assert found.stale == found.dependants == found.volatile == ()


def test_a_stale_cache_is_named_with_what_rests_on_it():
    found = recalc(book(FORMULAS, RIGHT | {(1, 2): 99.0}), [Given(ANSWERS, SKIPPED)])
    assert [(each.cell, each.first, each.second) for each in found.stale] == [(("表", 1, 2), 99.0, 4.0)]
    assert found.dependants == (("表", 1, 3),)
    assert not found.proven


def test_what_gives_something_else_each_time_is_not_held_against_its_cache():
    found = recalc(book(FORMULAS, RIGHT), [Given(ANSWERS, SKIPPED)])
    assert found.stale == ()
    assert found.volatile == (("表", 1, 4), ("表", 1, 5))


def test_volatile_is_a_call_and_no_text():
    formulas = {(1, 2): '"TODAY()"&A1', (1, 3): "MYTODAY(A1)"}
    assert recalc(book(formulas, RIGHT), [Given({}, {})]).volatile == ()


def test_a_cell_that_was_left_out_keeps_the_book_from_being_proven():
    found = recalc(book(FORMULAS, RIGHT), [Given(ANSWERS, SKIPPED)])
    assert found.skipped == SKIPPED
    assert not found.proven


def test_a_name_that_is_not_there_never_takes_the_place_of_a_good_value():
    cell = ("表", 1, 2)
    found = recalc(book({(1, 2): "没有的名称*2"}, RIGHT), [Given({cell: ErrorValue.NAME}, {})])
    assert list(found.skipped) == [cell]
    assert found.stale == ()
    assert cell not in found.computed
    stored = RIGHT | {(1, 2): ErrorValue.NAME}
    assert recalc(book({(1, 2): "没有的名称*2"}, stored), [Given({cell: ErrorValue.NAME}, {})]).proven


CELL = ("表", 1, 2)


def of_two(first, second, stored=4.0, skipped=("", "")):
    engines = [
        Given({} if why else {CELL: value}, {CELL: why} if why else {})
        for value, why in zip((first, second), skipped, strict=True)
    ]
    return recalc(book({(1, 2): "FOOBAR(A1)"}, {(1, 1): 2.0, (1, 2): stored}), engines)


def test_two_engines_that_agree_with_nothing_leave_a_cell_in_doubt():
    found = of_two(4.0, 4.5, stored=5.0)
    assert [(each.cell, each.first, each.second) for each in found.differing] == [(CELL, 4.0, 4.5)]
    assert [(each.cell, each.stored) for each in found.doubtful] == [(CELL, 5.0)]
    assert not found.stale
    assert not found.corrections()


@pytest.mark.parametrize(("first", "second"), [(4.0, 4.5), (ErrorValue.NA, 4.0)])
def test_an_engine_that_gives_what_is_stored_decides(first, second):
    found = of_two(first, second)
    assert found.proven
    assert found.computed == {CELL: 4.0}


def test_two_engines_that_agree_show_a_cache_to_be_stale():
    assert [each.second for each in of_two(4.0, 4.0, stored=5.0).stale] == [4.0]


def test_a_cell_that_one_engine_computed_alone_is_listed():
    found = of_two(4.0, None, skipped=("", "不会"))
    assert found.alone == {CELL: "given"}
    assert not found.proven


def test_an_error_alone_never_replaces_a_good_value():
    assert recalc(book({(1, 2): "A1*2"}, RIGHT), [Given({CELL: ErrorValue.NUM}, {})]).computed == {CELL: 4.0}
    found = recalc(book({(1, 2): "FOOBAR(A1)"}, RIGHT), [Given({CELL: ErrorValue.NUM}, {})])
    assert [(each.cell, each.stored, each.computed) for each in found.doubtful] == [(CELL, 4.0, ErrorValue.NUM)]
    assert not found.stale
    assert not found.corrections()
    assert CELL not in found.computed


def test_an_error_counts_where_a_precedent_is_shown_to_be_stale():
    formulas, values = {(1, 2): "A1*2", (1, 3): "1/B1"}, {(1, 1): 0.0, (1, 2): 4.0, (1, 3): 0.25}
    found = recalc(book(formulas, values), [Given({CELL: 0.0, ("表", 1, 3): ErrorValue.DIV0}, {})])
    assert [each.second for each in found.stale] == [0.0, ErrorValue.DIV0]
    assert not found.doubtful


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (0.1 + 0.2, 0.3, True),
        (1e-17, 0.0, True),
        (100.0, 100.00000000001, False),
        (0.2773, 0.2771, False),
        (True, 1.0, False),
        ("是", "是", True),
        ("", None, True),
        (0.0, None, True),
        (1.0, None, False),
        (ErrorValue.DIV0, ErrorValue.DIV0, True),
        (ErrorValue.DIV0, ErrorValue.NA, False),
        (ErrorValue.DIV0, None, False),
        ("1", 1.0, False),
    ],
)
def test_results_are_the_same_to_fifteen_digits(one, other, alike):
    assert same(one, other) is alike
    assert same(other, one) is alike


def test_an_unknown_engine():
    with pytest.raises(InputError, match="可选"):
        engines("abacus")
