"""汇总科室表, 识别情况: what others filled in comes into the workbook; the clerk puts right what was read wrongly."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from perfxl.attachments.statement import shorten
from perfxl.errors import PerfxlError, RefusedError
from perfxl.excel.watch import progress
from perfxl.files.listing import list_books
from perfxl.files.read.reading import read
from perfxl.jobs.collect import collect as collect_books
from perfxl.jobs.collected import Collected
from perfxl.jobs.map import map_book, recognition_changes
from perfxl.model.table import Evaluation
from perfxl.output.results import collect_lines
from perfxl.package.whole import write_text
from perfxl.recognition.teaching import is_teaching
from perfxl.ribbon.beside import folder_of, put, result
from perfxl.ribbon.changing import GO_ON, Planned, change, changes_told
from perfxl.ribbon.context import Answer, Context
from perfxl.sheets.snapshot import Snapshot

FOLDER = "科室表"
_LIST = "-汇总情况.txt"


def collect(context: Context) -> Answer:
    """汇总科室表: merge the forms in the folder 科室表 beside the workbook, else the other workbooks beside it."""
    merging = _Merging(context)
    return change(context, "collect", "汇总科室表", merging.plan, done=merging.write)


@dataclass
class _Merging:
    """Forms that were handed in: what a person is to decide goes into a list beside the workbook."""

    context: Context
    lines: tuple[str, ...] = ()

    def plan(self, snapshot: Snapshot) -> Planned:
        """Return the cells to fill; RefusedError where nothing was handed in."""
        folder = _handed_in(self.context)
        own = folder_of(self.context) / self.context.name
        listed = list_books([str(folder)], leave=[own]).books
        found = [path for path in map(Path, listed) if not path.stem.startswith(f"{own.stem}-")]
        files, broken = _read(found)
        if not files:
            why = f"；{next(iter(broken.values()))}" if broken else "，请把科室填好的表放进去，再点一次。"
            raise RefusedError(f"“{folder}”里没有读得了的科室表{why}")
        done = collect_books(snapshot, files)
        progress()
        self.lines = (*collect_lines(done, len(files)), *(f"  【读不了】{text}" for text in broken.values()))
        return Planned(done.changes, self._message(done), self._question(done, folder, list(files)))

    def _message(self, done: Collected) -> tuple[str, ...]:
        more = len(self.lines) > 1
        where = (f"全部列在“{result(self.context, _LIST)}”。",) if more else ()
        return (self.lines[0], *where, *self.lines[1:])

    def _question(self, done: Collected, folder: Path, names: list[str]) -> str:
        return f"将汇总“{folder}”里的 {len(names)} 个文件（{shorten(names)}），{changes_told(done.changes)}。{GO_ON}"

    def write(self) -> None:
        """Write the list where there is something to decide."""
        if len(self.lines) > 1:
            text = "\ufeff" + "\n".join(self.lines)  # with the mark by which Notepad knows it
            put(self.context, result(self.context, _LIST), lambda path: write_text(path, text))


def _handed_in(context: Context) -> Path:
    """Return the folder with the forms: one of that name, else that of the workbook."""
    folder = folder_of(context)
    return folder / FOLDER if (folder / FOLDER).is_dir() else folder


def _read(paths: list[Path]) -> tuple[dict[str, Snapshot], dict[str, str]]:
    """Return the workbooks by their names, and of those that cannot be read the reasons."""
    files: dict[str, Snapshot] = {}
    broken: dict[str, str] = {}
    for path in paths:
        progress()
        try:
            files[path.name] = read(path)
        except PerfxlError as error:
            broken[path.name] = str(error)
    return files, broken


def show_recognised(context: Context) -> Answer:
    """识别情况: show what was read as what, on a sheet where the clerk puts it right; what was chosen there counts."""
    if context.book.Excel8CompatibilityMode:
        raise RefusedError("这个工作簿是 97-2003 格式，加不进“识别情况”表，请先另存为 .xlsx，再点一次。")
    if context.book.MultiUserEditing:
        raise RefusedError("这是共享工作簿，加不进“识别情况”表，请先在“审阅”里取消共享，再点一次。")
    shown: list[str] = []
    return change(context, "map", "识别情况", partial(_recognised, shown), done=lambda: _show(context, shown))


def _recognised(shown: list[str], snapshot: Snapshot) -> Planned:
    changes = recognition_changes(snapshot)
    there = [sheet.name for sheet in snapshot.sheets if is_teaching(sheet)]
    shown[:] = [write.name for write in changes.sheets] or there
    return Planned(changes, tuple(_told(map_book(snapshot).evaluation)))


def _told(evaluation: Evaluation) -> list[str]:
    names = [table.name for table in evaluation.tables]
    unread = [f"{block.sheet}!{block.range}" for block in evaluation.unread]
    return [
        f"识别到 {len(names)} 张表{f'：{shorten(names)}' if names else ''}。",
        f"没有读的 {len(unread)} 块：{shorten(unread)}。" if unread else "没有不认得的块。",
        "读错、未读的，在“取作”栏的下拉中选；选好以后各按钮就按选的读。",
    ]


def _show(context: Context, names: list[str]) -> None:
    for name in names[:1]:
        context.book.Worksheets(name).Activate()
