"""Reports in other people's wording (作文): composed at random from true books, with every proven figure marked."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from ledger import Fact, Ledger, bound, half_up

Style = Callable[[Ledger], str]
FUNCTIONS = (
    "一般公共服务",
    "教育",
    "科学技术",
    "社会保障和就业",
    "卫生健康",
    "节能环保",
    "城乡社区",
    "农林水",
    "住房保障",
)
ITEMS = ("行政运行", "一般行政管理事务", "机关服务", "专项业务", "事业运行", "信息化建设", "培训支出", "公务员医疗补助")


def accounts(ledger: Ledger) -> str:
    """Return the explanation of a final account: totals, splits with shares, entries with their budgets."""
    year, last = ledger.year, ledger.year - 1
    basic, project = ledger.fact("基本支出", 300, 2000), ledger.fact("项目支出", 200, 1500)
    spent = ledger.total("本年支出", [basic, project])
    grant = ledger.amount(float(spent.actual) * 0.8, float(spent.actual) * 0.97)
    other = spent.actual - grant
    parts = [ledger.fact(f"{name}支出", 30, 800) for name in ledger.random.sample(FUNCTIONS, 5)]
    whole = ledger.total("一般公共预算财政拨款支出", parts)
    lines = [
        "一、收入支出决算总体情况说明",
        f"{year}年度收、支总计{bound(ledger.money(spent.actual))}。与{last}年度相比，收、支总计各{ledger.change(spent)}。主要原因是政策性增支。",
        "二、收入决算情况说明",
        f"本年收入合计{bound(ledger.money(spent.actual))}，其中：财政拨款收入{bound(ledger.money(grant))}，占{bound(ledger.rate(grant, spent.actual))}；"
        f"其他收入{bound(ledger.money(other))}，占{bound(ledger.rate(other, spent.actual))}。",
        "三、支出决算情况说明",
        f"本年支出合计{bound(ledger.money(spent.actual))}，其中：基本支出{bound(ledger.money(basic.actual))}，占{bound(ledger.rate(basic.actual, spent.actual))}；"
        f"项目支出{bound(ledger.money(project.actual))}，占{bound(ledger.rate(project.actual, spent.actual))}。",
        "四、一般公共预算财政拨款支出决算情况说明",
        "（一）总体情况",
        f"一般公共预算财政拨款支出{bound(ledger.money(whole.actual))}，与{last}年度相比，一般公共预算财政拨款支出{ledger.change(whole)}。主要原因是人员增加。",
        "（二）结构情况",
        f"一般公共预算财政拨款支出{bound(ledger.money(whole.actual))}，主要用于以下方面："
        + "；".join(
            f"{part.name}{bound(ledger.money(part.actual))}，占{bound(ledger.rate(part.actual, whole.actual))}"
            for part in parts
        )
        + "。",
        "（三）具体情况",
        f"一般公共预算财政拨款支出年初预算为{bound(ledger.money(whole.initial))}，支出决算为{bound(ledger.money(whole.actual))}，"
        f"完成年初预算的{bound(ledger.rate(whole.actual, whole.initial))}。{compare(whole)}的主要原因是年中调整。其中：",
    ]
    for number, part in enumerate(parts, 1):
        item = ledger.random.choice(ITEMS)
        lines.append(
            f"{number}.{part.name}（类）{part.name.removesuffix('支出')}事务（款）{item}（项）。年初预算为{bound(ledger.money(part.initial))}，"
            f"支出决算为{bound(ledger.money(part.actual))}，完成年初预算的{bound(ledger.rate(part.actual, part.initial))}，"
            f"{compare(part)}的主要原因是据实结算。"
        )
    return "\n".join(lines)


def compare(fact: Fact, left: str = "决算数", right: str = "预算数") -> str:
    """Return the words that compare spending with the first budget."""
    word = "大于" if fact.actual > fact.initial else "小于" if fact.actual < fact.initial else "等于"
    return f"{left}{bound(word)}{right}"


def three_public(ledger: Ledger) -> str:
    """Return the explanation of the three public expenses with last year's changes and counts."""
    last = ledger.year - 1
    car, guests = ledger.fact("公务用车购置及运行维护费", 5, 60), ledger.fact("公务接待费", 1, 20)
    whole = ledger.total("三公经费", [car, guests])
    batches, people = ledger.random.randint(5, 60), ledger.random.randint(80, 900)
    cars, urgent = ledger.random.randint(3, 12), ledger.random.randint(1, 2)
    return "\n".join(
        [
            "六、财政拨款“三公”经费支出决算情况说明",
            f"“三公”经费财政拨款支出预算为{bound(ledger.money(whole.initial))}，支出决算为{bound(ledger.money(whole.actual))}，"
            f"完成预算的{bound(ledger.rate(whole.actual, whole.initial))}，其中：因公出国（境）费支出决算为0.00万元；"
            f"公务用车购置及运行维护费支出决算为{bound(ledger.money(car.actual))}，占{bound(ledger.rate(car.actual, whole.actual))}；"
            f"公务接待费支出决算为{bound(ledger.money(guests.actual))}，占{bound(ledger.rate(guests.actual, whole.actual))}。",
            f"“三公”经费支出决算数比{last}年{ledger.change(whole)}。",
            f"1.因公出国（境）费支出0.00万元，与{last}年持平。",
            f"2.公务用车购置及运行维护费支出{bound(ledger.money(car.actual))}，比{last}年{ledger.change(car)}。"
            f"其中：公务用车购置费0.00万元；公务用车运行维护费{bound(ledger.money(car.actual))}。"
            f"截至12月底，共有车辆{bound(f'{cars}辆')}，其中：应急保障用车{bound(f'{urgent}辆')}、执法执勤用车{bound(f'{cars - urgent}辆')}、其他用车0辆。",
            f"3.公务接待费支出{bound(ledger.money(guests.actual))}，比{last}年{ledger.change(guests)}。"
            f"全年国内公务接待{batches}批次、{people}人次。",
        ]
    )


