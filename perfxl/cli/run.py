"""`perfxl run`: fill, check, attach; workbook, findings and receipt in one folder."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from perfxl.cli import console, options
from perfxl.cli.places import beside, guard_own, same_file
from perfxl.errors import InputError, RefusedError
from perfxl.files.parts.opening import suffix_for
from perfxl.files.read.reading import read
from perfxl.files.write.newbook import create
from perfxl.files.write.writing import fingerprint, write
from perfxl.jobs.review import Review
from perfxl.jobs.run import Ran, run
from perfxl.output.documents import check_document, dumps
from perfxl.output.findings import result_text
from perfxl.output.receipt import Stamp, receipt_document
from perfxl.output.results import backup_lines, foreign_lines, run_lines
from perfxl.output.visible import visible
from perfxl.package.system import fitting
from perfxl.package.whole import sha256, write_text


@dataclass(frozen=True, slots=True)
class Outputs:
    """The files of one run; `beside` takes the sheets that may not be added to the book."""

    book: Path
    beside: Path
    findings: Path
    text: Path
    receipt: Path


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    options.books(parser, "要处理的工作簿")
    parser.add_argument(
        "-o", "--output", metavar="目录", help="结果放进这个文件夹，没有则新建；几个工作簿时其中各有一个文件夹"
    )
    parser.add_argument("--overwrite", action="store_true", help="目录里上次的结果被改过也覆盖")
    options.filling(parser)
    options.in_place(parser)
    options.overwrite_edited(parser)
    options.selection(parser)
    options.many(parser)
    options.fail_on(parser)
    options.common(parser)


def execute(args: argparse.Namespace) -> int:
    """Do the whole job on one book, or on each of several."""
    if not args.books:
        raise InputError("缺少参数：工作簿；用法请看 perfxl run --help。")
    several = len(args.books) > 1 or Path(args.books[0]).is_dir() or bool(args.summary or args.expect)
    names, leave = args.books, options.summary_to_write(args)
    args.books = options.listed_books(args, leave)
    if several or len(args.books) > 1:
        from perfxl.cli.runmany import run_many  # noqa: PLC0415 (most runs are of one)

        return run_many(args, names)
    return _one(Path(args.books[0]), args)


def _one(book: Path, args: argparse.Namespace) -> int:
    console.progress(f"正在处理 {book} …", args.quiet)
    ran, outputs, backup = run_book(book, args, options.review(book, args))
    console.clear()
    if not args.quiet:
        console.say_lines(lines_of(ran, book, outputs, backup))
    return options.exit_code(ran.filled.judgement, args)


def run_book(book: Path, args: argparse.Namespace, review: Review) -> tuple[Ran, Outputs, Path | None]:
    """Do the whole job on one workbook; return what was done, the files written, and the backup where one was made."""
    outputs = _outputs(book, args)
    source = Stamp(book.name, fingerprint(book))
    ran = run(read(book), args.pack, args.as_, args.replace, args.overwrite_edited, review)
    outputs.book.parent.mkdir(parents=True, exist_ok=True)
    if ran.beside:
        _guard_output(outputs.beside, outputs.receipt, "attachments", args.overwrite)
    backup = write(book, ran.changes, outputs.book, in_place=args.in_place, expected=source.sha256)
    if ran.beside:
        create(ran.beside, outputs.beside)
    _write_results(outputs, ran, source)
    return ran, outputs, backup


def _outputs(book: Path, args: argparse.Namespace) -> Outputs:
    """Return the files to write; RefusedError where that would lose the source or what a person edited."""
    if bool(args.output) == args.in_place:
        raise InputError("请用 -o 写明放结果的文件夹，或用 --in-place 直接改原文件，二者写一个。")
    folder = book.parent if args.in_place else Path(args.output)
    if folder.exists() and not folder.is_dir():
        raise InputError(f"“{folder}”不是文件夹，请用 -o 写明放结果的文件夹。")
    named = (folder / fitting(book.stem, f"-{part}") for part in ("检查结果.json", "检查结果.txt", "回执.json"))
    target = folder / (book.name if args.in_place else f"{book.stem}{suffix_for(book)}")
    outputs = Outputs(target, beside(target), *named)
    if not args.in_place:
        _guard(book, outputs, args.overwrite)
    return outputs


def _guard(book: Path, outputs: Outputs, overwrite: bool) -> None:
    if same_file(book, outputs.book):
        raise RefusedError(f"文件夹“{outputs.book.parent}”就是原文件所在处，会覆盖原文件，请用 -o 换一个文件夹。")
    _guard_output(outputs.book, outputs.receipt, "output", overwrite)


def _guard_output(path: Path, receipt: Path, key: str, overwrite: bool) -> None:
    guard_own(path, _hash_in(receipt, key), overwrite)


def _hash_in(receipt: Path, key: str) -> str | None:
    """Return the sha256 that an earlier run's receipt states of a workbook, None where there is none."""
    try:
        return str(json.loads(receipt.read_text(encoding="utf-8"))[key]["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write_results(outputs: Outputs, ran: Ran, source: Stamp) -> None:
    judgement = ran.filled.judgement
    output = Stamp(outputs.book.name, sha256(outputs.book))
    second = Stamp(outputs.beside.name, sha256(outputs.beside)) if ran.beside else None
    filled = ran.filled
    receipt = receipt_document(
        source, output, judgement.coverage, filled.cells, ran.changes, ran.own.kept, filled.locked, second
    )
    write_text(outputs.findings, dumps(check_document(outputs.book.name, judgement)))
    write_text(outputs.text, visible(result_text(judgement)))
    write_text(outputs.receipt, dumps(receipt, indent=1))


def lines_of(ran: Ran, book: Path, outputs: Outputs, backup: Path | None) -> Iterator[str]:
    """Yield what a person should know of what was done."""
    yield from run_lines(ran, options.ADVICE, outputs.beside)
    names = "、".join(path.name for path in (outputs.book, outputs.text, outputs.findings, outputs.receipt))
    yield f"结果在“{outputs.book.parent}”：{names}"
    yield from foreign_lines(book)
    yield from backup_lines(backup)
