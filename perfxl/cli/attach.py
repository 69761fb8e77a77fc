"""`perfxl attach`: generate the attachment sheets."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from perfxl.cli import console, options
from perfxl.cli.places import beside, output_file
from perfxl.cli.written import written_lines
from perfxl.errors import RefusedError
from perfxl.files.read.reading import read
from perfxl.files.write.newbook import create
from perfxl.files.write.writing import fingerprint, write
from perfxl.jobs.attach import attach
from perfxl.jobs.ownsheets import Own
from perfxl.output.words import words
from perfxl.sheets.changeset import SheetWrite


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
        word = words(args.lang)
        lines = [] if attached.evaluation.tables else [word["no_table"]]
        lines += own_lines(attached.own, args.lang, attached.beside, second)
        lines += [*attached.notes, *written_lines(book, target, backup, args.lang)]
        console.say("\n".join(lines))
    return 0


def own_lines(own: Own, language: str, beside: Sequence[SheetWrite] = (), second: Path = Path()) -> Iterator[str]:
    """Yield what became of perfxl's own sheets; `beside` are those that went to the workbook `second`."""
    word = words(language)
    if beside:
        names = "、".join(each.name for each in beside)
        yield word["beside"].format(count=len(beside), names=names, path=second)
        return
    if own.writes:
        names = "、".join(each.name for each in own.writes)
        yield word["generated"].format(count=len(own.writes), names=names)
    if own.removed:
        yield word["removed"].format(count=len(own.removed), names="、".join(own.removed))
    if own.kept:
        yield word["kept"].format(names="、".join(own.kept))
    if not (own.writes or own.removed or own.kept):
        yield word["sheets_unchanged"]
