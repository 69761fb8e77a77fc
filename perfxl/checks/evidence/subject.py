"""What a finding is about (所查的数), by names: table, row and column, which stay when rows are inserted or moved."""

from __future__ import annotations

from dataclasses import replace

from perfxl.checks.evidence.book import Checked
from perfxl.model.finding import Finding
from perfxl.model.table import Row, Table
from perfxl.rules.kinds import term


def named(book: Checked, finding: Finding) -> Finding:
    """Return a finding with the names of its table, row and column, as far as there are any."""
    home = book.home(finding.place)
    if home:
        table, row, key = home
        return replace(finding, table=table_title(table), row=_row(row), column=term(table.kind, key))
    row_label, heading = book.structure.labels.get(finding.place, ("", ""))
    return replace(finding, table=finding.place.sheet or "", row=row_label, column=heading)


def table_title(table: Table) -> str:
    """Return a table's name, with that of its project: there is a form for each."""
    project = _line(table.text("project_name"))
    return f"{_line(table.name)}（{project}）" if project and project not in table.name else _line(table.name)


def _row(row: Row | None) -> str:
    return _line(row.label) if row else ""


def _line(text: str) -> str:
    return " ".join(text.split())
