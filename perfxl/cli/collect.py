"""`perfxl collect`: merge the forms that offices filled in into the workbook of their department."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from perfxl.cli import console, options
from perfxl.cli.caches import write_recalculated
from perfxl.cli.places import new_file, output_file
from perfxl.errors import InputError
from perfxl.files.read.reading import read
from perfxl.files.write.newbook import new_workbook
from perfxl.files.write.writing import fingerprint
from perfxl.jobs.collect import collect
from perfxl.jobs.collected import Collected
from perfxl.jobs.gathered import gathered
from perfxl.output.documents import SCHEMA, dumps
from perfxl.output.failures import sentence
from perfxl.output.results import collect_lines
from perfxl.sheets.snapshot import Snapshot

_ENDING = ".xlsx"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    options.books(parser, "科室填好的表")
    parser.add_argument("--into", metavar="工作簿", help="部门的工作簿，如沿用上年的；不写则由收到的表合成一本")
    parser.add_argument("-o", "--output", metavar="文件", help="汇总好的工作簿写到这里")
    options.overwrite(parser)
    options.output_format(parser)
    options.common(parser)


def execute(args: argparse.Namespace) -> int:
    """Merge the files; 1 where something is left to decide or could not be read."""
    if not args.books:
        raise InputError("缺少参数：科室填好的表，用 perfxl collect --help 查看用法。")
    target = output_file(Path(args.into), args.output, False, args.overwrite) if args.into else _new(args)
    books = options.listed_books(args, [target, *([Path(args.into)] if args.into else [])])
    snapshots, broken = _read(books)
    if not snapshots:
        raise InputError(f"没有一个文件读得了，没有写汇总；如{next(iter(broken.values()))}")
    for book, told in broken.items():
        console.complain(told if book in told else f"{book}：{told}")
    with _base(args, snapshots) as base:
        before = fingerprint(base)
        done = collect(read(base), snapshots, args.pack)
        write_recalculated(base, done.changes, target, before)
    if args.format == "json":
        console.say(dumps(_document(done, broken, target)))
    else:
        lines = list(collect_lines(done, len(snapshots)))
        console.say_lines([*(lines[2:] if args.quiet else lines), f"已写入：{target}"])
    return int(bool(broken) or not done.settled)


def _new(args: argparse.Namespace) -> Path:
    if not args.output:
        raise InputError("请用 -o 写明汇总好的工作簿写到哪里。")
    target = Path(args.output)
    if target.suffix.casefold() != _ENDING:
        raise InputError(f"没有写 --into 时汇总成一本新的工作簿，请把输出文件的扩展名写成 {_ENDING}。")
    new_file(target, args.overwrite)
    return target


@contextmanager
def _base(args: argparse.Namespace, snapshots: dict[str, Snapshot]) -> Iterator[Path]:
    """Give the workbook to collect into: the department's, or one made of the forms that came."""
    if args.into:
        yield Path(args.into)
        return
    sheets = gathered(snapshots, args.pack)
    if not sheets:
        raise InputError("收到的文件里没有一张认得出的表，没有可汇总的；各文件认出了什么用 perfxl map 查看。")
    with tempfile.TemporaryDirectory(prefix="perfxl-") as folder:
        path = Path(folder) / f"汇总{_ENDING}"
        path.write_bytes(new_workbook(sheets))
        yield path


def _read(books: list[str]) -> tuple[dict[str, Snapshot], dict[str, str]]:
    """Return what could be read, and why the others could not."""
    snapshots: dict[str, Snapshot] = {}
    broken: dict[str, str] = {}
    for book in books:
        try:
            snapshots[book] = read(Path(book))
        except Exception as error:
            broken[book] = sentence(error)
    return snapshots, broken


def _document(done: Collected, broken: dict[str, str], target: Path) -> dict[str, object]:
    remarks = [
        {"what": each.what, "form": each.form, "place": each.place, "message": each.message, "files": list(each.files)}
        for each in done.remarks
    ]
    counts = {"found": done.found, "taken": done.taken, "written": len(done.changes.cells)}
    return {"schema": SCHEMA, "book": str(target), "cells": counts, "remarks": remarks, "unreadable": broken}
