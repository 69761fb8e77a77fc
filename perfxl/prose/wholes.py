"""What a share is a share of (占比的分母): the whole that is named, of the split, or that its siblings agree on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from perfxl.prose.analysis import Analysis
from perfxl.prose.claim import Claim, Role
from perfxl.prose.formula import Formula, ratio, total
from perfxl.prose.judging import Reading
from perfxl.prose.naming import Name, name_of, near_scopes, same
from perfxl.prose.report import levels, sentence_of
from perfxl.prose.sharing import operands, sort_of_words
from perfxl.prose.siblings import agreed_whole
from perfxl.prose.splits import Split, sort_of

_TOGETHER = re.compile("合计占|共占|共计占|两项|三项|上述|以上|合占")
_AMONG = re.compile("(?:在|从)?([^，。；0-9]{2,12})(?:中|里|当中)，")
_TELLING = frozenset({"received", "initial", "adjusted", "budget", "due", "remainder", "opening"})
_SHORT = 2  # characters of a whole's name that may end any other
_FAR = 14  # passages back in which a whole is looked for


def share_readings(analysis: Analysis, share: Claim) -> Iterator[Reading]:
    """Yield the ways in which a share may have been computed, the likeliest first."""
    part, inside = operands(analysis, share)
    if part is None:
        return
    sure = not _TOGETHER.search(share.mention.clause_words) and not _of_two_sorts(analysis, share, part)
    if inside is not None:
        yield Reading(ratio(part, inside), sure)
        return
    named = list(_named(analysis, share, part)) or list(_nearly_named(analysis, share, part))
    yield from (Reading(ratio(part, whole), sure and len({one.value for one in named}) == 1) for whole in named)
    yield from _unnamed(analysis, share, part, sure and not named)


def _of_two_sorts(analysis: Analysis, share: Claim, part: Claim) -> bool:
    """Whether a budget and spending stand before a share whose words tell neither, so that either may be its part."""
    near = [claim for claim in levels(analysis.report.before(share)) if sentence_of(claim) == sentence_of(share)]
    near = [claim for claim in near if claim.mention.segment == share.mention.segment and claim.comparable(part)]
    sorts = {sort_of(claim) for claim in near} | {sort_of(part)}
    return len(sorts - {""}) > 1 and not sort_of_words(share)


def _nearly_named(analysis: Analysis, share: Claim, part: Claim) -> Iterator[Claim]:
    """Yield the whole of the part's split where it bears the share's name but for a narrower scope."""
    name, split = name_of(share.share_of or ""), analysis.split_of.get(part)
    head = split.head if split else None
    if head is None or name.empty or not head.comparable(part) or not near_scopes(head.subject.scope, name.scope):
        return
    if (head.subject.core, head.subject.flow) == (name.core, name.flow):
        yield head


def _named(analysis: Analysis, share: Claim, part: Claim) -> Iterator[Claim]:
    """Yield the amounts that bear the name of the whole, of the nearest place that has one."""
    name = name_of(_words(analysis, share))
    if name.empty:
        yield from _of_measure(analysis, share, part, name.measure)
        return
    for group in _places(analysis, share, part, name):
        fitting = _fitting([claim for claim in group if same(claim.subject, name)], part) or _fitting(
            [claim for claim in group if name.core and _in_words(share, claim)], part
        )
        if fitting:
            yield from reversed(fitting)
            return


def _in_words(share: Claim, claim: Claim) -> bool:
    """Whether the words for an amount end in the very words for a share's whole (项目批复总投资 … 为批复总投资的)."""
    words = share.share_of or ""
    return len(words) > _SHORT and claim.mention.lead.rstrip("为是共").endswith(words)


def _words(analysis: Analysis, share: Claim) -> str:
    """Return the words for a share's whole; a share that leaves them out takes them from the one before it."""
    told = [claim for claim in analysis.report.companions(share) if claim.role is Role.SHARE and claim.share_of]
    before = [claim for claim in told if claim.index < share.index]
    topic = _AMONG.match(share.mention.sentence_words)
    return share.share_of or (before[-1].share_of if before else topic[1] if topic else "") or ""


def _of_measure(analysis: Analysis, share: Claim, part: Claim, measure: str) -> Iterator[Claim]:
    """Yield the amounts that a measure alone names (占到位资金的…), of the nearest place that has one."""
    if measure in _TELLING:
        for group in (levels(analysis.report.companions(share)), levels(analysis.report.before(share))):
            fitting = _fitting([claim for claim in group if claim.subject.measure == measure], part)
            if fitting:
                yield from reversed(fitting)
                return


def _fitting(called: Sequence[Claim], part: Claim) -> list[Claim]:
    """Return the amounts that a part may be of: rather this year's, and of the part's sort."""
    found = [claim for claim in called if claim is not part and claim.comparable(part)]
    found = [claim for claim in found if not claim.subject.last] or found
    return [claim for claim in found if sort_of(claim) == sort_of(part)] or found


def _places(analysis: Analysis, share: Claim, part: Claim, name: Name) -> Iterator[tuple[Claim, ...]]:
    """Yield the amounts from near to far; in other paragraphs 支出合计 is a whole, but 支出 may be anything's."""
    report = analysis.report
    yield levels(report.companions(share))
    yield levels(report.before(share))
    index = share.mention.passage.index
    for back in range(index - 1, max(-1, index - 1 - _FAR), -1):
        found = levels(report.by_passage.get(back, ()))
        yield tuple(
            claim for claim in found if name.core or name.scope or claim.name.total or _both_running(claim, name)
        )
    yield levels(report.behind(share))


def _both_running(claim: Claim, name: Name) -> bool:
    return claim.name.cumulative and name.cumulative


def _unnamed(analysis: Analysis, share: Claim, part: Claim, sure: bool) -> Iterator[Reading]:
    generic = name_of(share.share_of or "").empty
    of_split = list(_of_split(analysis.split_of.get(part), part, sure and generic))
    if generic and not of_split:
        yield from _of_agreed(analysis, share, part, sure)
    yield from of_split
    yield from (Reading(formula) for formula in _other_wholes(analysis, share, part))


def _of_split(split: Split | None, part: Claim, sure: bool) -> Iterator[Reading]:
    """Divide a part by what may be the whole of its split."""
    if split is not None:
        heads = [head for head in split.heads if head.comparable(part)]
        for head in heads:
            yield Reading(ratio(part, head), sure and head is heads[0] and not split.nested)


def _of_agreed(analysis: Analysis, share: Claim, part: Claim, sure: bool) -> Iterator[Reading]:
    """Divide a part by the whole that the other shares agree on."""
    whole = agreed_whole(analysis, share)
    if whole is not None and whole is not part:
        yield Reading(ratio(part, whole), sure)


def _other_wholes(analysis: Analysis, share: Claim, part: Claim) -> Iterator[Formula]:
    pool = [claim for claim in levels(analysis.report.by_passage[part.mention.passage.index]) if claim.comparable(part)]
    for whole in reversed(pool):
        if whole is not part and whole.value:
            yield ratio(part, whole)
    siblings = [claim for claim in pool if sentence_of(claim) == sentence_of(part)]
    if len(siblings) > 1:
        yield ratio(part, total(siblings))
