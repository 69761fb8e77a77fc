"""What came of one workbook among several: what renderers of many books take."""

from __future__ import annotations

from dataclasses import dataclass

from perfxl.jobs.evaluate import Evaluated
from perfxl.jobs.judging import Judgement


@dataclass(frozen=True, slots=True)
class BookResult:
    """A workbook, its path as it was given, with its judgement; or why there is none, in one sentence.

    evaluated  the workbook understood, for renderers that show its cells; None where nobody asked for it
    """

    book: str
    done: Judgement | None = None
    error: str = ""
    evaluated: Evaluated | None = None
