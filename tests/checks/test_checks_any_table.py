"""Every check over every kind of table, blank, filled, extreme and textual: findings or none, never an exception."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perfxl.checks import Checked, checks
from perfxl.files.read.reading import read as read_workbook
from perfxl.model.figure import Figure, State
from perfxl.model.place import Place
from perfxl.model.table import Evaluation, Role, Row, Table
from perfxl.numerals.reading import read
from perfxl.recognition.recognise import recognise
from perfxl.rules.kinds import Kind, Vocabulary, kinds
from perfxl.rules.loader import available
from perfxl.rules.rulebook import rulebook
from perfxl.scoring.derive import derive
from perfxl.sheets.address import cell_address

# What clerks type where a number belongs, and what programs leave there.
TEXTS = (
    "", " ", "0", "-0.01", "1", "100", "99.99", "1E+15", "0.0000001", "-", "—", "/", "不适用", "完成", "较好", "≥95%",
    "≤30元", "≥1.2万", "≧９０％", "12,34.5", "1,234.56", "2000册", "5个工作日内", "100%", "976113.90%", "TRUE", "=A1",
    "产出指标(50分)", "第一季度", "合计", "其中：", "优", "名称 名称", "政府采购执行情况", "三公经费控制情况",
)  # fmt: skip
ODD = (State.UNCACHED, State.ERROR, State.NOT_APPLICABLE)


def figure(place: Place, text: str, state: State | None) -> Figure:
    """Return the figure of a cell that holds a text, or that is in an odd state."""
    if state is not None:
        return Figure(place, state, text="#DIV/0!" if state is State.ERROR else "")
    if not text.strip():
        return Figure(place)
    numeral = read(text)
    if numeral is None:
        return Figure(place, State.TEXT, text=text)
    value, quantum = numeral.value, numeral.quantum
    return Figure(
        place, State.NUMBER, value, numeral.unit, quantum, text=text, numeric=text.isdigit(), sign=numeral.sign
    )


@st.composite
def tables(draw: st.DrawFn, kind: Kind, sheet: str) -> Table:
    """A table of a kind with any of its columns, fields and rows, each cell with anything in it."""
    content = st.sampled_from(TEXTS)
    states = st.sampled_from((None,) * 8 + ODD)

    def cells(entries: tuple[Vocabulary, ...], number: int) -> dict[str, Figure]:
        kept = draw(st.lists(st.sampled_from(entries), unique=True)) if entries else []
        return {
            entry.key: figure(Place(sheet, cell_address(number, at + 1)), draw(content), draw(states))
            for at, entry in enumerate(kept)
        }

    def rows(entries: tuple[Vocabulary, ...], columns: tuple[Vocabulary, ...], role: Role, first: int) -> list[Row]:
        picked = draw(st.lists(st.sampled_from([*entries, None]), max_size=4))
        made = []
        for number, item in enumerate(picked, first):
            own = role if role is not Role.LINE else item.role if item else draw(st.sampled_from(list(Role)))
            label, category = draw(content), draw(content)
            made.append(Row(number, own, label, item.key if item else None, category, cells(columns, number)))
        return made

    body = rows(kind.items.entries, kind.columns.entries, Role.LINE, 20)
    body += rows(kind.fund_items.entries, kind.funds.entries, Role.FUND, 10)
    indicators = rows((), kind.columns.entries, Role.INDICATOR, 40) if kind.layout == "form" else []
    return Table(kind.key, kind.name, sheet, "A1:Z60", draw(st.sampled_from(("万元", "元", ""))), 0.9,
                 (*body, *indicators), {}, cells(kind.fields.entries, 5))  # fmt: skip


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.code)
def test_no_check_fails_on_an_empty_book(check: Any) -> None:
    assert list(check.function(Checked(Evaluation("空")))) == []


@pytest.mark.parametrize("key", sorted(kinds()))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_check_fails_on_any_table(key: str, data: st.DataObject) -> None:
    other = data.draw(st.sampled_from(sorted(kinds())))
    made = (data.draw(tables(kinds()[key], "甲")), data.draw(tables(kinds()[other], "乙")))
    packs = data.draw(st.sampled_from([(), *((name,) for name in available())]))
    derived = derive(Evaluation("本子", made), rulebook(packs))
    book = Checked(derived.evaluation, derived.derivations)
    for check in checks():
        for finding in check.function(book):
            assert finding.message.endswith("。")
            assert isinstance(finding.said, str)
            assert not any(isinstance(part, Decimal) for part in (finding.said, finding.expected))


@pytest.fixture(scope="module")
def example() -> Evaluation:
    return recognise(read_workbook(Path(__file__).parents[2] / "workbooks" / "pingshan-2020.xlsx"))


def replaced(table: Table, place: Place, other: Figure) -> Table:
    """Return a table in which another figure stands at a place."""

    def swapped(cells: Mapping[str, Figure]) -> dict[str, Figure]:
        return {key: other if held.place == place else held for key, held in cells.items()}

    rows = tuple(replace(row, cells=swapped(row.cells)) for row in table.rows)
    return replace(table, rows=rows, fields=swapped(table.fields))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_check_fails_whatever_a_cell_of_the_example_says(example: Evaluation, data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(example.tables))
    for held in data.draw(st.lists(st.sampled_from([held for _, _, held in table.figures()]), min_size=1, max_size=3)):
        text, state = data.draw(st.sampled_from(TEXTS)), data.draw(st.sampled_from((None, None, None, *ODD)))
        changed = replaced(table, held.place, figure(held.place, text, state))
        example = replace(example, tables=tuple(changed if each is table else each for each in example.tables))
        table = changed
    derived = derive(example, rulebook(available()))
    book = Checked(derived.evaluation, derived.derivations)
    for check in checks():
        for finding in check.function(book):
            assert finding.place.cell


def test_no_check_fails_when_a_score_of_the_example_is_a_full_mark(example: Evaluation) -> None:
    """A full mark in a department's score table once ended every command."""
    tables = [*example.of("score_table"), *example.of("project_form")[:2], *example.of("indicator_list")[:1]]
    scored = [(table, row) for table in tables for row in table.rows if {"weight", "score"} <= row.cells.keys()]
    assert len(scored) > 20
    for table, row in scored[:40]:
        full = replace(row.cells["weight"], place=row.cells["score"].place)
        changed = replaced(table, full.place, full)
        book = replace(example, tables=tuple(changed if each is table else each for each in example.tables))
        derived = derive(book, rulebook(available()))
        for check in checks():
            list(check.function(Checked(derived.evaluation, derived.derivations)))
