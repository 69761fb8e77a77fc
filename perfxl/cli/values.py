"""`perfxl values`: put the values in place of our functions, so that a workbook sent out needs no add-in."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from perfxl.cli import console, options
from perfxl.cli.places import output_file
from perfxl.cli.written import written_lines
from perfxl.files.read.reading import read
from perfxl.files.write.writing import fingerprint, write
from perfxl.jobs.tovalues import to_values, without_value
from perfxl.model.place import Place
from perfxl.output.words import words
from perfxl.sheets.changeset import ChangeSet

_MOST_PLACES = 10


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    options.book(parser)
    parser.add_argument("-o", "--output", metavar="文件", help="转好的工作簿写到这里")
    options.in_place(parser)
    options.overwrite(parser)
    options.language(parser)
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
        console.say("\n".join(_told(changes, left, book, target, backup, args.lang)))
    return int(bool(left))


def _told(
    changes: ChangeSet, left: tuple[Place, ...], book: Path, target: Path, backup: Path | None, language: str
) -> Iterator[str]:
    word = words(language)
    yield word["converted"].format(count=len(changes.cells))
    if left:
        places = "、".join(map(str, left[:_MOST_PLACES]))
        shown = places if len(left) <= _MOST_PLACES else word["and_more"].format(places=places)
        yield word["without_value"].format(count=len(left), places=shown)
    yield from written_lines(book, target, backup, language)
