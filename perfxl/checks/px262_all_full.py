"""各项目自评不宜全部为满分。

三个以上项目（界限见规则包）总分都是100分的报“核实”。

错例
    三个项目总分都是 100
正例
    三个项目总分 100、97.5、95
依据
一地复核意见：各项目均为满分的视为流于形式。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.facts import project_scores
from perfxl.checks.evidence.weights import FULL
from perfxl.model.finding import Finding, Severity

CODE = "PX262"
NAME = "项目全部满分"
GROUP = "cross"
LOOKS_AT = ("project_form", "project_list")


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning where all projects have full marks."""
    fewest, stated = book.rules.bound("all_full"), project_scores(book.evaluation)
    full = all(one.value == FULL for told in stated for one in told)
    if fewest and full and len(stated) >= fewest:
        first, *others = [told[0].figure for told in stated]
        yield Finding(
            CODE, NAME, Severity.WARNING, first.place,
            f"{len(stated)}个项目的自评总分都是100分。",
            first.text, "",
            "请核实自评是否如实反映了偏差。",
            related=tuple(figure.place for figure in others),
        )  # fmt: skip
