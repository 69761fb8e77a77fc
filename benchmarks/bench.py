"""How long perfxl keeps a clerk waiting, and how much memory it takes, on this machine: `make bench`.

Every figure is the median of fresh processes, those that are compared taken in turn, so that a slow minute of the
machine falls on all of them. The goals are told as met or missed; a slow machine is no failure. A bench is a module
with a TITLE and `measure(book, repetitions)`, which returns lines of text.
"""

from __future__ import annotations

import argparse
import platform
import sys
from pathlib import Path

import commands
import editing
import large
import many

BENCHES = {"commands": commands, "editing": editing, "large": large, "many": many}


def main() -> int:
    """Measure and print; returns 2 where the workbook is missing."""
    parser = argparse.ArgumentParser(description="测量 perfxl 的速度和内存")
    parser.add_argument("book", type=Path, help="工作簿")
    parser.add_argument("--repetitions", type=int, default=7, help="每条命令测几次（默认 7）")
    parser.add_argument("--only", choices=BENCHES, action="append", help="只测这一项，可重复")
    options = parser.parse_args()
    if not options.book.is_file():
        print(f"找不到工作簿 {options.book}，请检查路径。", file=sys.stderr)
        return 2
    print(f"Python {platform.python_version()}，{platform.machine()}，每项最多 {options.repetitions} 次，单位：秒")
    for name in options.only or BENCHES:
        lines = BENCHES[name].measure(options.book.resolve(), max(1, options.repetitions))
        print("", BENCHES[name].TITLE, *lines, sep="\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
