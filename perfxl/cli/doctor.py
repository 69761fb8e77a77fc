"""`perfxl doctor`: the self-check, and a file with it for the people who give support."""

from __future__ import annotations

import argparse
from pathlib import Path

from perfxl.cli import console, options
from perfxl.errors import RefusedError
from perfxl.install.doctor.diagnose import diagnose
from perfxl.install.doctor.probe import Status, report
from perfxl.package.whole import write_text


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument(
        "-o", dest="output", metavar="文件", help="把结果另存为文本文件，可发给维护人员；不含工作簿内容"
    )
    options.overwrite(parser)


def execute(args: argparse.Namespace) -> int:
    """Look, tell, and return 1 where something keeps perfxl from working."""
    target = Path(args.output) if args.output else None
    if target and target.exists() and not args.overwrite:
        raise RefusedError(f"“{target.name}”已经存在，没有覆盖，请换一个文件名，或加 --overwrite。")
    probes = diagnose()
    text = report(probes)
    if target:
        write_text(target, text)
    console.say(text)
    return int(any(probe.status is Status.ERROR for probe in probes))
