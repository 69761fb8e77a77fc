"""`perfxl fix`: mechanical repairs, previewed or written, each with its reason in a receipt."""

from __future__ import annotations

import argparse
from pathlib import Path

from perfxl.cli import console, options
from perfxl.cli.places import output_file
from perfxl.files.read.reading import read
from perfxl.files.write.writing import fingerprint, write
from perfxl.jobs.fix import Fixed, fix
from perfxl.output.documents import dumps
from perfxl.output.receipt import Stamp, receipt_document
from perfxl.output.results import file_lines, fix_lines, fix_preview_lines
from perfxl.package.system import fitting
from perfxl.package.whole import sha256, write_text


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    options.book(parser)
    parser.add_argument("-o", "--output", metavar="文件", help="修正后的工作簿写到这里，旁边另写一份回执")
    parser.add_argument("--dry-run", action="store_true", help="只列出将要修正的单元格和理由，不写文件")
    options.in_place(parser)
    options.overwrite(parser)
    options.selection(parser)
    options.fail_on(parser)
    options.common(parser)


def execute(args: argparse.Namespace) -> int:
    """Repair one book, or preview it."""
    book = Path(args.book)
    target = None if args.dry_run else output_file(book, args.output, args.in_place, args.overwrite)
    console.progress(f"正在修正 {book} …", args.quiet)
    source = Stamp(book.name, fingerprint(book))
    fixed = fix(read(book), args.pack, options.review(book, args))
    if target is None:
        console.clear()
        console.say_lines(fix_preview_lines(fixed))
        return options.exit_code(fixed.judgement, args)
    backup = write(book, fixed.changes, target, in_place=args.in_place, expected=source.sha256)
    receipt = _write_receipt(target, source, fixed)
    console.clear()
    if not args.quiet:
        console.say_lines((*fix_lines(fixed, options.ADVICE, receipt), *file_lines(book, target, backup)))
    return options.exit_code(fixed.judgement, args)


def _write_receipt(target: Path, source: Stamp, fixed: Fixed) -> Path:
    """Write the receipt beside the workbook and return where."""
    place = target.parent / fitting(target.stem, "-修正回执.json")
    output = Stamp(target.name, sha256(target))
    told = receipt_document(
        source, output, fixed.judgement.coverage, fixed.cells, fixed.changes, locked=fixed.locked
    )  # fmt: skip
    write_text(place, dumps(told, indent=1))
    return place
