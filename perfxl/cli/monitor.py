"""`perfxl monitor`: lights, forecasts and what must be explained at the end of a month, into one folder."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from perfxl.cli import console, options
from perfxl.cli.places import beside, guard_own
from perfxl.errors import InputError, PerfxlError
from perfxl.files.listing import list_books
from perfxl.files.parts.opening import suffix_for
from perfxl.files.read.reading import read
from perfxl.files.write.newbook import create
from perfxl.files.write.writing import fingerprint, write
from perfxl.jobs.monitor import Monitored, monitor, reports_of
from perfxl.monitoring.record import Reported, merged
from perfxl.output.documents import dumps
from perfxl.output.monitorfiles import MonthFiles, month_file, month_files, record_file, recorded, write_month
from perfxl.output.monitoring import monitoring_document, monitoring_text
from perfxl.output.results import sheet_lines


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    options.book(parser)
    parser.add_argument("-o", "--output", required=True, metavar="目录", help="放结果和各月记录的文件夹，没有则新建")
    parser.add_argument("--month", type=int, metavar="N", help="截至几月末；不写则取表中写明的最后一个月")
    parser.add_argument("--date", metavar="年-月-日", help="报告日期，答复期限由它推算；不写则不推算")
    parser.add_argument("--previous", metavar="工作簿", help="上年的工作簿，用它的季度支出推算全年预计，并核对结转")
    parser.add_argument("--history", action="append", default=[], metavar="工作簿或目录", help="以前月份的，可重复")
    parser.add_argument("--overwrite", action="store_true", help="目录里上次的结果被改过也覆盖")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="输出格式，默认 text")
    options.fail_on(parser)
    options.common(parser)


def execute(args: argparse.Namespace) -> int:
    """Monitor one book."""
    book, folder = Path(args.book), Path(args.output)
    if folder.exists() and not folder.is_dir():
        raise InputError(f"“{folder}”不是文件夹，请用 -o 写明放结果的文件夹。")
    console.progress(f"正在监控 {book} …", args.quiet)
    source, snapshot = fingerprint(book), read(book)
    kept, stamps = recorded(record_file(folder, book.name))
    history = merged(kept, _history(args))
    previous = read(Path(args.previous)) if args.previous else None
    done = monitor(snapshot, args.pack, args.month, history, previous, _day(args.date))
    files, copy = month_files(folder, book.name, done), month_file(folder, book.name, done, suffix_for(book))
    copies = (copy, *([beside(copy)] if done.beside else ()))
    for path in (*copies, *files.of_month):
        guard_own(path, stamps.get(path.name), args.overwrite)
    folder.mkdir(parents=True, exist_ok=True)
    write(book, done.changes, copy, expected=source)
    if done.beside:
        create(done.beside, beside(copy))
    write_month(files, done, book.name, stamps, *copies)
    console.clear()
    _tell(args, done, (*copies, *files.of_month), files)
    return options.exit_code(done.judgement, args)


def _tell(args: argparse.Namespace, done: Monitored, written: Sequence[Path], files: MonthFiles) -> None:
    if args.format == "json":
        console.say(dumps(monitoring_document(Path(args.book).name, done)))
    elif not args.quiet:
        names = "、".join(path.name for path in written)
        apart = sheet_lines(done.own, options.ADVICE, done.beside, written[1]) if done.beside else ()
        told = "".join(f"{line}\n" for line in apart)
        folder = Path(args.output)
        console.say(f"{monitoring_text(done)}\n{told}结果在“{folder}”：{names}；各月的记录：{files.record.name}")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InputError(f"--date 写的“{text}”不是日期，请写成 2025-08-05 的样子。") from error


def _history(args: argparse.Namespace) -> Iterator[Reported]:
    """Yield what workbooks of earlier months say; one that cannot be read, or names no month, is told and passed by."""
    listing = list_books(args.history)
    for note in listing.notes:
        console.complain(note)
    for book in listing.books:
        try:
            yield from reports_of(read(Path(book)), args.pack)
        except PerfxlError as error:
            console.complain(f"以前月份的“{book}”没有用上：{error}")
