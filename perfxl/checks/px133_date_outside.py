"""年度绩效目标的时限应在评价年度之内。

指标值或实际完成值写明的年份晚于表题年度的报“核实”；表题没有年度的不判断。

错例
    2023年度的表，指标值 2024年3月底前完成
正例
    2023年度的表，指标值 2023年12月底前完成
依据
年度绩效目标反映当年的任务。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.indicators import by_form, indicators
from perfxl.checks.evidence.scored_forms import KINDS, ScoredForm
from perfxl.model.finding import Finding, Severity
from perfxl.numerals.characters import half_width

CODE = "PX133"
NAME = "时效日期"
GROUP = "form"
LOOKS_AT = KINDS
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})\s*(?:年|[-./][0-9]{1,2})")


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each date after the year of the evaluation."""
    yield from by_form(_found(book))


def _found(book: Checked) -> Iterator[tuple[ScoredForm, Finding]]:
    for one in indicators(book):
        for key in ("target", "actual") if one.level2 == "时效" else ():
            figure, year = one.cell(key), book.evaluation.year
            told = _YEAR.findall(half_width(figure.text)) if figure else []
            if figure and year is not None and told and max(map(int, told)) > year:
                yield one.form, Finding(
                    CODE, NAME, Severity.WARNING, figure.place,
                    f"{book.name(figure)}写的是“{figure.text.strip()}”，晚于评价年度{year}年。",
                    figure.text, f"{year}年",
                    "请核对时限；跨年任务请写明当年应完成的部分。",
                )  # fmt: skip
