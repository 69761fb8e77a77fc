"""The receipt (回执) of a run: every changed cell and sheet, the hashes of source and output; no time, no path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from perfxl.model.coverage import Coverage
from perfxl.output.documents import SCHEMA, coverage_document
from perfxl.output.recalculation import changes, reasons
from perfxl.recalc.results import Recalculated
from perfxl.sheets.changeset import CellWrite, ChangeSet, plain
from perfxl.sheets.snapshot import Value

if TYPE_CHECKING:
    from perfxl.jobs.fill import FilledCell


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file's name without folder, and the sha256 of its bytes in hexadecimal."""

    name: str
    sha256: str


def receipt_document(
    source: Stamp,
    output: Stamp,
    coverage: Coverage,
    cells: Sequence[FilledCell],
    changes: ChangeSet,
    kept: Sequence[str] = (),
    locked: Sequence[CellWrite] = (),
    beside: Stamp | None = None,
) -> dict[str, Any]:
    """Return the receipt; a number is written as text, so that it stays exact.

    coverage  what the check of the result rests on
    locked  writes left out, because their cells are locked on a protected sheet
    beside  the second workbook, where the structure of the first one is locked
    """
    return {
        "schema": SCHEMA,
        "source": {"name": source.name, "sha256": source.sha256},
        "output": {"name": output.name, "sha256": output.sha256},
        "attachments": None if beside is None else {"name": beside.name, "sha256": beside.sha256},
        "pack": [pack.name for pack in coverage.packs],
        "cells": [_cell(cell) for cell in cells],
        "locked": [{"sheet": write.sheet, "cell": write.cell} for write in locked],
        "sheets": {
            "added": [write.name for write in changes.sheets if write.replaces is None],
            "replaced": [write.name for write in changes.sheets if write.replaces is not None],
            "removed": list(changes.removed),
            "kept": list(kept),
        },
        "coverage": coverage_document(coverage),
    }


def recalc_receipt(source: Stamp, output: Stamp, found: Recalculated) -> dict[str, Any]:
    """Return the receipt of a recalculation: every stored result that was written anew, and what kept its own."""
    return {
        "schema": SCHEMA,
        "source": {"name": source.name, "sha256": source.sha256},
        "output": {"name": output.name, "sha256": output.sha256},
        "engines": list(found.engines),
        "summary": {"changed": len(found.changed), "filled": len(found.filled), "renewed": len(found.renewed)},
        "changes": changes(found),
        "not_recalculated": reasons(found.skipped),
        "accepted": reasons(found.waived),
    }


def _cell(cell: FilledCell) -> dict[str, Any]:
    write = cell.write
    return {
        "sheet": write.sheet,
        "cell": write.cell,
        "old": _text(write.old_value),
        "old_formula": write.old_formula,
        "new": _text(write.value),
        "formula": write.formula,
        "rule": cell.rule,
        "citation": cell.citation,
        "reason": write.reason,
    }


def _text(value: Value) -> str | None:
    return None if value is None else plain(value)
