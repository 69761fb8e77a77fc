"""评价等级与得分相符。

“优秀”视同“优”，“良好”视同“良”；所选规则包没有的等级名称不判断。

错例
    总分 85，等级 优
正例
    总分 85，等级 良
依据
所选规则包中的等级划分；规则未经证实的只报“核实”。
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.report import related, severity
from perfxl.checks.evidence.scored_forms import KINDS
from perfxl.model.derivation import Derivation, Relation
from perfxl.model.finding import Finding

CODE = "PX164"
NAME = "评价等级"
GROUP = "scores"
LOOKS_AT = KINDS
_SAME = {"优秀": "优", "良好": "良", "中等": "中", "一般": "中", "较差": "差", "不合格": "差"}


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each grade that its score does not give."""
    words = {step.word for step in book.rules.project.grades.steps} if book.rules.project else set()
    for item in book.derived((Relation.GRADE,)):
        said, should = _plain(item.target.text, words), item.value
        if isinstance(should, str) and said and said != should and not item.target.derived:
            yield _finding(book, item, should)


def _plain(word: str, words: Collection[str]) -> str:
    """Return the pack's own word for a grade, "" where it has none."""
    told = word.strip()
    return next((each for each in (told, _SAME.get(told, "")) if each in words), "")


def _finding(book: Checked, item: Derivation, should: str) -> Finding:
    return Finding(
        CODE, NAME, severity(item), item.target.place,
        f"{book.name(item.target, item.term)}写的是“{item.target.text}”，按得分应为“{should}”。",
        item.target.text, should,
        f"请核对总分；总分无误的，把等级改为“{should}”。",
        item.rule.citation, related(book, item, item.target),
    )  # fmt: skip
