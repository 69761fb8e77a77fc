"""What a command works with: the workbook in front, the user, and the user's own folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from perfxl.excel.com import Com
from perfxl.excel.identity import Identity
from perfxl.excel.record import Records
from perfxl.model.finding import Finding
from perfxl.output.results import Advice

Key = tuple[str, str]
ADVICE = Advice("点“检查”可逐项查看。", "先删除它")


@dataclass(frozen=True, slots=True)
class Ask:
    """A command has planned what to write and waits for the user's consent; "" asks for none."""

    question: str


@dataclass(frozen=True, slots=True)
class Show:
    """A text for the status bar, where it stays."""

    text: str


Answer = str | Ask | Show  # a text is shown in a message box; "" shows none
Opener = Callable[[Path], None]  # opens a file with the program that Windows has for it


@dataclass(slots=True)
class Memory:
    """What lasts between two commands.

    records   for undo
    findings  the last ones of a workbook, and `position` among them, by what it is known by
    pending   what a command that asked does once the user agrees
    """

    records: Records
    findings: dict[Key, tuple[Finding, ...]] = field(default_factory=dict)
    position: dict[Key, int] = field(default_factory=dict)
    pending: Pending | None = None

    def remember(self, book: Identity, findings: tuple[Finding, ...]) -> None:
        """Hold a workbook's findings, to be gone through from the first."""
        self.findings[book.key] = findings
        self.position[book.key] = -1

    def follow(self, before: Identity, after: Identity) -> None:
        """Know a workbook's findings by what it is known by now."""
        for held in (self.findings, self.position):
            if before.key in held:
                held[after.key] = held.pop(before.key)  # type: ignore[assignment]

    def drop_pending(self) -> None:
        """Forget what was asked; what was read for it goes."""
        if self.pending:
            self.pending.close()
        self.pending = None


class Pending(Protocol):
    """What a command has planned to write into a workbook."""

    @property
    def tag(self) -> str:
        """The button's."""

    @property
    def identity(self) -> Identity:
        """What the workbook is known by that it was planned for."""

    def carry_out(self, context: Context) -> str:
        """Write it and return what to tell."""

    def close(self) -> None:
        """Let go of what was read for it."""


@dataclass(frozen=True, slots=True)
class Context:
    """One command at work: `book` is the COM object of the workbook in front, `identity` what it is known by."""

    book: Com
    identity: Identity
    open: Opener
    folder: Path
    memory: Memory

    @property
    def name(self) -> str:
        """The workbook's name, as Excel's title shows it."""
        return self.identity.name


Command = Callable[[Context], Answer]
