"""Marks (标记): cells with findings get a pale background and a note; a record of what stood there takes them back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from perfxl.attachments.findings import findings_sheet
from perfxl.attachments.styles import ERROR, INFO, WARNING
from perfxl.errors import RefusedError
from perfxl.jobs.check import check
from perfxl.jobs.generated import GeneratedSheets, is_edited, reconcile
from perfxl.jobs.judging import Judgement
from perfxl.jobs.markrecord import KEY, NAME, CellMark, Key, record_spec, recorded
from perfxl.jobs.review import WHOLE, Review
from perfxl.model.finding import Finding, Severity
from perfxl.sheets.address import Box, cell_address
from perfxl.sheets.changeset import ChangeSet, FillWrite, NoteWrite, SheetWrite
from perfxl.sheets.names import valid_name
from perfxl.sheets.ownership import ownership_of
from perfxl.sheets.snapshot import Snapshot

MOST_NOTES = 30
_FILLS = {Severity.ERROR: ERROR.fill, Severity.WARNING: WARNING.fill, Severity.INFO: INFO.fill}
_MOST_FINDINGS = 5  # in one note; the sheet 检查结果 has them all


@dataclass(frozen=True, slots=True)
class CheckedAndMarked:
    """The findings in a workbook, and the change set that shows them in it."""

    judgement: Judgement
    own: GeneratedSheets
    changes: ChangeSet


def check_and_mark(
    snapshot: Snapshot, packs: Sequence[str] = (), overwrite_edited: bool = False, review: Review = WHOLE
) -> CheckedAndMarked:
    """Check a workbook, list the findings on the sheet 检查结果 and mark their cells.

    InputError for an unknown pack, RefusedError where the workbook's structure is locked.
    """
    done = check(snapshot, packs, review)
    others = frozenset(sheet.ownership.key for sheet in snapshot.sheets if sheet.ownership) - {"findings"}
    own = reconcile(
        snapshot, (findings_sheet(done.findings, done.coverage, done.accepted, done.lapsed),), overwrite_edited, others
    )
    marks = mark(snapshot, done.findings)
    sheets = (*own.writes, *marks.sheets)
    return CheckedAndMarked(done, own, ChangeSet((), sheets, (*own.removed, *marks.removed), marks.fills, marks.notes))


def mark(snapshot: Snapshot, findings: Iterable[Finding]) -> ChangeSet:
    """Return what marks the cells with findings, and takes back former marks that no finding asks for any more.

    Background by the gravest finding; notes on the 30 gravest cells. A pattern or gradient is no colour and stays, so
    does a person's note. RefusedError where the workbook's structure is locked.
    """
    if snapshot.structure_locked:
        raise RefusedError(
            f"“{snapshot.book}”的结构受保护，不能加记录表，无法标记或清除标记；"
            "请先在 Excel 的“审阅”中撤销工作簿保护，或用 perfxl run 把结果写到另一个工作簿。"
        )
    book = _Book(snapshot)
    wanted = book.wanted(_by_cell(snapshot, findings))
    record = book.record_sheet(wanted)
    return ChangeSet((), record[0], record[1], tuple(book.fills(wanted)), tuple(book.notes(wanted)))


def clear_marks(snapshot: Snapshot) -> ChangeSet:
    """Return what takes all marks back: the old background where ours still stands, our notes, and the record."""
    return mark(snapshot, ())


class _Book:
    """A workbook with what an earlier marking recorded of it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._sheets = {sheet.name: sheet for sheet in snapshot.sheets}
        own = (sheet for sheet in snapshot.sheets if sheet.ownership and sheet.ownership.key == KEY)
        self._record = next(own, None)
        self._recorded = dict(recorded(snapshot, self._record)) if self._record else {}

    def wanted(self, cells: Mapping[Key, list[Finding]]) -> dict[Key, CellMark]:
        """Return the marks of the cells; those that can carry none are left out."""
        marks = {}
        noted = 0
        for key, findings in sorted(cells.items(), key=lambda item: -_rank(item[1])):
            free = self._own_note(key) is None and noted < MOST_NOTES
            old, color = self._own_fill(key), _FILLS[_gravest(findings)]
            found = CellMark(old, "" if old == "other" else color, _note(findings) if free else "")
            noted += bool(found.note)
            if found.fill or found.note:
                marks[key] = found
        order = {name: number for number, name in enumerate(self._sheets)}
        return dict(sorted(marks.items(), key=lambda item: (order[item[0][0]], item[0][1])))

    def fills(self, wanted: dict[Key, CellMark]) -> Iterator[FillWrite]:
        """Yield the backgrounds to set, new ones and old ones."""
        for key in wanted | self._recorded:
            mark = wanted.get(key)
            stands, target = self._fill(key), (mark and mark.fill) or self._own_fill(key)
            if stands != target:
                yield FillWrite(key[0], cell_address(*key[1]), target, stands)

    def notes(self, wanted: dict[Key, CellMark]) -> Iterator[NoteWrite]:
        """Yield the notes to set and to take away."""
        for key in wanted | self._recorded:
            mark = wanted.get(key)
            stands, target = self._note(key), (mark and mark.note) or self._own_note(key)
            if stands != target:
                yield NoteWrite(key[0], cell_address(*key[1]), target, stands)

    def record_sheet(self, wanted: Mapping[Key, CellMark]) -> tuple[tuple[SheetWrite, ...], tuple[str, ...]]:
        """Return the record to write, and the names of sheets to remove; nothing where it stands already."""
        old = self._record
        if not wanted:
            return (), (old.name,) if old else ()
        spec = record_spec(wanted)
        if old and old.ownership == ownership_of(spec) and not is_edited(old):
            return (), ()
        name = old.name if old else valid_name(NAME, self._sheets)
        return (SheetWrite(spec, ownership_of(spec), name, old.name if old else None),), ()

    def _fill(self, key: Key) -> str:
        return self._sheets[key[0]].fills.get(key[1], "")

    def _note(self, key: Key) -> str | None:
        return self._sheets[key[0]].notes.get(key[1])

    def _own_fill(self, key: Key) -> str:
        """Return the background that the cell has without perfxl's mark."""
        mark, stands = self._recorded.get(key), self._fill(key)
        return mark.old_fill if mark and mark.fill and stands == mark.fill else stands

    def _own_note(self, key: Key) -> str | None:
        """Return the note that the cell has without perfxl's."""
        mark, stands = self._recorded.get(key), self._note(key)
        return None if mark and mark.note and stands == mark.note else stands


