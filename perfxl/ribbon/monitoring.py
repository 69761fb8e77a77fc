"""绩效监控: lights, forecasts and what must be explained at the end of a month; forms in the workbook, files beside."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from perfxl.errors import RefusedError
from perfxl.jobs.monitor import Monitored
from perfxl.jobs.monitor import monitor as monitor_book
from perfxl.output.monitorfiles import MonthFiles, month_files, record_file, recorded, write_month
from perfxl.output.monitoring import alert_lines, headline
from perfxl.package.whole import sha256
from perfxl.ribbon.beside import result
from perfxl.ribbon.changing import GO_ON, Planned, change, changes_told
from perfxl.ribbon.context import Answer, Context
from perfxl.sheets.snapshot import Snapshot

_FOLDER = "-绩效监控"
_LOCKED = "工作簿的结构受保护，监控表加不进去；要监控表的，请取消保护后再点，或用 perfxl monitor 命令写到旁边的工作簿。"


def monitor(context: Context) -> Answer:
    """绩效监控: judge the latest month that the workbook names; the record of earlier months lies beside it."""
    month = _Month(result(context, _FOLDER), context.name)
    return change(context, "monitor", "绩效监控", month.plan, done=month.write)


@dataclass
class _Month:
    """A month: what was found of it goes into files once the workbook has its forms."""

    folder: Path
    book: str
    stamps: dict[str, str] = field(default_factory=dict)
    found: tuple[MonthFiles, Monitored] | None = None

    def plan(self, snapshot: Snapshot) -> Planned:
        """Return the forms to be written; RefusedError where a person changed a file that would be written over."""
        history, self.stamps = recorded(record_file(self.folder, self.book))
        done = monitor_book(snapshot, history=history, today=date.today())
        files = month_files(self.folder, self.book, done)
        for path in files.of_month:
            if path.exists() and self.stamps.get(path.name) != sha256(path):
                raise RefusedError(f"“{path}”在上次生成后被改过，没有覆盖；请把它移走或改名，再点一次。")
        self.found = files, done
        where = f"汇总表、网页和各月的记录在“{self.folder}”，先看 {files.page.name}。"
        locked = (_LOCKED,) if done.beside else ()
        message = (headline(done), *locked, where, *alert_lines(done))
        return Planned(done.changes, message, f"将{changes_told(done.changes)}。{GO_ON}")

    def write(self) -> None:
        """Write the files."""
        if self.found:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_month(*self.found, self.book, self.stamps)
