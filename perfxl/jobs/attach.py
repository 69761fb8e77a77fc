"""The job of `attach`: the attachment sheets (附件), recognised and filled by the same rules as a person's forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from perfxl.attachments import acceptances, findings
from perfxl.attachments.attachment import Attachment, as_sheet, with_writes
from perfxl.attachments.plan import Plan, plan
from perfxl.checks.evidence.book import disagrees
from perfxl.filling.filling import As
from perfxl.jobs import markrecord
from perfxl.jobs.evaluate import Evaluated, understand
from perfxl.jobs.fill import due_writes
from perfxl.jobs.generated import GeneratedSheets, beside, reconcile
from perfxl.model.place import Place
from perfxl.model.table import Evaluation
from perfxl.recognition import teaching
from perfxl.rules.rulebook import Rulebook
from perfxl.scoring.derive import derive
from perfxl.sheets.changeset import ChangeSet, SheetSpec, SheetWrite
from perfxl.sheets.snapshot import Snapshot

_NOT_ATTACHMENTS = frozenset({findings.KEY, markrecord.KEY, teaching.KEY, acceptances.KEY})


@dataclass(frozen=True, slots=True)
class Attached:
    """The sheets to write, those kept because they were edited by hand, and what a person should know of.

    beside  the sheets for a workbook of their own, where the structure of this one is locked
    """

    changes: ChangeSet
    own: GeneratedSheets
    evaluation: Evaluation
    notes: tuple[str, ...]
    beside: tuple[SheetWrite, ...] = ()


def attach(
    snapshot: Snapshot, packs: Sequence[str] = (), as_: As = "formulas", overwrite_edited: bool = False
) -> Attached:
    """Generate the attachments of a workbook; InputError for an unknown pack."""
    evaluated = understand(snapshot, packs)
    planned = plan_for(evaluated)
    specs = tuple(fill_attachments(planned, evaluated.rules, as_))
    if snapshot.structure_locked:
        return Attached(ChangeSet(), GeneratedSheets(), evaluated.evaluation, notes(planned), beside(specs))
    own = reconcile(snapshot, specs, overwrite_edited, _NOT_ATTACHMENTS)
    return Attached(own.changes(), own, evaluated.evaluation, notes(planned))


def plan_for(evaluated: Evaluated) -> Plan:
    """Return the attachments that a workbook owes, computed cells still blank.

    A figure that differs from its rule, or that no rule gives, is copied as it was entered: the attachment neither
    hides what was found nor loses what a person wrote.
    """
    project = evaluated.rules.project
    weight = project.weights.execution if project else None
    return plan(evaluated.derived.evaluation, weight, _stated(evaluated) - _agreeing(evaluated))


def _stated(evaluated: Evaluated) -> set[Place]:
    figures = (figure for table in evaluated.evaluation.tables for _, _, figure in table.figures())
    return {figure.place for figure in figures if not figure.blank}


def _agreeing(evaluated: Evaluated) -> set[Place]:
    derivations = evaluated.derived.derivations
    return {each.target.place for each in derivations if each.value is not None and not disagrees(each)}


def fill_attachments(planned: Plan, rules: Rulebook, as_: As = "formulas") -> Iterator[SheetSpec]:
    """Yield the attachments with their computed cells filled."""
    for each in planned.attachments:
        yield with_writes(each.spec, due_writes(_evaluated(each, rules), as_)) if each.table else each.spec


def evaluate_attachments(evaluated: Evaluated) -> Iterator[tuple[str, Evaluated]]:
    """Yield every attachment's key, and its sheet understood as a workbook of its own."""
    for each in plan_for(evaluated).attachments:
        yield each.spec.key, _evaluated(each, evaluated.rules)


def notes(planned: Plan) -> tuple[str, ...]:
    """Return what a person should know of the plan, one sentence each."""
    unmatched = (
        f"指标表中的项目“{name}”不在项目清单里，没有生成附件，请核对两处的项目名称。" for name in planned.unmatched
    )
    official = (f"工作表“{name}”已是官方表样，不再另外生成附件。" for name in planned.official)
    return (*unmatched, *official)


def _evaluated(attachment: Attachment, rules: Rulebook) -> Evaluated:
    """Return an attachment as a workbook of its own, its table as it was laid out, its computed cells derived."""
    name, tables = attachment.spec.name, (attachment.table,) if attachment.table else ()
    evaluation = Evaluation(name, tables)
    snapshot = Snapshot(name, (as_sheet(attachment.spec),))
    return Evaluated(snapshot, evaluation, derive(evaluation, rules), rules)
