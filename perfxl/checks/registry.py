"""The registry: every module `pxNNN_*.py` of this room is a check."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from inspect import cleandoc
from types import ModuleType

import perfxl.checks as room
from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.subject import named
from perfxl.model.coverage import FailedCheck
from perfxl.model.finding import Finding, Group
from perfxl.model.selection import Selection

_PREFIX = "px"
HEADS = ("错例", "正例", "依据")


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its code, short name, group, the page in its docstring, and the function.

    yields_to  codes whose finding on a cell makes this check's finding on the same cell needless
    looks_at   kinds of tables, by key: without any of them it has nothing to look at; () where it looks at all tables
    last_year  whether it has nothing to look at without last year's workbook
    """

    code: str
    name: str
    group: Group
    page: str
    module: str
    function: Callable[[Checked], Iterator[Finding]]
    yields_to: frozenset[str] = frozenset()
    looks_at: tuple[str, ...] = ()
    last_year: bool = False

    def is_idle(self, book: Checked) -> bool:
        """Whether a workbook has nothing for it to look at."""
        lacking = self.last_year and book.previous is None
        return lacking or bool(self.looks_at and not book.evaluation.of(*self.looks_at))

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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the checks came to: findings by sheet, row, column and code; checks that erred; codes of the others.

    idle        checks that found nothing to look at
    deselected  checks that were not to be done
    """

    findings: tuple[Finding, ...]
    failed: tuple[FailedCheck, ...] = ()
    idle: tuple[str, ...] = ()
    deselected: tuple[str, ...] = ()


def run(book: Checked) -> tuple[Finding, ...]:
    """Return the findings of all checks by sheet, row, column and code; an error of a check is raised."""
    return _in_order(book, [finding for check in checks() for finding in _found(check, book)])


def run_each(book: Checked, selection: Selection | None = None) -> Outcome:
    """Run the checks to be done, all by default; one that errs is reported by name and the others still run."""
    wanted = selection or Selection()
    chosen = [check for check in checks() if wanted.takes(check.code, check.group)]
    findings, failed = _tried(chosen, book)
    idle = tuple(check.code for check in chosen if check.is_idle(book))
    deselected = tuple(check.code for check in checks() if check not in chosen)
    return Outcome(_in_order(book, findings), tuple(failed), idle, deselected)


def _tried(chosen: Iterable[Check], book: Checked) -> tuple[list[Finding], list[FailedCheck]]:
    findings: list[Finding] = []
    failed: list[FailedCheck] = []
    for check in chosen:
        try:
            findings += _found(check, book)
        except Exception as error:
            failed.append(FailedCheck(check.code, check.name, type(error).__name__))
    return findings, failed


def _found(check: Check, book: Checked) -> list[Finding]:
    return [named(book, _cited(check, finding)) for finding in check.function(book)]


def _in_order(book: Checked, findings: list[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(_without_echoes(findings), key=book.order))


def _without_echoes(findings: list[Finding]) -> Iterator[Finding]:
    """Drop what another check already says about the same cell, no less gravely."""
    yields_to = {check.code: check.yields_to for check in checks()}
    told = {(finding.place, finding.code): finding.severity.rank for finding in findings}
    for finding in findings:
        ranks = [told.get((finding.place, code), -1) for code in yields_to[finding.code]]
        if max(ranks, default=-1) < finding.severity.rank:
            yield finding


def _check(name: str, module: ModuleType) -> Check:
    yields_to, looks_at = (getattr(module, key, ()) for key in ("YIELDS_TO", "LOOKS_AT"))
    page = cleandoc(module.__doc__ or "")
    group = Group(module.GROUP)
    last_year = getattr(module, "LAST_YEAR", False)
    return Check(module.CODE, module.NAME, group, page, name, module.check, frozenset(yields_to), looks_at, last_year)


def _cited(check: Check, finding: Finding) -> Finding:
    return finding if finding.citation else replace(finding, citation=check.citation)
