"""What all laws look at (分析): a report with its splits and the amounts that its changes belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from perfxl.prose.anchors import Anchor, anchor
from perfxl.prose.claim import Claim, Role
from perfxl.prose.report import Report, levels
from perfxl.prose.splits import Split, splits
from perfxl.prose.spread import spread_splits
from perfxl.rules.rulebook import Rulebook


@dataclass(frozen=True)
class Analysis:
    """A report, read; everything that more than one law needs is found once."""

    report: Report
    rules: Rulebook

    @cached_property
    def splits(self) -> tuple[Split, ...]:
        """Every whole with its parts."""
        return (*splits(self.report), *spread_splits(self.report))

    @cached_property
    def split_of(self) -> Mapping[Claim, Split]:
        """For a part the innermost split that it belongs to."""
        return {part: split for split in reversed(self.splits) for part in split.parts}

    @cached_property
    def anchors(self) -> Mapping[Claim, Anchor]:
        """For each change and growth the amounts that it may belong to."""
        told = (claim for claim in self.report.claims if claim.role in (Role.CHANGE, Role.GROWTH))
        return {claim: anchor(self.report, claim) for claim in told if not claim.mention.explained}

    @cached_property
    def by_core(self) -> Mapping[str, tuple[Claim, ...]]:
        """The amounts by what they are called."""
        groups: dict[str, list[Claim]] = defaultdict(list)
        for claim in levels(self.report.claims):
            groups[claim.subject.core].append(claim)
        return {core: tuple(group) for core, group in groups.items()}
