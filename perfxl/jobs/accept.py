"""The job of `check --accept`: write findings that a person accepts on the sheet 核实说明 of their workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from perfxl.attachments.acceptances import COLUMNS, acceptance_cells, acceptances_sheet
from perfxl.errors import InputError, RefusedError
from perfxl.jobs.accepting import register_columns
from perfxl.jobs.check import check
from perfxl.jobs.judging import Judgement
from perfxl.jobs.review import WHOLE, Review
from perfxl.model.acceptance import Acceptance, finding_figures, row_name
from perfxl.model.finding import Finding
from perfxl.sheets.address import cell_address
from perfxl.sheets.changeset import CellWrite, ChangeSet, SheetWrite
from perfxl.sheets.names import valid_name
from perfxl.sheets.ownership import ownership_of
from perfxl.sheets.snapshot import REGISTER, Sheet, Snapshot

ALL = ("all", "全部")
_REASON = "核实说明"


@dataclass(frozen=True, slots=True)
class Basis:
    """Why findings may stand, whose judgement that is, and of which day; "" is left to be filled in by hand."""

    reason: str = ""
    role: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class AcceptedFindings:
    """The findings written down, the change set that does it, and the judgement before."""

    findings: tuple[Finding, ...]
    changes: ChangeSet
    judgement: Judgement


def accept(
    snapshot: Snapshot, targets: Sequence[str], basis: Basis, packs: Sequence[str] = (), review: Review = WHOLE
) -> AcceptedFindings:
    """Write findings down as accepted: "三公经费!D9", "PX105@三公经费!D9", "PX105", or "all".

    InputError for a target without a finding, RefusedError where the sheet cannot be added.
    """
    done = check(snapshot, packs, review)
    found = tuple(dict.fromkeys(finding for target in targets for finding in _meant(target, done.findings)))
    rows = [acceptance_of(finding, basis) for finding in found]
    return AcceptedFindings(found, ChangeSet() if not rows else _changes(snapshot, rows), done)


def acceptance_of(finding: Finding, basis: Basis) -> Acceptance:
    """Return the acceptance of a finding."""
    figures = finding_figures(finding)
    return Acceptance(finding.code, finding.table, row_name(finding), figures, basis.reason, basis.role, basis.date)


def _meant(target: str, findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings that a target names; InputError where there are none."""
    if target.strip() in ALL:
        return list(findings)
    code, at, place = target.replace("！", "!").rpartition("@")
    if not at and "!" not in place:
        code, place = place, ""
    found = [each for each in findings if _is_code(code, each) and (not place or _is_at(place, each))]
    if not found:
        raise InputError(f"没有“{target}”这样的检查结果，请照检查结果里的位置写，例如 PX105@三公经费!D9，或写 all。")
    return found


def _is_code(code: str, finding: Finding) -> bool:
    return not code.strip() or code.strip().upper() == finding.code


def _is_at(place: str, finding: Finding) -> bool:
    written = place.strip().replace("'", "").replace("$", "").casefold()
    return written == str(finding.place).replace("'", "").casefold()


def _changes(snapshot: Snapshot, rows: Sequence[Acceptance]) -> ChangeSet:
    """Return what adds rows to the sheet 核实说明, which is added where the workbook has none."""
    register = next((sheet for sheet in snapshot.sheets if sheet.is_register), None)
    if register:
        return ChangeSet(tuple(_appended(register, rows)))
    if snapshot.structure_locked:
        raise RefusedError(
            f"“{snapshot.book}”的结构受保护，不能加“{REGISTER}”表；请把说明写在工作簿旁边的 perfxl.toml 里，"
            "或先在 Excel 的“审阅”中撤销工作簿保护。"
        )
    spec = acceptances_sheet(rows)
    name = valid_name(REGISTER, [sheet.name for sheet in snapshot.sheets])
    if name != REGISTER:
        raise RefusedError(f"工作簿里已有一张别的“{REGISTER}”表，请先给它改名，或把说明写在 perfxl.toml 里。")
    return ChangeSet(sheets=(SheetWrite(spec, ownership_of(spec), name),))


def _appended(sheet: Sheet, rows: Sequence[Acceptance]) -> Iterator[CellWrite]:
    columns = register_columns(sheet)
    for row, one in enumerate(rows, max(row for row, _ in sheet.cells) + 1):
        for name, text in zip(COLUMNS, acceptance_cells(one), strict=True):
            if name in columns and text:
                yield CellWrite(sheet.name, cell_address(row, columns[name]), text, reason=_REASON)
