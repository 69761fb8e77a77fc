"""Random tables with totals at any depth: what is right gives nothing, one slip gives a verdict that names it."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perfxl.sheets.snapshot import Cell, Sheet, Snapshot
from perfxl.structure.structure import Structure, structure

Line = tuple[str, list[Decimal]]
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
HEADINGS = ("2023年年初预算数", "调整数\n(万元)", "本年数", "上年数")
amounts = st.integers(100, 999_999).map(lambda cents: Decimal(cents) / 100)


def added(lines: list[Line]) -> list[Decimal]:
    return [sum(column, Decimal(0)) for column in zip(*(values for _, values in lines), strict=True)]


@st.composite
def grouped(draw: st.DrawFn) -> tuple[list[Line], list[int]]:
    """A table of two or three categories with leaves; a total above or below; and the rows of the leaves."""
    width = draw(st.integers(2, 4))
    groups = []
    for number in range(draw(st.integers(2, 3))):
        leaves = [
            (f"　项目{number}{at}", draw(st.lists(amounts, min_size=width, max_size=width)))
            for at in range(draw(st.integers(2, 4)))
        ]
        groups.append([(f"{'一二三'[number]}、类别{number}", added(leaves)), *leaves])
    body = [line for group in groups for line in group]
    total = ("合计", added([group[0] for group in groups]))
    above = draw(st.booleans())
    lines = [total, *body] if above else [*body, total]
    return lines, [at for at, (label, _) in enumerate(lines) if label.startswith("　")]


def book(lines: list[Line], remark: int | None = None) -> Structure:
    """Lay lines out under headings with years; `remark` puts a column of words in front of that column."""
    cells = {(1, 1): Cell("收支情况表"), (2, 1): Cell("项目")}
    shift = {at: at + 2 + (remark is not None and at >= remark) for at in range(len(lines[0][1]))}
    for at, column in shift.items():
        cells[2, column] = Cell(HEADINGS[at])
    if remark is not None:
        cells[2, remark + 2] = Cell("说明")
    for row, (label, values) in enumerate(lines, 3):
        cells[row, 1] = Cell(label)
        cells |= {(row, shift[at]): Cell(value, None, "0.00") for at, value in enumerate(values)}
        if remark is not None:
            cells[row, remark + 2] = Cell("见附件")
    return structure(Snapshot("本子", (Sheet("表", cells),)))


@QUIET
@given(grouped(), st.sampled_from([None, 1]))
def test_nested_totals_that_tie_give_nothing(table: tuple[list[Line], list[int]], remark: int | None) -> None:
    found = book(table[0], remark)
    assert found.verdicts == ()
    assert found.compared


@QUIET
@given(grouped(), st.data())
def test_one_slip_in_a_total_is_told_at_the_total(table: tuple[list[Line], list[int]], data: st.DataObject) -> None:
    lines, leaves = table
    at = data.draw(st.sampled_from([row for row in range(len(lines)) if row not in leaves]))
    column = data.draw(st.integers(0, len(lines[0][1]) - 1))
    label, values = lines[at]
    slipped = [value + (Decimal("0.9") if here == column else 0) for here, value in enumerate(values)]
    found = book([*lines[:at], (label, slipped), *lines[at + 1 :]])
    named = {number.place for verdict in found.verdicts for number in verdict.relation.numbers}
    assert any(place.cell == f"{'BCDE'[column]}{at + 3}" for place in named)


@QUIET
@given(st.lists(st.tuples(amounts, amounts), min_size=5, max_size=9))
def test_rates_capped_at_one_by_intention_give_nothing(pairs: list[tuple[Decimal, Decimal]]) -> None:
    lines = [
        (f"街镇{at}", [plan, done, min(Decimal(1), done / plan).quantize(Decimal("1E-9"))])
        for at, (plan, done) in enumerate(pairs)
    ]
    cells = {(1, column): Cell(text) for column, text in enumerate(("街镇", "计划数", "执行数", "执行率"), 1)}
    for row, (label, values) in enumerate(lines, 2):
        cells[row, 1] = Cell(label)
        cells |= {(row, column): Cell(value) for column, value in enumerate(values, 2)}
    assert structure(Snapshot("本子", (Sheet("表", cells),))).verdicts == ()


def test_a_sheet_of_records_is_named_as_not_looked_at() -> None:
    cells = {(row, column): Cell(Decimal(row)) for row in range(1, 2502) for column in range(1, 9)}
    found = structure(Snapshot("本子", (Sheet("台账", cells),)))
    assert (found.relations, list(found.skipped)) == ((), ["台账"])
