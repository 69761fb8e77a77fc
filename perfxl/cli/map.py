"""`perfxl map`: which tables were recognised, and where."""

from __future__ import annotations

import argparse
from pathlib import Path

from perfxl.cli import console, options
from perfxl.cli.places import output_file
from perfxl.files.read.reading import read
from perfxl.jobs.map import map_book
from perfxl.output.documents import dumps, map_document
from perfxl.output.results import file_lines, values_only_lines
from perfxl.output.tables import map_text
from perfxl.output.visible import one_line


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    options.book(parser)
    parser.add_argument("-o", "--output", metavar="文件", help="另写一份工作簿，加“识别情况”表：读错、未读的在下拉中改")
    options.in_place(parser)
    options.overwrite(parser)
    options.output_format(parser)
    options.pack(parser)


def execute(args: argparse.Namespace) -> int:
    """Show the tables of one book."""
    if args.output or args.in_place:
        return _write(args)
    mapped = map_book(read(Path(args.book)))
    if args.format == "json":
        console.say(dumps(map_document(mapped.evaluation)))
    else:
        text = map_text(mapped.evaluation, mapped.unknown, mapped.own)
        console.say("\n".join((*map(one_line, values_only_lines(Path(args.book))), text)))
    return 0


def _write(args: argparse.Namespace) -> int:
    """Write the sheet 识别情况 into a copy of the book."""
    from perfxl.files.write.writing import fingerprint, write  # noqa: PLC0415 (most maps write nothing)
    from perfxl.jobs.map import recognition_changes  # noqa: PLC0415

    book = Path(args.book)
    target = output_file(book, args.output, args.in_place, args.overwrite)
    before = fingerprint(book)
    backup = write(book, recognition_changes(read(book)), target, in_place=args.in_place, expected=before)
    done = "已写好“识别情况”表：读错、未读的在“取作”栏的下拉中选，保存后再运行，就按改的读。"
    console.say("\n".join((done, *file_lines(book, target, backup))))
    return 0
