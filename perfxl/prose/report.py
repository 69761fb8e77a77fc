"""A report as checks see it (报告): its passages and claims, and quick ways from one claim to its neighbours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from perfxl.prose.claim import Claim, Role
from perfxl.prose.claims import claims, report_year
from perfxl.prose.passages import Paragraph, Passage, passages
from perfxl.prose.tables import Table, table, tables

Sentence = tuple[int, int]  # passage, where the sentence begins in it


def sentence_of(claim: Claim) -> Sentence:
    """Return the sentence in which a claim stands."""
    return claim.mention.passage.index, claim.mention.sentence


@dataclass(frozen=True)
class Report:
    """The passages of a report and the claims in them."""

    passages: tuple[Passage, ...]
    claims: tuple[Claim, ...]
    year: int | None = None
    tables: tuple[Table, ...] = ()

    @cached_property
    def by_passage(self) -> Mapping[int, tuple[Claim, ...]]:
        """The claims of each passage."""
        groups: dict[int, list[Claim]] = defaultdict(list)
        for claim in self.claims:
            groups[claim.mention.passage.index].append(claim)
        return {index: tuple(group) for index, group in groups.items()}

    @cached_property
    def by_sentence(self) -> Mapping[Sentence, tuple[Claim, ...]]:
        """The claims of each sentence."""
        groups: dict[Sentence, list[Claim]] = defaultdict(list)
        for claim in self.claims:
            groups[sentence_of(claim)].append(claim)
        return {sentence: tuple(group) for sentence, group in groups.items()}

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences that hold claims, in order."""
        return tuple(self.by_sentence)

    def companions(self, claim: Claim) -> tuple[Claim, ...]:
        """Return the claims of the same sentence."""
        return self.by_sentence[sentence_of(claim)]

    def before(self, claim: Claim) -> tuple[Claim, ...]:
        """Return the claims of the same passage before this one."""
        group = self.by_passage[claim.mention.passage.index]
        return group[: group.index(claim)]

    def behind(self, claim: Claim) -> tuple[Claim, ...]:
        """Return the claims of the same passage behind this one."""
        group = self.by_passage[claim.mention.passage.index]
        return group[group.index(claim) + 1 :]

    def neighbour(self, claim: Claim, step: int) -> Claim | None:
        """Return the claim so many claims on in the same passage."""
        spot = claim.index + step
        other = self.claims[spot] if 0 <= spot < len(self.claims) else None
        return other if other and other.mention.passage is claim.mention.passage else None


def read(paragraphs: Iterable[Paragraph]) -> Report:
    """Read a report."""
    found = passages(paragraphs)
    told = claims(found)
    drawn: list[Table] = []
    for _, rows in tables(found):
        count = len(told) + sum(len(row.claims) for one in drawn for row in one.rows)
        drawn.append(table(found, rows, count))
    cells = [claim for one in drawn for row in one.rows for claim in row.claims.values()]
    return Report(found, (*told, *cells), report_year(found), tuple(drawn))


def levels(found: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return those that state an amount, none in an explanation."""
    return tuple(claim for claim in found if claim.role is Role.LEVEL and not claim.mention.explained)
