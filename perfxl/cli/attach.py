"""`perfxl attach`: generate the attachment sheets."""

from __future__ import annotations

import argparse
from pathlib import Path

from perfxl.cli import console, options
from perfxl.cli.places import beside, output_file
from perfxl.errors import RefusedError
from perfxl.files.read.reading import read
from perfxl.files.write.newbook import create
from perfxl.files.write.writing import fingerprint, write
from perfxl.jobs.attach import attach
from perfxl.output.results import attach_lines, file_lines


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    options.book(parser)
    parser.add_argument("-o", "--output", metavar="文件", help="带附件的工作簿写到这里")
    options.as_(parser)
    options.in_place(parser)
    options.overwrite(parser)
    options.overwrite_edited(parser)
    options.common(parser)


def execute(args: argparse.Namespace) -> int:
    """Generate the attachments of one book."""
    book = Path(args.book)
    target = output_file(book, args.output, args.in_place, args.overwrite)
    console.progress(f"正在生成附件 {book} …", args.quiet)
    before = fingerprint(book)
    attached = attach(read(book), args.pack, args.as_, args.overwrite_edited)
    second = beside(target)
    if attached.beside and second.exists() and not args.overwrite:
        raise RefusedError(f"附件要写的工作簿“{second}”已经存在，请换一个输出文件名，确要覆盖请加 --overwrite。")
    backup = write(book, attached.changes, target, in_place=args.in_place, expected=before)
    if attached.beside:
        create(attached.beside, second)
    console.clear()
    if not args.quiet:
        lines = (*attach_lines(attached, options.ADVICE, second), *file_lines(book, target, backup))
        console.say_lines(lines)
    return 0
