"""The job of `fill`: write the computed cells, then look at what stands there."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from dataclasses import replace as changed

from perfxl.filling.filling import As
from perfxl.filling.filling import fill as filling
from perfxl.filling.replacing import replaceable, sound_formulas, unsafe
from perfxl.jobs.evaluate import Evaluated, evaluate_after, understand
from perfxl.jobs.judging import Judgement, judge
from perfxl.jobs.review import WHOLE, Review
from perfxl.model.derivation import Derivation
from perfxl.model.place import Place
from perfxl.rules.rulebook import Rulebook
from perfxl.sheets.address import position_of
from perfxl.sheets.changeset import CellWrite, ChangeSet
from perfxl.sheets.snapshot import Snapshot

_PASSES = 8  # a replaced cell may be the operand of another; chains of the forms are shorter than that


@dataclass(frozen=True, slots=True)
class FilledCell:
    """One cell to write, with the name and the source of the rule that gives it; "" where none is known."""

    write: CellWrite
    rule: str = ""
    citation: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """The cells to write and the workbook as it stands afterwards.

    locked  writes that are due too, but their cells are locked on a protected sheet
    kept    cells that differ from their rule and still were not replaced, because a check distrusts an operand
    """

    cells: tuple[FilledCell, ...]
    after: Evaluated
    judgement: Judgement
    locked: tuple[CellWrite, ...] = ()
    kept: tuple[Place, ...] = ()

    @property
    def changes(self) -> ChangeSet:
        """The change set of the cells."""
        return ChangeSet(cells=tuple(cell.write for cell in self.cells))

    @property
    def replaced(self) -> int:
        """How many writes go over what somebody entered."""
        return sum(write.old_value is not None or write.old_formula is not None for write in self.changes.cells)


def fill(
    snapshot: Snapshot,
    packs: Sequence[str] = (),
    as_: As = "formulas",
    replace: bool = False,
    review: Review = WHOLE,
) -> Filled:
    """Fill a workbook and check it as the review asks; what may be replaced does not depend on that.

    InputError for an unknown pack.
    """
    whole = review.unselected
    cells, filled = complete(snapshot, packs, as_, replace, whole)
    locked = (write for write in due_writes(filled, as_, replace, review=whole) if is_locked(snapshot, write))
    kept = replaceable(filled.derived.derivations, judge(filled, whole).findings).must_not if replace else frozenset()
    return Filled(cells, filled, judge(filled, review), tuple(locked), tuple(sorted(kept)))


def complete(
    snapshot: Snapshot,
    packs: Rulebook | Sequence[str] = (),
    as_: As = "formulas",
    replace: bool = False,
    review: Review = WHOLE,
) -> tuple[tuple[FilledCell, ...], Evaluated]:
    """Return the cells that complete a workbook, and the workbook as it stands after them.

    Repeated until nothing is left to write, so that a second run on the result changes nothing. Locked cells of
    protected sheets are left alone.
    """
    done: dict[tuple[str, str], FilledCell] = {}
    evaluated = understand(snapshot, packs)
    sound = sound_formulas(evaluated.derived.derivations)
    withheld = unsafe(evaluated.derived.derivations, judge(evaluated, review).findings)
    for _ in range(_PASSES):
        due = due_writes(evaluated, as_, replace, sound, withheld, review)
        new = tuple(write for write in due if not is_locked(snapshot, write))
        if not new:
            break
        for cell in with_rules(new, evaluated.derived.derivations):
            _merge(done, cell)
        evaluated = evaluate_after(evaluated, new)
    return tuple(done.values()), evaluated


def due_writes(
    evaluated: Evaluated,
    as_: As = "formulas",
    replace: bool = False,
    sound: Container[Place] = (),
    withheld: Container[Place] = (),
    review: Review = WHOLE,
) -> tuple[CellWrite, ...]:
    """Return what filling would write into a workbook as it stands, without what stands there already.

    Blank cells that are `withheld`, since a check calls an operand wrong, stay blank.
    """
    derivations = evaluated.derived.derivations
    giving_way = replaceable(derivations, judge(evaluated, review).findings).may if replace else frozenset()
    writes = filling(evaluated.snapshot, derivations, as_, evaluated.rules, giving_way, sound)
    return tuple(
        write
        for write in writes
        if (write.value, write.formula) != (write.old_value, write.old_formula)
        and (Place(write.sheet, write.cell) not in withheld or Place(write.sheet, write.cell) in giving_way)
    )


def is_locked(snapshot: Snapshot, write: CellWrite) -> bool:
    """Whether a cell may not be written, because its sheet is protected (工作表保护) and the cell is locked."""
    sheet = snapshot.sheet(write.sheet)
    return sheet is not None and sheet.unlocked is not None and position_of(write.cell) not in sheet.unlocked


def with_rules(writes: Sequence[CellWrite], derivations: Sequence[Derivation]) -> Iterator[FilledCell]:
    """Yield every write with the rule of its cell, in the order given."""
    rules = {(each.target.place.sheet, each.target.place.cell): each.rule for each in derivations}
    for write in writes:
        rule = rules.get((write.sheet, write.cell))
        yield FilledCell(write, rule.name, rule.citation) if rule else FilledCell(write)


def _merge(done: dict[tuple[str, str], FilledCell], cell: FilledCell) -> None:
    """Take a later write of the same cell, with what stood there before the first one."""
    write = cell.write
    first = done.get((write.sheet, write.cell), cell).write
    whole = changed(
        write,
        old_value=first.old_value,
        old_formula=first.old_formula,
        number_format=write.number_format or first.number_format,
    )
    done[write.sheet, write.cell] = changed(cell, write=whole)
