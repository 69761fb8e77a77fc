"""Where a summary over many workbooks goes: a workbook, or CSV files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from perfxl.batch.batch import Batch
from perfxl.batch.csvfiles import csv_files, write_csv
from perfxl.batch.expected import Absence
from perfxl.errors import InputError, RefusedError
from perfxl.package.save import check_target


def summary_files(target: Path, overwrite: bool = False) -> list[Path]:
    """Return the files that a summary at `target` is: one .xlsx, or the .csv files of a name or a folder.

    InputError where it can be neither, RefusedError where one is there already, unless `overwrite`; said before any
    work is done.
    """
    suffix = target.suffix.casefold()
    if suffix == ".xlsx":
        files = [target]
    elif suffix == ".csv" or not suffix or target.is_dir():
        files = list(csv_files(target).values())
    else:
        raise InputError(f"汇总“{target.name}”的扩展名不对，请写 .xlsx、.csv，或放 CSV 文件的文件夹。")
    there = [file for file in files if file.exists()]
    if there and not overwrite:
        raise RefusedError(f"汇总“{there[0]}”已经存在，请换一个名字，确要覆盖请加 --overwrite。")
    if suffix:
        check_target(target.absolute())
    return files


def write_summary(batch: Batch, absences: Sequence[Absence] | None, target: Path) -> None:
    """Write a summary where `summary_files` says; RefusedError where it cannot be written."""
    if target.suffix.casefold() == ".xlsx":
        from perfxl.batch.summarybook import write_book  # noqa: PLC0415 (only who wants a workbook waits for it)

        write_book(batch, absences, target)
    else:
        write_csv(batch, absences, target)
