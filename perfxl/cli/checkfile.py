"""`perfxl check --format sarif|junit|html`: one document on all books, to standard output or into a file."""

from __future__ import annotations

import argparse
from pathlib import Path

from perfxl.cli import console, options
from perfxl.cli.console import CANNOT
from perfxl.cli.places import result_file
from perfxl.errors import InputError
from perfxl.files.read.reading import read
from perfxl.jobs.check import understand_and_judge
from perfxl.model.finding import Severity
from perfxl.output.bookresult import BookResult
from perfxl.output.documents import dumps
from perfxl.output.failures import sentence as told
from perfxl.package.whole import write_text


def check_into_one(args: argparse.Namespace, names: list[str]) -> int:
    """Check the books and write one document; a book that cannot be read is told in it, and the worst counts.

    InputError where none could be read.
    """
    if args.in_place:
        raise InputError(f"--in-place 用来标记工作簿，不能和 --format {args.format} 一起用，请分别运行。")
    target = result_file(args.output, [Path(book) for book in args.books], args.overwrite) if args.output else None
    results = _results(args, names)
    if all(each.done is None for each in results):
        return CANNOT
    text = _rendered(results, args)
    if target:
        write_text(target, text)
        if not args.quiet:
            console.say_lines([f"已写入：{target}"])
    else:
        console.say(text)
    return max(_code(each, args) for each in results)


def _results(args: argparse.Namespace, names: list[str]) -> list[BookResult]:
    """Return the results of all workbooks, on all cores; a page shows their cells, which no journal keeps."""
    if args.format == "html":
        return [_result(book, args) for book in args.books]
    from perfxl.cli.checkmany import batch_of, complain_of  # noqa: PLC0415 (a page needs nothing of it)

    batch = batch_of(args, [args.format, *names])
    complain_of(batch)
    return [BookResult(each.book, each.judgement, each.error) for each in batch.results()]


def _result(book: str, args: argparse.Namespace) -> BookResult:
    try:
        console.progress(f"正在检查 {book} …", args.quiet)
        evaluated, done = understand_and_judge(read(Path(book)), args.pack, options.review(book, args))
    except Exception as error:
        sentence = told(error)
        console.complain(sentence if book in sentence else f"{book}：{sentence}")
        return BookResult(book, error=sentence)
    console.clear()
    return BookResult(book, done, evaluated=evaluated)


def _rendered(results: list[BookResult], args: argparse.Namespace) -> str:
    if args.format == "sarif":
        from perfxl.output.sarif import sarif_document  # noqa: PLC0415 (only the chosen one is loaded)

        return dumps(sarif_document(results))
    if args.format == "html":
        from perfxl.output.page.page import html_page  # noqa: PLC0415

        return html_page(results)
    from perfxl.output.junit import check_junit  # noqa: PLC0415

    return check_junit(results, Severity(args.fail_on), args.strict)


def _code(result: BookResult, args: argparse.Namespace) -> int:
    return CANNOT if result.done is None else options.exit_code(result.done, args)
