"""分项之和等于合计。

“其中”“由……组成”“包括”之后的分项，只有文字表明已列全（几部分组成、占比合计为100%、完整的分类）才要求相加等于合计；
“包括”“等”之后的不完全列举不要求。套在里面的“其中”只归入紧邻的一项。

错例
    支出合计75.31万元，由人员支出50.02万元、公用支出15.29万元、项目支出9.00万元三部分组成
正例
    支出合计74.31万元，由人员支出50.02万元、公用支出15.29万元、项目支出9.00万元三部分组成
依据
    合计的定义：合计等于各分项之和。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfxl.model.finding import Severity
from perfxl.prose.analysis import Analysis
from perfxl.prose.claim import Claim
from perfxl.prose.closings import closings
from perfxl.prose.completeness import MILD
from perfxl.prose.formula import total
from perfxl.prose.judging import Question, Reading
from perfxl.prose.numbers import Kind
from perfxl.prose.splits import Split, flattened, sort_of

CODE = "PX501"
NAME = "合计与分项"
GROUP = "sums"
_BEHIND = "前面各项的合计"


def questions(analysis: Analysis) -> Iterator[Question]:
    """Ask of each whole whether its parts add up to it."""
    for split in analysis.splits:
        yield Question(CODE, split.head, tuple(_readings(split)))
    for closing in closings(analysis.report):
        severity = Severity.ERROR if closing.listed else Severity.WARNING
        reading = Reading(total(closing.parts), closing.sure, _BEHIND, severity)
        yield Question(CODE, closing.whole, (reading,), strict=closing.whole.kind is Kind.SCORE)


def _readings(split: Split) -> Iterator[Reading]:
    certain = (bool(split.complete) or _unit_slipped(split)) and _clear(split)
    severity = Severity.WARNING if split.complete.startswith(MILD) else Severity.ERROR
    flat = flattened(split.parts)
    if len(flat) < len(split.parts) and len(flat) > 1:
        yield Reading(total(flat), certain and not split.nested, split.complete, severity)
        certain = False
    yield Reading(total(split.parts), certain, split.complete, severity)
    for count in range(len(split.parts) - 1, 1, -1):
        yield Reading(total(split.parts[:count]))


def _unit_slipped(split: Split) -> bool:
    """Whether the parts add up to the whole but for its unit, ten thousand times too large or small."""
    parts = total(split.parts)
    factors = (Decimal(10_000), Decimal("0.0001"))
    units = {part.unit for part in split.parts}
    return (
        split.head.kind is Kind.MONEY
        and split.head.unit not in units
        and bool(split.head.value)
        and any(split.head.value * factor == parts.value() for factor in factors)
    )


def _clear(split: Split) -> bool:
    """Whether the whole is beyond doubt: no other amount of its sort stands beside it, and parts have names."""
    names = [part.mention.lead for part in split.parts if part.list_id is None]
    distinct = len(set(names)) == len(names)
    return distinct and not split.nested and not _rivals(split) and split.head.kind is not Kind.SCORE


def _rivals(split: Split) -> list[Claim]:
    """Return the other amounts of the parts' sort that may be the whole as well."""
    sorts = {sort_of(part) for part in split.parts} - {""}
    own = split.head.subject.core
    others = [head for head in split.heads[1:] if head.value != split.head.value]
    others = [head for head in others if not own or head.subject.core in ("", own)]
    return [head for head in others if not sorts or sort_of(head) in ("", *sorts)]
