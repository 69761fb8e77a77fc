"""The registry: every module `pxNNN_*.py` of this room is a check."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from inspect import cleandoc
from types import ModuleType

import perfxl.checks as room
from perfxl.checks.evidence.book import Checked
from perfxl.model.finding import Finding

_PREFIX = "px"
HEADS = ("错例", "正例", "依据")


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its code, short name, the page in its docstring, and the function.

    yields_to  codes whose finding on a cell makes this check's finding on the same cell needless
    """

    code: str
    name: str
    page: str
    module: str
    function: Callable[[Checked], Iterator[Finding]]
    yields_to: frozenset[str] = frozenset()

    @property
    def law(self) -> str:
        """The law in one sentence."""
        return self.page.partition("\n")[0]

    @property
    def citation(self) -> str:
        """The text under 依据."""
        return " ".join(self.page.partition(f"\n{HEADS[-1]}\n")[2].split())


@cache
def checks() -> tuple[Check, ...]:
    """Return all checks in the order of their codes."""
    names = sorted(module.name for module in pkgutil.iter_modules(room.__path__) if module.name.startswith(_PREFIX))
    return tuple(_check(name, import_module(f"{room.__name__}.{name}")) for name in names)


def run(book: Checked) -> tuple[Finding, ...]:
    """Return the findings of all checks by sheet, row, column and code."""
    found = [_cited(check, finding) for check in checks() for finding in check.function(book)]
    return tuple(sorted(_without_echoes(found), key=book.order))


def _without_echoes(findings: list[Finding]) -> Iterator[Finding]:
    """Drop what another check already says about the same cell, no less gravely."""
    yields_to = {check.code: check.yields_to for check in checks()}
    told = {(finding.place, finding.code): finding.severity.rank for finding in findings}
    for finding in findings:
        ranks = [told.get((finding.place, code), -1) for code in yields_to[finding.code]]
        if max(ranks, default=-1) < finding.severity.rank:
            yield finding


def _check(name: str, module: ModuleType) -> Check:
    return Check(module.CODE, module.NAME, cleandoc(module.__doc__ or ""), name, module.check, _yields_to(module))


def _yields_to(module: ModuleType) -> frozenset[str]:
    return frozenset(getattr(module, "YIELDS_TO", ()))


def _cited(check: Check, finding: Finding) -> Finding:
    return finding if finding.citation else replace(finding, citation=check.citation)
