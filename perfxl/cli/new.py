"""`perfxl new`: the blank workbook, or last year's without its figures."""

from __future__ import annotations

import argparse
from pathlib import Path

from perfxl.cli import console
from perfxl.cli.places import output_file
from perfxl.errors import InputError, RefusedError
from perfxl.jobs.new import DEFAULT_NAME, template


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument(
        "-o", "--output", default=DEFAULT_NAME, metavar="文件", help=f"新工作簿的文件名，默认 {DEFAULT_NAME}"
    )
    parser.add_argument("--from", dest="last", metavar="上年工作簿", help="沿用上年的名称、目标和版式，清空各数")
    parser.add_argument("--year", type=int, metavar="年度", help="有 --from 时，把标题里的上年改为这一年")


def execute(args: argparse.Namespace) -> int:
    """Write the blank workbook, or last year's without its figures, into a new file."""
    target = Path(args.output)
    if args.year is not None and not args.last:
        raise InputError("--year 要和 --from 一起用：把上年工作簿标题里的年度改为这一年。")
    if args.last:
        return _carried_over(Path(args.last), target, args.year)
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
    console.say_lines([f"已写入：{target}"])
    return 0


def _carried_over(last: Path, target: Path, year: int | None) -> int:
    from perfxl.cli.caches import write_recalculated  # noqa: PLC0415 (the blank workbook needs none of it)
    from perfxl.files.read.reading import read  # noqa: PLC0415
    from perfxl.files.write.writing import fingerprint  # noqa: PLC0415
    from perfxl.jobs.carry import carry_over  # noqa: PLC0415

    output_file(last, str(target), False)
    before = fingerprint(last)
    changes = carry_over(read(last), year)
    if not changes.cells:
        raise InputError(f"“{last.name}”里没有认出填过的表，没有可以沿用的，请用 perfxl map 查看。")
    write_recalculated(last, changes, target, before)
    cleared = sum(cell.value is None for cell in changes.cells)
    renamed = f"，改年度 {len(changes.cells) - cleared} 处" if year else "；标题里的年度没有改，要改请加 --year"
    console.say_lines([f"已写入：{target}", f"清空 {cleared} 格{renamed}；名称、目标、分值和公式照旧，请核对。"])
    return 0
