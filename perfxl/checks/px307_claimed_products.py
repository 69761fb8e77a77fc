"""标题写明的单价、数量与金额，得分系数、权重与得分，三者相乘得出（表的种类不认识也核对）。

由至少两行、六成以上的行印证是哪两列相乘，才核对其余各行；单价有小数的，留其末位舍入的余地；元与万元之间的换算也算相符。

错例
    单价 2400、5000、300，数量 11、2、4，金额 24000、10000、1200
正例
    单价 2400、5000、300，数量 10、2、4，金额 24000、10000、1200
依据
表内自述：标题写明单价和数量的，金额为二者之积；写明得分系数和权重的，得分为二者之积。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.structural import finding, untold
from perfxl.model.finding import Finding
from perfxl.structure.relation import Law

CODE = "PX307"
NAME = "标题所示乘积"
GROUP = "sums"
YIELDS_TO = ("PX101", "PX104", "PX106", "PX107", "PX113", "PX114", "PX301", "PX303")


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each product that its factors contradict."""
    for verdict in untold(book, (Law.PRODUCT,)):
        yield finding(CODE, NAME, book, verdict)
