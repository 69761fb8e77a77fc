"""A workbook with 46 features that careless writers drop: made here, the same bytes every time.

XlsxWriter writes what it can; `featureparts` puts in the rest part by part.
"""

from __future__ import annotations

import io
import struct
import zlib
from datetime import datetime

import xlsxwriter
from featureparts import CHOICES, DATA, FORM, completed

FIRST, LAST = 3, 12  # the rows of the form that hold indicators
_DATE = datetime(2025, 1, 1)


def feature_book() -> bytes:
    """Return the bytes of the workbook (.xlsm)."""
    return completed(_base())


def _base() -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.add_vba_project(io.BytesIO(_macros()), is_stream=True)
    book.set_vba_name("ThisWorkbook")
    form, data, choices = (book.add_worksheet(name) for name in (FORM, DATA, CHOICES))
    for number, sheet in enumerate((form, data, choices), 1):
        sheet.set_vba_name(f"Sheet{number}")
    choices.hide()
    choices.write_column("A1", ["优", "良", "中", "差"])
    _cells(book, form)
    _rules(book, form)
    _drawings(book, form)
    _page(form)
    _table(data)
    _names(book)
    book.close()
    return buffer.getvalue()


def _macros() -> bytes:
    from perfxl.install.addin.project import skeleton  # noqa: PLC0415 (needs a package that only developers have)

    made = skeleton({"Module1": "Public Sub Run1()\nEnd Sub\n"}, "")
    return next(content for name, content in made.items() if name.endswith("vbaProject.bin"))


def _cells(book: xlsxwriter.Workbook, form: xlsxwriter.worksheet.Worksheet) -> None:
    title = book.add_format({"bold": True, "font_name": "仿宋", "bg_color": "#FFE699", "border": 1})
    italic, unlocked = book.add_format({"italic": True, "font_color": "red"}), book.add_format({"locked": False})
    percent = book.add_format({"num_format": "0.00%"})
    form.merge_range("A1:H1", "项目支出绩效自评表", title)
    form.write_row("A2", ["指标", "预算", "执行", "执行率", "得分", "备注", "趋势", "选"], title)
    for row in range(FIRST, LAST + 1):
        form.write(f"A{row}", f"指标{row - 2}")
        form.write(f"B{row}", 100 + row, unlocked)
        form.write(f"C{row}", 80 + 2 * row)
        form.write_formula(f"D{row}", f"=ROUND(C{row}/B{row},4)", percent, round((80 + 2 * row) / (100 + row), 4))
        form.add_sparkline(f"G{row}", {"range": f"{FORM}!B{row}:C{row}"})
    form.write_rich_string("F3", "普通", title, "加粗", italic, "红斜")
    form.write_comment("B3", "旧批注：核对", {"author": "财务"})
    form.write_comment("C4", "第二条")
    form.write_formula("E14", "=PERF.EXECRATE(C3,B3)", None, 0.8447)
    form.write_array_formula("K3:K5", "{=B3:B5*2}")
    form.write_dynamic_array_formula("J3", "=_xlfn.UNIQUE(A3:A5)")
    form.write_url("A14", "https://example.com/", string="网址")
    form.write_url("A15", f"internal:'{CHOICES}'!A1", string="跳转")


def _rules(book: xlsxwriter.Workbook, form: xlsxwriter.worksheet.Worksheet) -> None:
    red = book.add_format({"font_color": "red"})
    form.conditional_format("D3:D12", {"type": "data_bar", "data_bar_2010": True})
    form.conditional_format("E3:E12", {"type": "icon_set", "icon_style": "3_arrows"})
    form.conditional_format("B3:C12", {"type": "formula", "criteria": "=$C3>$B3", "format": red})
    form.data_validation("H3:H12", {"validate": "list", "source": ["是", "否"]})
    prompt = {"input_title": "提示", "input_message": "填数字"}
    form.data_validation("B3:B12", {"validate": "decimal", "criteria": ">=", "value": 0, **prompt})
    form.protect("pw", {"format_cells": True, "autofilter": True})
    form.autofilter("A2:H12")
    form.ignore_errors({"number_stored_as_text": "A1:B9"})


def _drawings(book: xlsxwriter.Workbook, form: xlsxwriter.worksheet.Worksheet) -> None:
    chart, line = book.add_chart({"type": "column"}), book.add_chart({"type": "line"})
    chart.add_series({"values": f"={FORM}!$B$3:$B$12", "categories": f"={FORM}!$A$3:$A$12"})
    chart.set_title({"name": "预算"})
    form.insert_chart("M2", chart)
    form.insert_image("M20", "seal.png", {"image_data": io.BytesIO(_picture())})
    form.insert_textbox("M25", "说明文本框", {"width": 200})
    form.insert_button("M30", {"macro": "Run1", "caption": "计算"})
    line.add_series({"values": f"={FORM}!$C$3:$C$12"})
    book.add_chartsheet("图表页").set_chart(line)


def _page(form: xlsxwriter.worksheet.Worksheet) -> None:
    form.freeze_panes(2, 1)
    form.set_column("I:I", 8, None, {"level": 1, "hidden": True})
    form.set_row(10, None, None, {"level": 1})
    form.print_area("A1:H12")
    form.repeat_rows(0, 1)
    form.set_landscape()
    form.set_paper(9)
    form.set_header("&C绩效自评")
    form.fit_to_pages(1, 0)
    form.set_h_pagebreaks([8])
    form.set_tab_color("#00B050")


def _table(data: xlsxwriter.worksheet.Worksheet) -> None:
    for row in range(1, 9):
        data.write_row(row, 0, [f"单位{row % 3}", f"类{row % 2}", row * 10])
    columns = [{"header": name} for name in ("单位", "类别", "金额")]
    data.add_table("A1:C9", {"name": "数据表", "style": "Table Style Medium 2", "columns": columns})


def _names(book: xlsxwriter.Workbook) -> None:
    book.define_name("预算数", f"={FORM}!$B$3:$B$12")
    book.define_name("阈值", "=0.8")
    book.define_name(f"{FORM}!局部名", f"={FORM}!$C$3")
    book.set_properties({"title": "标题", "author": "财政局", "created": _DATE})
    book.set_custom_property("文号", "财预〔2025〕1号")


def _picture() -> bytes:
    rows = zlib.compress(b"".join(b"\0" + b"\xff\0\0" * 16 for _ in range(16)))

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", 16, 16, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
