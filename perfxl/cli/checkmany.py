"""`perfxl check` of many workbooks: on all cores, one line each, the worst first."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from perfxl.batch.batch import Batch, run_batch
from perfxl.batch.checking import CheckTask, RefusedTask
from perfxl.batch.expected import Absence, absences
from perfxl.batch.running import Task
from perfxl.batch.summary import write_summary
from perfxl.batch.told import absence_lines, details, overview, tally
from perfxl.batch.unitlist import read_expected
from perfxl.cli import console, options
from perfxl.cli.console import CANNOT
from perfxl.errors import InputError
from perfxl.output.documents import check_document, dumps, error_document


def check_many(args: argparse.Namespace, names: list[str]) -> int:
    """Check the workbooks of `args.books`, which `names` meant; one that cannot be read never stops the rest."""
    if args.expect:
        read_expected(Path(args.expect))  # what is wrong with the list is said before the work
    batch = batch_of(args, names)
    complain_of(batch)
    missing = absences_in(batch, args)
    summarise(batch, missing, args)
    codes = [options.line_code(line, args) for line in batch.lines]
    _tell(batch, codes, missing or (), args)
    return max([*codes, int(bool(missing))])


def batch_of(args: argparse.Namespace, names: list[str]) -> Batch:
    """Check every workbook of `args.books` as the options say."""
    tasks = [_task(book, args) for book in args.books]
    return run_batch(tasks, names, args.resume, options.runner(args), progress_of("检查", args))


def _task(book: str, args: argparse.Namespace) -> Task:
    try:
        return CheckTask(book, tuple(args.pack), options.review(book, args), os.getcwd())
    except InputError as error:  # the perfxl.toml of its folder; those of other folders may be right
        if args.select or args.ignore:
            options.review(None, args)  # what the command line says wrong is wrong for all
        return RefusedTask(book, str(error))


def progress_of(what: str, args: argparse.Namespace) -> Callable[[int, int], None]:
    """Return what shows how many are done, of how many."""
    return lambda done, of: console.progress(f"正在{what} {done}/{of} …", args.quiet)


def complain_of(batch: Batch) -> None:
    """Say of each workbook that could not be done why."""
    console.clear()
    for line in batch.lines:
        if line.error:
            console.complain(line.error if line.book in line.error else f"{line.book}：{line.error}")


def absences_in(batch: Batch, args: argparse.Namespace) -> tuple[Absence, ...] | None:
    """Return what is amiss by the list of --expect, None without one."""
    return absences(read_expected(Path(args.expect)), batch.lines) if args.expect else None


def summarise(batch: Batch, missing: Sequence[Absence] | None, args: argparse.Namespace) -> None:
    """Write the summary where --summary asks for one."""
    if args.summary:
        write_summary(replace(batch, passed=tuple(args.passed)), missing, Path(args.summary))


def _tell(batch: Batch, codes: list[int], missing: Sequence[Absence], args: argparse.Namespace) -> None:
    if args.format == "json":
        for result in batch.results():
            done = result.judgement
            document = check_document(result.book, done) if done else error_document(result.book, result.error)
            console.say(dumps(document))
        return
    if any(code != CANNOT for code in codes):
        console.say("\n".join(overview(batch)))
        for text in details(batch) if args.details else ():
            console.say(f"\n{text}")
        console.say_lines([tally(batch, codes.count(1)), *absence_lines(missing)])
    if args.summary and not args.quiet:
        console.say_lines([f"汇总已写入：{args.summary}"])
