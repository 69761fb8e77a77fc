"""Notes on final accounts in several offices' wording: totals, the three public expenses, procurement, carry-overs."""

from __future__ import annotations

from decimal import Decimal

from pen import Line, Pen, proven

CLASSES = (
    "一般公共服务支出", "公共安全支出", "教育支出", "科学技术支出", "文化旅游体育与传媒支出", "社会保障和就业支出", "卫生健康支出",
    "节能环保支出", "城乡社区支出", "农林水支出", "交通运输支出", "资源勘探工业信息等支出", "住房保障支出", "灾害防治及应急管理支出",
)  # fmt: skip
ECONOMIC = ("工资福利支出", "商品和服务支出", "对个人和家庭的补助", "资本性支出", "对企业补助")
PROJECTS = (
    "行政运行", "一般行政管理事务", "机关服务", "事业运行", "机关事业单位基本养老保险缴费支出", "机关事业单位职业年金缴费支出", "行政单位医疗",
    "事业单位医疗", "公务员医疗补助", "住房公积金", "提租补贴", "购房补贴", "信息化建设", "执法监管", "统计抽样调查", "培训支出", "死亡抚恤",
    "其他行政事业单位养老支出", "其他社会保障和就业支出", "物业管理", "安全生产监管", "食品安全监管", "其他支出", "法制建设", "专项普查活动",
)  # fmt: skip


def _shares(pen: Pen, parts: list[Line], whole: Decimal, frame: str) -> str:
    return pen.listed([frame.format(part.name, pen.m(part.paid), pen.r(part.paid, whole)) for part in parts])


def office_notes(pen: Pen) -> str:
    """Return the notes of an office: income and spending, their kinds, functional classes against the first budget."""
    basic, project = pen.line("基本支出", 300, 2500), pen.line("项目支出", 100, 1900)
    whole = pen.total("支出", [basic, project])
    grant = pen.part(whole.paid, 0.78, 0.95)
    own = pen.part(whole.paid - grant, 0.3, 0.7)
    rest = whole.paid - grant - own
    staff = pen.part(basic.paid, 0.6, 0.85)
    parts = [pen.line(name, 30, 700) for name in pen.names(CLASSES, pen.count(3, 6))]
    spent = pen.total("一般公共预算财政拨款支出", parts)
    frame = pen.keep(
        "frame", "{}{}，占{}", "{}{}，占比{}", "{}{}，占总额的{}", "{}{}（占{}）", "用于{}的有{}，占全部的{}"
    )
    lines = [
        pen.say("第二部分 决算情况说明", f"第三部分  {pen.year}年度部门决算情况说明"),
        "一、" + pen.say("收入支出决算总体情况", "收支决算总体情况说明"),
        pen.say(
            f"{pen.year}年度总收入{pen.m(whole.paid)}，总支出{pen.m(whole.paid)}，收支平衡。",
            f"本部门{pen.year}年收入决算{pen.m(whole.paid)}，支出决算{pen.m(whole.paid)}。",
        )
        + f"{pen.say('与上年相比', f'与{pen.last}年相比')}，支出总额{pen.moved(whole.paid, whole.prior)}。",
        "二、收入决算情况",
        f"收入合计{pen.m(whole.paid)}，" + pen.say("其中：", "具体为：", "由以下三部分组成：")
        + f"财政拨款收入{pen.m(grant)}，占{pen.r(grant, whole.paid)}；事业收入{pen.m(own)}，占{pen.r(own, whole.paid)}；"
        f"其他收入{pen.m(rest)}，占{pen.r(rest, whole.paid)}。",
        "三、支出决算情况",
        f"支出合计{pen.m(whole.paid)}。按支出性质划分，基本支出{pen.m(basic.paid)}，占{pen.r(basic.paid, whole.paid)}；"
        f"项目支出{pen.m(project.paid)}，占{pen.r(project.paid, whole.paid)}。",
        f"基本支出{pen.m(basic.paid)}，" + pen.say(
            f"其中人员经费{pen.m(staff)}、公用经费{pen.m(basic.paid - staff)}。",
            f"包括人员经费和公用经费两部分，分别为{pen.m(staff)}和{pen.m(basic.paid - staff)}。",
            f"由人员经费{pen.m(staff)}和公用经费{pen.m(basic.paid - staff)}构成。",
        ),
        "四、" + pen.say("一般公共预算财政拨款支出决算情况", "财政拨款支出决算具体情况"),
        f"一般公共预算财政拨款支出{pen.m(spent.paid)}，主要用于以下方面：" + _shares(pen, parts, spent.paid, frame) + "。",
        f"年初预算{pen.m(spent.first)}，" + pen.say("决算数", "支出决算", "实际支出")
        + f"{pen.m(spent.paid)}，完成年初预算的{pen.r(spent.paid, spent.first)}。",
    ]  # fmt: skip
    for number, part in enumerate(parts, 1):
        lines.append(
            pen.keep("item", "（{}）", "{}．", "{}、").format(number)
            + f"{part.name}{pen.m(part.paid)}，"
            + pen.say(
                f"年初预算数为{pen.m(part.first)}，为年初预算的{pen.r(part.paid, part.first)}。",
                f"较年初预算{pen.m(part.first)}{pen.moved(part.paid, part.first)}。",
                f"{pen.against()}{pen.moved(part.paid, part.prior)}。",
                f"年初预算安排{pen.m(part.first)}，完成预算的{pen.r(part.paid, part.first)}。",
            )
        )
    return "\n".join(lines)


