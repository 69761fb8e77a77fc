"""What a command works with: the workbook in front, the user, and the user's own folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from perfxl.excel.com import Com
from perfxl.excel.record import Records
from perfxl.model.finding import Finding
from perfxl.output.results import Advice

ADVICE = Advice("点“检查”可逐项查看。", "先删除它")


class Dialogs(Protocol):
    """What a command may ask of the user while it runs; what it has to say at its end it returns."""

    def confirm(self, text: str) -> bool:
        """Show what is going to happen and return whether the user agrees."""

    def open(self, path: Path) -> None:
        """Open a file or a folder with the program that Windows has for it."""


@dataclass(slots=True)
class Memory:
    """What lasts between two commands: the records for undo, and the last findings by the workbook's name."""

    records: Records
    findings: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    position: dict[str, int] = field(default_factory=dict)

    def remember(self, book: str, findings: tuple[Finding, ...]) -> None:
        """Hold a workbook's findings, to be gone through from the first."""
        self.findings[book] = findings
        self.position[book] = -1


@dataclass(frozen=True, slots=True)
class Context:
    """One command at work: `book` is the COM object of the workbook in front, known by its `name` alone."""

    book: Com
    name: str
    dialogs: Dialogs
    folder: Path
    memory: Memory


Command = Callable[[Context], str]
