"""The tables of published accounts (决算公开表): codes, numbered columns, sides of an account, merged headings.

In the layouts below `<` is a cell merged with the one to its left, `^` with the one above.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import pytest

from perfxl.sheets.address import Box
from perfxl.sheets.snapshot import Cell, Sheet, Snapshot
from perfxl.structure.structure import Structure, structure

EXPENDITURE = """
支出决算表
项目|<|<|<|本年支出合计|基本支出|项目支出
功能分类科目编码|<|<|科目名称|^|^|^
类|款|项|栏次|1|2|3
|||合计|3000.75|1200.50|1800.25
208|<|<|社会保障和就业支出|200.50|200.50|
20805|<|<|行政事业单位养老支出|200.50|200.50|
2080505|<|<|机关事业单位基本养老保险缴费支出|150.25|150.25|
2080506|<|<|机关事业单位职业年金缴费支出|50.25|50.25|
213|<|<|农林水支出|2800.25|1000.00|1800.25
21301|<|<|农业农村|2700.25|1000.00|1700.25
2130101|<|<|行政运行|1000.00|1000.00|
2130102|<|<|一般行政管理事务|1700.25||1700.25
21305|<|<|衔接推进乡村振兴|100.00||100.00
2130599|<|<|其他支出|100.00||100.00
"""
BASIC = """
基本支出决算表
人员经费|<|<|公用经费|<|<|<|<|<
科目编码|科目名称|决算数|科目编码|科目名称|决算数|科目编码|科目名称|决算数
301|工资福利支出|800.40|302|商品和服务支出|150.35|307|债务利息及费用支出|
30101|基本工资|500.15|30201|办公费|100.15|310|资本性支出|49.25
30102|津贴补贴|300.25|30211|差旅费|50.20|31002|办公设备购置|49.25
303|对个人和家庭的补助|200.50||||||
30302|退休费|120.25||||||
30305|生活补助|80.25||||||
人员经费合计|<|1000.90|公用经费合计|<|<|<|<|199.60
"""
ACCOUNT = """
收入支出决算总表
收入|<|<|支出|<|<
项目|行次|金额|项目|行次|金额
栏次||1|栏次||2
一、财政拨款收入|1|2890.15|一、教育支出|12|700.35
二、事业收入|2|60.10|二、农林水支出|13|2100.15
三、其他收入|3|20.35|三、住房保障支出|14|200.25
本年收入合计|9|2970.60|本年支出合计|21|3000.75
年初结转和结余|10|80.40|年末结转和结余|22|50.25
总计|11|3051.00|总计|23|3051.00
"""
RECEPTION = """
“三公”经费支出决算表
预算数|<|<|<|<|<|决算数|<|<|<|<|<
合计|因公出国（境）费|公务用车购置及运行维护费|<|<|公务接待费|合计|因公出国（境）费|公务用车购置及运行维护费|<|<|公务接待费
^|^|小计|公务用车购置费|公务用车运行维护费|^|^|^|小计|公务用车购置费|公务用车运行维护费|^
1|2|3|4|5|6|7|8|9|10|11|12
29.15|0|25.10|18.00|7.10|4.05|24.98|0|22.66|16.46|6.20|2.32
"""
FORMS = {"支出决算表": EXPENDITURE, "基本支出": BASIC, "收支总表": ACCOUNT, "三公": RECEPTION}


def found(*texts: str) -> Structure:
    return structure(Snapshot("本子", tuple(laid_out(str(at), text) for at, text in enumerate(texts, 1))))


def laid_out(name: str, text: str) -> Sheet:
    rows = [line.split("|") for line in text.strip().splitlines()]
    cells = {
        (row, column): cell(part)
        for row, parts in enumerate(rows, 1)
        for column, part in enumerate(parts, 1)
        if part not in {"", "<", "^"}
    }
    return Sheet(name, cells, merges=tuple(merges(rows)))


def merges(rows: list[list[str]]):
    """Yield the merged ranges: a cell with those marked to its right, or with those marked below."""
    for row, parts in enumerate(rows, 1):
        for column, part in enumerate(parts, 1):
            right, bottom = column, row
            while part not in {"<", "^", ""} and right < len(parts) and parts[right] == "<":
                right += 1
            while part not in {"<", "^", ""} and bottom < len(rows) and rows[bottom][column - 1 : column] == ["^"]:
                bottom += 1
            if (right, bottom) != (column, row):
                yield Box(row, column, bottom, right)


def cell(part: str) -> Cell:
    try:
        return Cell(Decimal(part)) if "." in part or len(part) < 3 else Cell(part)
    except InvalidOperation:
        return Cell(part)


def blamed(form: Structure) -> set[str]:
    """Return the cells that verdicts name: the one to look at, and those that it cannot stand beside."""
    return {
        number.place.cell or "" for verdict in form.verdicts for number in (verdict.number, *verdict.relation.numbers)
    }


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
def test_a_right_table_of_accounts_gives_nothing(text: str) -> None:
    assert found(text).verdicts == ()
    assert found(text).compared


def test_all_tables_of_accounts_in_one_workbook_give_nothing() -> None:
    assert found(*FORMS.values()).verdicts == ()


def test_a_row_that_numbers_the_columns_holds_no_figures() -> None:
    numbered = {place.cell for place in (*found(RECEPTION).compared, *found(RECEPTION).uncompared)}
    assert "A5" not in numbered
    assert "A6" in numbered


@pytest.mark.parametrize(
    ("form", "right", "wrong", "at"),
    [
        pytest.param(
            EXPENDITURE, "机关事业单位职业年金缴费支出|50.25|", "机关事业单位职业年金缴费支出|52.05|", "E9", id="项"
        ),
        pytest.param(EXPENDITURE, "农业农村|2700.25|1000.00|", "农业农村|2700.25|1100.00|", "F11", id="款"),
        pytest.param(EXPENDITURE, "农林水支出|2800.25", "农林水支出|2810.25", "E10", id="类"),
        pytest.param(EXPENDITURE, "合计|3000.75|1200.50", "合计|3000.75|1250.50", "F5", id="合计"),
        pytest.param(EXPENDITURE, "其他支出|100.00", "其他支出|110.00", "E15", id="只有一个下级"),
        pytest.param(BASIC, "津贴补贴|300.25", "津贴补贴|302.05", "C6", id="经济分类"),
        pytest.param(BASIC, "人员经费合计|<|1000.90", "人员经费合计|<|1009.00", "C10", id="一块的合计"),
        pytest.param(BASIC, "办公设备购置|49.25", "办公设备购置|94.25", "I6", id="第三块"),
        pytest.param(BASIC, "<|199.60", "<|196.90", "I10", id="几块的合计"),
        pytest.param(ACCOUNT, "二、事业收入|2|60.10", "二、事业收入|2|61.10", "C6", id="收入的一行"),
        pytest.param(ACCOUNT, "三、住房保障支出|14|200.25", "三、住房保障支出|14|202.05", "F7", id="支出的一行"),
        pytest.param(ACCOUNT, "本年支出合计|21|3000.75", "本年支出合计|21|3100.75", "F8", id="本年合计"),
        pytest.param(ACCOUNT, "总计|23|3051.00", "总计|23|3051.10", "F10", id="收支总计"),
        pytest.param(RECEPTION, "29.15|0|25.10", "21.95|0|25.10", "A6", id="三公合计"),
        pytest.param(RECEPTION, "22.66|16.46", "22.66|16.64", "J6", id="三公小计"),
        pytest.param(RECEPTION, "6.20|2.32", "6.20|12.32", "L6", id="三公一项"),
    ],
)
def test_one_slip_in_a_table_of_accounts_is_found(form: str, right: str, wrong: str, at: str) -> None:
    assert right in form
    assert at in blamed(found(form.replace(right, wrong)))


def test_a_line_that_two_totals_miss_is_blamed_though_other_columns_are_blank() -> None:
    slipped = EXPENDITURE.replace("事务|1700.25||1700.25", "事务|1700.25||1770.25")
    assert [verdict.number.place.cell for verdict in found(slipped).verdicts] == ["G13"]


def test_codes_may_stand_apart_or_before_the_names() -> None:
    for code in ("208", "20805", "2080505", "2080506", "213", "21301", "2130101", "2130102", "21305", "2130599"):
        assert f"{code}|<|<|" in EXPENDITURE
    apart = EXPENDITURE
    before = EXPENDITURE
    for line in EXPENDITURE.splitlines():
        code, *rest = line.split("|<|<|")
        if code.isdigit():
            apart = apart.replace(line, f"{code[:3]}|{code[3:5]}|{code[5:]}|{rest[0]}")
            before = before.replace(line, f"|||{code}{rest[0]}")
    slip = "机关事业单位职业年金缴费支出|50.25|", "机关事业单位职业年金缴费支出|52.05|"
    for form in (apart, before):
        assert found(form).verdicts == ()
        assert "E9" in blamed(found(form.replace(*slip)))


def test_a_total_wrong_by_much_in_one_column_alone_is_no_slip() -> None:
    """Nothing bears the reading out, and the difference is no slip: another meaning is as likely."""
    assert found("项目|金额\n甲|1000.25\n乙|2000.35\n合计|9000.45").verdicts == ()
    assert blamed(found("项目|金额\n甲|1000.25\n乙|2000.35\n合计|3006.00")) >= {"B4"}


def test_totals_balance_only_where_sides_are_named_and_the_remainder_is_carried() -> None:
    """收入 and 支出 with 结转 must balance; two years side by side need not, nor income that is not all spent."""
    two = "{}|<|{}|<\n项目|金额|项目|金额\n甲|5.25|丙|7.25\n{}|5.00|{}|4.00\n总计|10.25|总计|11.25"
    carried = "上年结转", "结转下年"
    assert blamed(found(two.format("收入", "支出", *carried))) >= {"B5", "D5"}
    assert found(two.format("上年", "本年", *carried)).verdicts == ()
    assert found(two.format("收入", "支出", "乙", "丁")).verdicts == ()
