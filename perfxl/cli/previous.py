"""`--previous`: last year's workbook, which this year's is held against."""

from __future__ import annotations

import argparse
from pathlib import Path

from perfxl.errors import InputError
from perfxl.jobs.evaluate import understand
from perfxl.model.table import Evaluation


def configure(parser: argparse.ArgumentParser) -> None:
    """Add --previous."""
    parser.add_argument(
        "--previous",
        metavar="上年工作簿",
        help="上年的工作簿：核对年初数与上年年末数，列出比上年变动很大的、与上年全部相同的（只能检查一个工作簿）",
    )


def last_year(book: str | Path | None, args: argparse.Namespace) -> Evaluation:
    """Return last year's workbook understood; InputError where it cannot be."""
    from perfxl.files.read.reading import read  # noqa: PLC0415 (late: most checks have no such workbook)

    if len(getattr(args, "books", ())) != 1 or book is None:
        raise InputError("用 --previous 时一次只能检查一个工作簿，请分别运行。")
    if Path(args.previous).resolve() == Path(book).resolve():
        raise InputError(f"--previous 写的就是要检查的工作簿“{Path(book).name}”，请写上年的工作簿。")
    return understand(read(Path(args.previous)), args.pack).derived.evaluation
