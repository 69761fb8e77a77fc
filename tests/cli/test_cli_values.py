"""`perfxl values` on real files."""

from __future__ import annotations

from perfxl.cli.main import main
from perfxl.files.read.reading import read


def test_filled_as_functions_then_turned_into_values(draw, tmp_path, capsys):
    heads = ("项目", "年初预算数", "调整后预算数", "支出数", "执行率")
    lines = (("基本支出", 80, 100, 90.5), ("项目支出", 200, 240.5, 180.25), ("合计", 280, 340.5, 270.75))
    book = draw("本子.xlsx", 预算执行=(("部门预算执行情况表（单位：万元）",), heads, *lines))
    filled, sent = tmp_path / "填好.xlsx", tmp_path / "发出.xlsx"
    main(["fill", str(book), "-o", str(filled), "--as", "functions"])
    assert read(filled).sheets[0].cells[3, 5].formula == "PX_EXECRATE(D3,C3)"
    capsys.readouterr()
    assert main(["values", str(filled), "-o", str(sent)]) == 0
    assert "3 个单元格的函数公式转为数值" in capsys.readouterr().out
    after = read(sent).sheets[0].cells
    assert {after[row, 5].formula for row in (3, 4, 5)} == {None}
    assert after[3, 5].value == read(filled).sheets[0].cells[3, 5].value


def test_an_error_stays_and_is_told(draw, tmp_path, capsys):
    book = draw("本子.xlsx", 表=((1, "=PX_EXECRATE(A1,0)"),))
    assert main(["values", str(book), "-o", str(tmp_path / "发出.xlsx")]) == 1
    assert "表!B1" in capsys.readouterr().out