def capital(ledger: Ledger) -> str:
    """Return the accounts of a capital city's kind: each class against this year's first budget by growth."""
    year = ledger.year
    parts = [ledger.fact(f"“{name}支出”", 30, 800) for name in ledger.random.sample(FUNCTIONS, 4)]
    whole = ledger.total("一般公共预算财政拨款支出", parts)
    lines = [
        f"{year}年度一般公共预算财政拨款支出决算{bound(ledger.money(whole.actual))}，主要用于以下方面（按大类）："
        + "；".join(
            f"{part.name}{bound(ledger.money(part.actual))}，占本年财政拨款支出{bound(ledger.rate(part.actual, whole.actual))}"
            for part in parts
        )
        + "。"
    ]
    for number, part in enumerate(parts, 1):
        lines.append(
            f"{number}、{part.name}（类）{year}年度决算{bound(ledger.money(part.actual))}，比{year}年年初预算"
            f"{ledger.moved(part.actual, part.initial)}。主要原因：项目据实列支。"
        )
    return "\n".join(lines)


def project(ledger: Ledger) -> str:
    """Return the self-evaluation of one project: funds in place, paid, left; indicators; score and grade."""
    budget = half_up(ledger.amount(100, 900), Decimal("1."))
    received = half_up(budget * Decimal("0.96"))
    paid = ledger.amount(float(received) * 0.85, float(received) * 0.98)
    indicators, undone = ledger.random.randint(15, 40), ledger.random.randint(1, 4)
    score = ledger.random.choice(["92.5", "94.3", "87.6", "83.2", "90"])
    grade = "优" if Decimal(score) >= 90 else "良"
    central = half_up(budget * Decimal("0.6"))
    local = budget - central
    return "\n".join(
        [
            "一、项目基本情况",
            f"{ledger.year}年项目总预算{bound(ledger.money(budget))}，其中：中央资金{bound(ledger.money(central))}，占{bound(ledger.rate(central, budget))}；"
            f"市级配套{bound(ledger.money(local))}，占{bound(ledger.rate(local, budget))}。",
            "二、资金使用情况",
            f"截至{ledger.year}年12月31日，实际到位资金{bound(ledger.money(received))}，资金到位率{bound(ledger.rate(received, budget))}；"
            f"实际支出{bound(ledger.money(paid))}，结余{bound(ledger.money(received - paid))}。",
            f"全年预算数{bound(ledger.money(budget))}，执行数{bound(ledger.money(paid))}，预算执行率{bound(ledger.rate(paid, budget))}。",
            "三、指标完成情况",
            f"共设绩效指标{bound(f'{indicators}个')}，其中完成{bound(f'{indicators - undone}个')}，未完成{bound(f'{undone}个')}。服务对象满意度为95.6%。",
            "四、自评结论",
            f"经综合评价，项目自评得分{score}分，评价等级为“{grade}”。",
        ]
    )


