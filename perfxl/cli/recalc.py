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
    if not args.check:
        return _write(args, Path(args.book))
    if args.output or args.in_place:
        raise InputError("--check 只核对不写文件，不能与 -o 或 --in-place 同时使用。")
    found = _recalculate(args)
    console.say(_document(args, found) or recalc_text(found))
    return int(not found.proven)


def _write(args: argparse.Namespace, book: Path) -> int:
    target = output_file(book, args.output, args.in_place, args.overwrite)
    before = fingerprint(book)
    found = _recalculate(args)
    backup = write_caches(book, found.corrections(), target, in_place=args.in_place, expected=before)
    left = bool(found.skipped or found.doubtful or found.differing)
    lines = (recalc_text(found) if left else summary(found), *file_lines(book, target, backup))
    if args.format != "text" or not args.quiet:
        console.say(_document(args, found) or "\n".join(lines))
    return int(left)


def _recalculate(args: argparse.Namespace) -> Recalculated:
    console.progress(f"正在重算 {args.book} …", args.quiet)
    with _unswept():
        found = recalc(read_calculation(Path(args.book)), engines(args.engine))
    console.clear()
    return found


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
