"""`perfxl check --accept`: write accepted findings on the workbook's sheet 核实说明."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path

from perfxl.cli import console, options
from perfxl.cli.places import output_file
from perfxl.errors import InputError
from perfxl.files.read.reading import read
from perfxl.files.write.writing import fingerprint, write
from perfxl.jobs.accept import Basis, accept
from perfxl.output.results import file_lines

_REST = "说明、岗位或日期空着的，请在“核实说明”表里补上，补齐了才算核实。"


def accept_findings(args: argparse.Namespace) -> int:
    """Accept the findings that `args.accept` names, in one book; InputError where there are none such."""
    if len(args.books) != 1:
        raise InputError("--accept 一次只能处理一个工作簿，请分别运行。")
    book = Path(args.books[0])
    target = output_file(book, args.output, args.in_place, args.overwrite)
    before = fingerprint(book)
    done = accept(read(book), args.accept, _basis(args), args.pack, options.review(book, args))
    backup = write(book, done.changes, target, in_place=args.in_place, expected=before)
    if not args.quiet:
        told = [f"在“核实说明”表里写了 {len(done.findings)} 条。"]
        told += [_REST] if done.findings and not (args.reason and args.role) else []
        console.say_lines((*told, *file_lines(book, target, backup)))
    return 0


def _basis(args: argparse.Namespace) -> Basis:
    """Return what the command line states; the day is today's where a reason is given and no other day."""
    date = args.date or (datetime.date.today().isoformat() if args.reason else "")
    try:
        day = datetime.date.fromisoformat(date).isoformat() if date else ""
    except ValueError:
        raise InputError(f"--date 的内容“{date}”不是日期，请写成 2026-03-01 这样。") from None
    return Basis(args.reason or "", args.role or "", day)
