"""Forms of other places, laid out as published, and foreign workbooks: nothing false, sums and rates checked."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest

from perfxl.errors import PerfxlError
from perfxl.files.read.reading import read
from perfxl.sheets.snapshot import Cell, Sheet, Snapshot
from perfxl.structure.structure import Structure, structure

SHARED = Path(__file__).parents[3] / "shared"
FIELD = SHARED / "cases" / "field"

SICHUAN = """
部门预算项目支出绩效自评表（2023年度）
项目名称|河道清淤|主管部门|水务局
年度预算数（万元）|年初预算|调整后预算数|预算执行数|预算执行率|权重|得分|原因
总额|238.93|251.89|249.37|99.00%|10|9.9|
其中：财政资金|238.93|251.89|249.37|99.00%|/|/|
单位资金|0|0|0|/|/|/|
一级指标|二级指标|三级指标|指标值|完成值|权重|得分|未完成原因分析
产出指标|数量指标|清淤长度|≥12公里|12.4公里|30|30|
产出指标|质量指标|验收合格率|≥95%|96%|30|30|
效益指标|社会效益|受益户数|≥3000户|3100户|30|30|
合计||||||99.9|
"""
CHONGQING = """
部门整体绩效自评表
年初预算数|全年（调整）预算数|全年执行数|执行率（%）|执行率权重|执行率得分
1200|1000|760|76|10|7.6
指标名称|计量单位|指标性质|年初指标值|全年完成值|得分系数（%）|指标权重|指标得分
人员控制率|%|≤|100|98|100|20|20
公用经费控制率|%|≤|100|96|100|20|20
满意度|%|≥|90|81|90|20|18
办件量|件|≥|500|520|100|15|15
时限|天|≤|5|4|100|15|15
"""
HUNAN = """
项目支出绩效自评表
一级指标|分值|二级指标|分值|三级指标|分值|评价标准|得分
投入|10|目标设定|10|绩效目标合理性|5|合理得满分|5
||||绩效指标明确性|5|明确得满分|4
过程|30|预算执行|30|预算完成率|15|完成率不足扣分|14
||||结转结余率|15|超过扣分|15
产出|60|职责履行|60|实际完成率|30|完成率|30
||||质量达标率|30|达标率|28
合计|100||100||100||96
"""


def found(text: str) -> Structure:
    return structure(Snapshot("本子", (laid_out(text),)))


def laid_out(text: str) -> Sheet:
    cells = {}
    for row, line in enumerate(text.strip().splitlines(), 1):
        cells |= {(row, column): cell(part) for column, part in enumerate(line.split("|"), 1) if part}
    return Sheet("表", cells)


def cell(part: str) -> Cell:
    try:
        return Cell(Decimal(part))
    except InvalidOperation:
        return Cell(part)


@pytest.mark.parametrize("form", [SICHUAN, CHONGQING, HUNAN], ids=["四川", "重庆", "湖南"])
def test_a_right_form_gives_nothing(form: str) -> None:
    assert [str(verdict.number.place) for verdict in found(form).verdicts] == []
    assert found(form).compared


@pytest.mark.parametrize(
    ("form", "right", "wrong", "at"),
    [
        (SICHUAN, "||||||99.9|", "||||||99.6|", "G11"),
        (CHONGQING, "|81|90|20|18", "|81|90|20|21", "H7"),
        (HUNAN, "不足扣分|14\n", "不足扣分|16\n", "H5"),
        (HUNAN, "|100||100||100||96", "|100||100||100||98", "H9"),
    ],
)
def test_a_slip_in_a_form_is_told_at_its_cell(form: str, right: str, wrong: str, at: str) -> None:
    assert right in form
    assert [verdict.number.place.cell for verdict in found(form.replace(right, wrong)).verdicts] == [at]


@pytest.mark.skipif(not FIELD.is_dir(), reason="no shared field workbooks here")
@pytest.mark.parametrize("name", ["W1-clean", "W4-clean", "v0基本", "v10万亩", "v14全角", "云南"])
def test_clean_field_workbooks_give_nothing(name: str) -> None:
    assert structure(read(FIELD / f"{name}.xlsx")).verdicts == ()


@pytest.mark.skipif(not FIELD.is_dir(), reason="no shared field workbooks here")
def test_planted_errors_are_found_without_knowing_the_form() -> None:
    told = {str(verdict.number.place) for verdict in structure(read(FIELD / "W1-planted.xlsx")).verdicts}
    assert told >= {"Sheet1!I7", "Sheet1!I15", "Sheet1!F8", "三公!C4", "Sheet3!I19", "Sheet3!I14"}


@pytest.mark.skipif(not (SHARED / "corpus").is_dir(), reason="no foreign workbooks here")
def test_few_foreign_workbooks_give_a_verdict() -> None:
    """Of every ninth foreign workbook none is spoken up about."""
    spoken = []
    for path in sorted((SHARED / "corpus").rglob("*.xlsx"))[::9]:
        try:
            snapshot = read(path)
        except PerfxlError:
            continue
        spoken += [path.name for _ in structure(snapshot).verdicts]
    assert spoken == []
