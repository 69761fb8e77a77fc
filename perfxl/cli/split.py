"""`perfxl split`: hand out a workbook's forms, one a file, to be filled in and collected."""

from __future__ import annotations

import argparse
from pathlib import Path

from perfxl.cli import console, options
from perfxl.errors import InputError, RefusedError
from perfxl.files.parts.opening import foreign_kind
from perfxl.files.read.reading import read
from perfxl.files.write.entryforms import write_entry_form
from perfxl.jobs.split import EntryForm, split


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    options.book(parser)
    parser.add_argument("-o", "--output", required=True, metavar="目录", help="表样放进这个文件夹，没有则新建")
    options.overwrite(parser)
    options.common(parser)


def execute(args: argparse.Namespace) -> int:
    """Write one file for each sheet with forms."""
    book, folder = Path(args.book), Path(args.output)
    forms = _forms(book, args.pack)
    targets = {folder / f"{form.name}.xlsx": form for form in forms}
    there = next((target for target in targets if target.exists()), None)
    if there and not args.overwrite:
        raise RefusedError(f"“{there}”已经存在，可能已经填过，没有覆盖；请换一个文件夹，确要覆盖请加 --overwrite。")
    folder.mkdir(parents=True, exist_ok=True)
    for target, form in targets.items():
        console.progress(f"正在写 {target.name} …", args.quiet)
        write_entry_form(book, form.sheet, form.unlocked, form.choices, target)
    console.clear()
    if not args.quiet:
        told = [f"  {target.name}  可填 {len(form.unlocked)} 格" for target, form in targets.items()]
        console.say_lines([f"已写出 {len(forms)} 个表样到“{folder}”：", *told, "收齐后用 perfxl collect 汇总。"])
    return 0


def _forms(book: Path, packs: list[str]) -> tuple[EntryForm, ...]:
    snapshot = read(book)
    if foreign_kind(book):
        raise InputError(f"“{book.name}”只能读数值，做不成表样，请用 Excel 或 WPS 另存为 .xlsx 后再试。")
    forms = split(snapshot, packs)
    if not forms:
        raise InputError(f"“{book.name}”里没有认出表，没有可以分发的，请用 perfxl map 查看。")
    return forms
