"""Checking a report by itself (文内核对): all laws, their verdicts, the findings and an account of every number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from perfxl.model.finding import Finding
from perfxl.model.selection import Selection
from perfxl.model.table import Evaluation
from perfxl.prose.analysis import Analysis
from perfxl.prose.book import book_of
from perfxl.prose.claim import Claim
from perfxl.prose.findings import findings
from perfxl.prose.judging import Answer, Question, Verdict, answers
from perfxl.prose.laws.registry import Law, laws
from perfxl.prose.passages import Paragraph
from perfxl.prose.remarks import Remark
from perfxl.prose.report import read
from perfxl.prose.syntax import unjudged
from perfxl.rules.rulebook import Rulebook

_GOOD = (Verdict.TIED, Verdict.LAST_DIGIT)


@dataclass(frozen=True)
class Account:
    """How many numbers there are and what became of them.

    claims        numbers that state something: amounts, rates, shares, counts
    recomputed    claims that follow from others, by any verdict
    tied          of these, claims that tie
    contradicted  of these, claims that do not
    open          of these, claims where two readings are possible or an operand is not certain
    operands      further claims that only served to recompute others
    untouched     claims that nothing in the text, and no cell, could be held against
    bound         claims that a cell of the workbook states too
    bound_tied    of these, claims that agree with it
    others        numbers that state no amount: dates, codes, ordinals, ranges, prices, numbers without a unit
    """

    claims: int
    recomputed: int
    tied: int
    contradicted: int
    open: int
    operands: int
    untouched: int
    bound: int
    bound_tied: int
    others: int


@dataclass(frozen=True)
class CheckedText:
    """A report with all verdicts; `deselected` are the codes of the laws that were not to be held against it."""

    analysis: Analysis
    answers: tuple[Answer, ...]
    remarks: tuple[Remark, ...]
    deselected: tuple[str, ...] = ()

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What does not tie, in the order of the text."""
        return findings(self.answers, self.remarks, self.analysis.bindings)

    @cached_property
    def verdicts(self) -> dict[Claim, Answer]:
        """The answer that counts for each recomputed claim: a contradiction before a tie, a tie before an open one."""
        order = (Verdict.CONTRADICTED, Verdict.TIED, Verdict.LAST_DIGIT, Verdict.OPEN)
        best: dict[Claim, Answer] = {}
        for answer in self.answers:
            known = best.get(answer.said)
            if known is None or order.index(answer.verdict) < order.index(known.verdict):
                best[answer.said] = answer
        return best

    @cached_property
    def account(self) -> Account:
        """What became of every number."""
        report, counted = self.analysis.report, Counter(answer.verdict for answer in self.verdicts.values())
        served = {claim for answer in self.answers if answer.verdict in _GOOD for claim in answer.operands}
        operands = len(served - set(self.verdicts))
        others = sum(1 for passage in report.passages for _ in unjudged(passage))
        bound = {binding.claim: binding.tied for binding in self.analysis.bindings}
        untouched = set(report.claims) - set(self.verdicts) - served - set(bound)
        return Account(
            len(report.claims), len(self.verdicts), counted[Verdict.TIED] + counted[Verdict.LAST_DIGIT],
            counted[Verdict.CONTRADICTED], counted[Verdict.OPEN], operands,
            len(untouched), len(bound), sum(bound.values()), others,
        )  # fmt: skip


def check(
    paragraphs: Iterable[Paragraph],
    rules: Rulebook,
    evaluation: Evaluation | None = None,
    selection: Selection | None = None,
) -> CheckedText:
    """Check a report by itself, and against its workbook where there is one, by the selected laws, by default all."""
    analysis = Analysis(read(paragraphs), rules, book_of(evaluation) if evaluation else None)
    wanted = selection or Selection()
    chosen = [law for law in laws() if wanted.takes(law.code, law.group)]
    asked = tuple(answers(_asked(analysis, chosen)))
    deselected = tuple(law.code for law in laws() if law not in chosen)
    return CheckedText(analysis, asked, tuple(_remarked(analysis, chosen)), deselected)


def _asked(analysis: Analysis, chosen: Iterable[Law]) -> list[Question]:
    return [question for law in chosen if law.questions for question in analysis.asked(law.questions)]


def _remarked(analysis: Analysis, chosen: Iterable[Law]) -> list[Remark]:
    return [remark for law in chosen if law.remarks for remark in law.remarks(analysis)]
