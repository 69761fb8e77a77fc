"""Findings as SARIF 2.1.0 (OASIS), which code hosts and editors show beside the file.

A workbook has no lines: a cell's row and column stand for line and column, its address is the logical location.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from perfxl import __version__
from perfxl.checks.registry import Check, checks
from perfxl.model.acceptance import Accepted, finding_figures, row_name
from perfxl.model.coverage import FailedCheck
from perfxl.model.finding import Finding, Severity
from perfxl.model.place import Place
from perfxl.output.bookresult import BookResult
from perfxl.output.documents import coverage_document
from perfxl.sheets.address import Box

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_FINGERPRINT = "perfxl/v1"  # of code, table, row and figures
_ACCEPTED = "accepted"


def sarif_document(results: Sequence[BookResult]) -> dict[str, Any]:
    """Return one run over all books: what was found, what was accepted, and which books could not be read."""
    found = tuple(checks())
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(found)},
                "invocations": [_invocation(results)],
                "artifacts": [_artifact(each) for each in results],
                "results": [each for number, book in enumerate(results) for each in _of_book(number, book)],
                "columnKind": "unicodeCodePoints",
            }
        ],
    }


def _driver(found: Sequence[Check]) -> dict[str, Any]:
    return {
        "name": "perfxl",
        "semanticVersion": __version__,
        "language": "zh-CN",
        "rules": [_rule(check) for check in found],
    }


def _rule(check: Check) -> dict[str, Any]:
    return {
        "id": check.code,
        "name": check.name,
        "shortDescription": {"text": check.law},
        "help": {"text": check.page},
        "properties": {"tags": [check.group.value]},
    }


def _invocation(results: Sequence[BookResult]) -> dict[str, Any]:
    """Return how the run went: a note for each book and each check that could not be done."""
    told = [_failure(number, each) for number, each in enumerate(results) if each.done is None]
    for number, each in enumerate(results):
        told += [_erred(number, each.book, failed) for failed in (each.done.coverage.failed if each.done else ())]
    return {"executionSuccessful": not told, "toolExecutionNotifications": told}


def _failure(number: int, result: BookResult) -> dict[str, Any]:
    location = {"physicalLocation": {"artifactLocation": _location(number, result.book)}}
    return {"level": "error", "message": {"text": result.error}, "locations": [location]}


def _erred(number: int, book: str, failed: FailedCheck) -> dict[str, Any]:
    location = {"physicalLocation": {"artifactLocation": _location(number, book)}}
    text = f"检查 {failed.code}（{failed.name}）出错（{failed.error}），没有做成。"
    return {"level": "error", "message": {"text": text}, "locations": [location]}


def _artifact(result: BookResult) -> dict[str, Any]:
    """Return the book as an artifact, with what its result rests on."""
    artifact: dict[str, Any] = {"location": {"uri": _uri(result.book)}}
    if result.done:
        lapsed = [asdict(each) for each in result.done.lapsed]
        artifact["properties"] = {"coverage": coverage_document(result.done.coverage), "lapsed": lapsed}
    return artifact


def _of_book(number: int, result: BookResult) -> Iterator[dict[str, Any]]:
    if result.done is None:
        return
    seen: dict[str, int] = {}
    for finding in result.done.findings:
        yield _result(number, result.book, finding, seen)
    for each in result.done.accepted:
        yield _result(number, result.book, each.finding, seen) | {"suppressions": [_suppression(each)]}


def _result(number: int, book: str, finding: Finding, seen: dict[str, int]) -> dict[str, Any]:
    text = "\n".join(filter(None, (finding.message, finding.fix and f"建议：{finding.fix}")))
    found: dict[str, Any] = {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [_place(number, book, finding.place)],
        "partialFingerprints": {_FINGERPRINT: _fingerprint(finding, seen)},
        "properties": {
            key: getattr(finding, key) for key in ("table", "row", "column", "said", "expected", "citation")
        },
    }
    if finding.related:
        places = enumerate(finding.related, 1)
        found["relatedLocations"] = [_place(number, book, place) | {"id": order} for order, place in places]
    return found


def _suppression(each: Accepted) -> dict[str, Any]:
    one = each.acceptance
    return {
        "kind": "external",
        "status": _ACCEPTED,
        "justification": one.reason,
        "properties": {"role": one.role, "date": one.date, "source": one.source},
    }


def _place(number: int, book: str, place: Place) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _location(number, book), "region": _region(place)}
    if not place.sheet:
        return {"physicalLocation": physical}
    logical = {"name": place.cell or place.sheet, "fullyQualifiedName": str(place), "kind": "member"}
    return {"physicalLocation": physical, "logicalLocations": [logical]}


def _region(place: Place) -> dict[str, int]:
    """Return row and column of a cell as line and column, the beginning for what is said of the whole book."""
    if place.cell is None:
        return {"startLine": 1}
    box = Box.parse(place.cell)
    return {"startLine": box.top, "startColumn": box.left, "endLine": box.bottom, "endColumn": box.right + 1}


def _location(number: int, book: str) -> dict[str, Any]:
    return {"uri": _uri(book), "index": number}


def _uri(book: str) -> str:
    """Return a path as a reference by RFC 3986: relative as it was given, absolute as a file's address."""
    path = PurePath(book)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix(), errors="surrogateescape")


def _fingerprint(finding: Finding, seen: dict[str, int]) -> str:
    """Return what a finding is known by when its rows have moved; equal ones of one book are numbered."""
    told = "\n".join((finding.code, finding.table, row_name(finding), finding_figures(finding)))
    digest = hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()
    seen[digest] = seen.get(digest, 0) + 1
    return f"{digest}:{seen[digest]}"
