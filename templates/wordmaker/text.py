"""The text of a template, line by line: what each line is, told by how it begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MARKS = {"# ": "title", "- ": "cover", "! ": "caption", "> ": "unit", "~ ": "chart", "@ ": "attachment"}
HEADINGS = (
    ("heading1", re.compile(r"[一二三四五六七八九十]+、")),
    ("heading2", re.compile(r"（[一二三四五六七八九十]+）")),
    ("heading3", re.compile(r"\d{1,2}\.")),
    ("heading4", re.compile(r"（\d{1,2}）")),
)
CONTROL, ROW_CONTROL = "{%p", "{%tr"


@dataclass
class Table:
    """A table: the widths of its columns in per cent and its rows, the first one the heading."""

    widths: list[int]
    rows: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True)
class Line:
    """A paragraph: its kind and its words."""

    kind: str
    words: str


def blocks(source: str) -> Iterator[Line | Table]:
    """Yield the paragraphs and tables of a template; a line that ends with a backslash goes on in the next."""
    table: Table | None = None
    for line in source.replace("\\\n", "").splitlines():
        if line.startswith("|="):
            table = Table([int(width) for width in line[2:].split("|")])
        elif table and line.startswith(("|", ROW_CONTROL)):
            table.rows.append(_cells(line, table))
        else:
            yield from [table] if table else []
            yield _line(line)
            table = None
    yield from [table] if table else []


def _cells(line: str, table: Table) -> list[str]:
    if line.startswith(ROW_CONTROL):
        return [line] + [""] * (len(table.widths) - 1)
    return [cell.strip() for cell in line.strip("|").split(" | ")]


def _line(line: str) -> Line:
    if line.startswith(CONTROL):
        return Line("control", line)
    for mark, kind in MARKS.items():
        if line.startswith(mark):
            return Line(kind, line.removeprefix(mark))
    kinds = (kind for kind, pattern in HEADINGS if pattern.match(line) and len(line) < 60)
    return Line(next(kinds, "body"), line)
