"""`perfxl fill`: write the computed cells."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path

from perfxl.cli import console, options
from perfxl.cli.places import output_file
from perfxl.cli.written import written_lines
from perfxl.files.read.reading import read
from perfxl.files.write.writing import fingerprint, write
from perfxl.jobs.fill import Filled, fill
from perfxl.output.text import summary
from perfxl.output.words import words
from perfxl.sheets.changeset import CellWrite, plain

_MOST_LISTED = 30


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    options.book(parser)
    parser.add_argument("-o", "--output", metavar="文件", help="填好的工作簿写到这里")
    parser.add_argument("--dry-run", action="store_true", help="只列出将要填写的单元格，不写文件")
    options.filling(parser)
    options.in_place(parser)
    options.overwrite(parser)
    options.fail_on(parser)
    options.common(parser)


def execute(args: argparse.Namespace) -> int:
    """Fill one book, or preview it."""
    book = Path(args.book)
    target = None if args.dry_run else output_file(book, args.output, args.in_place, args.overwrite)
    console.progress(f"正在填写 {book} …", args.quiet)
    before = fingerprint(book)
    filled = fill(read(book), args.pack, args.as_, args.replace)
    backup = None
    if target is not None:
        backup = write(book, filled.changes, target, in_place=args.in_place, expected=before)
    console.clear()
    if args.dry_run or not args.quiet:
        lines = _preview(filled, args.lang) if target is None else _told(filled, book, target, backup, args.lang)
        console.say("\n".join(lines))
    return options.exit_code(filled.findings, args.fail_on)


def _told(filled: Filled, book: Path, target: Path, backup: Path | None, language: str) -> Iterator[str]:
    word = words(language)
    yield from filled_lines(filled, language)
    yield from written_lines(book, target, backup, language)
    if filled.findings:
        yield f"{summary(filled.findings, language)}{word['see_check']}"


def filled_lines(filled: Filled, language: str) -> Iterator[str]:
    """Yield how many cells were filled and how many of them replaced something; or why there was nothing to do."""
    word = words(language)
    if not filled.after.evaluation.tables:
        yield word["no_table"]
    elif not filled.changes.cells:
        yield word["nothing_to_fill"]
    else:
        yield word["filled"].format(count=len(filled.changes.cells))
    yield from _locked(filled, word)
    if filled.replaced:
        yield word["replaced"].format(count=filled.replaced)


def _locked(filled: Filled, word: Mapping[str, str]) -> Iterator[str]:
    """Yield which cells stayed as they were because they are locked, none where none are."""
    places = [f"{write.sheet}!{write.cell}" for write in filled.locked]
    listed = "、".join(places[:_MOST_LISTED])
    if len(places) > _MOST_LISTED:
        listed = word["and_more"].format(places=listed)
    if places:
        yield word["locked"].format(count=len(places), places=listed)


def _preview(filled: Filled, language: str) -> Iterator[str]:
    word = words(language)
    if not filled.changes.cells:
        yield from filled_lines(filled, language)
        return
    yield word["preview"].format(count=len(filled.changes.cells))
    for each in filled.changes.cells:
        yield _change(each, word["blank"])
    yield from _locked(filled, word)


def _change(write: CellWrite, blank: str) -> str:
    old = f"={write.old_formula}" if write.old_formula is not None else plain(write.old_value) or blank
    formula = f"（={write.formula}）" if write.formula is not None else ""
    return f"  {write.sheet}!{write.cell}  {old} → {plain(write.value)}{formula}  {write.reason}"
