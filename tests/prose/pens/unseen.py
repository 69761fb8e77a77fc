"""Two hands that the reader was not developed with: a report on monitoring, and the accounts of a public institution."""

from __future__ import annotations

from decimal import Decimal

from pen import Pen, proven


def monitoring(pen: Pen) -> str:
    """Return a report on monitoring in the middle of the year: progress by months against time, funds, warnings."""
    month = pen.random.choice((7, 8, 9, 10))
    basic, project = pen.amount(400, 1800), pen.amount(300, 2600)
    whole = basic + project
    spent = [pen.part(basic, 0.5, 0.8), pen.part(project, 0.3, 0.7)]
    paid = sum(spent, Decimal(0))
    prior = pen.part(paid, 0.75, 1.25)
    projects = [pen.count(6, 15), pen.count(2, 6), pen.count(1, 3)]
    cut = pen.part(project, 0.05, 0.15)
    later = [pen.part(whole - paid, 0.4, 0.5)]
    later.append(whole - paid - later[0])
    return "\n".join([
        f"一、1—{month}月预算执行情况",
        pen.say(
            f"{pen.year}年部门预算总额为{pen.m(whole)}，1—{month}月累计支出{pen.m(paid)}，支出进度{pen.r(paid, whole)}。",
            f"截至{month}月底，部门预算{pen.m(whole)}已支出{pen.m(paid)}，执行进度为{pen.r(paid, whole)}，",
        )
        + f"{pen.say('比去年同期', '较上年同期', '同比')}{pen.moved(paid, prior)}。",
        f"分类别看，基本支出预算{pen.m(basic)}，已支出{pen.m(spent[0])}，进度{pen.r(spent[0], basic)}；"
        f"项目支出预算{pen.m(project)}，已支出{pen.m(spent[1])}，进度{pen.r(spent[1], project)}。",
        f"基本支出和项目支出占累计支出的比重分别为{pen.r(spent[0], paid)}和{pen.r(spent[1], paid)}。",
        "二、监控结果",
        f"纳入监控的项目共{proven(f'{sum(projects)}个')}，" + pen.say("其中", "按监控结果分，")
        + f"绿灯{proven(f'{projects[0]}个')}、黄灯{proven(f'{projects[1]}个')}、红灯{proven(f'{projects[2]}个')}，"
        f"绿灯项目占{pen.r(projects[0], sum(projects))}。",
        "三、下一步安排",
        f"尚未支出的{pen.m(whole - paid)}" + pen.say("计划在余下两个阶段执行，", "拟分两步支付，")
        + f"分别安排{pen.m(later[0])}、{pen.m(later[1])}。",
        f"拟收回低效项目资金{pen.m(cut)}，占项目支出预算的{pen.r(cut, project)}，收回后项目支出预算由{pen.m(project)}"
        + pen.say("调减为", "调整为", "降至") + f"{pen.m(project - cut)}。",
    ])  # fmt: skip


def institution(pen: Pen) -> str:
    """Return the accounts of a hospital or school: kinds of income, cost a head, three years, aims reached."""
    grant, fees, other = pen.amount(500, 3000), pen.amount(800, 6000), pen.amount(20, 300)
    income = grant + fees + other
    pay, office, gear = pen.part(income, 0.4, 0.5), pen.part(income, 0.2, 0.3), pen.part(income, 0.08, 0.15)
    spent = pay + office + gear
    old = [pen.part(income, 0.6, 0.8), pen.part(income, 0.8, 0.95)]
    heads = pen.count(900, 6000)
    doctors, nurses, rest = pen.count(60, 200), pen.count(80, 300), pen.count(20, 70)
    staff = doctors + nurses + rest
    visits, last_visits = pen.count(20_000, 90_000), pen.count(20_000, 90_000)
    visits += visits == last_visits
    word = "增加" if visits > last_visits else "减少"
    aim = pen.part(fees, 1.02, 1.2)
    return "\n".join([
        "一、收支情况",
        f"{pen.year}年全年总收入{pen.m(income)}。其中：财政补助收入{pen.m(grant)}，占总收入的{pen.r(grant, income)}；"
        f"事业收入{pen.m(fees)}，占{pen.r(fees, income)}；其他收入{pen.m(other)}，占{pen.r(other, income)}。",
        f"近三年总收入分别为{pen.m(old[0])}、{pen.m(old[1])}和{pen.m(income)}，{pen.year}年比{pen.last}年{pen.moved(income, old[1])}。",
        f"事业收入年度目标{pen.m(aim)}，" + pen.say("实际完成", "实现") + f"{pen.m(fees)}，完成目标的{pen.r(fees, aim)}，"
        f"差额{pen.m(aim - fees)}。",
        f"全年总支出{pen.m(spent)}，" + pen.say(
            f"分项为：人员支出{pen.m(pay)}，公用支出{pen.m(office)}，设备购置支出{pen.m(gear)}。",
            f"人员、公用、设备购置三项支出分别是{pen.m(pay)}、{pen.m(office)}、{pen.m(gear)}。",
        ),
        f"收支相抵，当年结余{pen.m(income - spent)}，占总收入的{pen.r(income - spent, income)}。",
        "二、人员与业务",
        f"现有职工{proven(f'{staff}人')}，其中医师{proven(f'{doctors}人')}、护理人员{proven(f'{nurses}人')}、管理后勤人员{proven(f'{rest}人')}，"
        f"医师占职工总数的{pen.r(doctors, staff)}。",
        f"全年服务{proven(f'{visits}人次')}，上年为{proven(f'{last_visits}人次')}，同比{word}{proven(f'{abs(visits - last_visits)}人次')}，"
        f"{'增长' if visits > last_visits else '下降'}{pen.r(abs(visits - last_visits), last_visits)}。",
        f"设备购置支出{pen.m(gear)}，惠及{heads}人。",
    ])  # fmt: skip
