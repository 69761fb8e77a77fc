"""The Python API: figures and findings of workbooks as pandas frames, for those who script.

The columns are part of the interface, as those of the JSON are; docs/api.md tells them in Chinese.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from perfxl.batch.batch import Batch, run_batch
from perfxl.batch.checking import CheckTask
from perfxl.batch.profile import Profile, profile
from perfxl.batch.results import BookRecord, Line
from perfxl.batch.running import run_all
from perfxl.batch.summary import summary_files, write_summary
from perfxl.errors import InputError
from perfxl.files.listing import list_books
from perfxl.files.read.reading import read as read_snapshot
from perfxl.jobs.evaluate import Evaluated, understand
from perfxl.jobs.judging import Judgement, judge
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding
from perfxl.model.table import Row, Table
from perfxl.rules.kinds import term

if TYPE_CHECKING:
    from pandas import DataFrame

Paths = str | PathLike[str] | Iterable[str | PathLike[str]]

FIGURES = (
    "sheet", "cell", "table", "kind", "item", "label", "field", "term", "value", "unit", "state", "text", "formula",
)  # fmt: skip
FINDINGS = ("code", "name", "severity", "sheet", "cell", "said", "expected", "message", "fix", "citation")
BOOKS = (
    "book", "unit", "year", "error", "tables", "compared", "uncompared", "unread", "complete", "errors", "warnings",
    "infos", "score", "grade", "budget", "execution", "worst",
)  # fmt: skip


@dataclass(frozen=True)
class Book:
    """One workbook, read and checked; nothing is written. Frames are made when they are asked for, and kept."""

    path: Path
    _evaluated: Evaluated
    _judgement: Judgement

    @cached_property
    def figures(self) -> DataFrame:
        """The figures and texts that the workbook states, in reading order, one a cell and field.

        sheet, cell  where it stands; table, kind  the table's title and its kind ("project_form")
        item, label  what its row is ("total", "" for free rows) and how it is labelled; "" for a single field
        field, term  the field's key ("annual_budget") and its Chinese term
        value        the number as float64, NaN where there is none; a rate is a fraction (0.6125 for 61.25 %)
        unit         the unit of `value` ("万元", "元", "人", "%"), "" where none is known
        state        number, blank, not_applicable, text, uncached or error; text  the cell as a reader sees it
        formula      the cell's formula without "=", "" where it has none
        """
        from pandas import DataFrame  # noqa: PLC0415 (heavy)

        rows = [
            _figure(table, row, key, figure)
            for table in self._evaluated.evaluation.tables
            for row, key, figure in table.figures()
        ]
        return DataFrame(rows, columns=list(FIGURES)).astype({"value": "float64"})

    @cached_property
    def findings(self) -> DataFrame:
        """What does not tie, the columns as in the JSON of `perfxl check`; severity is error, warning or info."""
        from pandas import DataFrame  # noqa: PLC0415

        return DataFrame([_finding(each) for each in self._judgement.findings], columns=list(FINDINGS))

    @property
    def complete(self) -> bool:
        """Whether every number was read and every check could be done: without it, no finding proves little."""
        return self._judgement.coverage.complete

    @cached_property
    def profile(self) -> Profile:
        """Whose workbook it is, of which year, its scores, its budget and execution in 万元."""
        return profile(self._evaluated)


@dataclass(frozen=True)
class Books:
    """Many workbooks, checked; those that could not be read have an `error` and no findings."""

    _batch: Batch

    @cached_property
    def overview(self) -> DataFrame:
        """One line a workbook, in the order given.

        book, unit, year  its path, whose it is and of which year (None where it does not say)
        error             why it could not be read, "" where it was
        tables            tables read; compared, uncompared, unread  numbers held against others, not held, not read
        complete          everything was read; errors, warnings, infos  findings of each severity
        score, grade      the department's own score, else the mean of its projects', which has no grade
        budget, execution 全年预算数 and 全年执行数 in 万元; worst  the gravest finding in a sentence
        """
        from pandas import DataFrame  # noqa: PLC0415

        numbers = {"score": "float64", "budget": "float64", "execution": "float64"}
        frame = DataFrame([_line(line) for line in self._batch.lines], columns=list(BOOKS))
        return frame.astype({**numbers, "year": "Int64"})

    @cached_property
    def findings(self) -> DataFrame:
        """The findings of all workbooks: `book` and `unit`, then the columns of `Book.findings`."""
        from pandas import DataFrame  # noqa: PLC0415

        rows = [
            (record.book, record.profile.unit, *_finding(each))
            for record in self._batch.results()
            for each in _findings(record)
        ]
        return DataFrame(rows, columns=["book", "unit", *FINDINGS])

    def save(self, path: str | PathLike[str], overwrite: bool = False) -> None:
        """Write the summary that `perfxl check --summary` writes: .xlsx, .csv or a folder of CSV files.

        RefusedError where it is there already, unless `overwrite`.
        """
        summary_files(Path(path), overwrite)
        write_summary(self._batch, None, Path(path))


def read(path: str | PathLike[str], packs: Sequence[str] = ()) -> Book:
    """Read and check one workbook; InputError, in one Chinese sentence, where it cannot be read.

    `packs` are names of rule packs, by default those that fit the workbook.
    """
    evaluated = understand(read_snapshot(Path(path)), tuple(packs))
    return Book(Path(path), evaluated, judge(evaluated))


def check(paths: Paths, packs: Sequence[str] = (), recursive: bool = False, workers: int = 1) -> Books:
    """Check workbooks: files, folders and wildcards, `recursive` into the folders below; one bad one stops no other.

    With more `workers` a script needs the usual `if __name__ == "__main__":`. InputError where no workbook is meant.
    """
    named = [str(paths)] if isinstance(paths, str | PathLike) else [str(path) for path in paths]
    listing = list_books(named, recursive)
    if not listing.books:
        raise InputError("\n".join(listing.notes) or "没有写明要检查的工作簿。")
    tasks = [CheckTask(book, tuple(packs)) for book in listing.books]
    batch = run_batch(tasks, named, runner=lambda left, count: run_all(left, count, workers))
    return Books(replace(batch, passed=tuple(listing.notes)))


def _figure(table: Table, row: Row | None, key: str, figure: Figure) -> tuple[object, ...]:
    place = (figure.place.sheet, figure.place.cell, table.name, table.kind)
    item, label = (row.item or "", row.label) if row else ("", "")
    value = None if figure.value is None else float(figure.value)
    shown = (figure.unit, figure.state.value, figure.text, figure.formula or "")
    return (*place, item, label, key, _term(table.kind, key), value, *shown)


def _term(kind: str, key: str) -> str:
    try:
        return term(kind, key)
    except KeyError:
        return key


def _finding(each: Finding) -> tuple[str | None, ...]:
    place = (each.place.sheet, each.place.cell)
    told = (each.said, each.expected, each.message, each.fix, each.citation)
    return (each.code, each.name, each.severity.value, *place, *told)


def _findings(record: BookRecord) -> tuple[Finding, ...]:
    return record.judgement.findings if record.judgement else ()


def _line(line: Line) -> tuple[object, ...]:
    told = line.profile
    counts = (line.tables, line.compared, line.uncompared, line.unread, line.complete)
    found = (line.errors, line.warnings, line.infos)
    whole = (told.score, told.grade, told.budget, told.execution)
    return (line.book, told.unit, told.year, line.error, *counts, *found, *whole, line.worst)