def quarters(ledger: Ledger) -> str:
    """Return the progress of spending by quarters, running totals and rates."""
    flows = [ledger.amount(80, 900) for _ in range(4)]
    budget = half_up(sum(flows, Decimal(0)) * Decimal("1.04"))
    names = ("第一季度", "第二季度", "第三季度", "第四季度")
    told, running = [], Decimal(0)
    for name, flow in zip(names, flows, strict=True):
        running += flow
        told.append(
            f"{name}支出{bound(ledger.money(flow))}，年度累计支出{bound(ledger.money(running))}，"
            f"支出进度为{bound(ledger.rate(running, budget))}"
        )
    posts = [ledger.random.randint(12, 40) for _ in range(2)]
    staff = [post - ledger.random.randint(0, 3) for post in posts]
    return "\n".join(
        [
            "（一）预算执行的效率性",
            f"{ledger.year}年调整后年度总指标为{bound(ledger.money(budget))}。" + "；".join(told) + "。",
            "（二）人员管理",
            f"机关行政编制总数为{bound(f'{posts[0]}人')}，实有在编人数{bound(f'{staff[0]}人')}；下属单位事业编制总数为{bound(f'{posts[1]}人')}，"
            f"实有在编人数{bound(f'{staff[1]}人')}。",
            f"单位实有在编人数{sum(staff)}人，在职人员控制率{bound(ledger.rate(Decimal(sum(staff)), Decimal(sum(posts))))}。",
        ]
    )


def southern(ledger: Ledger) -> str:
    """Return accounts that state last year's figures beside this year's, sentence by sentence."""
    year = ledger.year
    staff, office, projects = (ledger.fact(name, 50, 700) for name in ("人员经费", "公用经费", "项目支出"))
    whole = ledger.total("支出", [staff, office, projects])
    basic = ledger.total("基本支出", [staff, office])
    return "\n".join(
        [
            f"{year}年支出决算{bound(ledger.money(whole.actual))}，比上年决算数{bound(ledger.money(whole.prior))}{ledger.change(whole)}。",
            f"按支出性质分：基本支出{bound(ledger.money(basic.actual))}，较上年{ledger.change(basic)}；项目支出{bound(ledger.money(projects.actual))}，"
            f"较上年{ledger.change(projects)}。",
            f"基本支出{bound(ledger.money(basic.actual))}，由人员经费{bound(ledger.money(staff.actual))}和公用经费{bound(ledger.money(office.actual))}两部分组成。",
            f"年初预算{ledger.money(whole.initial)}，调整预算{bound(ledger.money(whole.adjusted))}，支出决算{bound(ledger.money(whole.actual))}，"
            f"完成调整预算的{bound(ledger.rate(whole.actual, whole.adjusted))}。",
            f"其中公用经费比上年{ledger.change(office)}，主要原因是厉行节约。",
        ]
    )


def evaluation(ledger: Ledger) -> str:
    """Return the evaluation of special funds: 亿元, shares of levels, lists with 分别, prices times heads."""
    central, province, city = (ledger.amount(1, 9) for _ in range(3))
    whole = central + province + city
    paid = half_up(whole * Decimal("0.93"))
    heads, price = ledger.random.randint(120, 900), ledger.random.choice([300, 600, 1200])
    east, west = ledger.amount(200, 900), ledger.amount(200, 900)
    before, after = Decimal("82.4"), Decimal("91.1")
    return "\n".join(
        [
            f"{ledger.year}年全市共投入专项资金{bound(ledger.money(whole, '亿元'))}，由中央资金{bound(ledger.money(central, '亿元'))}、"
            f"省级资金{bound(ledger.money(province, '亿元'))}、市级资金{bound(ledger.money(city, '亿元'))}三部分组成，实际支出{bound(ledger.money(paid, '亿元'))}，"
            f"支出率{bound(ledger.rate(paid, whole))}。",
            f"东、西两个片区分别完成投资{bound(ledger.money(east))}和{bound(ledger.money(west))}，占总投资{bound(ledger.money(east + west))}的"
            f"{bound(ledger.rate(east, east + west, 1))}和{bound(ledger.rate(west, east + west, 1))}。",
            f"每人补助{price}元，惠及{bound(f'{heads}人')}，共发放补助{bound(f'{price * heads}元')}。",
            f"群众满意度由{bound(f'{before}%')}提高到{bound(f'{after}%')}，提高{bound(f'{after - before}个百分点')}。",
        ]
    )


