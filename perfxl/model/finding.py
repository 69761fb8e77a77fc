"""A finding (检查结果): one shape for all checks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from perfxl.model.place import Place


class Severity(StrEnum):
    """How sure and how grave: an error is hard, a warning is to be verified, an info is for attention."""

    ERROR = "error"  # 错误
    WARNING = "warning"  # 核实
    INFO = "info"  # 提示

    @property
    def term(self) -> str:
        """The Chinese term: 错误, 核实, 提示."""
        return {Severity.ERROR: "错误", Severity.WARNING: "核实", Severity.INFO: "提示"}[self]

    @property
    def rank(self) -> int:
        """0 for info, 1 for warning, 2 for error."""
        return ("info", "warning", "error").index(self.value)


class Group(StrEnum):
    """What a check is about; checks are chosen by it as well as by code."""

    FORM = "form"  # 表式与表况
    SUMS = "sums"  # 合计与差额
    RATES = "rates"  # 比率与占比
    SCORES = "scores"  # 得分与等级
    CROSS = "cross"  # 表间勾稽
    WRITING = "writing"  # 数字书写
    MONITORING = "monitoring"  # 运行监控

    @property
    def term(self) -> str:
        """The Chinese term."""
        return {
            Group.FORM: "表式与表况",
            Group.SUMS: "合计与差额",
            Group.RATES: "比率与占比",
            Group.SCORES: "得分与等级",
            Group.CROSS: "表间勾稽",
            Group.WRITING: "数字书写",
            Group.MONITORING: "运行监控",
        }[self]


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not tie, where, what was said, what was expected, how to mend it, by which law.

    table, row, column  what its cell is called, by which it is known again wherever it has moved; "" where unknown
    """

    code: str
    name: str
    severity: Severity
    place: Place
    message: str
    said: str = ""
    expected: str = ""
    fix: str = ""
    citation: str = ""
    related: tuple[Place, ...] = ()
    table: str = ""
    row: str = ""
    column: str = ""
