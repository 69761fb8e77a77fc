"""The files of a month's monitoring: summary, page and result, and beside them the record that goes on growing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from perfxl.errors import InputError
from perfxl.monitoring.record import Reported, from_data, to_data
from perfxl.output.documents import dumps
from perfxl.output.monitorbook import monitoring_workbook
from perfxl.output.monitoring import monitoring_document
from perfxl.output.monitorpage import monitoring_page
from perfxl.package.system import fitting
from perfxl.package.whole import sha256, write_bytes, write_text

if TYPE_CHECKING:
    from perfxl.jobs.monitor import Monitored

_RECORD = "监控记录.json"


@dataclass(frozen=True, slots=True)
class MonthFiles:
    """The summary workbook, the page and the result of one month, and the record of all months."""

    summary: Path
    page: Path
    result: Path
    record: Path

    @property
    def of_month(self) -> tuple[Path, ...]:
        """Those of the month alone."""
        return self.summary, self.page, self.result


def record_file(folder: Path, book: str) -> Path:
    """Return where the record of a workbook stands; `book` is its name."""
    return folder / fitting(Path(book).stem, f"-{_RECORD}")


def month_file(folder: Path, book: str, done: Monitored, ending: str) -> Path:
    """Return the file of a month with that ending of its name."""
    month = f"-{done.year}年{done.month}月" if done.year else f"-{done.month}月"
    return folder / fitting(Path(book).stem, f"{month}{ending}")


def month_files(folder: Path, book: str, done: Monitored) -> MonthFiles:
    """Return where the files of a month go."""
    endings = ("监控.xlsx", "监控.html", "监控.json")
    summary, page, result = (month_file(folder, book, done, ending) for ending in endings)
    return MonthFiles(summary, page, result, record_file(folder, book))


def recorded(record: Path) -> tuple[tuple[Reported, ...], dict[str, str]]:
    """Return what earlier runs kept: the reports, and the hashes of the files that they wrote, by name.

    InputError where the file is no record.
    """
    if not record.exists():
        return (), {}
    try:
        data = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"“{record}”不是监控记录，或已损坏，请移走它或换一个结果文件夹。") from error
    return from_data(data, str(record)), dict(data.get("files", {}))


def write_month(files: MonthFiles, done: Monitored, book: str, stamps: Mapping[str, str], *more: Path) -> None:
    """Write the files of a month and the record; `more` are further files that the record knows as written by us."""
    write_bytes(files.summary, monitoring_workbook(done))
    write_text(files.page, monitoring_page(done))
    write_text(files.result, dumps(monitoring_document(book, done)))
    hashes = {**stamps, **{path.name: sha256(path) for path in (*more, *files.of_month)}}
    record = {**to_data(done.reports), "files": dict(sorted(hashes.items()))}
    write_text(files.record, json.dumps(record, ensure_ascii=False, indent=1))
