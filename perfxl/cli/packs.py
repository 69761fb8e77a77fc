"""`perfxl packs`: list, show or lint the rule packs, or show where they differ for a workbook."""

from __future__ import annotations

import argparse
from pathlib import Path

from perfxl.cli import console
from perfxl.errors import InputError
from perfxl.jobs.packs import all_packs, lint_packs, pack
from perfxl.output.packs import differences_lines, list_text, pack_text


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument(
        "action",
        choices=("list", "show", "lint", "compare"),
        metavar="list|show|lint|compare",
        help="列出全部、查看一个、校验、比较：perfxl packs compare 工作簿 规则包 规则包",
    )
    parser.add_argument(
        "names", nargs="*", metavar="规则包", help="show 写一个名称；lint 可写多个，不写则校验全部；compare 先写工作簿"
    )


def execute(args: argparse.Namespace) -> int:
    """Do the action; lint returns 1 where something is wrong."""
    if args.action == "lint":
        return _lint(args.names)
    if args.action == "compare":
        return _compare(args.names)
    if args.action == "show":
        if len(args.names) != 1:
            raise InputError("packs show 需要一个规则包名称，可用 perfxl packs list 查看有哪些。")
        console.say(pack_text(pack(args.names[0])))
    else:
        if args.names:
            raise InputError("packs list 后面不写名称；查看一个规则包请用 perfxl packs show 名称。")
        console.say(list_text(all_packs()))
    return 0


def _lint(names: list[str]) -> int:
    results = lint_packs(names)
    problems = [problem for found in results.values() for problem in found]
    console.say_lines(problems or [f"没有问题：{'、'.join(results)}。"])
    return int(bool(problems))


def _compare(names: list[str]) -> int:
    from perfxl.files.read.reading import read  # noqa: PLC0415 (the other actions read no workbook)
    from perfxl.jobs.compare import compare_packs  # noqa: PLC0415

    book, *packs = names or [""]
    if len(packs) < 2:
        raise InputError("packs compare 先写工作簿，再写两个以上规则包，例如 perfxl packs compare 自评.xlsx 甲 乙。")
    found = compare_packs(read(Path(book)), packs)
    console.say_lines(differences_lines(found) if found else ["这些规则包对这个工作簿算出的数都相同。"])
    return 0
