"""Evaluations in several hands: a department's self-evaluation, special funds, one project, assets, tables in prose."""

from __future__ import annotations

from decimal import Decimal

from pen import Pen, half_up, proven

TOWNS = ("城关镇", "河东镇", "柳林乡", "石桥镇", "东湖街道", "北山乡", "南坪镇", "临江街道")
WORKS = ("道路硬化工程", "管网改造工程", "绿化提升工程", "校舍维修工程", "水库除险加固工程", "路灯更新工程")


def department(pen: Pen) -> str:
    """Return a department's self-evaluation: staff, funds, control of expenses, outputs, result."""
    posts = [pen.count(20, 60), pen.count(10, 40)]
    people = [post - pen.count(1, 5) for post in posts]
    basic, project = pen.line("基本支出", 300, 1500), pen.line("项目支出", 200, 2500)
    whole = pen.total("支出", [basic, project])
    goals, missed = pen.count(18, 40), pen.count(1, 4)
    scores = [
        Decimal(pen.count(16, 20)),
        Decimal(pen.count(50, 60)) / 2,
        Decimal(pen.count(50, 60)) / 2,
        Decimal(pen.count(14, 20)) / 2,
    ]
    total = sum(scores, Decimal(0))
    grade = "优" if total >= 90 else "良" if total >= 80 else "中"
    depts, lower = pen.count(6, 12), pen.count(2, 5)
    return "\n".join([
        "一、部门概况",
        pen.say(
            f"本部门内设机构{depts}个，下属事业单位{lower}个。核定编制{proven(f'{sum(posts)}名')}，其中行政编制{proven(f'{posts[0]}名')}、事业编制{proven(f'{posts[1]}名')}。",
            f"截至{pen.year}年末，共有编制{proven(f'{sum(posts)}名')}，其中：行政编制{proven(f'{posts[0]}名')}，事业编制{proven(f'{posts[1]}名')}；",
        )
        + f"年末实有在职人员{proven(f'{sum(people)}人')}，其中行政人员{proven(f'{people[0]}人')}，事业人员{proven(f'{people[1]}人')}。",
        "二、预算资金情况",
        pen.say(
            f"{pen.year}年部门整体支出全年预算{pen.m(whole.full)}，其中基本支出{pen.m(basic.full)}，项目支出{pen.m(project.full)}。",
            f"全年预算总额{pen.m(whole.full)}，包含基本支出预算{pen.m(basic.full)}和项目支出预算{pen.m(project.full)}。",
        ),
        pen.say(
            f"全年实际支出{pen.m(whole.paid)}，预算执行率{pen.r(whole.paid, whole.full)}。",
            f"截至{pen.year}年12月31日，部门整体支出执行数{pen.m(whole.paid)}，执行率达到{pen.r(whole.paid, whole.full)}。",
        )
        + f"其中：基本支出{pen.m(basic.paid)}，执行率{pen.r(basic.paid, basic.full)}；项目支出{pen.m(project.paid)}，执行率{pen.r(project.paid, project.full)}。",
        f"与年初预算{pen.m(whole.first)}相比，全年预算{'增加' if whole.full > whole.first else '减少'}{pen.m(abs(whole.full - whole.first))}，"
        f"{'增长' if whole.full > whole.first else '下降'}{pen.r(abs(whole.full - whole.first), whole.first)}。",
        "三、绩效目标完成情况",
        pen.say(
            f"年度共设置三级指标{proven(f'{goals}个')}，已完成{proven(f'{goals - missed}个')}，未完成{proven(f'{missed}个')}，指标完成率{pen.r(goals - missed, goals)}。",
            f"绩效目标申报表共{proven(f'{goals}项')}指标，完成{proven(f'{goals - missed}项')}、未完成{proven(f'{missed}项')}，完成率为{pen.r(goals - missed, goals)}。",
        ),
        "四、评价结论",
        f"经自评，投入{scores[0]:f}分、过程{scores[1]:f}分、产出{scores[2]:f}分、效果{scores[3]:f}分，"
        f"综合得分{proven(f'{total:f}分')}，" + (f"评价等级为“{grade}”。" if total >= 80 else "予以公开。"),
    ])  # fmt: skip


