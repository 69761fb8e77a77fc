"""Which amount a change belongs to (增减的归属): the nearest before it, or the one that its subject names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from perfxl.prose.claim import Against, Claim, Role
from perfxl.prose.naming import Name, maybe_same, name_of, same
from perfxl.prose.numbers import Kind
from perfxl.prose.openers import Opening, openings
from perfxl.prose.report import Report, levels, sentence_of
from perfxl.prose.splits import sort_of
from perfxl.prose.words import alternation, listed

_BASE = re.compile(
    r"(?:[大小高低]于(?=[^，]*预算[数额]$)|(?:比|较|与|和|同|跟)(?!例|重|率|为|好|大))[^，]*$|[同环]比.*$"
)
_TOGETHER = re.compile("合计|共计|上述|以上|各项|分别")
_AMOUNTS = frozenset({Kind.MONEY, Kind.COUNT, Kind.MEASURE})
_TELLING = frozenset({"initial", "adjusted", "actual"})  # measures that tell which of two amounts has changed
_FAR = 8  # passages back in which an amount is looked for by its name


@dataclass(frozen=True, slots=True)
class Anchor:
    """The amounts that a change may belong to, the likeliest first; certain where no other comes into question."""

    candidates: tuple[Claim, ...] = ()
    certain: bool = False


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(alternation((*listed("changes", "up"), *listed("changes", "down"))) + ".*$")


def subject_of(change: Claim, before: Sequence[Claim]) -> Name:
    """Return what a change says has changed; an empty name where that is the amount told before it.

    Where its own clause leaves it out, a clause before it that holds no amount may tell it
    (公务接待费决算比预算无增减，比上年增加0.50万元).
    """
    own = _named_in(change.mention.clause_words)
    spot = change.mention.clause - 1
    while own.empty and spot > change.mention.sentence:
        begun = max(change.mention.sentence, *(change.mention.text.rfind(mark, 0, spot) + 1 for mark in "，；（）"))
        if any(begun <= claim.mention.start < spot for claim in before):
            break
        words = change.mention.text[begun:spot]
        own = Name() if _reasons().search(words) else _named_in(words)
        spot = begun - 1
    return own


def _named_in(clause: str) -> Name:
    return name_of(_verbs().sub("", _BASE.sub("", clause.rsplit("：", 1)[-1])))


@cache
def _reasons() -> re.Pattern[str]:
    return re.compile(alternation(listed("changes", "reasons")))


def anchor(report: Report, change: Claim) -> Anchor:
    """Return the amount that a change or a growth is told of, of the year that is compared."""
    pool = _latest([claim for claim in levels(report.before(change)) if _fit(claim, change)])
    subject = subject_of(change, report.before(change))
    if subject.measure in _TELLING:
        pool = [claim for claim in pool if claim.subject.measure == subject.measure] or pool
    found = _unnamed(report, change, pool) if subject.empty else _named(report, change, subject, pool)
    together = bool(_TOGETHER.search(change.mention.clause_words))
    return Anchor(found.candidates, found.certain and not (together and _differ(found.candidates)))


def _fit(claim: Claim, change: Claim) -> bool:
    """Whether a change may be told of an amount: it counts the same thing and is not what is compared with."""
    counted = claim.comparable(change) if change.kind in _AMOUNTS else claim.kind in _AMOUNTS
    base = change.comparison
    told = base and not base.against.budget and claim.name.year is not None and claim.name.year == base.year
    return counted and not (claim.subject.last or told or claim.subject.measure == "opening")


def _preferred(group: Iterable[Claim], change: Claim) -> list[Claim]:
    """Return the amounts of the sort that the comparison is about: budgets with budgets, spending with spending."""
    found = _latest(list(group))
    against = change.comparison.against if change.comparison else Against.OTHER
    if against is Against.PRIOR_BUDGET:
        chosen = [claim for claim in found if sort_of(claim) == "budget"]
    elif against is Against.PRIOR or against.budget:
        chosen = [claim for claim in found if sort_of(claim) != "budget"]
    else:
        chosen = found
    return chosen or found


def _latest(group: list[Claim]) -> list[Claim]:
    """Return the amounts of the latest year that any of them names; those that name none are of this year."""
    years = [claim.subject.year for claim in group if claim.subject.year is not None]
    return [claim for claim in group if claim.subject.year in (None, max(years))] if years else group


def _differ(group: Sequence[Claim]) -> bool:
    return len({claim.value for claim in group}) > 1


def _unnamed(report: Report, change: Claim, pool: Sequence[Claim]) -> Anchor:
    if change.mention.depth:
        return _around_bracket(change, pool)
    within = _preferred((claim for claim in pool if sentence_of(claim) == sentence_of(change)), change)
    level = [claim for claim in within if claim.mention.depth == 0] or within
    if level:
        return Anchor(tuple(reversed(level)), _sole(report, change, level))
    ahead = _ahead(report, change)
    if ahead:
        return Anchor((ahead,), True)
    return _sentence_before(change, pool)


def _around_bracket(change: Claim, pool: Sequence[Claim]) -> Anchor:
    """A change in brackets belongs to an amount there, else to the one right before the bracket."""
    inside = [claim for claim in pool if claim.mention.bracket == change.mention.bracket]
    outside = [claim for claim in pool if claim.mention.end < change.mention.bracket]
    group = inside or outside[-1:]
    return Anchor(tuple(reversed(group)), len(group) == 1 and group[0].list_id is None)


def _sole(report: Report, change: Claim, group: Sequence[Claim]) -> bool:
    """Whether only the nearest amount of the sentence comes into question."""
    if group[-1].list_id is not None and not (len(group) == 1 and group[0].subject.year is not None):
        return False
    if len(group) == 1 or not _differ(group):
        return True
    opened = _openings_between(group[0], change)
    if opened:
        return _sole_part(report, change, group, opened[-1])
    spot = _last_change(report, change)
    return sum(claim.mention.start > spot for claim in group) == 1


def _openings_between(first: Claim, change: Claim) -> list[Opening]:
    """Return the openings of splits between an amount and a change."""
    return [
        opening
        for opening in openings(change.mention.text)
        if first.mention.end <= opening.start < change.mention.start and not opening.depth
    ]


def _sole_part(report: Report, change: Claim, group: Sequence[Claim], opening: Opening) -> bool:
    """Whether the nearest amount is the only part of a split in the segment, and other parts have their own change."""
    segment = [claim for claim in group if claim.mention.segment == change.mention.segment]
    parts = [claim for claim in segment if claim.mention.start >= opening.inside]
    return parts == [group[-1]] and _each_has_its_own(report, change, opening.inside, opening.end)


def _last_change(report: Report, change: Claim) -> int:
    """Return where the change told before this one stands in the sentence, -1 where there is none."""
    told = [
        claim.mention.start
        for claim in report.companions(change)
        if claim.role in (Role.CHANGE, Role.GROWTH) and claim.index < change.index and not _pair(claim, change)
    ]
    return max(told, default=-1)


def _pair(claim: Claim, change: Claim) -> bool:
    """An amount and its rate are one change."""
    return claim.role is not change.role and change.index - claim.index == 1


def _each_has_its_own(report: Report, change: Claim, inside: int, end: int) -> bool:
    """Whether another part of a split has a change of its own, so that this one cannot be the whole's."""
    others = [
        claim
        for claim in report.by_passage[change.mention.passage.index]
        if inside <= claim.mention.start < end
        and claim.role in (Role.CHANGE, Role.GROWTH)
        and claim.mention.segment != change.mention.segment
    ]
    return bool(others)


