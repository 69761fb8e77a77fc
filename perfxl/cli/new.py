"""`perfxl new`: the blank workbook."""

from __future__ import annotations

import argparse
from pathlib import Path

from perfxl.cli import console
from perfxl.errors import InputError, RefusedError
from perfxl.jobs.new import DEFAULT_NAME, template


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument(
        "-o", "--output", default=DEFAULT_NAME, metavar="文件", help=f"新工作簿的文件名，默认 {DEFAULT_NAME}"
    )


def execute(args: argparse.Namespace) -> int:
    """Write the blank workbook into a new file."""
    target = Path(args.output)
    if target.suffix.casefold() != ".xlsx":
        raise InputError(f"“{target.name}”的扩展名不对，新工作簿请用 .xlsx。")
    if not target.parent.is_dir():
        raise InputError(f"文件夹“{target.parent}”不存在，请先建立。")
    content = template()
    try:
        with target.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise RefusedError(f"“{target}”已经存在，没有覆盖，请换一个文件名。") from None
    console.say(f"已写入：{target}")
    return 0
