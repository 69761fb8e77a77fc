"""Splits (分项): a whole, the parts that follow it, and whether the words claim that the parts are all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from perfxl.prose.claim import Claim, Role
from perfxl.prose.formula import total
from perfxl.prose.numbers import Kind
from perfxl.prose.openers import Opening, openings
from perfxl.prose.report import Report, levels
from perfxl.prose.words import listed, load

_CHINESE = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_WHOLE = Decimal(1)
_SHARE_SLACK = Decimal("0.0003")  # how far each printed share may push a sum of shares from 100 %
_AMOUNTS = (Kind.MONEY, Kind.COUNT, Kind.MEASURE)
MOST_PARTS = 40


@dataclass(frozen=True)
class Split:
    """A whole and its parts.

    heads     what may be the whole, the likeliest first
    parts     the amounts on the split's own level
    shares    the share stated of each part, where one is
    complete  why the parts must be all of the whole, one Chinese clause; "" where the words do not claim it
    """

    opening: Opening
    heads: tuple[Claim, ...]
    parts: tuple[Claim, ...]
    shares: dict[Claim, Claim] = field(default_factory=dict)
    complete: str = ""
    nested: bool = False

    @property
    def head(self) -> Claim:
        """The likeliest whole."""
        return self.heads[0]


def sort_of(claim: Claim) -> str:
    """Return whether an amount is a budget or was spent; "" where its words do not tell."""
    measure = claim.subject.measure
    if measure in listed("measures", "budgets"):
        return "budget"
    return "spent" if measure in listed("measures", "spending") else ""


def splits(report: Report) -> tuple[Split, ...]:
    """Return the splits whose parts stand in the passage of their whole."""
    return tuple(
        split
        for passage in report.passages
        if passage.index in report.by_passage
        for split in _of_passage(report, passage.index, passage.text)
    )


def _of_passage(report: Report, index: int, text: str) -> Iterator[Split]:
    opened = openings(text)
    claims = report.by_passage[index]
    for opening in opened:
        heads = _heads(claims, opening, text)
        inner = [
            other for other in opened if opening.inside <= other.start < opening.end and other.depth == opening.depth
        ]
        found = _parts(claims, opening, inner, text, heads)
        for run in (run for parts in _runs(found) for run in _columns(parts)):
            if len(run) >= 2 and run[0].mention.segment == found[0].mention.segment:
                yield _split(text, opening, heads, run, claims, bool(inner))


def _heads(claims: Sequence[Claim], opening: Opening, text: str) -> tuple[Claim, ...]:
    """Return the amounts that stand before an opening, nearest first, of its sentence or else of the one before."""
    before = [claim for claim in levels(claims) if claim.mention.end <= opening.start and claim.kind in _AMOUNTS]
    near = [claim for claim in before if claim.mention.depth <= opening.depth]
    if not near:
        return ()
    begun = max(text.rfind(mark, 0, opening.start) for mark in "。！？") + 1
    if near[-1].mention.start < begun and not _opens_sentence(text, begun, opening):
        return ()
    sentence = near[-1].mention.sentence
    return tuple(reversed([claim for claim in near if claim.mention.sentence == sentence][-5:]))


def _opens_sentence(text: str, begun: int, opening: Opening) -> bool:
    return opening.start - begun <= 1


def _parts(
    claims: Sequence[Claim], opening: Opening, inner: Sequence[Opening], text: str, heads: Sequence[Claim]
) -> tuple[Claim, ...]:
    """Return the amounts of an opening's stretch that are on its own level."""
    hidden = [(other.start, _nested_end(text, other, opening)) for other in inner if other.depth == opening.depth]
    found = [
        claim
        for claim in levels(claims)
        if opening.inside <= claim.mention.start < opening.end
        and claim.mention.depth == opening.depth
        and not any(start <= claim.mention.start < end for start, end in hidden)
        and heads
        and any(claim.comparable(head) for head in heads)
    ]
    return tuple(found)


def _nested_end(text: str, inner: Opening, outer: Opening) -> int:
    stop = text.find("；", inner.inside, outer.end)
    return stop if stop >= 0 else outer.end


def _split(
    text: str, opening: Opening, heads: tuple[Claim, ...], parts: tuple[Claim, ...], claims: Sequence[Claim],
    nested: bool,
) -> Split:  # fmt: skip
    heads, parts = _matched(heads, parts)
    assert heads  # noqa: S101 - parts count what some head counts
    shares = _shares(parts, claims, opening)
    return Split(opening, heads, parts, shares, _complete(text, opening, heads[0], parts, shares), nested)


def _columns(parts: Sequence[Claim]) -> Iterator[tuple[Claim, ...]]:
    """Where budgets and spending are told side by side for each part, yield the two columns, else all parts."""
    sorts = [sort_of(part) for part in parts]
    if min(sorts.count("budget"), sorts.count("spent")) >= 2:
        for wanted in ("budget", "spent"):
            yield tuple(part for part, sort in zip(parts, sorts, strict=True) if sort == wanted)
    else:
        yield tuple(parts)


