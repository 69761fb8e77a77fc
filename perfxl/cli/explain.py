"""`perfxl explain`: how one cell comes about."""

from __future__ import annotations

import argparse
from pathlib import Path

from perfxl.cli import console, options
from perfxl.errors import InputError
from perfxl.files.read.reading import read
from perfxl.formulas.precedents import DEPTH
from perfxl.jobs.explain import explain
from perfxl.output.documents import dumps
from perfxl.output.explanation import explain_document, explain_text


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    options.book(parser)
    parser.add_argument("cell", metavar="表名!单元格", help="要解释的单元格，例如 '三公经费!E12'")
    parser.add_argument(
        "--depth", type=int, default=DEPTH, metavar="层数", help=f"公式的引用展开几层，0 为不展开，默认 {DEPTH}"
    )
    options.output_format(parser)
    options.common(parser)


def execute(args: argparse.Namespace) -> int:
    """Explain one cell."""
    sheet, cell = reference(args.cell)
    snapshot = read(Path(args.book))
    found = explain(snapshot, sheet, cell, args.pack, max(args.depth, 0))
    if args.format == "json":
        console.say(dumps(explain_document(found)))
    else:
        console.say(explain_text(found))
    return 0


def reference(text: str) -> tuple[str, str]:
    """Return (sheet, cell) of "表!E12" or "'我的 表'!$E$12"; a full-width ！ will do. InputError for anything else."""
    sheet, mark, cell = text.replace("！", "!").rpartition("!")
    if len(sheet) > 1 and sheet[0] == sheet[-1] == "'":
        sheet = sheet[1:-1].replace("''", "'")
    if not (mark and sheet and cell.strip()):
        raise InputError(f"看不懂“{text}”，请写成“表名!单元格”，例如 '三公经费!E12'。")
    return sheet, cell.strip()