def budget(ledger: Ledger) -> str:
    """Return the explanation of a budget: against last year's budget, splits with shares."""
    year = ledger.year
    staff, office, projects = (ledger.fact(name, 50, 700) for name in ("人员经费", "日常公用经费", "项目支出"))
    whole = ledger.total("支出", [staff, office, projects])
    basic = ledger.total("基本支出", [staff, office])
    old = half_up(whole.initial * Decimal("0.9137"))
    return "\n".join(
        [
            f"{year}年部门预算总收入{bound(ledger.money(whole.initial))}，比{year - 1}年预算{ledger.moved(whole.initial, old)}，主要原因是新增项目。",
            f"{year}年支出预算{bound(ledger.money(whole.initial))}，其中：基本支出预算{bound(ledger.money(basic.initial))}，占{bound(ledger.rate(basic.initial, whole.initial))}；"
            f"项目支出预算{bound(ledger.money(projects.initial))}，占{bound(ledger.rate(projects.initial, whole.initial))}。",
            f"基本支出预算{bound(ledger.money(basic.initial))}，其中人员经费{bound(ledger.money(staff.initial))}，日常公用经费{bound(ledger.money(office.initial))}。",
            f"{year}年政府采购预算{bound(ledger.money(projects.initial))}，其中：政府采购货物预算{bound(ledger.money(half_up(projects.initial * Decimal('0.3'))))}，"
            f"政府采购工程预算0.00万元，政府采购服务预算{bound(ledger.money(projects.initial - half_up(projects.initial * Decimal('0.3'))))}。",
        ]
    )


def yuan(ledger: Ledger) -> str:
    """Return a small unit's report in 元 to the cent, with thousands separators."""
    basic, project_ = ledger.fact("基本支出", 300_000, 2_000_000), ledger.fact("项目支出", 200_000, 1_500_000)
    whole = ledger.total("支出", [basic, project_])

    def money(value: Decimal) -> str:
        return bound(f"{value:,f}元")

    return "\n".join(
        [
            f"全年预算{money(whole.adjusted)}，其中：基本支出{money(basic.adjusted)}，项目支出{money(project_.adjusted)}。",
            f"全年支出{money(whole.actual)}，预算执行率{bound(ledger.rate(whole.actual, whole.adjusted))}，其中：基本支出{money(basic.actual)}，"
            f"项目支出{money(project_.actual)}。",
            f"本年支出{money(whole.actual)}，较上年{money(whole.prior)}{'增加' if whole.actual > whole.prior else '减少'}{money(abs(whole.actual - whole.prior))}，"
            f"{'增长' if whole.actual > whole.prior else '下降'}{bound(ledger.rate(abs(whole.actual - whole.prior), whole.prior))}。",
        ]
    )


def entries(ledger: Ledger) -> str:
    """Return a long list of entries, each with its head amount, purpose, budget and rate, broken by a printer."""
    parts = [ledger.fact(name, 3, 300) for name in ITEMS]
    lines = []
    for part in parts:
        lines.append(
            f"“城乡社区支出（类）城乡社区管理事务（款）{part.name}（项）”{bound(ledger.money(part.actual))}，主要用于：保障日常工作。"
            f"年初预算为{bound(ledger.money(part.initial))}，支出决算为{bound(ledger.money(part.actual))}，完成年初预算的"
            f"{bound(ledger.rate(part.actual, part.initial))}。{compare(part)}的主要原因：据实结算。"
        )
    return "\n".join(lines)


STYLES: dict[str, Style] = {
    style.__name__: style
    for style in (
        accounts, three_public, capital, project, quarters, southern, evaluation, budget, yuan, entries,
    )
}  # fmt: skip
