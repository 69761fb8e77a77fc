"""The same fact told twice (同一事实): by name, scope, measure, year; and long numbers with two digits exchanged."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from perfxl.checks.evidence.typos import has_exchanged_digits
from perfxl.prose.analysis import Analysis
from perfxl.prose.claim import Claim
from perfxl.prose.numbers import Kind
from perfxl.prose.report import levels, sentence_of
from perfxl.prose.slips import digits, one_slip

Key = tuple[object, ...]
_TWICE = 2  # values that one fact may be told with, one of them wrong
_LONG = 7  # digits from which two numbers that differ by an exchange are one
_HEAD = 150  # characters in which the name of an entry stands
_CLASSES = re.compile("（[类款项]）|[类款项]）")
_WHOLE = re.compile("本年|全年|决算|合计|总计|总额|总收入|总支出")
_MEASURES = {"actual": "spent", "spent": "spent", "paid": "spent", "funds": "", "": ""}


def repetitions(analysis: Analysis) -> Iterator[tuple[Claim, Claim]]:
    """Yield each figure that was told before under the same name, with the one before."""
    told: dict[Key, Claim] = {}
    for claim in _tellable(analysis):
        kind = claim.unit if claim.kind is Kind.COUNT else claim.kind.value
        budget = measure(analysis, claim) in ("budget", "initial", "adjusted")
        loose = (
            claim.subject.core,
            budget,
            claim.name.span,
            claim.name.cumulative,
            claim.subject.last,
            kind,
            claim.value,
        )
        before = told.setdefault(loose, claim)
        if before is not claim and sentence_of(before) != sentence_of(claim) and _scopes_agree(before, claim):
            yield claim, before


def _scopes_agree(left: Claim, right: Claim) -> bool:
    return not left.subject.scope or not right.subject.scope or left.subject.scope == right.subject.scope


def _tellable(analysis: Analysis) -> Iterator[Claim]:
    for claim in levels(analysis.report.claims):
        if claim.kind in (Kind.MONEY, Kind.COUNT, Kind.SCORE) and not claim.hedged and claim.list_id is None:
            yield claim


def conflicts(analysis: Analysis) -> Iterator[tuple[Claim, Claim]]:
    """Yield pairs (the one to doubt, the other) of figures that cannot both be right."""
    seen: set[Claim] = set()
    for pair in (*_entries(analysis), *_alike(analysis), *_exchanged(analysis)):
        if pair[0] not in seen and pair[1] not in seen:
            seen.add(pair[0])
            yield pair


def _groups(analysis: Analysis) -> Mapping[Key, list[Claim]]:
    groups: dict[Key, list[Claim]] = defaultdict(list)
    for claim in _tellable(analysis):
        groups[key(analysis, claim)].append(claim)
    return groups


def key(analysis: Analysis, claim: Claim) -> Key:
    """Return what tells two figures apart: name, flow, scope, measure, year, part of the year, unit counted."""
    name = claim.subject
    year = name.year or analysis.report.year
    year = (year - 1 if year else -1) if claim.subject.last else year
    unit = claim.unit if claim.kind is Kind.COUNT else claim.kind.value
    return (
        name.core,
        name.flow,
        name.scope,
        measure(analysis, claim),
        year,
        claim.name.span,
        claim.name.cumulative,
        unit,
    )


def measure(analysis: Analysis, claim: Claim) -> str:
    """Return the measure of an amount; a part whose own words tell none has its whole's."""
    own = _MEASURES.get(claim.subject.measure, claim.subject.measure)
    if not own and claim.subject.flow == "income":
        return "spent"  # income without a word for its measure is what came in
    split = analysis.split_of.get(claim)
    if own or split is None:
        return own
    return measure(analysis, split.head) if split.head is not claim else own


def _entries(analysis: Analysis) -> Iterator[tuple[Claim, Claim]]:
    """Yield the spending of an entry that is not the amount at the entry's head."""
    for claims in analysis.report.by_passage.values():
        told = [claim for claim in levels(claims) if claim.kind is Kind.MONEY and claim.mention.depth == 0]
        if told and _heads_entry(told[0]):
            yield from _unlike_head(told[0], told[1:])


def _unlike_head(head: Claim, behind: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Yield the first spending that differs from an entry's head before another name is told."""
    for claim in behind:
        if claim.name.core or claim.name.scope:
            return
        if claim.subject.measure == "actual" and head.comparable(claim) and not head.interval.meets(claim.interval):
            yield claim, head
            return


def _heads_entry(claim: Claim) -> bool:
    """Whether a passage opens with a name and its amount, told as spent (…（项）257.14万元)."""
    plain = claim.subject.measure in ("spent", "funds", "actual", "")
    before = claim.mention.text[: claim.mention.start]
    opens = "。" not in before and bool(_CLASSES.search(claim.mention.passage.flow.text[:_HEAD]))
    return plain and opens and len(claim.name.core) >= 2 and not claim.hedged and not claim.subject.last


def _apart(left: Claim, right: Claim) -> bool:
    return (
        left.comparable(right)
        and not left.interval.meets(right.interval)
        and left.mention.number.factor == right.mention.number.factor
    )


def _alike(analysis: Analysis) -> Iterator[tuple[Claim, Claim]]:
    """Yield figures of one name that differ by a slip: one digit, or two exchanged."""
    for fact, group in _groups(analysis).items():
        named = [claim for claim in group if _names_fact(claim, fact)]
        if len({claim.value for claim in named}) > _TWICE:
            continue  # several things are called so
        for first, second in combinations(named, 2):
            apart = sentence_of(first) != sentence_of(second) and _apart(first, second)
            if apart and one_slip(digits(first), digits(second)):
                yield second, first


def _names_fact(claim: Claim, fact: Key) -> bool:
    """Whether a name tells one fact from others: a name proper, or a flow as a whole."""
    core, flow = fact[:2]
    return bool(core or (flow and _WHOLE.search(claim.name.words)))


def _exchanged(analysis: Analysis) -> Iterator[tuple[Claim, Claim]]:
    """Yield a long number told once that is another, told more often, with two neighbouring digits exchanged."""
    told: dict[Decimal, list[Claim]] = defaultdict(list)
    for claim in levels(analysis.report.claims):
        if claim.kind is Kind.MONEY and len(digits(claim).replace(".", "").lstrip("0")) >= _LONG:
            told[claim.value].append(claim)
    by_digits: dict[tuple[tuple[str, int], ...], list[Decimal]] = defaultdict(list)
    for value in told:
        by_digits[tuple(sorted(Counter(digits(told[value][0])).items()))].append(value)
    for values in by_digits.values():
        yield from _exchanged_pairs(values, told)


def _exchanged_pairs(
    values: Sequence[Decimal], told: Mapping[Decimal, Sequence[Claim]]
) -> Iterator[tuple[Claim, Claim]]:
    for left, right in combinations(values, 2):
        rare, often = sorted((told[left], told[right]), key=len)
        if has_exchanged_digits(digits(rare[0]), digits(often[0])) and len(rare) == 1 < len(often):
            yield rare[0], often[0]
