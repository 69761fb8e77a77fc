"""TableReference references (表格的结构化引用) as resolve_tables ones."""

from __future__ import annotations

import re

from perfxl.formulas.calculation import Table
from perfxl.formulas.syntax import Area, Corner, Literal, Node, TableReference, map_children
from perfxl.recalc.normal.scope import Site

_PART = re.compile(r"\[((?:[^\[\]']|'.)*)\]|([^,:\s][^,:]*)")
_ESCAPE = re.compile(r"'(.)")
_AREAS = {"#ALL", "#DATA", "#HEADERS", "#TOTALS", "#THIS ROW"}
_BROKEN = Literal("error", "#REF!")


def resolve_tables(node: Node, site: Site) -> Node:
    """Return the tree without structured references; one to a table that is not there is #REF!."""
    if isinstance(node, TableReference):
        return table_area(node, site)
    return map_children(node, lambda child: resolve_tables(child, site))


def table_area(node: TableReference, site: Site) -> Node:
    """Return the cells that a structured reference means, or the error that it is."""
    table = site.scope.tables.get(node.table.casefold()) if node.table else _around(site)
    if table is None:
        return _BROKEN if node.table else Literal("error", "#NAME?")
    areas, columns = _parts(node.inside)
    rows, ends = _rows(table, areas, site), _ends(table, columns)
    if rows is None and "#THIS ROW" in areas:
        return Literal("error", "#VALUE!")
    if rows is None or ends is None:
        return _BROKEN
    sheet = None if table.sheet.casefold() == site.sheet.casefold() else table.sheet
    return Area(Corner(rows[0], ends[0]), Corner(rows[1], ends[1]), sheet)


def _ends(table: Table, names: list[str]) -> tuple[int, int] | None:
    """Return the first and the last of some columns, of all where none is named; None where one is not there."""
    found = [_column(table, name) for name in names]
    numbers = [number for number in found if number is not None]
    if len(numbers) < len(found):
        return None
    return min(numbers, default=table.box[1]), max(numbers, default=table.box[3])


def _around(site: Site) -> Table | None:
    """Return the table that the formula itself stands in."""
    row, column = site.position
    for table in site.scope.tables.values():
        top, left, bottom, right = table.box
        if table.sheet.casefold() == site.sheet.casefold() and top <= row <= bottom and left <= column <= right:
            return table
    return None


def _parts(inside: str) -> tuple[set[str], list[str]]:
    """Return the areas ("#HEADERS") and the columns that stand between the brackets; "@" is this row."""
    areas: set[str] = set()
    text = inside.strip()
    if text.startswith("@"):
        areas, text = {"#THIS ROW"}, text[1:]
    if text and not text.startswith("[") and text.upper() not in _AREAS:
        return areas, [_ESCAPE.sub(r"\1", text)]
    columns: list[str] = []
    for match in _PART.finditer(text):
        part = match[1] if match[1] is not None else match[2]
        if part.strip().upper() in _AREAS:
            areas.add(part.strip().upper())
        else:
            columns.append(_ESCAPE.sub(r"\1", part))
    return areas, columns


def _column(table: Table, name: str) -> int | None:
    wanted = name.casefold()
    for offset, column in enumerate(table.columns):
        if column.casefold() == wanted:
            return table.box[1] + offset
    return None


def _rows(table: Table, areas: set[str], site: Site) -> tuple[int, int] | None:
    """Return the first and the last row that is meant, None where there is none."""
    spans = _spans(table)
    first, last = spans["#DATA"]
    if "#THIS ROW" in areas:
        row = site.position[0]
        return (row, row) if first <= row <= last else None
    if not areas:
        return first, last
    chosen = [spans[area] for area in areas if area in spans]
    return (min(top for top, _ in chosen), max(bottom for _, bottom in chosen)) if chosen else None


def _spans(table: Table) -> dict[str, tuple[int, int]]:
    """Return the first and the last row of each area that a table has."""
    top, bottom = table.box[0], table.box[2]
    first, last = top + table.headers, bottom - table.totals
    spans = {"#ALL": (top, bottom), "#DATA": (first, last)}
    if table.headers:
        spans["#HEADERS"] = (top, first - 1)
    if table.totals:
        spans["#TOTALS"] = (last + 1, bottom)
    return spans
