"""Two more hands that the reader was not developed with, written after the first two had taught it."""

from __future__ import annotations

from decimal import Decimal

from pen import Pen, half_up, proven


def township(pen: Pen) -> str:
    """Return a report on carrying out a county's budget: income by taxes, against the budget and last year, balance."""
    taxes, fees = pen.line("税收收入", 5000, 30000), pen.line("非税收入", 1000, 9000)
    income = pen.total("一般公共预算收入", [taxes, fees])
    parts = [pen.line(name, 500, 9000) for name in ("教育支出", "卫生健康支出", "农林水支出", "社会保障和就业支出")]
    listed = pen.total("四项", parts)
    spent = pen.line("一般公共预算支出", 45000, 70000)
    grant = spent.paid - income.paid + pen.amount(100, 900)
    left = income.paid + grant - spent.paid
    debt, repaid, fresh = pen.amount(8000, 30000), pen.amount(500, 3000), pen.amount(500, 4000)
    share = pen.keep("share", "占一般公共预算收入的比重为{}", "占一般公共预算收入的{}")
    return "\n".join([
        f"一、{pen.year}年预算执行情况",
        f"（一）一般公共预算收入{pen.say('完成', '实现')}{pen.m(income.paid)}，为年初预算{pen.m(income.first)}的{pen.r(income.paid, income.first)}，"
        f"{pen.say('比上年', '同比')}{pen.moved(income.paid, income.prior)}。其中：税收收入完成{pen.m(taxes.paid)}，{share.format(pen.r(taxes.paid, income.paid))}；"
        f"非税收入完成{pen.m(fees.paid)}，占{pen.r(fees.paid, income.paid)}。",
        f"（二）一般公共预算支出完成{pen.m(spent.paid)}，为调整预算{pen.m(spent.full)}的{pen.r(spent.paid, spent.full)}，"
        f"{pen.say('比上年', '较上年')}{pen.moved(spent.paid, spent.prior)}。",
        f"教育、卫生健康、农林水、社会保障和就业支出分别为{pen.m(parts[0].paid)}、{pen.m(parts[1].paid)}、{pen.m(parts[2].paid)}和{pen.m(parts[3].paid)}，"
        f"四项合计{pen.m(listed.paid)}，占一般公共预算支出的{pen.r(listed.paid, spent.paid)}。",
        f"（三）平衡情况。当年一般公共预算收入{pen.m(income.paid)}，加上级补助收入{pen.m(grant)}，收入总量{pen.m(income.paid + grant)}；"
        f"减去当年支出{pen.m(spent.paid)}，年终结余{pen.m(left)}。",
        f"（四）政府债务。年初债务余额{pen.m(debt)}，当年新增{pen.m(fresh)}，偿还{pen.m(repaid)}，年末余额{pen.m(debt + fresh - repaid)}。",
    ])  # fmt: skip


def grants(pen: Pen) -> str:
    """Return a report on student grants: heads and standards, terms, batches, checks, money returned."""
    primary, junior, senior = (pen.count(200, 2000) for _ in range(3))
    heads = primary + junior + senior
    rates = [pen.random.choice((500, 625, 750)), pen.random.choice((1000, 1250)), pen.random.choice((2000, 2500))]
    paid = [Decimal(head * rate) for head, rate in zip((primary, junior, senior), rates, strict=True)]
    whole = sum(paid, Decimal(0))
    plan = half_up(whole * Decimal("1.08"), Decimal(100))
    spring = half_up(whole * Decimal("0.47"), Decimal(1))
    checked = pen.count(40, 120)
    wrong = pen.count(2, 6)
    last = heads - pen.count(20, 150)
    return "\n".join([
        "二、补助发放情况",
        f"全年计划安排补助资金{pen.m(plan)}，实际发放{pen.m(whole)}，资金使用率{pen.r(whole, plan)}，未使用资金{pen.m(plan - whole)}已交回国库。",
        f"●受助学生{proven(f'{heads}人次')}，比上年{proven(f'{last}人次')}增加{proven(f'{heads - last}人次')}，增长{pen.r(heads - last, last)}。",
        f"●小学{proven(f'{primary}人次')}，每人次{rates[0]}元，共{proven(f'{paid[0]:f}元')}；初中{proven(f'{junior}人次')}，每人次{rates[1]}元，共{proven(f'{paid[1]:f}元')}；"
        f"高中{proven(f'{senior}人次')}，每人次{rates[2]}元，共{proven(f'{paid[2]:f}元')}。",
        f"●分学期看，春季学期发放{pen.m(spring)}，占{pen.r(spring, whole)}；秋季学期发放{pen.m(whole - spring)}，占{pen.r(whole - spring, whole)}。",
        "三、监督检查情况",
        f"全年抽查学校{proven(f'{checked}所')}，发现问题{proven(f'{wrong}所')}，问题学校占抽查学校的{pen.r(wrong, checked)}，未发现问题{proven(f'{checked - wrong}所')}。",
    ])  # fmt: skip
