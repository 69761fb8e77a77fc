"""Names that tell what belongs together (名称): the evaluated year, a project, an official form."""

from __future__ import annotations

import re
from collections import Counter

from perfxl.model.table import Evaluation, Table
from perfxl.numerals.characters import compact

_YEAR_OF_ACCOUNT = re.compile(r"(?<!\d)(\d{4})年度")
_YEAR = re.compile(r"(?<!\d)(\d{4})年")
_OFFICIAL = re.compile(r"(附件\d+[:.、]?)?(\d{4}年度?)?部门整体(支出)?绩效评价指标评分表(\(\d{4}年度?\))?")
_ATTACHMENT = re.compile(r"附件(\d{1,3})")


def year_of(evaluation: Evaluation) -> str:
    """Return the year that most titles and sheet names speak of ("2020"), "" where none does or two do equally."""
    names = {(table.sheet, table.name) for table in evaluation.tables}
    texts = [compact(text) for text in (evaluation.book, *(name for pair in names for name in {*pair}))]
    for pattern in (_YEAR_OF_ACCOUNT, _YEAR):
        ranked = Counter(year for text in texts for year in pattern.findall(text)).most_common(2)
        if ranked:
            return "" if len(ranked) > 1 and ranked[0][1] == ranked[1][1] else ranked[0][0]
    return ""


def is_official(table: Table) -> bool:
    """Whether the department's own sheet already is the official scoring table, not a working paper (底稿) of it."""
    return "底稿" not in table.sheet + table.name and _OFFICIAL.fullmatch(compact(table.name)) is not None


def attachment_number(text: str) -> int | None:
    """Return the number of "附件5", None where the text is none."""
    match = _ATTACHMENT.fullmatch(compact(text))
    return int(match[1]) if match else None
