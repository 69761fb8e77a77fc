"""`perfxl monitor`: lights, forecasts and what must be explained at the end of a month, into one folder."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from perfxl.cli import console, options
from perfxl.cli.places import guard_own, sha256, write_bytes, write_text
from perfxl.errors import InputError, PerfxlError
from perfxl.files.listing import list_books
from perfxl.files.parts.opening import suffix_for
from perfxl.files.read.reading import read
from perfxl.files.write.writing import fingerprint, write
from perfxl.jobs.monitor import monitor, reports_of
from perfxl.monitoring.record import Reported, from_data, merged, to_data
from perfxl.output.documents import dumps
from perfxl.output.monitorbook import monitoring_workbook
from perfxl.output.monitoring import monitoring_document, monitoring_text
from perfxl.output.monitorpage import monitoring_page
from perfxl.package.system import fitting
from perfxl.records import dataclass

if TYPE_CHECKING:
    from perfxl.jobs.monitor import Monitored

_RECORD = "监控记录.json"


@dataclass(frozen=True, slots=True)
class Outputs:
    """The files of one month: the workbook with its forms, the summary, the page, the result; and the record."""

    book: Path
    summary: Path
    page: Path
    result: Path
    record: Path


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    options.book(parser)
    parser.add_argument("-o", "--output", required=True, metavar="目录", help="放结果和各月记录的文件夹，没有则新建")
    parser.add_argument("--month", type=int, metavar="N", help="截至几月末；不写则取表中写明的最后一个月")
    parser.add_argument("--date", metavar="年-月-日", help="报告日期，答复期限由它推算；不写则不推算")
    parser.add_argument("--previous", metavar="工作簿", help="上年的工作簿，用它的季度支出推算全年预计")
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
    record = folder / fitting(book.stem, f"-{_RECORD}")
    kept, stamps = _recorded(record)
    history = merged(kept, _history(args))
    previous = read(Path(args.previous)) if args.previous else None
    done = monitor(snapshot, args.pack, args.month, history, previous, _day(args.date))
    outputs = _outputs(book, folder, done, record)
    _guard(outputs, stamps, args.overwrite)
    folder.mkdir(parents=True, exist_ok=True)
    write(book, done.changes, outputs.book, expected=source)
    _write(outputs, done, book, stamps)
    console.clear()
    if args.format == "json":
        console.say(dumps(monitoring_document(book.name, done)))
    elif not args.quiet:
        names = "、".join(path.name for path in (outputs.book, outputs.summary, outputs.page, outputs.result))
        console.say(f"{monitoring_text(done)}\n结果在“{folder}”：{names}；各月的记录：{record.name}")
    return options.exit_code(done.judgement, args)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InputError(f"--date 写的“{text}”不是日期，请写成 2025-08-05 的样子。") from error


def _recorded(record: Path) -> tuple[tuple[Reported, ...], dict[str, str]]:
    """Return what earlier runs kept: the reports, and the hashes of the files that they wrote, by name."""
    if not record.exists():
        return (), {}
    try:
        data = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"“{record}”不是监控记录，或已损坏，请移走它或换一个结果文件夹。") from error
    return from_data(data, str(record)), dict(data.get("files", {}))


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


def _outputs(book: Path, folder: Path, done: Monitored, record: Path) -> Outputs:
    month = f"-{done.year}年{done.month}月" if done.year else f"-{done.month}月"
    endings = (suffix_for(book), "监控.xlsx", "监控.html", "监控.json")
    workbook, summary, page, result = (folder / fitting(book.stem, f"{month}{ending}") for ending in endings)
    return Outputs(workbook, summary, page, result, record)


def _guard(outputs: Outputs, stamps: dict[str, str], overwrite: bool) -> None:
    """RefusedError where a file of an earlier run was changed since, or is not perfxl's."""
    for path in (outputs.book, outputs.summary, outputs.page, outputs.result):
        guard_own(path, stamps.get(path.name), overwrite)


def _write(outputs: Outputs, done: Monitored, book: Path, stamps: dict[str, str]) -> None:
    write_bytes(outputs.summary, monitoring_workbook(done))
    write_text(outputs.page, monitoring_page(done))
    write_text(outputs.result, dumps(monitoring_document(book.name, done)))
    written = (outputs.book, outputs.summary, outputs.page, outputs.result)
    files = {**stamps, **{path.name: sha256(path) for path in written}}
    record = {**to_data(done.reports), "files": dict(sorted(files.items()))}
    write_text(outputs.record, json.dumps(record, ensure_ascii=False, indent=1))
