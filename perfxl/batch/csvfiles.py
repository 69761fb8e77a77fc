"""The summary as CSV files, one a sheet: UTF-8 with the mark by which Excel knows it, no cell that Excel would run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from perfxl.batch.batch import Batch
from perfxl.batch.expected import Absence
from perfxl.batch.frames import (
    FINDINGS,
    MISSING,
    MONITORING,
    OVERVIEW,
    RATES,
    SCORES,
    absences_frame,
    findings_frames,
    monitoring_frame,
    overview_frame,
    rates_frame,
    scores_frame,
)
from perfxl.package.whole import whole_file

if TYPE_CHECKING:
    from pandas import DataFrame

_RUNS = re.compile(r"[=@\t\r]|[+-](?![\d.])")  # what Excel takes for a formula (OWASP: CSV injection)
_ROWS = 100_000


def csv_files(target: Path) -> dict[str, Path]:
    """Return the file of each part: `target` (a .csv) for the overview and others beside it, or all in a folder.

    That of the year under way is written only where a workbook monitors one.
    """
    parts = (OVERVIEW, FINDINGS, SCORES, RATES, MONITORING, MISSING)
    if target.suffix.casefold() != ".csv":
        return {part: target / f"{part}.csv" for part in parts}
    return {part: target if part == OVERVIEW else target.with_name(f"{target.stem}-{part}.csv") for part in parts}


def write_csv(batch: Batch, absences: Sequence[Absence] | None, target: Path) -> None:
    """Write the CSV files, each whole or not at all; RefusedError where one cannot be written."""
    parts: dict[str, Iterator[DataFrame]] = {
        OVERVIEW: iter([overview_frame(batch.lines)]),
        FINDINGS: findings_frames(batch, _ROWS),
        SCORES: iter([scores_frame(batch.lines)]),
        RATES: iter([rates_frame(batch.lines)]),
        MISSING: iter([absences_frame(absences or (), batch.passed)]),
    }
    under_way = monitoring_frame(batch.lines)
    if not under_way.empty:
        parts[MONITORING] = iter([under_way])
    for part, file in csv_files(target).items():
        if part not in parts:
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(file) as temporary:
            _write(parts[part], temporary)


def _write(frames: Iterator[DataFrame], file: Path) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        for number, frame in enumerate(frames):
            harmless = frame.map(lambda value: f"'{value}" if _runs(value) else value)
            harmless.to_csv(stream, index=False, header=number == 0, lineterminator="\r\n")


def _runs(value: object) -> bool:
    return isinstance(value, str) and _RUNS.match(value) is not None
