"""`perfxl diff`: what changed between two workbooks, and what became of each finding."""

from __future__ import annotations

import argparse
from pathlib import Path

from perfxl.cli import console, options
from perfxl.files.read.reading import read
from perfxl.jobs.check import understand_and_judge
from perfxl.jobs.diff import compare
from perfxl.jobs.evaluate import Evaluated
from perfxl.jobs.judging import Judgement
from perfxl.jobs.tracing import Fate
from perfxl.output.differences import diff_document, diff_text
from perfxl.output.documents import dumps


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("old", metavar="旧工作簿", help="改之前的工作簿")
    parser.add_argument("new", metavar="新工作簿", help="改之后的工作簿")
    options.selection(parser)
    options.fail_on(parser)
    options.output_format(parser)
    options.common(parser)


def execute(args: argparse.Namespace) -> int:
    """Compare two books; 1 where a finding that remains or is new reaches --fail-on."""
    old, new = (_checked(book, args) for book in (args.old, args.new))
    found = compare(old, new)
    console.clear()
    text = dumps(diff_document(args.old, args.new, found)) if args.format == "json" else diff_text(found)
    console.say(text)
    accepted = [each.finding for each in new[1].accepted]
    standing = [each.now for fate in (Fate.REMAINING, Fate.NEW) for each in found.of(fate) if each.now]
    return options.findings_code([finding for finding in standing if finding not in accepted], args.fail_on)


def _checked(book: str, args: argparse.Namespace) -> tuple[Evaluated, Judgement]:
    console.progress(f"正在检查 {book} …", args.quiet)
    return understand_and_judge(read(Path(book)), args.pack, options.review(book, args))