def _runs(parts: tuple[Claim, ...]) -> Iterator[tuple[Claim, ...]]:
    """Yield all parts, and before them those of the first segment: behind a semicolon another matter may begin."""
    first = tuple(part for part in parts if part.mention.segment == parts[0].mention.segment) if parts else ()
    if 1 < len(first) < len(parts):
        yield first
    yield parts


def _matched(heads: tuple[Claim, ...], parts: tuple[Claim, ...]) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """Return the wholes of the parts' sort first, and of both only what counts the same thing."""
    heads = tuple(head for head in heads if head.comparable(parts[0]))
    sorts = {sort_of(part) for part in parts} - {""}
    wanted = sorts.pop() if len(sorts) == 1 else ""
    return tuple(sorted(heads, key=lambda head: bool(wanted) and sort_of(head) not in ("", wanted))), parts


def _shares(parts: Sequence[Claim], claims: Sequence[Claim], opening: Opening) -> dict[Claim, Claim]:
    shares: dict[Claim, Claim] = {}
    last: Claim | None = None
    for claim in claims:
        if claim in parts:
            last = claim
        elif last is not None and _states_share(claim, last) and claim.mention.start < opening.end:
            shares.setdefault(last, claim)
    return shares


def _states_share(claim: Claim, part: Claim) -> bool:
    return claim.role is Role.SHARE and claim.mention.segment == part.mention.segment


def _complete(text: str, opening: Opening, head: Claim, parts: Sequence[Claim], shares: dict[Claim, Claim]) -> str:
    if _cut_short(text, parts[-1], opening):
        return ""
    if opening.composed:
        return "由以上各项组成"
    if _declared(text, opening, head) == len(parts):
        return f"共{len(parts)}部分"
    if len(shares) == len(parts) and _adds_up(list(shares.values())):
        return "各项占比合计为100%"
    if opening.partial:
        return ""
    return known(head, parts) or _ending_in_others(parts)


def _ending_in_others(parts: Sequence[Claim]) -> str:
    """A list of three or more that ends in 其他 leaves nothing out."""
    last = parts[-1].mention.lead
    others = [part for part in parts if part.mention.lead.startswith(listed("splits", "others"))]
    ends = last.startswith(listed("splits", "others")) and "支出" not in parts[-1].mention.behind[:2]
    return f"末项是“{last}”" if ends and len(parts) >= 3 and len(others) == 1 else ""


def _cut_short(text: str, last: Claim, opening: Opening) -> bool:
    behind = text[last.mention.end : last.mention.end + 4]
    return bool(re.match("等(?!级|于)", behind)) or text[opening.end : opening.end + 1] == "等"


def _declared(text: str, opening: Opening, head: Claim) -> int | None:
    """Return how many parts the words announce (三部分, 二类支出), between the whole and the end of the split."""
    parts = "|".join(listed("splits", "parts"))
    pattern = rf"([两二三四五六七八九十]|\d)(?:大|个)?(?:{parts})(?!目|数|指标|工作|任务|资金|规定)"
    found = re.search(pattern, text[head.mention.end : opening.inside]) or re.search(
        pattern + "(?:支出|内容|经费)?(?:组成|构成)?$", text[opening.inside : opening.end]
    )
    return None if not found else _CHINESE.get(found[1]) or int(found[1])


def _adds_up(shares: Sequence[Claim]) -> bool:
    stated = sum((share.value for share in shares), Decimal(0))
    return abs(stated - _WHOLE) <= _SHARE_SLACK * len(shares)


def known(head: Claim, parts: Sequence[Claim]) -> str:
    """Return why a list is a known whole split (人员经费、公用经费), "" where it is none."""
    labels = [part.mention.lead for part in parts]
    whole = head.subject.core + head.mention.clause_words + head.subject.words
    for family in load("splits")["families"]:
        if _fits(family, head, whole, labels) and not (family.get("at_most") and _less(head, parts)):
            return f"“{'、'.join(part.name.core or part.mention.lead for part in parts)}”是完整的分类"
    return ""


def _less(head: Claim, parts: Sequence[Claim]) -> bool:
    return total(parts).value() <= head.value


def _fits(family: dict[str, object], head: Claim, whole: str, labels: Sequence[str]) -> bool:
    members = list(map(str, family["members"]))  # type: ignore[call-overload]
    if len(members) != len(labels) or (family.get("kind") == "count") is not (head.kind is Kind.COUNT):
        return False
    if family.get("total") and head.subject.core:
        return False
    if not re.search(str(family["whole"]), whole) or re.search("总计|收支|结转|结余|其他", head.mention.clause_words):
        return False
    spots = [[spot for spot, label in enumerate(labels) if re.search(member, label)] for member in members]
    return all(spots) and len({spot for found in spots for spot in found[:1]}) == len(members)


def flattened(parts: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return the parts without those that only split the part before them (购置 and 运行 behind 公务用车)."""
    kept: list[Claim] = []
    spot = 0
    while spot < len(parts):
        kept.append(parts[spot])
        spot += 1 + _children(parts, spot)
    return tuple(kept)


def _children(parts: Sequence[Claim], spot: int) -> int:
    """Return how many of the following parts add up to this one."""
    for count in range(2, min(len(parts) - spot, MOST_PARTS)):
        if total(parts[spot + 1 : spot + 1 + count]).interval().meets(parts[spot].interval):
            return count
    return 0
