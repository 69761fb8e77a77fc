"""`perfxl fill`: write the computed cells."""

from __future__ import annotations

import argparse
from pathlib import Path

from perfxl.cli import console, options
from perfxl.cli.places import output_file
from perfxl.files.read.reading import read
from perfxl.files.write.writing import fingerprint, write
from perfxl.jobs.fill import fill
from perfxl.output.results import file_lines, fill_lines, preview_lines


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    options.book(parser)
    parser.add_argument("-o", "--output", metavar="文件", help="填好的工作簿写到这里")
    parser.add_argument("--dry-run", action="store_true", help="只列出将要填写的单元格，不写文件")
    options.filling(parser)
    options.in_place(parser)
    options.overwrite(parser)
    options.selection(parser)
    options.fail_on(parser)
    options.common(parser)


def execute(args: argparse.Namespace) -> int:
    """Fill one book, or preview it."""
    book = Path(args.book)
    target = None if args.dry_run else output_file(book, args.output, args.in_place, args.overwrite)
    console.progress(f"正在填写 {book} …", args.quiet)
    before = fingerprint(book)
    filled = fill(read(book), args.pack, args.as_, args.replace, options.review(book, args))
    backup = None
    if target is not None:
        backup = write(book, filled.changes, target, in_place=args.in_place, expected=before)
    console.clear()
    if target is None:
        console.say_lines(preview_lines(filled))
    elif not args.quiet:
        console.say_lines((*fill_lines(filled, options.ADVICE), *file_lines(book, target, backup)))
    return options.exit_code(filled.judgement, args)
