"""`perfxl run` of many workbooks: on all cores, one folder of results each; one that fails never stops the rest."""

from __future__ import annotations

import argparse
import copy
from dataclasses import dataclass
from pathlib import Path

from perfxl.batch.batch import Batch, run_batch
from perfxl.batch.checking import RefusedTask, digest_of
from perfxl.batch.profile import profile
from perfxl.batch.results import BookRecord, encode
from perfxl.batch.running import Task
from perfxl.cli import console, options
from perfxl.cli.checkmany import absences_in, complain_of, progress_of, summarise
from perfxl.cli.console import CANNOT
from perfxl.cli.run import lines_of, run_book
from perfxl.errors import InputError
from perfxl.jobs.review import Review
from perfxl.output.failures import sentence


@dataclass(frozen=True, slots=True)
class RunTask:
    """One workbook on which the whole job is done, as the command line asks for it; its results go into `folder`."""

    book: str
    folder: str
    review: Review
    args: argparse.Namespace

    @property
    def settings(self) -> str:
        """All that the files written depend on beside the workbook."""
        asked = self.args
        return repr((Path(self.folder).absolute(), self.review, tuple(asked.pack), asked.as_, asked.replace))

    def run(self) -> bytes:
        """Return the result; what goes wrong is part of it."""
        return encode(_record(self))


def _record(task: RunTask) -> BookRecord:
    book = Path(task.book)
    digest = digest_of(book)
    own = copy.copy(task.args)
    own.output = task.folder
    try:
        ran, outputs, backup = run_book(book, own, task.review)
    except Exception as error:
        return BookRecord(task.book, digest, error=sentence(error))
    written = (outputs.book, outputs.findings, outputs.text, outputs.receipt, *([outputs.beside] if ran.beside else []))
    told, judged = tuple(lines_of(ran, book, outputs, backup)), ran.filled.judgement
    return BookRecord(task.book, digest, "", profile(ran.filled.after), judged, told, tuple(map(str, written)))


def run_many(args: argparse.Namespace, names: list[str]) -> int:
    """Do the whole job on every workbook of `args.books`, which `names` meant; return the worst exit code."""
    if args.in_place or not args.output:
        raise InputError("几个工作簿时请用 -o 写明放结果的文件夹，每个工作簿在其中有自己的文件夹。")
    if Path(args.output).exists() and not Path(args.output).is_dir():
        raise InputError(f"“{args.output}”不是文件夹，请用 -o 写明放结果的文件夹。")
    tasks = [_task(book, folder, args) for book, folder in _folders(args.books, Path(args.output)).items()]
    batch = run_batch(tasks, ["run", *names], args.resume, options.runner(args), progress_of("处理", args))
    complain_of(batch)
    missing = absences_in(batch, args)
    summarise(batch, missing, args)
    codes = [options.line_code(line, args) for line in batch.lines]
    if not args.quiet:
        _tell(batch, codes)
    return max([*codes, int(bool(missing))])


def _task(book: str, folder: Path, args: argparse.Namespace) -> Task:
    try:
        return RunTask(book, str(folder), options.review(book, args), args)
    except InputError as error:  # the perfxl.toml of its folder; those of other folders may be right
        return RefusedTask(book, str(error))


def _folders(books: list[str], output: Path) -> dict[str, Path]:
    """Return the folder of each workbook, called after its file; of two of one name the second is numbered."""
    folders: dict[str, Path] = {}
    taken: set[str] = set()
    for book in books:
        stem = Path(book).stem
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        folders[book] = output / name
    return folders


def _tell(batch: Batch, codes: list[int]) -> None:
    """Say of each workbook what was done, in the order as given, and how many there were."""
    for result in batch.results():
        if not result.error:
            console.say_lines(result.notes)
    done, failed = len(codes) - codes.count(CANNOT), codes.count(CANNOT)
    told = f"，{failed} 个没有做成，原因见标准错误" if failed else ""
    console.say_lines([f"共 {len(codes)} 个工作簿：{done} 个做完，其中 {codes.count(1)} 个有问题{told}。"])