def _ahead(report: Report, change: Claim) -> Claim | None:
    """Return the amount that the change led to, told behind it: 减少2万元至8万元."""
    following = report.neighbour(change, 1)
    if following and following.role is Role.GROWTH:
        following = report.neighbour(change, 2)
    if not following or sentence_of(following) != sentence_of(change) or following.role is not Role.LEVEL:
        return None
    reached = re.search(r"^[，]?(?:后)?[至到达为]|" + alternation(listed("changes", "reached")), following.mention.gap)
    return following if reached and _fit(following, change) else None


def _sentence_before(change: Claim, pool: Sequence[Claim]) -> Anchor:
    if not pool:
        return Anchor()
    last = [claim for claim in pool if claim.mention.sentence == pool[-1].mention.sentence]
    group = _preferred([claim for claim in last if claim.mention.depth == 0] or last, change)
    return Anchor(tuple(group), not _differ(group) and group[0].list_id is None)


def _named(report: Report, change: Claim, subject: Name, pool: Sequence[Claim]) -> Anchor:
    for group in _by_distance(report, change, subject, pool):
        exact = _preferred((claim for claim in group if same(claim.subject, subject)), change)
        if exact:
            return Anchor(tuple(reversed(exact)), not _differ(exact) and exact[-1].list_id is None)
    near = [claim for claim in pool if sentence_of(claim) == sentence_of(change)] or list(pool[-1:])
    return _maybe_named(change, subject, near)


def _maybe_named(change: Claim, subject: Name, near: Sequence[Claim]) -> Anchor:
    """Return the amounts nearby whose name may be short for the subject's."""
    possible = _preferred((claim for claim in near if maybe_same(claim.subject, subject)), change)
    certain = _left_alone(possible, near) and bool(subject.core) is bool(possible[0].subject.core)
    return Anchor(tuple(reversed(possible)), certain)


def _left_alone(possible: Sequence[Claim], near: Sequence[Claim]) -> bool:
    """Whether one amount, of no list, is possible, and those beside it do not differ."""
    others = any(claim not in possible for claim in near)
    return len(possible) == 1 and not (others and _differ(near)) and possible[0].list_id is None


def _by_distance(report: Report, change: Claim, subject: Name, pool: Sequence[Claim]) -> Iterator[list[Claim]]:
    """Yield groups of amounts from near to far: the sentence, each sentence before it, each passage before that."""
    sentences = dict.fromkeys(claim.mention.sentence for claim in reversed(pool))
    for sentence in sentences:
        yield [claim for claim in pool if claim.mention.sentence == sentence]
    for found in _passages_before(report, change):
        yield found if subject.core or subject.scope else [claim for claim in found if claim.name.total]


def _passages_before(report: Report, change: Claim) -> Iterator[list[Claim]]:
    """Yield the amounts fit for a change of each passage before it under its heading, the nearest first."""
    here = change.mention.passage
    for index in range(here.index - 1, max(-1, here.index - 1 - _FAR), -1):
        if report.passages[index].headings[:1] != here.headings[:1]:
            return
        yield [claim for claim in levels(report.by_passage.get(index, ())) if _fit(claim, change)]