def special_funds(pen: Pen) -> str:
    """Return a third party's evaluation of special funds: levels, batches, towns, questionnaires, benefits a head."""
    pen.unit, pen.places = pen.random.choice((("亿元", 4), ("万元", 2), ("万元", 4), ("亿元", 2)))
    scale = 40 if pen.unit == "亿元" else 1
    central, province, county = (pen.amount(600 * scale, 4000 * scale) for _ in range(3))
    whole = central + province + county
    arrived = pen.part(whole, 0.9, 0.97)
    paid = pen.part(arrived, 0.8, 0.97)
    towns = pen.names(TOWNS, 3)
    money = [pen.part(paid, 0.2, 0.3), pen.part(paid, 0.2, 0.3)]
    money.append(paid - sum(money, Decimal(0)))
    sent = pen.count(200, 600)
    back = sent - pen.count(5, 60)
    valid = back - pen.count(2, 9)
    happy = pen.count(valid * 8 // 10, valid - 3)
    homes, each = pen.count(300, 2000), pen.random.choice((500, 800, 1200, 1500, 3000))
    length = [Decimal(pen.count(100, 900)) / 10 for _ in range(3)]
    return "\n".join([
        "（二）资金投入和使用情况",
        pen.say(
            f"{pen.year}年共安排专项资金{pen.m(whole)}，其中中央财政{pen.m(central)}、省级财政{pen.m(province)}、县级配套{pen.m(county)}，占比分别为{pen.r(central, whole)}、{pen.r(province, whole)}、{pen.r(county, whole)}。",
            f"专项资金总规模{pen.m(whole)}：中央补助{pen.m(central)}，占{pen.r(central, whole)}；省级补助{pen.m(province)}，占{pen.r(province, whole)}；县级自筹{pen.m(county)}，占{pen.r(county, whole)}。",
            f"资金来源包括中央、省、县三级，合计{pen.m(whole)}，分别为{pen.m(central)}、{pen.m(province)}和{pen.m(county)}。",
        ),
        f"截至评价基准日，实际到位资金{pen.m(arrived)}，资金到位率{pen.r(arrived, whole)}；累计支付{pen.m(paid)}，"
        + pen.say(f"支付进度{pen.r(paid, arrived)}，", f"占到位资金的{pen.r(paid, arrived)}，") + f"结余{pen.m(arrived - paid)}。",
        f"从区域看，{towns[0]}、{towns[1]}、{towns[2]}分别支出{pen.m(money[0])}、{pen.m(money[1])}、{pen.m(money[2])}，"
        f"合计{pen.m(paid)}。",
        "（三）项目产出",
        f"新建农村公路{proven(f'{sum(length, Decimal(0)):f}公里')}，其中{towns[0]}{proven(f'{length[0]:f}公里')}、{towns[1]}{proven(f'{length[1]:f}公里')}、{towns[2]}{proven(f'{length[2]:f}公里')}。",
        f"按每户{each}元的标准，为{proven(f'{homes}户')}家庭发放补助{pen.say(proven(f'{each * homes}元'), pen.m(Decimal(each * homes), '万元', 2))}。",
        "（四）社会调查",
        f"评价组发放问卷{proven(f'{sent}份')}，收回{proven(f'{back}份')}，回收率{pen.r(back, sent)}；其中有效问卷{proven(f'{valid}份')}，有效率{pen.r(valid, back)}。",
        f"有效问卷中，表示满意的{proven(f'{happy}份')}，占{pen.r(happy, valid)}。",
    ])  # fmt: skip


def one_project(pen: Pen) -> str:
    """Return the self-evaluation of a project of works: contracts, years, cumulative progress, money left."""
    budget = half_up(pen.amount(500, 3000), Decimal(10_000))
    works = pen.names(WORKS, 4)
    costs = [pen.part(budget, 0.15, 0.24) for _ in works]
    cost = sum(costs, Decimal(0))
    years = [pen.part(cost, 0.2, 0.4), pen.part(cost, 0.2, 0.35)]
    paid = sum(years, Decimal(0))
    undone = pen.count(2, 5)
    tasks = undone + pen.count(20, 60)
    before, after = Decimal(pen.count(600, 800)) / 10, Decimal(pen.count(850, 980)) / 10
    return "\n".join([
        "一、项目基本情况",
        pen.say(
            f"项目概算总投资{pen.m(budget)}，签订合同{proven('4份')}，合同总价{pen.m(cost)}，占概算的{pen.r(cost, budget)}，",
            f"项目批复总投资{pen.m(budget)}，四个单项工程合同金额合计{pen.m(cost)}，为批复总投资的{pen.r(cost, budget)}，",
        )
        + "包括：" + "、".join(f"{name}{pen.m(one)}" for name, one in zip(works, costs, strict=True))
        + f"。合同价较概算减少{pen.m(budget - cost)}。",
        "二、资金使用",
        pen.say(
            f"{pen.last}年支付{pen.m(years[0])}，{pen.year}年支付{pen.m(years[1])}，累计支付{pen.m(paid)}，占合同总价的{pen.r(paid, cost)}。",
            f"{pen.last}年、{pen.year}年分别支付工程款{pen.m(years[0])}、{pen.m(years[1])}，两年累计支付{pen.m(paid)}，为合同总价的{pen.r(paid, cost)}。",
        )
        + pen.say(f"尚未支付{pen.m(cost - paid)}。", f"剩余{pen.m(cost - paid)}待结算后支付。"),
        "三、完成情况",
        f"计划完成任务{proven(f'{tasks}项')}，实际完成{proven(f'{tasks - undone}项')}，任务完成率{pen.r(tasks - undone, tasks)}，尚有{proven(f'{undone}项')}未完成。",
        f"群众满意度由上年的{proven(f'{before:f}%')}" + pen.say("提升至", "提高到", "上升到")
        + f"{proven(f'{after:f}%')}，提高{proven(f'{after - before:f}个百分点')}。",
    ])  # fmt: skip


def assets(pen: Pen) -> str:
    """Return the note on state assets: kinds with shares, opening, additions, disposals, use."""
    parts = {"流动资产": pen.amount(100, 900), "固定资产": pen.amount(900, 5000), "无形资产": pen.amount(20, 200)}
    whole = sum(parts.values(), Decimal(0))
    fixed = parts["固定资产"]
    house, car = pen.part(fixed, 0.4, 0.6), pen.part(fixed, 0.05, 0.15)
    other = fixed - house - car
    bought, gone = pen.part(fixed, 0.05, 0.2), pen.part(fixed, 0.01, 0.05)
    opening = fixed - bought + gone
    used = pen.part(fixed, 0.85, 0.98)
    before = pen.part(whole, 0.7, 1.3)
    area, office = pen.count(3000, 9000), pen.count(800, 2500)
    return "\n".join([
        pen.say("十一、国有资产占用情况", "五、资产情况"),
        f"截至{pen.year}年12月31日，本部门资产总额{pen.m(whole)}，{pen.against().replace('决算数', '')}{pen.moved(whole, before)}。其中："
        + "；".join(f"{name}{pen.m(one)}，占{pen.r(one, whole)}" for name, one in parts.items()) + "。",
        f"固定资产{pen.m(fixed)}，由房屋{pen.m(house)}、车辆{pen.m(car)}、其他固定资产{pen.m(other)}组成。",
        pen.say(
            f"固定资产年初余额{pen.m(opening)}，本年新增{pen.m(bought)}，本年处置{pen.m(gone)}，年末余额{pen.m(fixed)}。",
            f"固定资产期初数{pen.m(opening)}，当年增加{pen.m(bought)}、减少{pen.m(gone)}，期末数{pen.m(fixed)}。",
        ),
        f"在用固定资产{pen.m(used)}，固定资产利用率{pen.r(used, fixed)}。",
        f"房屋建筑面积{proven(f'{area + office}平方米')}，其中办公用房{proven(f'{office}平方米')}，业务用房{proven(f'{area}平方米')}。",
    ])  # fmt: skip


def tables(pen: Pen) -> str:
    """Return prose around a table: lines of a budget with first and full budget, spending and rate; sums above it."""
    names = pen.names(
        ("办公经费", "会议培训", "信息系统运维", "购买服务", "设备购置", "宣传推广", "调研课题", "房屋修缮"),
        pen.count(4, 6),
    )
    lines = [pen.line(name, 10, 400) for name in names]
    whole = pen.total("合计", lines)
    mark = pen.keep("mark", "\t", "|")
    head = ["项目", "年初预算数", "全年预算数", "执行数", "执行率"]

    def row(cells: list[str]) -> str:
        return mark.join(cells) if mark == "\t" else f"| {' | '.join(cells)} |"

    drawn = [row(head), *(["|---|---|---|---|---|"] if mark == "|" else [])]
    drawn += [
        row([line.name, pen.bare(line.first), pen.bare(line.full), pen.bare(line.paid), pen.r(line.paid, line.full)])
        for line in [*lines, whole]
    ]
    return "\n".join([
        f"{pen.year}年项目支出年初预算{pen.m(whole.first)}，全年预算{pen.m(whole.full)}，执行数{pen.m(whole.paid)}，执行率{pen.r(whole.paid, whole.full)}，具体见下表。",
        f"表{pen.count(1, 9)} {pen.say('项目支出明细表', '项目支出执行情况表')}",
        f"单位：{pen.unit}",
        *drawn,
        f"从上表可以看出，{lines[0].name}支出{pen.m(lines[0].paid)}，占项目支出的{pen.r(lines[0].paid, whole.paid)}；"
        f"{lines[1].name}支出{pen.m(lines[1].paid)}，占{pen.r(lines[1].paid, whole.paid)}。",
    ])  # fmt: skip
