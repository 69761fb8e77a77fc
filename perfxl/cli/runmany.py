"""`perfxl run` of many workbooks: one folder of results each; one that cannot be done never stops the rest."""

from __future__ import annotations

import argparse
import copy
from collections.abc import Callable
from pathlib import Path

from perfxl.cli import console
from perfxl.cli.console import CANNOT
from perfxl.errors import InputError
from perfxl.output.failures import sentence


def run_many(args: argparse.Namespace, run_one: Callable[[Path, argparse.Namespace], int]) -> int:
    """Do the whole job on every workbook; return the worst exit code."""
    if args.in_place or not args.output:
        raise InputError("几个工作簿时请用 -o 写明放结果的文件夹，每个工作簿在其中有自己的文件夹。")
    codes = []
    for number, (book, folder) in enumerate(_folders(args.books, Path(args.output)).items(), 1):
        console.progress(f"正在处理 {number}/{len(args.books)} {book} …", args.quiet)
        codes.append(_of_many(book, folder, args, run_one))
    if not args.quiet:
        done, failed = len(codes) - codes.count(CANNOT), codes.count(CANNOT)
        told = f"，{failed} 个没有做成，原因见标准错误" if failed else ""
        console.say_lines([f"共 {len(codes)} 个工作簿：{done} 个做完，其中 {codes.count(1)} 个有问题{told}。"])
    return max(codes)


def _folders(books: list[str], output: Path) -> dict[str, Path]:
    """Return the folder of each workbook, called after its file; of two of one name the second is numbered."""
    folders: dict[str, Path] = {}
    taken: set[str] = set()
    for book in books:
        stem = Path(book).stem
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        folders[book] = output / name
    return folders


def _of_many(
    book: str, folder: Path, args: argparse.Namespace, run_one: Callable[[Path, argparse.Namespace], int]
) -> int:
    own = copy.copy(args)
    own.output = str(folder)
    try:
        return run_one(Path(book), own)
    except Exception as error:
        told = sentence(error)
        console.complain(told if book in told else f"{book}：{told}")
        return CANNOT
