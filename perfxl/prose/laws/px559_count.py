"""项目、指标的个数与分列的个数相符。

总数之后分别写明完成、基本完成、未完成个数的，相加应等于总数；写明“附件2至22”的，个数应与附件的个数相符。
“均已完成”与写明的未完成个数不能并存。

错例
    重点项目共20个，17个项目完成年度任务，4个项目未完成年度任务
正例
    重点项目共20个，17个项目完成年度任务，3个项目未完成年度任务
依据
    个数的合计应相符。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from perfxl.model.finding import Severity
from perfxl.prose.analysis import Analysis
from perfxl.prose.claim import Claim
from perfxl.prose.formula import total
from perfxl.prose.judging import Question, Reading
from perfxl.prose.numbers import Kind
from perfxl.prose.remarks import Remark
from perfxl.prose.report import levels, sentence_of

CODE = "PX559"
NAME = "个数"
GROUP = "sums"
_NOUN = re.compile(r"^(?:重点|专项|民生|实事|绩效)*([^\d，。；、（）的]{2})")
_STATE = re.compile(r"未完成|没有完成|部分完成|基本完成|完成|达标|未达标|未达到")
_STATED = re.compile(
    r"^(?:其中|已|实际|全部|按期|按时|如期|尚)*(未完成|部分完成|基本完成|完成|未达标|达标)(?:的|为|了)?$"
)
_UNDONE = re.compile(r"(?:任务|指标|项目|目标)?(?:尚)?未完成")
_PAIR = 2
_RANGE = re.compile(r"^（(?:详?见|即)?附件(\d+)[至\-—~到](?:附件)?(\d+)")
_ALL_DONE = re.compile(r"(?:均|全部|都)(?:已)?(?:如期|按时|按期)?完成")


def questions(analysis: Analysis) -> Iterator[Question]:
    """Ask of each number of things whether the numbers behind it, told by their state, add up to it."""
    for claims in analysis.report.by_passage.values():
        counts = [claim for claim in levels(claims) if claim.kind is Kind.COUNT and not claim.hedged]
        for position, whole in enumerate(counts):
            parts = _parts(whole, counts[position + 1 :])
            if len(parts) >= 2 and whole.value >= max(part.value for part in parts):
                certain = _exhaustive(parts) and _one_sentence(whole, parts)
                yield Question(CODE, whole, (Reading(total(parts), certain, severity=Severity.WARNING),))


def _one_sentence(whole: Claim, parts: Sequence[Claim]) -> bool:
    return all(sentence_of(part) == sentence_of(whole) for part in parts)


def _parts(whole: Claim, behind: Sequence[Claim]) -> list[Claim]:
    """Return the numbers of the same things that each tell a state."""
    noun = _noun(whole)
    return [
        part
        for part in behind
        if part.comparable(whole) and _noun(part) == noun and _STATE.search(part.mention.behind) and noun
    ] or _told_before(whole, behind)


def _told_before(whole: Claim, behind: Sequence[Claim]) -> list[Claim]:
    """Return the numbers of one sentence that a state stands right before (设指标28个，已完成26个，未完成2个)."""
    parts = [part for part in behind if part.comparable(whole) and sentence_of(part) == sentence_of(whole)]
    if _opposite(parts):
        return parts
    states = [_state(part) for part in parts]
    return parts if all(states) and not _state(whole) else []


def _opposite(parts: Sequence[Claim]) -> bool:
    """Whether the second of two numbers counts what the first leaves (发现问题、未发现问题, 合格、不合格)."""
    words = [part.mention.lead.removeprefix("其中") for part in parts]
    return len(words) == _PAIR and bool(words[0]) and words[1] in (f"未{words[0]}", f"不{words[0]}", f"没有{words[0]}")


def _state(claim: Claim) -> str:
    """Return the state that a number is told in, before it or, where it has no noun of its own, behind it."""
    before = _STATED.search(claim.mention.lead)
    behind = _UNDONE.match(claim.mention.behind)
    return (before[1] if before else "未完成") if before or behind else ""


def _noun(claim: Claim) -> str:
    """Return the things that a number counts: behind it (17个项目), else before it (项目共20个)."""
    behind = _NOUN.match(claim.mention.behind)
    if behind and not _STATE.search(behind[1]):
        return behind[1]
    return claim.name.core[-2:]


def _exhaustive(parts: Sequence[Claim]) -> bool:
    if _opposite(parts):
        return True
    states = [_STATE.search(part.mention.behind) for part in parts]
    told = [state[0] for state in states if state]
    told = told if len(told) == len(parts) else [_state(part) for part in parts]
    return len(set(told)) == len(told) and any("未" in state for state in told) and "完成" in told


def remarks(analysis: Analysis) -> Iterator[Remark]:
    """Hold numbers of things against the range of attachments behind them, and 均已完成 against what is undone."""
    for claim in levels(analysis.report.claims):
        found = _RANGE.match(claim.mention.text[claim.mention.end :]) if claim.kind is Kind.COUNT else None
        if found:
            yield _attached(claim, int(found[2]) - int(found[1]) + 1, found[0].lstrip("（"))
    for claims in analysis.report.by_passage.values():
        yield from _undone(claims)


def _attached(claim: Claim, count: int, words: str) -> Remark:
    return Remark(
        CODE, Severity.WARNING, claim.place, claim.printed, f"{count}{claim.unit}",
        f"“{claim.mention.lead}{claim.printed}”与“{words}”不符，附件共{count}个。",
        "请核对个数和附件的起止号。", (claim,), tied=claim.value == count,
    )  # fmt: skip


def _undone(claims: Sequence[Claim]) -> Iterator[Remark]:
    """Yield where a passage says that all is done and counts what is not."""
    for claim in levels(claims):
        text = claim.mention.text
        undone = "未完成" in claim.mention.lead or re.match(r"[^，。；]{0,6}(?:未完成|没有完成)", claim.mention.behind)
        done = _ALL_DONE.search(text)
        if claim.kind is Kind.COUNT and claim.value and undone and done:
            paragraph = claim.place
            yield Remark(
                CODE, Severity.WARNING, paragraph, f"{claim.mention.lead}{claim.printed}", "",
                f"“{done[0]}”与“{claim.mention.lead}{claim.printed}”不能并存。",
                "请核对完成情况，改正其中一处。", (claim,),
            )  # fmt: skip
