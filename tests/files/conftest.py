"""Workbooks for the tests of files: made by XlsxWriter, openpyxl or by hand, part by part."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from perfxl.sheets.address import Box
from perfxl.sheets.changeset import PrintSetup, SheetSpec, SpecCell, Style

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

Parts = Callable[[Path], dict[str, bytes]]
ByHand = Callable[..., Path]


@pytest.fixture(scope="session")
def parts() -> Parts:
    """Return a function that reads a package's parts, in their order."""

    def read(path: Path) -> dict[str, bytes]:
        with zipfile.ZipFile(path) as package:
            return {entry.filename: package.read(entry) for entry in package.infolist()}

    return read


@pytest.fixture
def by_hand(tmp_path: Path) -> ByHand:
    """Return a function that makes a workbook of one sheet from XML and further parts."""

    def make(sheet: str, *, name: str = "手工.xlsx", main: str = MAIN, office: str = OFFICE, **more: str) -> Path:
        target = more.pop("target", "worksheets/sheet1.xml")
        links = "".join(
            f'<Relationship Id="rId{number}" Type="{office}/{kind}" Target="{kind}.xml"/>'
            for number, kind in enumerate(more, 2)
        )
        content = {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{office}/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            f'<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{office}/worksheet" Target="{target}"/>{links}</Relationships>',
            "xl/worksheets/sheet1.xml": sheet,
        } | {f"xl/{kind}.xml": text for kind, text in more.items()}
        path = tmp_path / name
        with zipfile.ZipFile(path, "w") as out:
            for part, text in content.items():
                out.writestr(part, text)
        return path

    return make


@pytest.fixture
def rich_book(tmp_path: Path) -> Path:
    """Return a workbook with most of what a department's file may hold."""
    path = tmp_path / "自评.xlsx"
    book = xlsxwriter.Workbook(str(path))
    base, chart_data, notes = (book.add_worksheet(name) for name in ("基础 数据", "图", "备注"))
    percent = book.add_format({"num_format": "0.00%", "bold": True, "border": 1})
    base.write_row("A1", ["项目", "预算", "执行", "执行率"])
    for row in range(1, 6):
        base.write_row(row, 0, [f"项目{row}", 100 * row, 27.5 * row])
        base.write_formula(row, 3, f"=C{row + 1}/B{row + 1}", percent, 0.275)
    base.merge_range("A8:D8", "合计", book.add_format({"align": "center"}))
    base.data_validation("A10", {"validate": "list", "source": ["是", "否"]})
    base.conditional_format("D2:D6", {"type": "data_bar", "data_bar_2010": True})
    base.write_comment("B2", "批注")
    base.print_area("A1:D8")
    base.repeat_rows(0)
    chart_data.write_column("A1", [1, 2, 3])
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=图!$A$1:$A$3"})
    chart_data.insert_chart("C3", chart)
    notes.write_rich_string("A1", "文", book.add_format({"bold": True}), "字")
    notes.hide()
    book.define_name("单价", "='基础 数据'!$B$2")
    book.define_name("备注!局部", "=备注!$A$1")
    book.add_chartsheet("图表页").set_chart(_own_chart(book))
    book.close()
    return path


def _own_chart(book: xlsxwriter.Workbook) -> object:
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=图!$A$1:$A$3"})
    return chart


@pytest.fixture
def spec() -> SheetSpec:
    """Return a generated sheet with everything that a sheet of perfxl may hold."""
    head = Style(bold=True, border=False, size=16, font="方正小标宋简体")
    return SheetSpec(
        key='attachment:project:甲"乙|丙',
        name="附件",
        cells={
            (1, 1): SpecCell("项目支出绩效自评表", head),
            (3, 1): SpecCell("=不是公式\n第二行"),
            (3, 2): SpecCell(Decimal("1234.50"), Style(number_format="#,##0.00", fill="ffeeaa")),
            (3, 3): SpecCell(Decimal(1) / Decimal(3), Style(number_format="0.000000%")),
            (4, 1): SpecCell(True),
            (4, 2): SpecCell(Decimal("2469"), Style(), formula="ROUND( B3 * 2, 2 )"),
            (4, 3): SpecCell("优", Style(), formula='IF(\'附件\'!B4>1,"优","差")'),
            (5, 1): SpecCell("跳转", Style(color="0000ff", underline=True), link="'基础 数据'!B2"),
            (5, 2): SpecCell(None),
            (5, 3): SpecCell(""),
        },
        merges=(Box(1, 1, 1, 3),),
        widths={1: 24, 2: 12.5},
        heights={1: 36, 7: 20},
        setup=PrintSetup(landscape=True, repeat_rows=(1, 2)),
        freeze=(3, 2),
    )
