"""`perfxl values`: put the values in place of our functions, so that a workbook sent out needs no add-in."""

from __future__ import annotations

import argparse
from pathlib import Path

from perfxl.cli import console, options
from perfxl.cli.places import output_file
from perfxl.files.read.reading import read
from perfxl.files.write.writing import fingerprint, write
from perfxl.jobs.tovalues import to_values, without_value
from perfxl.output.results import conversion_lines, file_lines


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    options.book(parser)
    parser.add_argument("-o", "--output", metavar="文件", help="转好的工作簿写到这里")
    options.in_place(parser)
    options.overwrite(parser)
    parser.add_argument("--quiet", action="store_true", help="不显示进度和摘要")


def execute(args: argparse.Namespace) -> int:
    """Convert one book; 1 where a formula had no value to put in its place."""
    book = Path(args.book)
    target = output_file(book, args.output, args.in_place, args.overwrite)
    before = fingerprint(book)
    snapshot = read(book)
    changes, left = to_values(snapshot), without_value(snapshot)
    backup = write(book, changes, target, in_place=args.in_place, expected=before)
    if not args.quiet:
        lines = (*conversion_lines(changes, [str(place) for place in left]), *file_lines(book, target, backup))
        console.say_lines(lines)
    return int(bool(left))
