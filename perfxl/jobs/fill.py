"""The job of `fill`: write the computed cells, then look at what stands there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as changed

from perfxl.filling.filling import As
from perfxl.filling.filling import fill as filling
from perfxl.jobs.evaluate import Evaluated, judge, rules_of, understand
from perfxl.model.finding import Finding
from perfxl.output.receipt import Entry, entries
from perfxl.rules.rulebook import Rulebook
from perfxl.sheets import a1
from perfxl.sheets.applied import applied
from perfxl.sheets.changeset import CellWrite, ChangeSet
from perfxl.sheets.snapshot import Snapshot

_PASSES = 8  # a replaced cell may be the operand of another; chains of the forms are shorter than that


@dataclass(frozen=True, slots=True)
class Filled:
    """The cells to write, with the rule of each, and the workbook as it stands afterwards.

    locked  writes that are due too, but their cells are locked on a protected sheet
    """

    changes: ChangeSet
    receipt: tuple[Entry, ...]
    after: Evaluated
    findings: tuple[Finding, ...]
    locked: tuple[CellWrite, ...] = ()

    @property
    def replaced(self) -> int:
        """How many writes go over what somebody entered."""
        return sum(write.old_value is not None or write.old_formula is not None for write in self.changes.cells)


def fill(snapshot: Snapshot, packs: Sequence[str] = (), as_: As = "formulas", replace: bool = False) -> Filled:
    """Fill a workbook; InputError for an unknown pack."""
    receipt, after = complete(snapshot, rules_of(packs), as_, replace)
    changes = ChangeSet(cells=tuple(entry.write for entry in receipt))
    locked = (write for write in wanted(after, as_, replace) if is_locked(snapshot, write))
    return Filled(changes, receipt, after, judge(after), tuple(locked))


def complete(
    snapshot: Snapshot, rules: Rulebook, as_: As = "formulas", replace: bool = False
) -> tuple[tuple[Entry, ...], Evaluated]:
    """Return the writes that complete a workbook with their rules, and the workbook understood once more after them.

    Repeated until nothing is left to write, so that a second run on the result changes nothing. Locked cells of
    protected sheets are left alone.
    """
    done: dict[tuple[str, str], Entry] = {}
    evaluated = understand(snapshot, rules)
    for _ in range(_PASSES):
        new = tuple(write for write in wanted(evaluated, as_, replace) if not is_locked(snapshot, write))
        if not new:
            break
        for entry in entries(new, evaluated.derived.derivations):
            _merge(done, entry)
        evaluated = understand(applied(evaluated.snapshot, new), rules)
    return tuple(done.values()), evaluated


def wanted(evaluated: Evaluated, as_: As = "formulas", replace: bool = False) -> tuple[CellWrite, ...]:
    """Return what filling would write into a workbook as it stands, without what stands there already."""
    writes = filling(evaluated.snapshot, evaluated.derived.derivations, as_, replace, evaluated.rules)
    return tuple(write for write in writes if (write.value, write.formula) != (write.old_value, write.old_formula))


def is_locked(snapshot: Snapshot, write: CellWrite) -> bool:
    """Whether a cell may not be written, because its sheet is protected (工作表保护) and the cell is locked."""
    sheet = snapshot.sheet(write.sheet)
    return sheet is not None and sheet.unlocked is not None and a1.split(write.cell) not in sheet.unlocked


def _merge(done: dict[tuple[str, str], Entry], entry: Entry) -> None:
    """Take a later write of the same cell, with what stood there before the first one."""
    write = entry.write
    first = done.get((write.sheet, write.cell), entry).write
    whole = changed(
        write,
        old_value=first.old_value,
        old_formula=first.old_formula,
        number_format=write.number_format or first.number_format,
    )
    done[write.sheet, write.cell] = changed(entry, write=whole)
