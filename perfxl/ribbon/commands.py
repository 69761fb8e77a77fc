"""The commands of the ribbon by the tags of their buttons, and what becomes of one that fails."""

from __future__ import annotations

import time
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from perfxl.errors import PerfxlError, RefusedError
from perfxl.excel.com import conversation
from perfxl.excel.record import Records
from perfxl.ribbon import log
from perfxl.ribbon.context import Command, Context, Dialogs, Memory

if TYPE_CHECKING:
    import xlwings

COMMANDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "run": ("filling", "run"),
        "fill": ("filling", "fill"),
        "check": ("checking", "check"),
        "previous": ("checking", "previous"),
        "next": ("checking", "next_"),
        "clear": ("checking", "clear"),
        "attach": ("filling", "attach"),
        "print": ("filling", "print_attachments"),
        "explain": ("checking", "explain"),
        "tovalues": ("filling", "convert"),
        "relink": ("filling", "relink"),
        "undo": ("changing", "undo"),
        "packs": ("about", "packs"),
        "doctor": ("about", "doctor"),
        "log": ("about", "show_log"),
        "help": ("about", "help_"),
        "checksheet": ("checking", "checksheet"),
    }
)
TAGS = tuple(COMMANDS)
WITHOUT_BOOK = frozenset({"packs", "doctor", "log", "help"})
_PARTLY = "已写入的部分可用“撤销上次操作”还原。"
_memories: dict[Path, Memory] = {}


def perform(tag: str, book: xlwings.Book | None, dialogs: Dialogs, folder: Path) -> str:
    """Do what the button of that tag does to a workbook; return the Chinese message to show, "" for none.

    Never raises: whatever goes wrong becomes a message.
    """
    started = time.perf_counter()
    try:
        message = _perform(tag, book, dialogs, folder)
    except PerfxlError as error:
        log.failed(folder, tag, error)
        return str(error)
    except Exception as error:  # the last resort: a clerk never sees a traceback
        log.failed(folder, tag, error)
        return f"程序内部错误（{type(error).__name__}），请点“查看日志”，把日志发给维护人员。"
    log.done(folder, tag, time.perf_counter() - started)
    return message


def _perform(tag: str, book: xlwings.Book | None, dialogs: Dialogs, folder: Path) -> str:
    if tag not in COMMANDS:
        raise RefusedError(f"没有“{tag}”这个命令，请重新安装加载项。")
    if book is None and tag not in WITHOUT_BOOK:
        return "没有打开的工作簿，请先打开要处理的工作簿。"
    module, name = COMMANDS[tag]
    command: Command = getattr(import_module(f"perfxl.ribbon.{module}"), name)
    memory = memory_of(folder)
    if book is None:
        return command(Context(None, "", dialogs, folder, memory))
    before = memory.records.kept
    try:
        with conversation(book) as (com, called):
            return command(Context(com, called, dialogs, folder, memory))
    except RefusedError as error:
        if memory.records.kept > before:
            raise RefusedError(f"{error}{_PARTLY}") from error
        raise


def memory_of(folder: Path) -> Memory:
    """Return what is remembered between commands for the user whose folder this is."""
    return _memories.setdefault(folder, Memory(Records(folder / "undo")))
