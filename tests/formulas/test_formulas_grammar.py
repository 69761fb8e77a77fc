"""The one grammar of formulas: words, trees, and trees as text again."""

from __future__ import annotations

import pytest
from formulatexts import FORMULAS
from hypothesis import given
from hypothesis import strategies as st

from perfxl.formulas.parsing import parse
from perfxl.formulas.references import references
from perfxl.formulas.syntax import Area, Binary, Identifier, TableReference, walk
from perfxl.formulas.tokens import FormulaError, scan, split_at_cells, tokens
from perfxl.formulas.writing import write, write_explicitly


@pytest.mark.parametrize(
    ("formula", "kinds"),
    [
        ("XFD1048576", "cell"),
        ("XFE1", "word"),
        ("A1048577", "word"),
        ("YJS2020", "word"),
        ("ABCD123", "word"),
        ("A0", "word"),
        ("a$1", "cell"),
        ("LOG10(", "word operator"),
        ("A1.B2", "word"),
        ("表A1", "word"),
        ("A1年", "word"),
        ("1E5", "number"),
        ("A:XFD", "columns"),
        ("A:XFE", "word operator word"),
        ("$1:1048576", "rows"),
        ("'它''表'!B2", "prefix cell"),
        ("一月:三月!B2", "prefix cell"),
        ("表1!A1:表1!B2", "prefix cell operator prefix cell"),
        ("2024年!A1", "prefix cell"),
        ("[1]!税率", "prefix word"),
        ("Table1[[#This Row],[金额]]", "structured"),
        ("明细[备注'[万']]", "structured"),
        ("#DIV/0!", "error"),
        ("A1#", "cell spill"),
        ('"A1""B2"', "text"),
    ],
)
def test_words(formula: str, kinds: str) -> None:
    assert " ".join(token.kind for token in scan(formula)) == kinds


@given(FORMULAS)
def test_what_is_written_is_what_was_read(formula: str) -> None:
    tree = parse(formula)
    assert parse(write(tree)) == tree


@given(FORMULAS)
def test_what_is_written_for_an_engine_stays_the_same(formula: str) -> None:
    text = write_explicitly(parse(formula))
    assert write_explicitly(parse(text)) == text


@given(FORMULAS)
def test_references_are_those_of_the_tree(formula: str) -> None:
    tree = parse(formula)
    areas = {node for node in walk(tree) if isinstance(node, Area) and not node.book}
    assert {reference.box for reference in references(formula, "表") if reference.box} == {
        (area.first.row or 1, area.first.column or 1, area.last.row or 1_048_576, area.last.column or 16_384)
        for area in areas
    }
    named = [node for node in walk(tree) if isinstance(node, (Identifier, TableReference))]
    named += [node for node in walk(tree) if isinstance(node, Area) and node.book]
    assert len({reference for reference in references(formula, "表") if not reference.box}) <= len(named)


@given(FORMULAS)
def test_a_formula_split_at_its_cells_is_whole_again(formula: str) -> None:
    pieces = split_at_cells(formula)
    assert "".join(pieces) == formula
    assert pieces[1::2] == [token.text for token in scan(formula) if token.kind == "cell"]


@pytest.mark.parametrize(
    ("formula", "position"),
    [("A1+?", 3), ("SUM(A1", 6), ("A1+", 3), ("A1 B2)", 5), ('"没有结尾', 0), ("{1,A1}", 3), ("表1!", 3), ("", 0)],
)
def test_an_error_tells_where_it_stands(formula: str, position: int) -> None:
    with pytest.raises(FormulaError) as error:
        parse(formula)
    assert error.value.position == position


@given(st.text(alphabet="A1$!'\"[](){},;:#@+-*/ 表.~"))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert "".join(token.text for token in scan(text)) == text
    try:
        tree = parse(text)
    except FormulaError as error:
        assert 0 <= error.position <= len(text)  # noqa: PT017 - where it stands is what is asked
    else:
        assert parse(write(tree)) == tree


def test_a_space_is_an_operator_only_between_references() -> None:
    assert [token.kind for token in tokens(" SUM( A1 , B2 ) ")].count("space") == 0
    assert parse("A1:B2 B2:C3") == Binary(" ", parse("A1:B2"), parse("B2:C3"))


def test_a_long_sum_is_read_and_written() -> None:
    formula = "+".join(["A1"] * 4000)
    assert write(parse(formula)) == formula
    assert write_explicitly(parse(formula)) == formula
