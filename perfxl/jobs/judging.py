"""What does not tie in a workbook understood, and what that verdict rests on."""

from __future__ import annotations

from dataclasses import dataclass

from perfxl.checks.evidence.book import Checked
from perfxl.checks.registry import run_each
from perfxl.errors import InputError
from perfxl.jobs.accepting import Parted, part, sheet_acceptances
from perfxl.jobs.coverage import coverage
from perfxl.jobs.evaluate import Evaluated
from perfxl.jobs.review import WHOLE, Review
from perfxl.model.acceptance import Accepted, Lapsed
from perfxl.model.coverage import Coverage
from perfxl.model.finding import Finding
from perfxl.model.table import Evaluation
from perfxl.monitoring.record import Reported
from perfxl.structure.structure import structure


@dataclass(frozen=True, slots=True)
class Judgement:
    """The findings in one workbook, and what was read and compared to get them.

    findings  those that count
    accepted  those that a person accepted, which count for nothing
    lapsed    what was accepted once and is found so no more
    """

    findings: tuple[Finding, ...]
    coverage: Coverage
    accepted: tuple[Accepted, ...] = ()
    lapsed: tuple[Lapsed, ...] = ()


def judge(evaluated: Evaluated, review: Review = WHOLE, history: tuple[Reported, ...] = ()) -> Judgement:
    """Run the checks to be done on a workbook understood, with what was reported of earlier months of its year.

    One that errs is reported in the coverage and the others still run. InputError where what was given as last year's
    workbook is of no earlier year.
    """
    _must_be_earlier(review.previous, evaluated)
    derived, claimed = evaluated.derived, structure(evaluated.snapshot)
    rules, unjudged = evaluated.rules, derived.unjudged
    book = Checked(derived.evaluation, derived.derivations, rules, claimed, unjudged, history, review.previous)
    outcome = run_each(book, review.selection)
    known = (*sheet_acceptances(evaluated.snapshot), *review.acceptances)
    parted = part(outcome.findings, known, outcome.deselected) if known else Parted(outcome.findings)
    return Judgement(parted.open, coverage(evaluated, book, outcome), parted.accepted, parted.lapsed)


def _must_be_earlier(last: Evaluation | None, evaluated: Evaluated) -> None:
    year, own = last.year if last else None, evaluated.evaluation.year
    if last and year is not None and own is not None and year >= own:
        raise InputError(f"上年的工作簿“{last.book}”写的是{year}年，要检查的写的是{own}年，请核对 --previous。")
