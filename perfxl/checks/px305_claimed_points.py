"""标签写明的分数、印出的分值合计等于其下各项分值之和（表的种类不认识也核对）。

同表其他标签都相符，或得分合计已印证项目齐全的，才核对。

错例
    决策（20分）：8、7；过程（30分）：15、15；产出（50分）：30、20
正例
    决策（20分）：10、10；过程（30分）：15、15；产出（50分）：30、20
依据
表内自述：标签中写明的分数是该组各项分值之和。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.structural import finding, untold
from perfxl.model.finding import Finding
from perfxl.structure.relation import Law

CODE = "PX305"
NAME = "标签所示分值"
GROUP = "form"
YIELDS_TO = ("PX102", "PX103", "PX104")


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each weight that its label or total contradicts."""
    for verdict in untold(book, (Law.WEIGHTS,)):
        yield finding(CODE, NAME, book, verdict)
