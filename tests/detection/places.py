"""Clean forms of other places, laid out as their published forms are."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from department import Department, Project, half_up
from layout import Grid, Style, cells, money, points

GOOD_WORDS = ("良好", "达成年度指标")


def sichuan(d: Department, style: Style, _: Random) -> Grid:
    """四川2023"""
    project = d.projects[0]
    told = [*map(money, (project.initial, project.budget, project.spent))]
    rows: Grid = [
        [f"部门预算项目支出绩效自评表（{style.year}年度）"],
        ["项目名称", project.name],
        ["主管部门", "某某局", "", "实施单位", "某某中心"],
        cells("年度预算数（万元）|年初预算|调整后预算数|预算执行数|预算执行率|权重|得分|原因"),
        ["总额", *told, style.rate("D5/C5", project.spent / project.budget), "10", money(project.execution_score),
         "年中调整"],
        ["其中：财政资金", *told, "/", "/", "/", "/"],
        ["单位资金", *([style.none()] * 3), "/", "/", "/", "/"],
        cells("一级指标|二级指标|三级指标|指标性质|指标值|度量单位|完成值|权重|得分|未完成原因分析"),
    ]  # fmt: skip
    for line in project.lines:
        target, actual = (
            GOOD_WORDS[at] if value is None else points(value) for at, value in enumerate((line.target, line.actual))
        )
        nature = "定性" if line.target is None else line.sign
        rows.append(
            [line.level1, line.level2, line.name, nature, target, line.unit, actual, points(line.weight),
             points(line.score), line.reason]
        )  # fmt: skip
    total = style.sum(f"SUM(I9:I{len(rows)})+G5", project.total)
    rows.append(["合计", "", "", "", "", "", "", "100", total, ""])
    return rows


def hubei(d: Department, style: Style, _: Random) -> Grid:
    """湖北2020"""
    project = d.projects[0]
    score = half_up(20 * project.spent / project.budget)
    rows: Grid = [
        [f"{style.year}年度项目自评表"],
        ["项目名称", project.name],
        ["单位名称", "某某局"],
        cells("项目资金（万元）||年初预算数|全年预算数（A）|全年执行数（B）|分值|执行率（B/A）|得分"),
        ["", "年度财政资金总额", *map(money, (project.initial, project.budget, project.spent)), "20",
         style.rate("E5/D5", project.spent / project.budget), money(score)],
        ["一级指标", "二级指标", "三级指标", "年初目标值（A）", "实际完成值（B）", "得分"],
    ]  # fmt: skip
    goals = (
        ("数量指标", "养护里程", 120, 40),
        ("质量指标", "验收合格率", 96, 20),
        ("满意度指标", "群众满意度", 90, 20),
    )
    total = score
    for at, (level2, name, target, weight) in enumerate(goals):
        short = at == 1 and d.year % 2
        actual = Decimal(target - 4 if short else target)
        got = half_up(actual / target * weight)
        total += got
        unit = "公里" if at == 0 else "%"
        label = "年度绩效目标1（80分）" if at == 0 else "^"
        rows.append([label, level2, name, f"{target}{unit}", f"{actual}{unit}", points(got)])
    rows.append(["总分", "", "", "", "", points(total)])
    return rows


def chongqing(d: Department, style: Style, _: Random) -> Grid:
    """重庆部门2021"""
    initial, budget, spent = d.total
    score = half_up(spent / budget * 10)
    rows: Grid = [
        ["部门整体绩效自评表"],
        ["主管部门", "某某局", "", "财政处室", "某处"],
        ["年初预算数（万元）", "全年（调整）预算数", "全年执行数", "执行率（%）", "执行率权重", "执行率得分"],
        [*map(money, (initial, budget, spent)), f"{half_up(spent / budget * 100)}", "10", points(score)],
        cells("指标名称|计量单位|指标性质|年初指标值|全年完成值|得分系数（%）|指标权重|指标得分"),
    ]
    told = (("财政供养人员控制率", "%", "≤", 100, 98, 20), ("公用经费控制率", "%", "≤", 100, 97, 20),
            ("群众满意度", "%", "≥", 90, 81, 20), ("办件量", "件", "≥", 500, 520, 15),
            ("办理时限", "天", "≤", 5, 4, 15))  # fmt: skip
    for name, unit, sign, target, actual, weight in told:
        share = min(Decimal(actual) / target, Decimal(1)) if sign == "≥" else Decimal(1)
        rows.append(
            [name, unit, sign, str(target), str(actual), points(share * 100), str(weight), points(share * weight)]
        )
    return rows


def framework(_: Department, __: Style, rng: Random) -> Grid:
    """湖南（三栏分值）"""
    told = (("投入", 10, "目标设定", 10, (("绩效目标合理性", 5), ("绩效指标明确性", 5))),
            ("过程", 30, "预算执行", 30, (("预算完成率", 15), ("结转结余率", 15))),
            ("产出", 60, "职责履行", 60, (("实际完成率", 30), ("质量达标率", 30))))  # fmt: skip
    rows: Grid = [
        ["部门整体支出绩效自评表"],
        cells("一级指标|分值|二级指标|分值|三级指标|分值|评价标准|得分"),
    ]
    total = 0
    for level1, one, level2, two, names in told:
        for at, (name, weight) in enumerate(names):
            got = weight - rng.choice((0, 0, 1, 2))
            total += got
            left = [level1, str(one), level2, str(two)] if at == 0 else ["^"] * 4
            rows.append([*left, name, str(weight), "按细则", str(got)])
    rows.append(["合计", "100", "", "100", "", "100", "", str(total)])
    return rows


def yunnan(d: Department, style: Style, _: Random) -> Grid:
    """云南2020"""
    project: Project = d.projects[0]
    rows: Grid = [
        [f"{style.year}年度项目支出绩效自评表"],
        ["项目名称", project.name],
        ["主管部门", "某某厅", "", "", "实施单位", "某某局"],
        cells("项目资金（万元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分"),
        ["", "年度资金总额", *map(money, (project.initial, project.budget, project.spent)), "10",
         style.rate("E5/D5", project.spent / project.budget), money(project.execution_score)],
        ["", "其中：当年财政拨款", *map(money, (project.initial, project.budget, project.spent)), "—", "—", "—"],
        ["", "上年结转资金", *([style.none()] * 3), "—", "—", "—"],
        ["", "其他资金", *([style.none()] * 3), "—", "—", "—"],
        cells("一级指标|二级指标|三级指标|年度指标值|||实际完成值|分值|得分|偏差原因分析及改进措施"),
        ["", "", "", "指标性质", "指标值", "度量单位"],
    ]  # fmt: skip
    for line in project.lines:
        if line.target is None:
            target, actual, nature = *GOOD_WORDS, "＝"
        else:
            target, actual, nature = points(line.target), line.written(line.actual), line.sign
        rows.append([line.level1, line.level2, line.name, nature, target, line.unit, actual, points(line.weight),
                     points(line.score), line.reason])  # fmt: skip
    rows.append(["总分", "", "", "", "", "", "", "100", style.sum(f"SUM(I11:I{len(rows)})+H5", project.total)])
    return rows
