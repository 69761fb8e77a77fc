"""A finding (检查结果): one shape for all checks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from perfxl.model.place import Place


class Severity(StrEnum):
    """How sure and how grave: error 错误 (hard), warning 核实 (advisory), info 提示."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for info, 1 for warning, 2 for error."""
        return ("info", "warning", "error").index(self.value)


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not tie, where, what was said, what was expected, how to mend it, by which law."""

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
