"""What all laws look at (分析): a report with its splits and the amounts that its changes belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from perfxl.prose.agreement import Binding
from perfxl.prose.anchors import Anchor, anchor
from perfxl.prose.bindcells import cell_bindings
from perfxl.prose.binding import bindings
from perfxl.prose.book import Book
from perfxl.prose.claim import Claim, Role
from perfxl.prose.judging import Question
from perfxl.prose.report import Report, Sentence, levels, sentence_of
from perfxl.prose.splits import Split, splits
from perfxl.prose.spread import spread_splits
from perfxl.rules.rulebook import Rulebook


@dataclass(frozen=True)
class Analysis:
    """A report, read; everything that more than one law needs is found once."""

    report: Report
    rules: Rulebook
    book: Book | None = None

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
    def changes_in(self) -> Mapping[Sentence, tuple[Claim, ...]]:
        """The changes by their sentences."""
        groups: dict[Sentence, list[Claim]] = defaultdict(list)
        for change in self.anchors:
            groups[sentence_of(change)].append(change)
        return {sentence: tuple(group) for sentence, group in groups.items()}

    @cached_property
    def _asked(self) -> dict[Callable[[Analysis], Iterable[Question]], tuple[Question, ...]]:
        return {}

    def asked(self, questions: Callable[[Analysis], Iterable[Question]]) -> tuple[Question, ...]:
        """Return what a law asks of this report, asked once."""
        if questions not in self._asked:
            self._asked[questions] = tuple(questions(self))
        return self._asked[questions]

    @cached_property
    def bindings(self) -> tuple[Binding, ...]:
        """The claims that the workbook states too."""
        if self.book is None:
            return ()
        return (*bindings(self.report, self.split_of, self.book), *cell_bindings(self.report, self.book))

    @cached_property
    def by_core(self) -> Mapping[str, tuple[Claim, ...]]:
        """The amounts by what they are called."""
        groups: dict[str, list[Claim]] = defaultdict(list)
        for claim in levels(self.report.claims):
            groups[claim.subject.core].append(claim)
        return {core: tuple(group) for core, group in groups.items()}
