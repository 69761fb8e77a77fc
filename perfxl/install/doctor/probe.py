"""One thing looked at, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

ALL_WELL = "环境正常，可以使用。"


class Status(Enum):
    """How a probe ended; `skipped` is what this system has nothing to say about."""

    OK = "正常"
    WARNING = "注意"
    ERROR = "有误"
    SKIPPED = "未检查"


@dataclass(frozen=True, slots=True)
class Probe:
    """One line of the self-check.

    name    what was looked at
    detail  what was seen; never a figure, a file name or a text of any workbook
    advice  one sentence, what to do; "" where nothing is to be done
    """

    name: str
    status: Status
    detail: str
    advice: str = ""


def next_step(probes: Sequence[Probe]) -> str:
    """Return the one sentence to act on: the first error's advice, else the first warning's."""
    for status in (Status.ERROR, Status.WARNING):
        for probe in probes:
            if probe.status is status and probe.advice:
                return probe.advice
    return ALL_WELL


def report(probes: Sequence[Probe]) -> str:
    """Return the whole self-check as text, a line a probe and the next step last."""
    lines = [f"[{probe.status.value}] {probe.name}：{probe.detail}" for probe in probes]
    return "\n".join([*lines, "", f"下一步：{next_step(probes)}"])
