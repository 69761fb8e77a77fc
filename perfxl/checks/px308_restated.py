"""同一个数在两张表里写得一样（表的种类不认识也核对）：同名的行、对应的栏；登记卡与汇总表的行。

哪一栏与哪一栏对应，由相同的数印证：至少两行、六成以上相同的才采用；只有一行同名的，须另有一个数相同。
年度、阶段（年初、调整、上年）、资金来源不同的不比较；元与万元换算后比较。

错例
    汇总表 甲厂 120.00、乙厂 80.00、丙厂 60.00；丙厂的登记卡 66.00，甲、乙的与汇总表相同
正例
    丙厂的登记卡 60.00
依据
表间勾稽：同一个数各处一致；没有证据说明哪一处写错的，两处都列出。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.structural import finding, untold
from perfxl.model.finding import Finding
from perfxl.structure.relation import Law

CODE = "PX308"
NAME = "两处不一致"
GROUP = "cross"
YIELDS_TO = ("PX138", "PX139", "PX236", "PX237", "PX242", "PX301", "PX302", "PX303", "PX307")


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each number that two tables state differently."""
    for verdict in untold(book, (Law.SAME,)):
        yield finding(CODE, NAME, book, verdict)
