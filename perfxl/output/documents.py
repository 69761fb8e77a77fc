"""Findings and recognised tables as JSON; the schemas are in docs/schema and are kept stable by version."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from perfxl.model.coverage import Coverage, TableCoverage, Uncompared
from perfxl.model.finding import Finding
from perfxl.model.place import Place
from perfxl.model.table import Evaluation, Role, Row, Table
from perfxl.output.findings import counts
from perfxl.output.visible import visible_json
from perfxl.rules.kinds import kinds
from perfxl.sheets.address import Box

if TYPE_CHECKING:
    from perfxl.jobs.judging import Judgement

SCHEMA = 1


def dumps(document: Mapping[str, Any], indent: int | None = None) -> str:
    """Return a document as JSON, its keys in the order in which they were set; on one line without an indent."""
    return visible_json(json.dumps(document, ensure_ascii=False, indent=indent))


def check_document(book: str, done: Judgement) -> dict[str, Any]:
    """Return what `check` says of one book; `book` is the path as it was given."""
    packs = [pack.name for pack in done.coverage.packs]
    found = findings_document(book, packs, done.findings)
    return found | _apart(done) | {"coverage": coverage_document(done.coverage)}


def _apart(done: Judgement) -> dict[str, Any]:
    """Return the accepted findings, and what was accepted and holds no more."""
    return {
        "accepted": [
            finding_document(each.finding) | {"acceptance": asdict(each.acceptance)} for each in done.accepted
        ],
        "lapsed": [asdict(each.acceptance) | {"why": each.why} for each in done.lapsed],
    }


def error_document(book: str, error: str) -> dict[str, Any]:
    """Return what `check` says of a book that could not be checked: why, in one sentence."""
    return {"schema": SCHEMA, "book": book, "error": error}


def findings_document(book: str | None, packs: Sequence[str], findings: Sequence[Finding]) -> dict[str, Any]:
    """Return findings with their counts; `book` is None for those of a report alone."""
    return {
        "schema": SCHEMA,
        "book": book,
        "pack": list(packs),
        "summary": counts(findings),
        "findings": [finding_document(finding) for finding in findings],
    }


def coverage_document(coverage: Coverage) -> dict[str, Any]:
    """Return what a result rests on; numbers not compared are counted by reason."""
    last = {"previous": asdict(coverage.previous)} if coverage.previous else {}
    return last | {
        "complete": coverage.complete,
        "numbers": {
            "compared": coverage.compared,
            "unconfirmed": coverage.unconfirmed,
            "not_compared": _by_reason(coverage.uncompared),
        },
        "tables": [_table_coverage(table) for table in coverage.tables],
        "unread": [asdict(block) for block in coverage.unread],
        "sheets": {"without_table": list(coverage.sheets), "own": list(coverage.own)},
        "checks": {
            "idle": list(coverage.idle),
            "deselected": list(coverage.deselected),
            "failed": [asdict(failed) for failed in coverage.failed],
        },
        "packs": [asdict(pack) for pack in coverage.packs],
        "choice": coverage.choice,
    }


def _table_coverage(table: TableCoverage) -> dict[str, Any]:
    return {
        "kind": table.kind,
        "name": table.name,
        "sheet": table.sheet,
        "range": table.range,
        "compared": table.compared,
        "unconfirmed": table.unconfirmed,
        "not_compared": _by_reason(table.uncompared),
        "missing": list(table.missing),
    }


def _by_reason(counted: Mapping[Uncompared, int]) -> dict[str, int]:
    return {reason.value: counted.get(reason, 0) for reason in Uncompared}


def map_document(evaluation: Evaluation) -> dict[str, Any]:
    """Return what was recognised, and what was not; a field is a cell ("C8") or, for a column, its letter ("C")."""
    return {
        "schema": SCHEMA,
        "tables": [_table(table) for table in evaluation.tables],
        "unread": [asdict(block) for block in evaluation.unread],
    }


def field_addresses(table: Table) -> dict[str, str]:
    """Return the cell or column letter of every field; the total row of a form's funds counts as single cells."""
    addresses = {key: figure.place.cell or "" for key, figure in table.fields.items()} | dict(table.columns)
    for row in _fund_totals(table):
        for key, figure in row.cells.items():
            addresses.setdefault(key, figure.place.cell or "")
    return {key: address for key, address in addresses.items() if address}


def row_span(table: Table) -> tuple[int, int]:
    """Return the numbers of the first and the last row for which the columns hold, in a form those of indicators."""
    indicators = [row.number for row in table.rows if row.role is Role.INDICATOR]
    numbers = indicators or [row.number for row in table.rows] or list(Box.parse(table.range)[::2])
    return min(numbers), max(numbers)


def _fund_totals(table: Table) -> list[Row]:
    funds = [row for row in table.rows if row.role is Role.FUND or (row.role is Role.TOTAL and row.item == "total")]
    return [row for row in funds if row.item == "total"][:1] if kinds()[table.kind].layout == "form" else []


def finding_document(finding: Finding) -> dict[str, Any]:
    """Return one finding."""
    place = finding.place
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "sheet": place.sheet,
        "cell": place.cell,
        "table": finding.table,
        "row": finding.row,
        "column": finding.column,
        "related": [_related(other) for other in finding.related],
        "paragraph": place.paragraph,
        "span": list(place.span) if place.span else None,
        "said": finding.said,
        "expected": finding.expected,
        "message": finding.message,
        "fix": finding.fix,
        "citation": finding.citation,
    }


def _related(place: Place) -> dict[str, Any]:
    cell = {"sheet": place.sheet, "cell": place.cell}
    span = list(place.span) if place.span else None
    return cell if place.paragraph is None else cell | {"paragraph": place.paragraph, "span": span}


def _table(table: Table) -> dict[str, Any]:
    return {
        "kind": table.kind,
        "name": table.name,
        "sheet": table.sheet,
        "range": table.range,
        "rows": list(row_span(table)),
        "unit": table.unit,
        "confidence": round(table.confidence, 2),
        "fields": field_addresses(table),
        "years": dict(table.years),
        "missing": list(table.missing),
        "account": {cell: account.value for cell, account in table.account.items()},
    }
