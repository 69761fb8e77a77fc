"""Splits (分项): a whole, the parts that follow it, and whether the words claim that the parts are all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from perfxl.prose.claim import Claim, Role
from perfxl.prose.completeness import OVERFULL, completeness
from perfxl.prose.formula import total
from perfxl.prose.numbers import Kind
from perfxl.prose.openers import Opening, openings
from perfxl.prose.report import Report, levels
from perfxl.prose.words import listed

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
    return sort_of_measure(claim.subject.measure)


def sort_of_measure(measure: str) -> str:
    """Return whether a measure is one of budgets or of spending; "" for another one."""
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
    for opening in (_until_another(claims, opening, opened, text) for opening in opened):
        heads = _heads(claims, opening, text)
        inner = _inner(opened, opening)
        found = _parts(claims, opening, inner, text, heads)
        for run in (run for parts in _runs(found) for run in _columns(parts)):
            if len(run) >= 2 and run[0].mention.segment == found[0].mention.segment:
                yield _split(text, opening, heads, run, claims, bool(inner))


def _until_another(claims: Sequence[Claim], opening: Opening, opened: Sequence[Opening], text: str) -> Opening:
    """End an opening's stretch where, behind a semicolon, what counts other things is split in its turn."""
    told = levels(claims)
    inside = [claim for claim in told if claim.mention.start >= opening.inside]
    for other in _inner(opened, opening) if inside else ():
        cut = text.rfind("；", opening.inside, other.start)
        between = [claim for claim in told if 0 <= cut < claim.mention.start < other.start]
        if between and not any(claim.comparable(inside[0]) for claim in between):
            return replace(opening, end=cut)
    return opening


def _inner(opened: Sequence[Opening], opening: Opening) -> list[Opening]:
    """Return the openings of an opening's stretch that stand on its own level."""
    return [other for other in opened if opening.inside <= other.start < opening.end and other.depth == opening.depth]


def _heads(claims: Sequence[Claim], opening: Opening, text: str) -> tuple[Claim, ...]:
    """Return the amounts that stand before an opening, nearest first, of its sentence or else of the one before."""
    near = [claim for claim in levels(claims) if _stands_before(claim, opening)]
    if not near:
        return ()
    begun = max(text.rfind(mark, 0, opening.start) for mark in "。！？") + 1
    if near[-1].mention.start < begun and not _opens_sentence(text, begun, opening):
        return ()
    sentence = near[-1].mention.sentence
    return tuple(reversed([claim for claim in near if claim.mention.sentence == sentence][-5:]))


def _stands_before(claim: Claim, opening: Opening) -> bool:
    """Whether a claim is an amount before an opening and in no bracket that is closed by then."""
    mention = claim.mention
    return claim.kind in _AMOUNTS and mention.end <= opening.start and mention.depth <= opening.depth


def _opens_sentence(text: str, begun: int, opening: Opening) -> bool:
    return opening.start - begun <= 1


def _parts(
    claims: Sequence[Claim], opening: Opening, inner: Sequence[Opening], text: str, heads: Sequence[Claim]
) -> tuple[Claim, ...]:
    """Return the amounts of an opening's stretch that are on its own level."""
    hidden = [(other.start, _nested_end(text, other, opening)) for other in inner if other.depth == opening.depth]
    return tuple(
        claim
        for claim in levels(claims)
        if opening.inside <= claim.mention.start < opening.end
        and claim.mention.depth == opening.depth
        and not any(start <= claim.mention.start < end for start, end in hidden)
        and any(claim.comparable(head) for head in heads)
    )


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
    why = completeness(text, opening, heads[0], parts, shares)
    doubted = why == OVERFULL and not _of_one_sort(heads[0], parts)
    return Split(opening, heads, parts, shares, "" if doubted else why, nested)


def _of_one_sort(head: Claim, parts: Sequence[Claim]) -> bool:
    """Whether a whole and its parts may all be budgets, or all spending."""
    sorts = {sort_of(part) for part in parts} - {""}
    return not sorts or sort_of(head) in ("", *sorts)


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
    return _row_of_shares(parts, claims) or shares


def _row_of_shares(parts: Sequence[Claim], claims: Sequence[Claim]) -> dict[Claim, Claim]:
    """Return the shares told as a list right behind as many parts (占比分别为20%、30%和50%)."""
    row = [claim for claim in claims if parts[-1].index < claim.index <= parts[-1].index + len(parts)]
    row = [claim for claim in row if claim.role is Role.SHARE and claim.list_id is not None]
    return dict(zip(parts, row, strict=True)) if len(row) == len(parts) > 1 else {}


def _states_share(claim: Claim, part: Claim) -> bool:
    return claim.role is Role.SHARE and claim.mention.segment == part.mention.segment


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
