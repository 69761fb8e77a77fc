"""`perfxl check --report`: what does not tie in a report, by itself and against its workbook."""

from __future__ import annotations

import argparse
from pathlib import Path

from perfxl.cli import console, options
from perfxl.errors import InputError
from perfxl.files.read.reading import read
from perfxl.jobs.checkreport import check_report
from perfxl.output.documents import dumps
from perfxl.output.reports import report_document, report_text
from perfxl.report.reading import read_report


def check_report_file(args: argparse.Namespace) -> int:
    """Check a report, with a workbook against it, and tell what was found."""
    if len(args.books) > 1:
        raise InputError("一份报告只能与一个工作簿核对，请分别运行。")
    book = args.books[0] if args.books else None
    console.progress(f"正在核对 {args.report} …", args.quiet)
    done = check_report(read_report(Path(args.report)), args.pack, read(Path(book)) if book else None)
    console.clear()
    if args.format == "json":
        console.say(dumps(report_document(args.report, book, done)))
    else:
        console.say(report_text(done, ties=args.ties))
    return options.exit_code(done.findings, args.fail_on)
