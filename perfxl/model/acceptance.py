"""Acceptance of findings (核实说明): a person with the competence says why a finding may stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from perfxl.model.finding import Finding


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One accepted finding, known by what it is about and by its figures, not by its address.

    code, table, row, figures  which finding it is, as `finding_figures` and the finding's names have it
    reason  why it may stand; role: the post of whoever judged so (财务科长); date: "2026-03-01"
    source  where it is written: "核实说明!A3", "perfxl.toml"
    """

    code: str
    table: str
    row: str
    figures: str
    reason: str
    role: str
    date: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that stands apart, with why."""

    finding: Finding
    acceptance: Acceptance


@dataclass(frozen=True, slots=True)
class Lapsed:
    """An acceptance that holds for no finding, and why, in a clause."""

    acceptance: Acceptance
    why: str


ARROW = "→"
_NUMBER = re.compile(r"(?<![A-Za-z\d.])(?<!第)\d[\d,]*(?:\.\d+)?%?(?![\d行])")
_MOST_NUMBERS = 8


def finding_figures(finding: Finding) -> str:
    """Return what a finding says of figures: "91.4% → 91.5%"; what was said alone where nothing was expected.

    Where it says nothing of its cell, the numbers of its message: they tell when one of them has changed.
    """
    said, expected = (" ".join(text.split()) for text in (finding.said, finding.expected))
    if not said and not expected:
        return "、".join(_NUMBER.findall(finding.message)[:_MOST_NUMBERS])
    return f"{said} {ARROW} {expected}" if expected else said


def row_name(finding: Finding) -> str:
    """Return the row of a finding with its column: "合计 · 控制率"."""
    return " · ".join(filter(None, (finding.row, finding.column)))
