"""The job of `report`: what the reports of a workbook can say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from perfxl.attachments.plan import year_of
from perfxl.drafting.context import FORMS, Draft, department, project
from perfxl.jobs.attach import evaluate_attachments, plan_for
from perfxl.jobs.evaluate import Evaluated, understand
from perfxl.jobs.judging import Judgement, judge
from perfxl.model.table import Table
from perfxl.sheets.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Drafted:
    """What a report can say, and what does not tie in the workbook that it is made from."""

    draft: Draft
    book: Judgement


def draft(snapshot: Snapshot, packs: Sequence[str] = (), kind: str = "department", name: str | None = None) -> Drafted:
    """Return what a report of a kind can say; InputError for an unknown pack or project."""
    evaluated = understand(snapshot, packs)
    evaluation = evaluated.derived.evaluation
    if kind == "project":
        drafted = project(snapshot, evaluation, tuple(_forms(evaluated)), name)
    else:
        drafted = department(snapshot, evaluation, tuple(_attachments(evaluated)))
    return Drafted(drafted, judge(evaluated))


def _forms(evaluated: Evaluated) -> Iterator[Table]:
    """Yield the project forms: those in the workbook, then those that its attachments would be."""
    yield from evaluated.derived.evaluation.of(*FORMS)
    for _, attached in evaluate_attachments(evaluated):
        yield from attached.derived.evaluation.of(*FORMS)


def _attachments(evaluated: Evaluated) -> Iterator[str]:
    """Yield the titles of the attachments."""
    planned = plan_for(evaluated)
    year = year_of(evaluated.evaluation)
    head = f"{year}年度" if year else ""
    for each in planned.attachments:
        title = each.table.name if each.table else each.spec.name
        project = each.table.text("project_name") if each.table else ""
        yield f"{head}{title}（{project}）" if project else f"{head}{title}"
    yield from (f"{head}{name}" for name in planned.official)