def _by_cell(snapshot: Snapshot, findings: Iterable[Finding]) -> dict[Key, list[Finding]]:
    """Return the findings of each cell that a person made, in the order given."""
    cells: dict[Key, list[Finding]] = {}
    for finding in findings:
        sheet = snapshot.sheet(finding.place.sheet or "")
        if sheet is None or sheet.ownership is not None:
            continue
        try:
            position = Box.parse(finding.place.cell or "").anchor
        except ValueError:  # a finding on a whole sheet
            continue
        cells.setdefault((sheet.name, sheet.anchor(position)), []).append(finding)
    return cells


def _gravest(findings: Sequence[Finding]) -> Severity:
    return max((finding.severity for finding in findings), key=lambda severity: severity.rank)


def _rank(findings: Sequence[Finding]) -> int:
    return _gravest(findings).rank


def _note(findings: Sequence[Finding]) -> str:
    ordered = sorted(findings, key=lambda finding: -finding.severity.rank)
    texts = [_told(finding) for finding in islice(ordered, _MOST_FINDINGS)]
    if len(ordered) > _MOST_FINDINGS:
        texts.append(f"另有 {len(ordered) - _MOST_FINDINGS} 项，见“检查结果”表。")
    return "\n\n".join(texts)


def _told(finding: Finding) -> str:
    fix = f"\n处理建议：{finding.fix}" if finding.fix else ""
    return f"【{finding.severity.term}】{finding.code} {finding.name}\n{finding.message}{fix}"
