"""Clean workbooks: a department's tables and forms as offices lay them out, in styles drawn at random.

Sheets are written as clerks write them (see grid): cells parted by |, =A1+B1→3.00 a formula with its result.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random

from department import Department, Line, Project, department
from grid import sheet
from layout import Grid, Style, cells, laid, money, points
from places import chongqing, framework, hubei, sichuan, yunnan

from perfxl.sheets.snapshot import Snapshot


def national(project: Project, style: Style, top: int = 1) -> Grid:
    """The national project form; `top` is the row that it starts in."""
    r = top + 6
    own = (project.initial, project.budget - project.carryover, project.spent - project.carryover_spent)
    past = (Decimal(0), project.carryover, project.carryover_spent)
    carried = [money(value) if value else style.none() for value in past]
    rows: Grid = [
        ["项目支出绩效自评表"],
        [f"（{style.year}年度）"],
        ["项目名称", project.name],
        ["主管部门", "某某局", "", "", "实施单位", "某某中心"],
        ["项目资金（万元）", "", *map(style.head, ("年初预算数", "全年预算数", "全年执行数")),
         "分值", "执行率", "得分"],
        ["", "年度资金总额",
         *(style.sum(f"SUM({c}{r}:{c}{r + 2})", value) for c, value in
           zip("CDE", (project.initial, project.budget, project.spent), strict=True)),
         "10", style.rate(f"E{r - 1}/D{r - 1}", project.spent / project.budget), money(project.execution_score)],
        ["", f"{style.of_which}本年财政拨款", *map(money, own), "—", "—", "—"],
        ["", "上年结转资金", *carried, "—", "—", "—"],
        ["", "其他资金", *([style.none()] * 3), "—", "—", "—"],
        ["年度总体目标", "预期目标", "", "", "实际完成情况"],
        ["", "按计划完成全部任务", "", "", "已按计划完成"],
        cells("一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施"),
    ]  # fmt: skip
    first = top + len(rows)
    rows += [indicator(line) for line in project.lines]
    last = first + len(project.lines) - 1
    total = style.sum(f"SUM(G{first}:G{last})+H{r - 1}", project.total)
    rows.append(["总分", "", "", "", "", "100", total])
    return rows


def indicator(line: Line) -> list[str]:
    return [line.level1, line.level2, line.name, line.written(line.target, line.sign), line.written(line.actual),
            points(line.weight), points(line.score), line.reason]  # fmt: skip


def execution(d: Department, style: Style) -> Grid:
    lines = (("部门支出合计", d.total), ("基本支出", d.basic), (f"{style.of_which}人员经费", d.personnel),
             ("公用经费", d.public), ("项目支出", d.project))  # fmt: skip
    rows: Grid = [[f"{style.year}年度部门预算执行情况表"], ["单位：万元"],
                  ["支出类别", *map(style.head, ("年初预算数", "全年预算数", "全年执行数")), "执行率"]]  # fmt: skip
    formulas = {4: "{c}5+{c}8", 5: "{c}6+{c}7"}
    for number, (label, values) in enumerate(lines, 4):
        formula = formulas.get(number)
        told = [style.sum(formula.format(c=c), v) if formula else money(v) for c, v in zip("BCD", values, strict=True)]
        rows.append([label, *told, style.rate(f"D{number}/C{number}", values[2] / values[1])])
    return rows


def quarters(d: Department, style: Style) -> Grid:
    rows: Grid = [[f"{style.year}年度分季度支出进度表"], ["年度总指标（万元）", money(d.total[1])],
                  ["季度", "本季度支出（万元）", "累计支出（万元）", "支出进度"]]  # fmt: skip
    so_far = Decimal(0)
    for number, (label, spent) in enumerate(
        zip(("第一季度", "第二季度", "第三季度", "第四季度"), d.quarters, strict=True), 4
    ):
        so_far += spent
        cumulative = money(so_far) if number == 4 else style.sum(f"C{number - 1}+B{number}", so_far)
        rows.append([label, money(spent), cumulative, style.rate(f"C{number}/$B$2", so_far / d.total[1])])
    return rows


def three_public(d: Department, style: Style) -> Grid:
    told = d.three_public
    vehicle = tuple(a + b for a, b in zip(told["purchase"], told["running"], strict=True))
    total = tuple(a + b for a, b in zip(vehicle, told["reception"], strict=True))
    lines = (("合计", total, "{c}5+{c}6+{c}7"), ("因公出国（境）费", None, ""), ("公务接待费", told["reception"], ""),
             ("公务用车购置及运行维护费", vehicle, "{c}8+{c}9"), ("其中：公务用车购置费", told["purchase"], ""),
             ("公务用车运行维护费", told["running"], ""))  # fmt: skip
    rows: Grid = [[f"{style.year}年度“三公”经费支出情况表"], ["单位：万元"], ["项目", "预算数", "决算数", "控制率"]]
    for number, (label, values, formula) in enumerate(lines, 4):
        if values is None:
            rows.append([label, style.none(), style.none(), ""])
            continue
        told = [style.sum(formula.format(c=c), v) if formula else money(v) for c, v in zip("BC", values, strict=True)]
        rows.append([label, *told, style.rate(f"C{number}/B{number}", values[1] / values[0])])
    return rows


def procurement(d: Department, style: Style) -> Grid:
    rows: Grid = [[f"{style.year}年度政府采购情况表"], ["单位：万元"],
                  ["采购类别", "年初预算数", "全年预算数", "实际支出", "剩余指标", "采购执行率"]]  # fmt: skip
    totals = [sum((values[at] for values in d.procurement.values()), Decimal(0)) for at in range(3)]
    for number, (label, values) in enumerate([*d.procurement.items(), ("合计", tuple(totals))], 4):
        whole = label == "合计"
        told = [style.sum(f"SUM({c}4:{c}6)", v) if whole else money(v) for c, v in zip("BCD", values, strict=True)]
        rows.append([label, *told, style.sum(f"C{number}-D{number}", values[1] - values[2]),
                     style.rate(f"D{number}/C{number}", values[2] / values[1])])  # fmt: skip
    return rows


def staff(d: Department, style: Style) -> Grid:
    rows: Grid = [[f"{style.year}年末人员编制情况表"], ["单位：人"], ["人员类别", "编制数", "实有数", "控制率"]]
    quota, actual = (sum(pair[at] for pair in d.staff.values()) for at in (0, 1))
    for number, (label, (posts, people)) in enumerate([*d.staff.items(), ("合计", (quota, actual))], 4):
        told = [f"=SUM({c}4:{c}5)→{v}" if style.formulas and label == "合计" else str(v)
                 for c, v in (("B", posts), ("C", people))]  # fmt: skip
        rows.append([label, *told, style.rate(f"C{number}/B{number}", Decimal(people) / posts)])
    return rows


def assets(d: Department, style: Style) -> Grid:
    rows: Grid = [[f"{style.year}年末资产情况表"], ["单位：万元"], ["资产类别", "年末数"]]
    rows += [[label, money(value)] for label, value in d.assets.items()]
    rows.append(["合计", style.sum("SUM(B4:B6)", sum(d.assets.values(), Decimal(0)))])
    return rows


def project_list(d: Department, style: Style) -> Grid:
    rows: Grid = [[f"{style.year}年度项目支出清单"], ["单位：万元"],
                  cells("序号|项目名称|年初预算数|全年预算数|全年执行数|执行率|自评得分|等级")]  # fmt: skip
    for number, p in enumerate(d.projects, 4):
        grade = "优" if p.total >= 90 else "良" if p.total >= 80 else "中"
        rows.append([str(number - 3), p.name, *map(money, (p.initial, p.budget, p.spent)),
                     style.rate(f"E{number}/D{number}", p.spent / p.budget), money(p.total), grade])  # fmt: skip
    last = 3 + len(d.projects)
    rows.append(["合计", "", *(style.sum(f"SUM({c}4:{c}{last})", v) for c, v in zip("CDE", d.project, strict=True)),
                 style.rate(f"E{last + 1}/D{last + 1}", d.project[2] / d.project[1])])  # fmt: skip
    return rows


def score_table(d: Department, style: Style, rng: Random) -> Grid:
    groups = (("部门决策（20分）", ("预算编制合理性", "绩效目标完整性"), (10, 10)),
              ("部门管理（30分）", ("资金使用合规性", "资产管理安全性", "信息公开情况"), (15, 10, 5)),
              ("部门绩效（50分）", ("履职目标完成率", "公众满意度"), (30, 20)))  # fmt: skip
    rows: Grid = [
        [f"{style.year}年度部门整体支出绩效自评评分表"],
        ["一级指标", "三级指标", "评分标准", "分值", "得分", "扣分原因"],
    ]
    total = Decimal(0)
    for label, names, weights in groups:
        for name, weight in zip(names, weights, strict=True):
            lost = Decimal(rng.choice((0, 0, 1)))
            total += weight - lost
            rows.append(
                [label, name, "按评分细则", str(weight), points(weight - lost), "个别环节不够完善" if lost else ""]
            )
    last = len(rows)
    rows.append(["合计", "", "", "=SUM(D3:D9)→100" if style.formulas else "100",
                 f"=SUM(E3:E{last})→{points(total)}" if style.formulas else points(total), ""])  # fmt: skip
    return rows


def workbook(rng: Random) -> Snapshot:
    """Return a clean workbook of a department: its tables, and the forms of its projects."""
    d = department(rng)
    style = Style(rng, d.year)
    sheets: dict[str, Grid] = {
        "预算执行": execution(d, style), "季度支出": quarters(d, style), "三公经费": three_public(d, style),
        "政府采购": procurement(d, style), "人员编制": staff(d, style), "资产": assets(d, style),
        "项目清单": project_list(d, style), "整体评分": score_table(d, style, rng),
    }  # fmt: skip
    if rng.random() < 0.3:
        stacked: Grid = []
        for project in d.projects:
            stacked += [*([[""]] if stacked else []), *national(project, style, len(stacked) + (2 if stacked else 1))]
        sheets["项目自评表"] = stacked
    else:
        sheets |= {f"自评表{at}": national(project, style) for at, project in enumerate(d.projects, 1)}
    return Snapshot("本子", tuple(sheet(name, laid(grid)) for name, grid in sheets.items()))


def alone(make: Callable[[Department, Style, Random], Grid]) -> Callable[[Random], Snapshot]:
    """Return how a workbook with one form is drawn."""

    def drawn(rng: Random) -> Snapshot:
        d = department(rng)
        return Snapshot("本子", (sheet("表", laid(make(d, Style(rng, d.year), rng))),))

    return drawn


FORMS: dict[str, Callable[[Random], Snapshot]] = {
    "部门工作簿": workbook,
    "全国项目自评表": alone(lambda d, style, _: national(d.projects[0], style)),
    "四川项目自评表": alone(sichuan),
    "湖北项目自评表": alone(hubei),
    "云南项目自评表": alone(yunnan),
    "重庆部门自评表": alone(chongqing),
    "湖南部门自评表": alone(framework),
    "部门预算执行": alone(lambda d, style, _: execution(d, style)),
    "分季度支出": alone(lambda d, style, _: quarters(d, style)),
    "三公经费": alone(lambda d, style, _: three_public(d, style)),
    "政府采购": alone(lambda d, style, _: procurement(d, style)),
    "人员编制": alone(lambda d, style, _: staff(d, style)),
    "项目清单": alone(lambda d, style, _: project_list(d, style)),
    "部门评分表": alone(score_table),
}
