"""perfxl's own sheets: as specified, recognised again, replaced in place, removed without a trace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perfxl.errors import RefusedError
from perfxl.files.read.reading import read
from perfxl.files.write.writing import write
from perfxl.package.archive import open_archive
from perfxl.package.save import save
from perfxl.sheets.changeset import ChangeSet, PrintSetup, SheetSpec, SheetWrite, SpecCell, Style
from perfxl.sheets.names import is_valid, valid_name
from perfxl.sheets.ownership import content_digest, ownership_of, packed, spec_digest, stored_key, unpacked
from perfxl.sheets.snapshot import Ownership

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")  # openpyxl's own limits

Parts = Callable[[Path], dict[str, bytes]]


def sheet_write(spec: SheetSpec, name: str = "附件", replaces: str | None = None) -> SheetWrite:
    return SheetWrite(spec, ownership_of(spec), name, replaces)


@pytest.fixture
def grafted(rich_book: Path, tmp_path: Path, spec: SheetSpec) -> Path:
    target = tmp_path / "生成.xlsx"
    write(rich_book, ChangeSet(sheets=(sheet_write(spec),)), target)
    return target


def test_the_rest_keeps_its_bytes(rich_book: Path, grafted: Path, parts: Parts) -> None:
    before, after = parts(rich_book), parts(grafted)
    changed = {part for part in before if before[part] != after.get(part)}
    assert changed == {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
    assert set(after) - set(before) == {"xl/worksheets/sheet4.xml"}


def test_openpyxl_sees_what_was_specified(grafted: Path) -> None:
    book = openpyxl.load_workbook(grafted)
    assert book.sheetnames == ["基础 数据", "图", "备注", "图表页", "附件"]
    sheet = book["附件"]
    assert sheet["A1"].value == "项目支出绩效自评表"
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("=不是公式\n第二行", "s")
    assert (sheet["B3"].value, sheet["B3"].number_format) == (1234.5, "#,##0.00")
    assert sheet["A4"].value is True
    assert sheet["B4"].value == "=ROUND( B3 * 2, 2 )"
    assert [str(merge) for merge in sheet.merged_cells.ranges] == ["A1:C1"]
    assert sheet.print_title_rows == "$1:$2"
    assert sheet.print_area == "'附件'!$A$1:$C$5"
    assert sheet.freeze_panes == "B3"
    assert sheet.sheet_view.showGridLines is False
    assert (sheet.column_dimensions["A"].width, sheet.row_dimensions[1].height) == (24, 36)
    page = sheet.page_setup
    assert (page.paperSize, page.orientation, page.fitToWidth, page.fitToHeight) == (9, "landscape", 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
    assert sheet.print_options.horizontalCentered is True
    assert sheet.page_margins.top == pytest.approx(18 / 25.4, abs=1e-3)
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
    assert sheet["A5"].hyperlink.location == "'基础 数据'!B2"
    assert book["基础 数据"].print_area == "'基础 数据'!$A$1:$D$8"


def test_openpyxl_sees_the_styles(grafted: Path) -> None:
    sheet = openpyxl.load_workbook(grafted)["附件"]
    title, plain, money, link = sheet["A1"], sheet["A3"], sheet["B3"], sheet["A5"]
    assert (title.font.name, title.font.sz, title.font.b, title.border.left.style) == ("方正小标宋简体", 16, True, None)
    assert (plain.font.name, plain.font.sz, plain.border.top.style) == ("仿宋", 10.5, "thin")
    assert (plain.alignment.horizontal, plain.alignment.wrap_text) == ("center", True)
    assert money.fill.fgColor.rgb == "FFFFEEAA"
    assert (link.font.color.rgb, link.font.u) == ("FF0000FF", "single")
    assert openpyxl.load_workbook(grafted)["基础 数据"]["D2"].font.b is True


def test_cached_values(grafted: Path) -> None:
    sheet = openpyxl.load_workbook(grafted, data_only=True)["附件"]
    assert (sheet["B4"].value, sheet["C4"].value) == (2469, "优")


def test_known_again(grafted: Path, spec: SheetSpec) -> None:
    sheet = read(grafted).sheet("附件")
    assert sheet is not None
    assert sheet.ownership == ownership_of(spec)
    assert content_digest(sheet) == spec_digest(spec)
    assert [source.name for source in read(grafted).sources()] == ["基础 数据", "图", "备注"]


def test_replaced_by_the_same_nothing_changes(grafted: Path, tmp_path: Path, spec: SheetSpec) -> None:
    write(grafted, ChangeSet(sheets=(sheet_write(spec, replaces="附件"),)), tmp_path / "再.xlsx")
    assert (tmp_path / "再.xlsx").read_bytes() == grafted.read_bytes()


def test_replaced_in_place(grafted: Path, tmp_path: Path, spec: SheetSpec, parts: Parts) -> None:
    more = replace(spec, key="findings", cells={(1, 1): SpecCell("新", Style(size=20))}, merges=(), setup=PrintSetup())
    target = tmp_path / "再.xlsx"
    write(grafted, ChangeSet(sheets=(sheet_write(more, "附件 新", "附件"),)), target)
    assert set(parts(target)) == set(parts(grafted))
    snapshot = read(target)
    assert [sheet.name for sheet in snapshot.sheets] == ["基础 数据", "图", "备注", "附件 新"]
    assert snapshot.sheets[3].ownership == ownership_of(more)
    sheet = openpyxl.load_workbook(target)["附件 新"]
    assert (sheet.print_title_rows, sheet.print_area) == (None, "'附件 新'!$A$1")


def test_removed_without_a_trace(rich_book: Path, grafted: Path, tmp_path: Path, parts: Parts) -> None:
    target = tmp_path / "再.xlsx"
    write(grafted, ChangeSet(removed=("附件",)), target)
    before, after = parts(rich_book), parts(target)
    assert {part for part in before | after if before.get(part) != after.get(part)} == {"xl/styles.xml"}


def test_names_follow_their_sheets(rich_book: Path, tmp_path: Path, spec: SheetSpec) -> None:
    first, second = replace(spec, key="一"), replace(spec, key="二")
    one, two = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    write(rich_book, ChangeSet(sheets=(sheet_write(first, "甲"), sheet_write(second, "乙"))), one)
    third = sheet_write(replace(spec, key="三"), "丙")
    write(one, ChangeSet(sheets=(third,), removed=("甲",)), two)
    marks = {sheet.name: sheet.ownership and sheet.ownership.key for sheet in read(two).sheets}
    assert marks == {"基础 数据": None, "图": None, "备注": None, "乙": "二", "丙": "三"}
    book = openpyxl.load_workbook(two)
    assert (book["乙"].print_title_rows, book["丙"].print_title_rows) == ("$1:$2", "$1:$2")
    assert book["备注"].defined_names["局部"].value == "备注!$A$1"


def test_what_hung_on_a_replaced_sheet_goes(
    by_hand: Callable[..., Path], tmp_path: Path, spec: SheetSpec, parts: Parts
) -> None:
    """A person has put a picture on the sheet; whoever asks to overwrite it leaves no stray parts behind."""
    edited = tmp_path / "改.xlsx"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    write(
        by_hand(f'<worksheet xmlns="{main}"><sheetData/></worksheet>'), ChangeSet(sheets=(sheet_write(spec),)), edited
    )
    _hang_drawing(edited)
    target = tmp_path / "再.xlsx"
    write(edited, ChangeSet(sheets=(sheet_write(spec, replaces="附件"),)), target)
    assert not [part for part in parts(target) if "drawing" in part or "sheet2.xml.rels" in part]


def _hang_drawing(book: Path) -> None:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" '
        'Target="../drawings/drawing1.xml"/></Relationships>'
    )
    save(
        open_archive(book),
        book,
        {"xl/worksheets/_rels/sheet2.xml.rels": rels.encode(), "xl/drawings/drawing1.xml": b"<wsDr/>"},
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (lambda spec: ChangeSet(sheets=(sheet_write(spec, "附件"),)), "已有工作表“附件”"),
        (lambda spec: ChangeSet(sheets=(sheet_write(spec, "图表页"),)), "已有工作表“图表页”"),
        (lambda spec: ChangeSet(sheets=(sheet_write(spec, "a"), sheet_write(spec, "A"))), "已有工作表“A”"),
        (lambda spec: ChangeSet(sheets=(sheet_write(spec, "a/b"),)), "不能作工作表名"),
        (lambda spec: ChangeSet(sheets=(sheet_write(spec, "新", "备注"),)), "不是 perfxl 生成的"),
        (lambda spec: ChangeSet(sheets=(sheet_write(spec, "新", "没有"),)), "没有工作表“没有”"),
        (lambda spec: ChangeSet(sheets=(sheet_write(spec, "附件", "附件"),), removed=("附件",)), "同时替换和删除"),
        (lambda _: ChangeSet(removed=("备注",)), "不是 perfxl 生成的"),
    ],
)
def test_refused_sheets(
    grafted: Path, tmp_path: Path, spec: SheetSpec, changes: Callable[[SheetSpec], ChangeSet], words: str
) -> None:
    with pytest.raises(RefusedError, match=words):
        write(grafted, changes(spec), tmp_path / "再.xlsx")
    assert not (tmp_path / "再.xlsx").exists()


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.text(st.characters(codec="utf-8"), max_size=8),
    st.decimals(min_value=-(10**14), max_value=10**14, places=6),
)
SPECS = st.builds(
    lambda cells: SheetSpec("键", "表", {position: SpecCell(value) for position, value in cells.items()}),
    st.dictionaries(st.tuples(st.integers(1, 9), st.integers(1, 9)), VALUES, min_size=1),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spec=SPECS)
def test_any_sheet_is_read_as_written(by_hand: Callable[..., Path], tmp_path: Path, spec: SheetSpec) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    book = by_hand(f'<worksheet xmlns="{main}"><sheetData/></worksheet>')
    target = tmp_path / "新.xlsx"
    write(book, ChangeSet(sheets=(sheet_write(spec, "生成"),)), target)
    sheet = read(target).sheet("生成")
    assert sheet is not None
    assert content_digest(sheet) == spec_digest(spec)


def test_digest_tells_contents_apart(spec: SheetSpec) -> None:
    def with_cell(cell: SpecCell) -> str:
        return spec_digest(replace(spec, cells={**spec.cells, (3, 2): cell}))

    digests = [with_cell(SpecCell(value)) for value in (Decimal(1), "1", True, "TRUE", None)]
    assert len(set(digests)) == len(digests)
    assert with_cell(SpecCell(Decimal("1.50"))) == with_cell(SpecCell(Decimal("1.5"), Style(bold=True)))
    assert with_cell(SpecCell(Decimal(1), formula="A1+B1")) == with_cell(SpecCell(None, formula="a1 + B1"))
    assert with_cell(SpecCell(formula='"a b"')) != with_cell(SpecCell(formula='"ab"'))
    assert spec_digest(replace(spec, merges=())) != spec_digest(spec)


@given(st.text(max_size=300), st.text("0123456789abcdef", min_size=64, max_size=64))
def test_marks_survive_packing(key: str, digest: str) -> None:
    constant = packed(Ownership(key, digest))
    assert unpacked(constant) == Ownership(stored_key(key), digest)
    assert len(constant) <= 257


@pytest.mark.parametrize("text", ["", "x", '"', '"无竖线"', "Sheet1!$A$1"])
def test_no_marks(text: str) -> None:
    assert unpacked(text) is None


@pytest.mark.parametrize(
    ("wish", "taken", "name"),
    [
        ("附件1", [], "附件1"),
        ("甲/乙[丙]:*?\\", [], "甲_乙_丙_____"),
        ("'引'", [], "引"),
        ("", [], "Sheet"),
        ("history", [], "history_2"),
        ("Abc", ["aBC", "abc_2"], "Abc_3"),
        ("字" * 40, [], "字" * 31),
        ("字" * 40, ["字" * 31], "字" * 29 + "_2"),
        ("𠮷" * 20, [], "𠮷" * 15),
    ],
)
def test_valid_names(wish: str, taken: list[str], name: str) -> None:
    assert valid_name(wish, taken) == name


@given(st.text(st.characters(codec="utf-8")), st.lists(st.text(max_size=3)))
def test_names_are_always_valid_and_free(wish: str, taken: list[str]) -> None:
    name = valid_name(wish, taken)
    assert is_valid(name)
    assert name.casefold() not in {other.casefold() for other in taken}
    assert len(name.encode("utf-16-le")) <= 62
