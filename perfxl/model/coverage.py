"""What a result rests on (核对范围): what was read and compared, what was not, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from perfxl.model.table import Unread


class Uncompared(StrEnum):
    """Why a number was held against nothing."""

    NO_RULE = "no_rule"
    ONLY_OPERAND = "only_operand"
    BLANK_OPERAND = "blank_operand"
    NOT_JUDGED = "not_judged"
    NO_RESULT = "no_result"
    UNREAD = "unread"

    @property
    def term(self) -> str:
        """The reason in Chinese."""
        return _TERMS[self]


_TERMS = {
    Uncompared.NO_RULE: "没有规则也没有别处的数可对照",
    Uncompared.ONLY_OPERAND: "只作为计算空白格的依据",
    Uncompared.BLANK_OPERAND: "参与计算的格子空白",
    Uncompared.NOT_JUDGED: "得分不作判断",
    Uncompared.NO_RESULT: "公式没有结果或出错",
    Uncompared.UNREAD: "没有读",
}


@dataclass(frozen=True, slots=True)
class TableCoverage:
    """The numbers of one recognised table: how many were compared, and how many were not, by reason.

    unconfirmed  of the compared ones those that only a rule speaks of whose source was not confirmed
    missing      terms of what tables of the kind have and this one has not (项目资金, 总分)
    """

    kind: str
    name: str
    sheet: str
    range: str
    compared: int = 0
    unconfirmed: int = 0
    uncompared: Mapping[Uncompared, int] = field(default_factory=dict)
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FailedCheck:
    """A check that could not be done because the program erred: its code, its name, the kind of error."""

    code: str
    name: str
    error: str


@dataclass(frozen=True, slots=True)
class PackStatus:
    """A rule pack that judged: how many of its rules have a source that was read, and how many have not."""

    name: str
    title: str
    confirmed: int
    unconfirmed: int


@dataclass(frozen=True, slots=True)
class LastYear:
    """Last year's workbook (上年的工作簿): its name, how many numbers stand in both, the sheets that pair with none."""

    book: str
    compared: int
    unpaired: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a result rests on.

    tables   the recognised tables in workbook order
    sheets   names of sheets on which no table was recognised
    own      names of sheets that perfxl generated, which are no source
    unread   cells that nothing made sense of, on sheets with tables and without
    claimed  of the numbers of an unread block, by sheet and range, those that were compared by what labels claim
    idle     codes of the checks that found nothing in the workbook to look at
    failed   checks that erred
    packs    the rule packs that judged
    deselected  codes of the checks that were not to be done; what they compare is not compared then
    choice   why these were taken where nobody named any, "" where somebody did
    previous what was held against last year's workbook, None where nobody gave it
    """

    tables: tuple[TableCoverage, ...] = ()
    sheets: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    claimed: Mapping[tuple[str, str], int] = field(default_factory=dict)
    idle: tuple[str, ...] = ()
    failed: tuple[FailedCheck, ...] = ()
    packs: tuple[PackStatus, ...] = ()
    deselected: tuple[str, ...] = ()
    choice: str = ""
    previous: LastYear | None = None

    @property
    def compared(self) -> int:
        """How many numbers were compared."""
        return sum(table.compared for table in self.tables) + sum(self.claimed.values())

    @property
    def unconfirmed(self) -> int:
        """How many of them rest on rules alone whose source was not confirmed."""
        return sum(table.unconfirmed for table in self.tables)

    @property
    def uncompared(self) -> dict[Uncompared, int]:
        """How many numbers were not compared, by reason, the reasons in their order."""
        counted = Counter({Uncompared.UNREAD: sum(map(self.left, self.unread))})
        for table in self.tables:
            counted.update(table.uncompared)
        return {reason: counted[reason] for reason in Uncompared if counted[reason]}

    def left(self, block: Unread) -> int:
        """Return how many numbers of an unread block nothing was held against."""
        return max(0, block.numbers - self.claimed.get((block.sheet, block.range), 0))

    @property
    def complete(self) -> bool:
        """Whether every number and all cells of the known tables were read, and every check could be done."""
        left = any(self.left(block) or block.table for block in self.unread)
        lacking = any(table.missing for table in self.tables)
        return bool(self.tables) and not (left or lacking or self.failed)
