"""What a formula reads: references found in its text, and the tree down to what was typed."""

from decimal import Decimal

import pytest

from perfxl.formulas.precedents import precedents
from perfxl.formulas.references import references
from perfxl.output.precedents import tree_document, tree_text
from perfxl.sheets.snapshot import Cell, Sheet, Snapshot

FOUND = [
    ("A1+$B$2", ["表!A1", "表!B2"]),
    ("SUM(A1:B3,D:D,2:2)", ["表!A1:B3", "表!D1:D1048576", "表!A2:XFD2"]),
    ("'三公 经费'!C9/汇总!B9", ["三公 经费!C9", "汇总!B9"]),
    ("'它''表'!A1", ["它'表!A1"]),
    ('IF(A1="B2",TRUE,1.5E3)', ["表!A1"]),
    ("LOG10(A1)", ["表!A1"]),
    ("B3:A1", ["表!A1:B3"]),
    ("A1+A1", ["表!A1"]),
    ("SUM('一月:三月'!B2)", ["一月|三月!B2"]),
    ("年度预算*2", ["年度预算?"]),
    ("表1[金额]+[1]Sheet1!A1+'[外部.xlsx]表'!B2", None),
    ("ABCD123", ["ABCD123?"]),
    ("PX_EXECRATE(C5,B5)", ["表!C5", "表!B5"]),
]


def told(reference):
    if reference.box is None:
        return f"{reference.text}?"
    from perfxl.sheets.address import Box  # noqa: PLC0415

    return f"{'|'.join(reference.sheets)}!{Box(*reference.box).reference}"


@pytest.mark.parametrize(("formula", "expected"), FOUND, ids=[formula for formula, _ in FOUND])
def test_references_of_a_formula(formula, expected):
    found = [told(reference) for reference in references(formula, "表")]
    if expected is None:
        assert all(name.endswith("?") for name in found)
    else:
        assert found == expected


def book(**cells):
    held = {}
    for address, value in cells.items():
        row, column = int(address[1:]), ord(address[0]) - 64
        formula = value[1:] if isinstance(value, str) and value.startswith("=") else None
        held[row, column] = Cell(None if formula else Decimal(value), formula)
    return Snapshot("book", (Sheet("表", held),))


def test_a_tree_ends_at_what_was_typed():
    tree = precedents(book(A1=2, A2=3, A3="=A1+A2", A4="=A3*2"), "表", "A4")
    assert tree_text(tree).splitlines() == [
        "表!A4 = （没有缓存的结果）  =A3*2",
        "└─ 表!A3 = （没有缓存的结果）  =A1+A2",
        "   ├─ 表!A1 = 2",
        "   └─ 表!A2 = 3",
    ]


def test_a_circle_is_marked_and_ends():
    tree = precedents(book(A1="=A2", A2="=A1"), "表", "A1")
    assert tree.children[0].children[0].cycle
    assert "循环引用" in tree_text(tree)


def test_a_long_range_is_counted_and_its_formulas_are_followed():
    cells = {f"A{row}": row for row in range(1, 30)} | {"A30": "=B1", "B1": 7, "C1": "=SUM(A1:A40)"}
    (inside,) = precedents(book(**cells), "表", "C1").children
    assert inside.filled == 30
    assert [child.text for child in inside.children] == ["表!A30"]
    assert inside.cut


def test_depth_cuts_and_says_so():
    tree = precedents(book(A1=1, A2="=A1", A3="=A2"), "表", "A3", depth=1)
    assert tree.children[0].cut
    assert tree.children[0].children == ()
    assert "未展开" in tree_text(tree)


def test_a_whole_column_of_a_large_sheet_is_quick():
    cells = {(row, 1): Cell(Decimal(row)) for row in range(1, 50_001)} | {(1, 2): Cell(None, "SUM(A:A)")}
    (inside,) = precedents(Snapshot("book", (Sheet("表", cells),)), "表", "B1").children
    assert inside.filled == 50_000


def test_what_cannot_be_followed_is_named():
    tree = precedents(book(A1="=单价*[1]其他!B2"), "表", "A1")
    assert [child.text for child in tree.children] == ["单价", "[1]其他!B2"]
    assert tree_document(tree)["precedents"][0] == {"reference": "单价", "cycle": False, "cut": False, "precedents": []}