def three_expenses(pen: Pen) -> str:
    """Return the note on the three public expenses, meetings and training."""
    trips, run, guests = (
        pen.line("因公出国（境）费用", 3, 40),
        pen.line("公务用车运行维护费", 5, 60),
        pen.line("公务接待费", 1, 20),
    )
    parts = [trips, run, guests]
    whole = pen.total("“三公”经费", parts)
    meeting, training = pen.line("会议费", 3, 60), pen.line("培训费", 3, 80)
    groups, visitors = pen.count(12, 90), pen.count(150, 1200)
    cars, law = pen.count(6, 14), pen.count(2, 4)
    told = pen.random.sample(parts, 3)
    return "\n".join([
        pen.say("七、“三公”经费支出情况", "八、“三公”经费财政拨款支出决算情况说明"),
        pen.say(
            f"{pen.year}年“三公”经费支出决算{pen.m(whole.paid)}，预算{pen.m(whole.first)}，完成预算的{pen.r(whole.paid, whole.first)}。",
            f"全年“三公”经费实际支出{pen.m(whole.paid)}，为年初预算{pen.m(whole.first)}的{pen.r(whole.paid, whole.first)}。",
            f"“三公”经费年初预算{pen.m(whole.first)}，全年实际支出{pen.m(whole.paid)}，预算完成率{pen.r(whole.paid, whole.first)}。",
        ),
        f"“三公”经费支出{pen.m(whole.paid)}，{pen.against()}{pen.moved(whole.paid, whole.prior)}。其中，"
        + "；".join(f"{one.name}{pen.m(one.paid)}，占{pen.r(one.paid, whole.paid)}" for one in told) + "。",
        *(
            f"{number}.{one.name}。" + pen.say(
                f"年初预算{pen.m(one.first)}，实际支出{pen.m(one.paid)}，完成预算的{pen.r(one.paid, one.first)}。",
                f"全年支出{pen.m(one.paid)}，{pen.against()}{pen.moved(one.paid, one.prior)}。",
                f"预算安排{pen.m(one.first)}，决算{pen.m(one.paid)}，"
                + (f"超预算{pen.m(one.paid - one.first)}。" if one.paid > one.first else f"比预算节约{pen.m(one.first - one.paid)}。"),
            )
            for number, one in enumerate(told, 1)
        ),
        f"{pen.say('年末', '截至年底，本部门')}公务用车保有量{proven(f'{cars}辆')}，其中执法执勤用车{proven(f'{law}辆')}，机要通信用车{proven(f'{cars - law}辆')}。",
        f"全年共接待来访{groups}批次，来访人员{visitors}人次。",
        f"会议费和培训费合计{pen.m(meeting.paid + training.paid)}，其中会议费{pen.m(meeting.paid)}、培训费{pen.m(training.paid)}。",
        f"会议费{pen.against()}{pen.moved(meeting.paid, meeting.prior)}；培训费{pen.against()}{pen.moved(training.paid, training.prior)}。",
    ])  # fmt: skip


def procurement(pen: Pen) -> str:
    """Return the note on procurement: plan, contracts, kinds, small enterprises, savings."""
    plan = [pen.amount(20, 800) for _ in range(3)]
    paid = [pen.part(one, 0.8, 0.99) for one in plan]
    planned, spent = sum(plan, Decimal(0)), sum(paid, Decimal(0))
    small = pen.part(spent, 0.6, 0.9)
    micro = pen.part(small, 0.3, 0.8)
    times, public = pen.count(12, 60), pen.count(3, 8)
    kinds = [f"{kind}{pen.keep('kinds', '', '类')}" for kind in ("货物", "工程", "服务")]
    return "\n".join([
        pen.say("十、政府采购支出情况", "（三）政府采购情况"),
        pen.say(
            f"{pen.year}年度政府采购计划金额{pen.m(planned)}，实际采购金额{pen.m(spent)}，采购计划完成率{pen.r(spent, planned)}，节约资金{pen.m(planned - spent)}，资金节约率{pen.r(planned - spent, planned)}。",
            f"本年编报政府采购预算{pen.m(planned)}，实际完成采购{pen.m(spent)}，占采购预算的{pen.r(spent, planned)}，节约财政资金{pen.m(planned - spent)}。",
        ),
        f"政府采购支出总额{pen.m(spent)}，其中：政府采购{kinds[0]}支出{pen.m(paid[0])}、政府采购{kinds[1]}支出{pen.m(paid[1])}、政府采购{kinds[2]}支出{pen.m(paid[2])}。",
        pen.say(
            f"三类采购占政府采购支出总额的比重分别为{pen.r(paid[0], spent)}、{pen.r(paid[1], spent)}和{pen.r(paid[2], spent)}。",
            f"从构成看，{kinds[0]}采购占{pen.r(paid[0], spent)}，{kinds[1]}采购占{pen.r(paid[1], spent)}，{kinds[2]}采购占{pen.r(paid[2], spent)}。",
        ),
        f"授予中小企业合同金额{pen.m(small)}，占政府采购支出总额的{pen.r(small, spent)}，其中：授予小微企业合同金额{pen.m(micro)}，"
        + pen.say(f"占授予中小企业合同金额的{pen.r(micro, small)}。", f"占政府采购支出总额的{pen.r(micro, spent)}。"),
        f"全年共组织采购活动{proven(f'{times}次')}，其中公开招标{proven(f'{public}次')}，其他采购方式{proven(f'{times - public}次')}。",
    ])  # fmt: skip


