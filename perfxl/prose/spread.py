"""Splits whose parts stand in paragraphs of their own (分段列示的分项)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from perfxl.prose.claim import Claim, Role
from perfxl.prose.completeness import complete_list
from perfxl.prose.openers import Opening
from perfxl.prose.passages import Passage, Shape
from perfxl.prose.report import Report, levels
from perfxl.prose.splits import Split, sort_of
from perfxl.prose.words import alternation, listed

_SHORT = 40  # characters of a paragraph without an amount that a list may run on behind
_MOST = 60
_OPEN_END = re.compile(rf"(?:{alternation(listed('splits', 'openers'))}|：)[^，。；]{{0,12}}：?$")


def spread_splits(report: Report) -> Iterator[Split]:
    """Yield the splits that a paragraph opens at its end and that the paragraphs behind it fill."""
    for passage in report.passages:
        heads = _heads(report, passage)
        if heads:
            parts = list(_parts(report, passage, heads[0]))
            if len(parts) >= 2:
                end = len(passage.text)
                shares = _shares(report, parts)
                why = complete_list(heads[0], parts, shares)
                yield Split(Opening("其中", end, end, end, 0), tuple(heads), tuple(parts), shares, why)


def _heads(report: Report, passage: Passage) -> list[Claim]:
    """Return the amounts of the last sentence of a paragraph that ends in 其中： or the like, nearest first."""
    if not _OPEN_END.search(passage.text.rstrip("，")):
        return []
    told = [claim for claim in levels(report.by_passage.get(passage.index, ())) if claim.mention.depth == 0]
    return [claim for claim in reversed(told) if claim.mention.sentence == told[-1].mention.sentence]


def _parts(report: Report, passage: Passage, head: Claim) -> Iterator[Claim]:
    for index in range(passage.index + 1, min(passage.index + _MOST, len(report.passages))):
        other = report.passages[index]
        if other.shape is Shape.ROW or len(other.headings) < len(passage.headings):
            return
        part = _part(report, other, head)
        if part is not None:
            yield part
        elif other.shape is Shape.HEADING or len(other.text) > _SHORT:
            return


def _part(report: Report, passage: Passage, head: Claim) -> Claim | None:
    """Return the first amount of a paragraph that is of the whole's sort: an entry may tell its budget first."""
    told = [claim for claim in levels(report.by_passage.get(passage.index, ())) if claim.mention.depth == 0]
    fitting = [claim for claim in told if claim.comparable(head) and sort_of(claim) in ("", sort_of(head))]
    return fitting[0] if fitting and fitting[0].index - told[0].index <= 1 else None


def _shares(report: Report, parts: Sequence[Claim]) -> dict[Claim, Claim]:
    shares = {}
    for part in parts:
        following = report.neighbour(part, 1)
        if following and following.role is Role.SHARE and following.mention.segment == part.mention.segment:
            shares[part] = following
    return shares
