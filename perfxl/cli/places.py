"""Where output goes, and what it must not overwrite."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from perfxl.errors import InputError, RefusedError
from perfxl.files.parts.opening import suffix_for
from perfxl.package.system import fitting
from perfxl.package.whole import sha256

_BOOKS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods"}


def one_output(output: str | None, in_place: bool) -> None:
    """InputError unless exactly one of -o and --in-place is given."""
    if in_place and output:
        raise InputError("-o 和 --in-place 不能同时使用，请只写一个。")
    if not (in_place or output):
        raise InputError("请用 -o 写明输出文件，或用 --in-place 直接改原文件。")


def output_file(book: Path, output: str | None, in_place: bool, overwrite: bool = False) -> Path:
    """Return the workbook to write: `output`, or the book itself with --in-place; exactly one of both is wanted.

    RefusedError where `output` is there already and may hold somebody's work, unless `overwrite`.
    """
    one_output(output, in_place)
    if in_place or not output:
        return book
    target = Path(output)
    if same_file(book, target):
        raise RefusedError(f"输出文件就是原文件“{book}”，请换一个文件名；确要直接改原文件请用 --in-place。")
    if not target.is_dir():
        _check_suffix(book, target)
    if target.is_file() and not overwrite:
        raise RefusedError(f"输出文件“{target}”已经存在，请换一个文件名，确要覆盖请加 --overwrite。")
    return target


def output_files(books: Sequence[str], folder: Path) -> dict[str, Path]:
    """Return where each of several books goes in a folder: below it they lie as they lie to each other.

    InputError where two would be one file.
    """
    if folder.is_file():
        raise InputError(f"“{folder}”不是文件夹；处理多个工作簿时请用 -o 写明文件夹。")
    parents = [os.path.abspath(Path(book).parent) for book in books]
    try:
        common = os.path.commonpath(parents)
    except ValueError:  # on several drives
        common = ""
    targets: dict[str, Path] = {}
    for book, parent in zip(books, parents, strict=True):
        targets[book] = folder / (os.path.relpath(parent, common) if common else "") / Path(book).name
    first: dict[Path, str] = {}
    for book, target in targets.items():
        other = first.setdefault(target, book)
        if other != book:
            raise InputError(f"“{other}”和“{book}”会写成同一个文件“{target}”，请分开处理。")
    return targets


def new_file(path: Path, overwrite: bool) -> None:
    """RefusedError where a file is there already and may hold somebody's work, unless `overwrite`."""
    if path.exists() and not overwrite:
        raise RefusedError(f"“{path}”已经存在，没有覆盖，请把它移开，确要覆盖请加 --overwrite。")


def report_copy(report: Path, output: str, overwrite: bool) -> Path:
    """Return the copy of a report to write; RefusedError where it is the report itself or somebody's work."""
    target = Path(output)
    if report.suffix.casefold() != ".docx":
        raise InputError(f"只有 .docx 报告可以加批注，“{report.name}”不能；去掉 -o 可以只看检查结果。")
    if target.suffix.casefold() != ".docx":
        raise InputError(f"批注稿是 .docx 文件，请把输出文件“{target.name}”的扩展名改成 .docx。")
    if same_file(report, target):
        raise RefusedError(f"输出文件就是报告“{report}”，请换一个文件名。")
    if target.is_file() and not overwrite:
        raise RefusedError(f"输出文件“{target}”已经存在，请换一个文件名，确要覆盖请加 --overwrite。")
    return target


def result_file(output: str, books: Sequence[Path], overwrite: bool) -> Path:
    """Return the file that a result goes to; RefusedError where that is a workbook or somebody's work."""
    target = Path(output)
    if target.is_dir() or not target.parent.is_dir():
        raise InputError(f"“{target}”不是可以写的文件，请用 -o 写明已有文件夹里的文件名。")
    if target.suffix.casefold() in _BOOKS or any(same_file(book, target) for book in books):
        raise RefusedError(f"“{target.name}”是工作簿的名称，这种格式的结果不是工作簿，请换一个文件名。")
    if target.is_file() and not overwrite:
        raise RefusedError(f"输出文件“{target}”已经存在，请换一个文件名，确要覆盖请加 --overwrite。")
    return target


def _check_suffix(book: Path, target: Path) -> None:
    """InputError where the target has another ending than what can be written of the book."""
    suffix = suffix_for(book) if book.is_file() else book.suffix
    if target.suffix.casefold() == suffix.casefold() or not suffix:  # what has none cannot be read, which is told
        return
    if suffix == book.suffix:
        raise InputError(f"输出文件“{target.name}”的扩展名与原文件不同，请写成 {suffix}。")
    raise InputError(f"“{book.name}”只能写成新的 {suffix} 文件，请把输出文件“{target.name}”的扩展名改成 {suffix}。")


def beside(book: Path) -> Path:
    """Return where the sheets go that may not be added to `book`: a workbook beside it."""
    return book.with_name(fitting(book.stem, "-附件.xlsx"))


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths name one file."""
    return other.exists() and one.exists() and os.path.samefile(one, other)


def guard_own(path: Path, written: str | None, overwrite: bool) -> None:
    """RefusedError where a file is there that is not, to the byte, what perfxl wrote (`written`, its sha256)."""
    if path.exists() and not overwrite and written != sha256(path):
        raise RefusedError(
            f"“{path}”在上次生成后被改过，或不是 perfxl 生成的，没有覆盖；请换一个文件夹，确要覆盖请加 --overwrite。"
        )
