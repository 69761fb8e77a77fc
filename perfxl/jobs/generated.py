"""perfxl's own sheets (生成的表): which are new, out of date, edited by hand, or no longer needed."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from perfxl.formulas.tokens import scan
from perfxl.sheets.changeset import ChangeSet, SheetSpec, SheetWrite, SpecCell
from perfxl.sheets.names import valid_name
from perfxl.sheets.ownership import content_digest, ownership_of, stored_key
from perfxl.sheets.snapshot import Sheet, Snapshot

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class GeneratedSheets:
    """Sheets to write, names of sheets to remove, names of sheets kept because a person edited them."""

    writes: tuple[SheetWrite, ...] = ()
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()

    def changes(self) -> ChangeSet:
        """Return the change set of the sheets alone."""
        return ChangeSet(sheets=self.writes, removed=self.removed)


def reconcile(
    snapshot: Snapshot, specs: Sequence[SheetSpec], overwrite_edited: bool = False, leave: frozenset[str] = frozenset()
) -> GeneratedSheets:
    """Compare the planned sheets with perfxl's own in the workbook; those whose keys are in `leave` are left alone."""
    existing = _without(own_sheets(snapshot), leave)
    kept = {} if overwrite_edited else _edited(existing)
    replaceable = _without(existing, kept)
    planned = {stored_key(spec.key): spec for spec in specs}
    removed = tuple(sheet.name for sheet in _without(replaceable, planned).values())
    due = [spec for key, spec in _without(planned, kept).items() if not _current(replaceable.get(key), spec)]
    names = [sheet.name for sheet in snapshot.sheets if sheet.name not in removed]
    return GeneratedSheets(_writes(due, replaceable, names), removed, tuple(sheet.name for sheet in kept.values()))


def _without(entries: Mapping[str, Entry], keys: Container[str]) -> dict[str, Entry]:
    return {key: entry for key, entry in entries.items() if key not in keys}


def _edited(sheets: Mapping[str, Sheet]) -> dict[str, Sheet]:
    return {key: sheet for key, sheet in sheets.items() if is_edited(sheet)}


def own_sheets(snapshot: Snapshot) -> dict[str, Sheet]:
    """Return the sheets that perfxl generated, by the keys under which they are stored."""
    return {sheet.ownership.key: sheet for sheet in snapshot.sheets if sheet.ownership}


def is_edited(sheet: Sheet) -> bool:
    """Whether somebody changed a sheet since perfxl generated it."""
    return sheet.ownership is not None and content_digest(sheet) != sheet.ownership.digest


def _current(sheet: Sheet | None, spec: SheetSpec) -> bool:
    return sheet is not None and sheet.ownership == ownership_of(spec) and not is_edited(sheet)


def _writes(due: Sequence[SheetSpec], existing: Mapping[str, Sheet], names: list[str]) -> tuple[SheetWrite, ...]:
    writes = []
    for spec in due:
        ownership = ownership_of(spec)
        old = existing.get(ownership.key)
        name = old.name if old else valid_name(spec.name, names)
        names.append(name)
        writes.append(SheetWrite(spec, ownership, name, old.name if old else None))
    return tuple(writes)


def beside(specs: Sequence[SheetSpec]) -> tuple[SheetWrite, ...]:
    """Return the planned sheets for a workbook of their own, where the structure of the first one is locked."""
    return reconcile(Snapshot(""), [_alone(spec) for spec in specs]).writes


def _alone(spec: SheetSpec) -> SheetSpec:
    """Return a sheet that refers to no other one: such formulas become their values, such jumps fall away."""
    return replace(spec, cells={place: _cut_off(cell) for place, cell in spec.cells.items()})


def _cut_off(cell: SpecCell) -> SpecCell:
    if cell.formula is not None and any(word.kind == "prefix" for word in scan(cell.formula)):
        cell = replace(cell, formula=None)
    if cell.link:
        cell = replace(cell, link="", style=replace(cell.style, underline=False, color=""))
    return cell
