"""`perfxl check --report`: what does not tie in a report, by itself and against its workbook."""

from __future__ import annotations

import argparse
from pathlib import Path

from perfxl.cli import console, options
from perfxl.cli.places import report_copy, result_file
from perfxl.errors import InputError
from perfxl.files.read.reading import read
from perfxl.jobs.checkreport import CheckedReport, check_report
from perfxl.output.documents import dumps
from perfxl.output.reports import annotation_lines, report_document, report_text
from perfxl.output.visible import one_line
from perfxl.package.save import save
from perfxl.package.whole import write_text
from perfxl.report.annotating import annotated
from perfxl.report.opening import WordDocument, open_document
from perfxl.report.reading import read_report


def check_report_file(args: argparse.Namespace) -> int:
    """Check a report, with a workbook against it, tell what was found, and write it into a copy."""
    _guard(args)
    report, book = Path(args.report), args.books[0] if args.books else None
    page = _page_file(args) if args.format == "html" else None
    target = report_copy(report, args.output, args.overwrite) if args.output and args.format != "html" else None
    console.progress(f"正在核对 {args.report} …", args.quiet)
    document = open_document(report) if target and report.is_file() else None
    paragraphs = document.paragraphs() if document else read_report(report)
    done = check_report(paragraphs, args.pack, read(Path(book)) if book else None, options.review(book or report, args))
    notes = _annotate(document, done, target)
    console.clear()
    _say(args, book, done, page, notes)
    return options.findings_code(done.findings, args.fail_on)


def _page_file(args: argparse.Namespace) -> Path | None:
    return result_file(args.output, [Path(args.report)], args.overwrite) if args.output else None


def _say(args: argparse.Namespace, book: str | None, done: CheckedReport, page: Path | None, notes: list[str]) -> None:
    if args.format == "html":
        _write_page(args, book, done, page)
    else:
        _tell(args, book, done, notes)


def _guard(args: argparse.Namespace) -> None:
    """InputError where an option is for workbooks only."""
    if len(args.books) > 1:
        raise InputError("一份报告只能与一个工作簿核对，请分别运行。")
    if args.in_place or args.clear_marks:
        raise InputError("--in-place 和 --clear-marks 只用于工作簿；报告的批注请用 -o 写到另一个文件。")
    if args.format not in ("text", "json", "html"):
        raise InputError(f"--format {args.format} 只用于工作簿；报告的检查结果请用 text、json 或 html。")


def _write_page(args: argparse.Namespace, book: str | None, done: CheckedReport, target: Path | None) -> None:
    """Write the page with each figure coloured by its verdict, or print it where no file is named."""
    from perfxl.output.tiepage import tie_page  # noqa: PLC0415 (most checks make no page)

    text = tie_page(args.report, book, done)
    if target is None:
        console.say(text)
        return
    write_text(target, text)
    if not args.quiet:
        console.say_lines([f"已写入：{target}"])


def _tell(args: argparse.Namespace, book: str | None, done: CheckedReport, notes: list[str]) -> None:
    if args.format == "json":
        console.say(dumps(report_document(args.report, book, done)))
    else:
        told = [] if args.quiet else map(one_line, notes)
        console.say("\n".join([report_text(done, ties=args.ties), *told]))


def _annotate(document: WordDocument | None, done: CheckedReport, target: Path | None) -> list[str]:
    """Write the annotated copy where one is asked for; return what is to be told of it."""
    if document is None or target is None:
        return []
    copy = annotated(document, done.text.findings)
    save(document.archive, target, copy.parts)
    return list(annotation_lines(copy, target))