def carryovers(pen: Pen) -> str:
    """Return the chapter on adjustments and carry-overs: opening, income, spending, closing; budget up and down."""
    opening, income = pen.amount(20, 300), pen.amount(800, 4000)
    spent = pen.part(opening + income, 0.85, 0.97)
    closing = opening + income - spent
    line = pen.part(closing, 0.2, 0.6)
    project = closing - line
    first = pen.amount(700, 3000)
    more, less = pen.part(first, 0.15, 0.4), pen.part(first, 0.02, 0.1)
    full = first + more - less
    used = pen.part(full, 0.85, 0.98)
    before = pen.part(closing, 0.6, 1.7)
    return "\n".join([
        "（一）预算调整情况",
        pen.say(
            f"年初批复预算{pen.m(first)}，年中追加{pen.m(more)}，调减{pen.m(less)}，调整后预算为{pen.m(full)}，预算调整率{pen.r(full - first, first)}。",
            f"{pen.year}年年初预算{pen.m(first)}，执行中调增{pen.m(more)}、调减{pen.m(less)}，全年预算数{pen.m(full)}。",
        ),
        pen.say(
            f"截至12月末，累计支出{pen.m(used)}，占调整后预算的{pen.r(used, full)}。",
            f"全年实际支出{pen.m(used)}，预算执行率为{pen.r(used, full)}，未执行{pen.m(full - used)}。",
        ),
        "（二）结转结余情况",
        f"上年结转和结余{pen.m(opening)}，本年收入{pen.m(income)}，本年支出{pen.m(spent)}，年末结转和结余{pen.m(closing)}。",
        f"年末结转和结余{pen.m(closing)}，" + pen.say("其中", "包括") + f"基本支出结转{pen.m(line)}，项目支出结转和结余{pen.m(project)}"
        + pen.say("。", "，两项合计占比100%。"),
        f"年末结转和结余{pen.m(closing)}，{pen.say('比上年末', '较上年末')}{pen.m(before)}{'增加' if closing > before else '减少'}{pen.m(abs(closing - before))}，"
        f"{'增长' if closing > before else '下降'}{pen.r(abs(closing - before), before)}。",
    ])  # fmt: skip


def entries(pen: Pen) -> str:
    """Return twenty entries of accounts, each with budget, accounts, rate and the change to last year."""
    parts = [pen.line(name, 3, 320) for name in pen.names(PROJECTS, 20)]
    whole = pen.total("财政拨款支出", parts)
    up, down = (
        pen.keep("up", "决算数大于预算数", "决算数大于年初预算数"),
        pen.keep("down", "决算数小于预算数", "决算数小于年初预算数"),
    )
    frame = pen.keep(
        "frame",
        "{n}.{c}（类）{k}（款）{i}（项）。年初预算为{first}，支出决算为{paid}，完成年初预算的{rate}，{word}的主要原因是据实结算。",
        "{n}、{c}{k}—{i}：年初预算{first}，决算支出{paid}，为年初预算的{rate}。{word}，主要是政策调整。",
        "（{n}）{i}（20{code}）决算数{paid}，年初预算数{first}，完成年初预算{rate}，{word}的原因是人员变动。",
        "{n}．“{i}”科目支出{paid}，年初预算安排{first}，完成预算的{rate}，较上年{change}。",
    )
    lines = [
        f"财政拨款支出年初预算为{pen.m(whole.first)}，支出决算为{pen.m(whole.paid)}，完成年初预算的{pen.r(whole.paid, whole.first)}。具体情况如下："
    ]
    for number, part in enumerate(parts, 1):
        class_ = pen.say(*CLASSES)
        lines.append(frame.format(
            n=number, c=class_, k=class_.removesuffix("支出") + "事务", i=part.name, code=pen.count(10101, 99999),
            first=pen.m(part.first), paid=pen.m(part.paid), rate=pen.r(part.paid, part.first),
            word=proven(up if part.paid > part.first else down), change=pen.moved(part.paid, part.prior),
        ))  # fmt: skip
    return "\n".join(lines)
