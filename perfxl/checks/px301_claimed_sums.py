"""标签写明的合计、小计、总额等于其组成部分之和（表的种类不认识也核对）。

哪些行（列）是组成部分，不靠猜：同一合计的其他列、同样的其他表或表中公式印证过的才采用；两种理解有一种相符就不报。
公式或多个关系一致指向同一个数的为错误，其余为核实。

错例
    合计 30、41；甲 10、20，乙 20、20
正例
    合计 30、40；甲 10、20，乙 20、20
依据
表内自述：标签写明是合计的数，等于其各组成部分之和。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.structural import finding, untold
from perfxl.model.finding import Finding
from perfxl.structure.relation import Law

CODE = "PX301"
NAME = "标签所示合计"
GROUP = "sums"
YIELDS_TO = (
    "PX101",
    "PX102",
    "PX103",
    "PX104",
    "PX107",
    "PX113",
    "PX138",
    "PX139",
    "PX146",
    "PX148",
    "PX149",
    "PX150",
    "PX181",
)


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each total that its parts contradict."""
    for verdict in untold(book, (Law.SUM,)):
        yield finding(CODE, NAME, book, verdict)
