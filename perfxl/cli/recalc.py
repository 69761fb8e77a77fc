"""`perfxl recalc`: recompute all formulas without Excel; check the stored results, or write a copy with right ones."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from perfxl.cli import console, options
from perfxl.cli.places import output_file
from perfxl.errors import InputError
from perfxl.files.read.formulas import read_calculation
from perfxl.files.write.writing import fingerprint, write_caches
from perfxl.jobs.recalc import BOTH, ENGINES, engines, recalc
from perfxl.output.documents import dumps
from perfxl.output.recalculation import recalc_document, recalc_junit, recalc_text, summary
from perfxl.output.results import file_lines
from perfxl.recalc.results import Recalculated


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    options.book(parser)
    parser.add_argument("-o", "--output", metavar="文件", help="把重算好的工作簿写到这里；只改公式单元格的缓存结果")
    parser.add_argument("--check", action="store_true", help="只核对，不写文件：逐个列出缓存与公式不符的单元格")
    parser.add_argument(
        "--engine",
        choices=(*ENGINES, BOTH),
        default=next(iter(ENGINES)),
        help="计算引擎：formualizer（默认）、libreoffice（需已安装）、both 两个都算并列出不同之处",
    )
    parser.add_argument(
        "--format", choices=("text", "json", "junit"), default="text", help="输出格式，默认 text；junit 供 CI 使用"
    )
    options.in_place(parser)
    options.overwrite(parser)
    parser.add_argument("--quiet", action="store_true", help="不显示进度和摘要；核对结果照样显示")


def execute(args: argparse.Namespace) -> int:
    """Recalculate one book; 1 where a cache is wrong (--check), engines differ, or a cell could not be computed."""
    book = Path(args.book)
    if args.check and (args.output or args.in_place):
        raise InputError("--check 只核对不写文件，不能与 -o 或 --in-place 同时使用。")
    target = None if args.check else output_file(book, args.output, args.in_place, args.overwrite)
    console.progress(f"正在重算 {book} …", args.quiet)
    before = fingerprint(book)
    with _unswept():
        found = recalc(read_calculation(book), engines(args.engine))
    if target is None:
        console.clear()
        console.say(_document(args, found) or recalc_text(found))
        return int(not found.proven)
    backup = write_caches(book, found.corrections(), target, in_place=args.in_place, expected=before)
    console.clear()
    if args.format != "text" or not args.quiet:
        lines = [recalc_text(found) if found.skipped or found.differing else summary(found)]
        console.say(_document(args, found) or "\n".join([*lines, *file_lines(book, target, backup)]))
    return int(bool(found.skipped or found.differing))


@contextmanager
def _unswept() -> Iterator[None]:
    """Pause the sweeps for garbage: among a million cells that all stay they take a tenth of the time."""
    sweeps = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if sweeps:
            gc.enable()


def _document(args: argparse.Namespace, found: Recalculated) -> str:
    """Return the findings for a machine, "" where text is wanted."""
    if args.format == "json":
        return dumps(recalc_document(args.book, found))
    return recalc_junit(args.book, found) if args.format == "junit" else ""
