"""What one of many workbooks came to, as it crosses processes and lies in a journal: dataclasses here, JSON there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from perfxl.batch.profile import Profile
from perfxl.jobs.judging import Judgement
from perfxl.model.coverage import Coverage
from perfxl.model.finding import Finding, Severity

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Claimed = tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class BookRecord:
    """One workbook.

    book       the path as it was given
    digest     SHA-256 of the file's bytes in hexadecimal, "" where they could not be read
    error      why it could not be checked, one Chinese sentence; "" where it was
    profile    what it tells of itself
    judgement  what was found and what that rests on; None where it could not be checked
    notes      what is to be said of the file as such (only its values can be read)
    outputs    names of the files written for it, where any were
    """

    book: str
    digest: str = ""
    error: str = ""
    profile: Profile = field(default_factory=Profile)
    judgement: Judgement | None = None
    notes: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One workbook as one line of a summary: what is kept in memory of each, however many there are.

    tables      how many tables were read
    compared    numbers held against others, `uncompared` those that were not, `unread` those of them that nobody read
    complete    all numbers were read, no known table lacks a part, no check erred
    worst       the gravest finding in a sentence with its place, "" where there is none
    """

    book: str
    digest: str
    error: str
    profile: Profile
    tables: int = 0
    compared: int = 0
    uncompared: int = 0
    unread: int = 0
    complete: bool = False
    failed: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    worst: str = ""
    outputs: tuple[str, ...] = ()

    def worst_first(self) -> tuple[object, ...]:
        """The key that puts what could not be read first, then the most errors, warnings, unread numbers."""
        return (not self.error, -self.errors, -self.warnings, -self.failed, -self.unread, -self.infos, self.book)


def line_of(result: BookRecord) -> Line:
    """Return the line of a result."""
    done = result.judgement
    if done is None:
        return Line(result.book, result.digest, result.error, result.profile, outputs=result.outputs)
    left = done.coverage.uncompared
    levels = [finding.severity for finding in done.findings]
    return Line(
        result.book,
        result.digest,
        result.error,
        result.profile,
        tables=len(done.coverage.tables),
        compared=done.coverage.compared,
        uncompared=sum(left.values()),
        unread=sum(map(done.coverage.left, done.coverage.unread)),
        complete=done.coverage.complete,
        failed=len(done.coverage.failed),
        errors=levels.count(Severity.ERROR),
        warnings=levels.count(Severity.WARNING),
        infos=levels.count(Severity.INFO),
        worst=worst(done.findings),
        outputs=result.outputs,
    )


def worst(findings: tuple[Finding, ...]) -> str:
    """Return the gravest finding with its place, the first of several; "" without any."""
    gravest = max(findings, key=lambda finding: finding.severity.rank, default=None)
    return f"{gravest.place} {gravest.code} {gravest.message}".strip() if gravest else ""


@dataclass(frozen=True, slots=True)
class _Stored:
    """A result and what JSON cannot hold as it is: a mapping whose keys are pairs."""

    result: BookRecord
    claimed: Claimed = ()


def encode(result: BookRecord) -> bytes:
    """Return a result as one line of JSON."""
    done, claimed = result.judgement, ()  # type: tuple[Judgement | None, Claimed]
    if done is not None:
        claimed = tuple((sheet, box, count) for (sheet, box), count in done.coverage.claimed.items())
        result = _with_coverage(result, replace(done.coverage, claimed={}))
    return _adapter().dump_json(_Stored(result, claimed))


def decode(line: bytes) -> BookRecord:
    """Return the result of a line; ValueError where it is no whole line of a result."""
    stored = _adapter().validate_json(line)
    done = stored.result.judgement
    if done is None:
        return stored.result
    claimed = {(sheet, box): count for sheet, box, count in stored.claimed}
    return _with_coverage(stored.result, replace(done.coverage, claimed=claimed))


def _with_coverage(result: BookRecord, coverage: Coverage) -> BookRecord:
    return replace(result, judgement=replace(result.judgement, coverage=coverage)) if result.judgement else result


@cache
def _adapter() -> TypeAdapter[_Stored]:
    from pydantic import TypeAdapter  # noqa: PLC0415 (only where there are many books)

    return TypeAdapter(_Stored)
