"""`perfxl check --report`: what does not tie in a report."""

from __future__ import annotations

import argparse
from pathlib import Path

from perfxl.cli import console, options
from perfxl.errors import InputError
from perfxl.jobs.checkreport import check_report
from perfxl.output.documents import dumps
from perfxl.output.reports import report_document, report_text
from perfxl.report.reading import read_report


def check_report_file(args: argparse.Namespace) -> int:
    """Check a report by itself and tell what was found."""
    if args.books:
        raise InputError("报告与工作簿的核对还没有，请分别检查：先写工作簿，再单写 --report。")
    console.progress(f"正在核对 {args.report} …", args.quiet)
    done = check_report(read_report(Path(args.report)), args.pack)
    console.clear()
    if args.format == "json":
        console.say(dumps(report_document(args.report, done)))
    else:
        console.say(report_text(done, ties=args.ties))
    return options.exit_code(done.findings, args.fail_on)
