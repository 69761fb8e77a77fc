"""Writing a change set so that what formulas show is right at once, before any program recalculates."""

from __future__ import annotations

import tempfile
from pathlib import Path

from perfxl.files.read.formulas import read_calculation
from perfxl.files.write.writing import write, write_caches
from perfxl.jobs.recalc import engines, recalc
from perfxl.sheets.changeset import ChangeSet


def write_recalculated(source: Path, changes: ChangeSet, target: Path, expected: str) -> None:
    """Write `source` with the changes to `target`, the results of its formulas computed anew; errors as for `write`."""
    with tempfile.TemporaryDirectory(prefix="perfxl-") as folder:
        changed = Path(folder) / f"changed{target.suffix}"
        write(source, changes, changed, expected=expected)
        found = recalc(read_calculation(changed), engines("formualizer"))
        write_caches(changed, found.corrections(), target)
