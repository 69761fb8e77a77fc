"""`perfxl check`: list what does not tie."""

from __future__ import annotations

import argparse
from pathlib import Path

from perfxl.cli import console, options
from perfxl.files.reading import read
from perfxl.jobs.check import CheckedBook, check
from perfxl.output.jsonout import check_document, dumps
from perfxl.output.text import book_text
from perfxl.output.words import words


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("books", nargs="+", metavar="工作簿", help="要检查的工作簿，可写多个")
    options.fail_on(parser)
    options.output_format(parser)
    options.common(parser)


def execute(args: argparse.Namespace) -> int:
    """Check every book before anything is told, so that a book that cannot be read leaves no half output."""
    results = [_check(book, args) for book in args.books]
    if args.format == "json":
        lines = [dumps(check_document(book, done.packs, done.findings)) for book, done in results]
    else:
        lines = [_text(book, done, args) for book, done in results]
    console.clear()
    console.say("\n".join(lines))
    return max(options.exit_code(done.findings, args.fail_on) for _, done in results)


def _check(book: str, args: argparse.Namespace) -> tuple[str, CheckedBook]:
    console.progress(f"正在检查 {book} …", args.quiet)
    return book, check(read(Path(book)), args.pack)


def _text(book: str, done: CheckedBook, args: argparse.Namespace) -> str:
    word = words(args.lang)
    heading = [word["book"].format(name=book)] if len(args.books) > 1 else []
    text = book_text(done.findings, bool(done.evaluation.tables), args.lang)
    return "\n".join([*heading, text, *([""] if heading else [])])
