"""From a snapshot to what it means, what its rules give and what does not tie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perfxl.model.place import Place
from perfxl.model.table import Evaluation
from perfxl.recognition.recognise import recognise
from perfxl.recognition.rereading import reread
from perfxl.rules.rulebook import Rulebook, rulebook
from perfxl.scoring.derive import derive
from perfxl.scoring.derived import Derived
from perfxl.sheets.applied import applied
from perfxl.sheets.changeset import CellWrite
from perfxl.sheets.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A workbook understood.

    evaluation  the tables as they stand
    derived     the same with blank computed cells filled in thought, and every derivation
    """

    snapshot: Snapshot
    evaluation: Evaluation
    derived: Derived
    rules: Rulebook


def understand(snapshot: Snapshot, packs: Rulebook | Sequence[str] = ()) -> Evaluated:
    """Recognise a workbook and derive its computed cells.

    By the rules of the named packs, or by a rulebook chosen before; else by the packs that fit the workbook.
    InputError for an unknown pack.
    """
    evaluation = recognise(snapshot)
    rules = packs if isinstance(packs, Rulebook) else rulebook(tuple(packs), evaluation)
    return Evaluated(snapshot, evaluation, derive(evaluation, rules), rules)


def evaluate_after(evaluated: Evaluated, writes: Sequence[CellWrite]) -> Evaluated:
    """Return a workbook as it will stand once cells of its tables are written; it is not recognised anew."""
    snapshot = applied(evaluated.snapshot, writes)
    evaluation = reread(evaluated.evaluation, snapshot, {Place(write.sheet, write.cell) for write in writes})
    return Evaluated(snapshot, evaluation, derive(evaluation, evaluated.rules), evaluated.rules)
