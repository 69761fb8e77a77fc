"""The commands of the ribbon by the tags of their buttons, and what becomes of one that fails."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from perfxl.errors import PerfxlError, RefusedError
from perfxl.excel.com import conversation
from perfxl.excel.identity import Identity, identify
from perfxl.excel.record import Records
from perfxl.ribbon import log
from perfxl.ribbon.context import Answer, Ask, Command, Context, Memory, Opener, Pending

if TYPE_CHECKING:
    import xlwings

COMMANDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "run": ("filling", "run"),
        "fill": ("filling", "fill"),
        "fix": ("filling", "fix"),
        "collect": ("collecting", "collect"),
        "map": ("collecting", "show_recognised"),
        "check": ("checking", "check"),
        "previous": ("checking", "previous"),
        "next": ("checking", "next_"),
        "clear": ("checking", "clear"),
        "attach": ("filling", "attach"),
        "print": ("filling", "print_attachments"),
        "report": ("reporting", "report"),
        "checkreport": ("reporting", "check_report"),
        "monitor": ("monitoring", "monitor"),
        "explain": ("checking", "explain"),
        "tovalues": ("filling", "convert"),
        "relink": ("filling", "relink"),
        "undo": ("undoing", "undo"),
        "packs": ("about", "packs"),
        "doctor": ("about", "doctor"),
        "log": ("about", "show_log"),
        "help": ("about", "help_"),
        "restart": ("about", "restarted"),
        "checksheet": ("checking", "checksheet"),
    }
)
TAGS = tuple(COMMANDS)
WITHOUT_BOOK = frozenset({"packs", "doctor", "log", "help", "restart"})
NO_BOOK = "没有打开的工作簿，请先打开要处理的工作簿；在“受保护的视图”里打开的，请先点“启用编辑”。"
CANCELLED = "已取消，没有改动。"
_LOST = "没有改动：函数服务重新启动过，或是换了工作簿，请再点一次按钮。"
_PARTLY = "已写入的部分可用“撤销上次操作”还原。"
_memories: dict[Path, Memory] = {}


def perform(tag: str, book: xlwings.Book | None, opener: Opener, folder: Path) -> Answer:
    """Do what the button of that tag does to a workbook, or plan it where it writes; return what to tell or ask.

    Never raises: whatever goes wrong becomes a message.
    """
    memory_of(folder).drop_pending()
    return _guarded(tag, folder, lambda: _perform(tag, book, opener, folder))


def finish(agreed: bool, book: xlwings.Book | None, opener: Opener, folder: Path) -> str:
    """Write what the last command planned, if the user agreed; return the message to show. Never raises."""
    pending = memory_of(folder).pending
    if pending is None or book is None:
        return _LOST
    if not agreed:
        memory_of(folder).drop_pending()
        return CANCELLED
    try:
        return str(_guarded(pending.tag, folder, lambda: _finish(pending, book, opener, folder)))
    finally:
        memory_of(folder).drop_pending()


def memory_of(folder: Path) -> Memory:
    """Return what is remembered between commands for the user whose folder this is."""
    return _memories.setdefault(folder, Memory(Records(folder / "undo")))


def _guarded(tag: str, folder: Path, work: Callable[[], Answer]) -> Answer:
    started = time.perf_counter()
    try:
        answer = work()
    except PerfxlError as error:
        log.failed(folder, tag, error)
        return str(error)
    except Exception as error:  # the last resort: a clerk never sees a traceback
        log.failed(folder, tag, error)
        return f"程序内部错误（{type(error).__name__}），请点“查看日志”，把日志发给维护人员。"
    if not isinstance(answer, Ask):
        log.done(folder, tag, time.perf_counter() - started)
    return answer


def _perform(tag: str, book: xlwings.Book | None, opener: Opener, folder: Path) -> Answer:
    if tag not in COMMANDS:
        raise RefusedError(f"没有“{tag}”这个命令，请重新安装加载项。")
    if book is None and tag not in WITHOUT_BOOK:
        return NO_BOOK
    module, name = COMMANDS[tag]
    command: Command = getattr(import_module(f"perfxl.ribbon.{module}"), name)
    if book is None:
        return command(Context(None, Identity(""), opener, folder, memory_of(folder)))
    with conversation(book) as (com, called):
        return command(Context(com, identify(com, called), opener, folder, memory_of(folder)))


def _finish(pending: Pending, book: xlwings.Book, opener: Opener, folder: Path) -> str:
    memory = memory_of(folder)
    before = memory.records.kept
    try:
        with conversation(book, "FullName") as (com, path):
            if path != pending.identity.path:
                return _LOST
            return pending.carry_out(Context(com, pending.identity, opener, folder, memory))
    except RefusedError as error:
        if memory.records.kept > before:
            raise RefusedError(f"{error}{_PARTLY}") from error
        raise
