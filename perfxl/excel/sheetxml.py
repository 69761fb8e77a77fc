"""XML Spreadsheet 2003, as Range.Value(11) gives it: merges, number formats, fills, notes and what is hidden."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from perfxl.package.xml import parse
from perfxl.sheets.address import Box, Position

_NS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_COMMENT = f"{_NS}Comment"
_NAMED = {
    "General Number": "General", "Fixed": "0.00", "Standard": "#,##0.00", "Percent": "0.00%", "Scientific": "0.00E+00",
    "Short Date": "yyyy/m/d", "Currency": '"¥"#,##0.00;[Red]"¥"\\-#,##0.00',
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layout:
    """What a sheet looks like, by the cells' own addresses."""

    merges: tuple[Box, ...] = ()
    formats: Mapping[Position, str] = field(default_factory=dict)
    fills: Mapping[Position, str] = field(default_factory=dict)
    notes: Mapping[Position, str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


def layout_of(text: str, corner: Position) -> Layout:
    """Return the layout of a range whose first cell is `corner`; InputError or ValueError where the text is damaged."""
    root = parse(text.encode(), "XML Spreadsheet")
    table = root.find(f"{_NS}Worksheet/{_NS}Table")
    if table is None:
        raise ValueError("no table")
    formats, fills = _styles(root)
    cells = tuple(_cells(table, corner))
    styled = [(spot, cell.get(f"{_NS}StyleID", "") or row.get(f"{_NS}StyleID", "")) for spot, row, cell in cells]
    return Layout(
        merges=tuple(box for spot, _, cell in cells if (box := _merge(cell, spot))),
        formats=_by_style(styled, formats),
        fills=_by_style(styled, fills),
        notes={spot: "".join(map(str, note.itertext())) for spot, _, cell in cells for note in cell.iter(_COMMENT)},
        hidden_rows=_hidden(table, "Row", corner[0]),
        hidden_columns=_hidden(table, "Column", corner[1]),
    )


def _by_style(styled: Iterable[tuple[Position, str]], looks: Mapping[str, str]) -> dict[Position, str]:
    return {spot: looks[style] for spot, style in styled if style in looks}


def _styles(root: etree._Element) -> tuple[dict[str, str], dict[str, str]]:
    formats, fills = {}, {}
    for style in root.iterfind(f"{_NS}Styles/{_NS}Style"):
        name = style.get(f"{_NS}ID", "")
        code, interior = style.find(f"{_NS}NumberFormat"), style.find(f"{_NS}Interior")
        if code is not None and code.get(f"{_NS}Format"):
            formats[name] = _NAMED.get(code.get(f"{_NS}Format", ""), code.get(f"{_NS}Format", ""))
        if interior is not None and interior.get(f"{_NS}Color"):
            solid = interior.get(f"{_NS}Pattern") == "Solid"
            fills[name] = interior.get(f"{_NS}Color", "").lstrip("#").upper() if solid else "other"
    return formats, fills


def _cells(table: etree._Element, corner: Position) -> Iterator[tuple[Position, etree._Element, etree._Element]]:
    for row, line in _placed(table, "Row", corner[0]):
        for column, cell in _placed(line, "Cell", corner[1]):
            yield (row, column), line, cell


def _placed(parent: etree._Element, name: str, first: int) -> Iterator[tuple[int, etree._Element]]:
    """Yield rows, columns or cells with their numbers: an index is stated only after a gap."""
    number = first
    for element in parent.iterfind(f"{_NS}{name}"):
        stated = element.get(f"{_NS}Index")
        number = first + int(stated) - 1 if stated else number
        for repeated in range(int(element.get(f"{_NS}Span", "0")) + 1):
            yield number + repeated, element
        number += int(element.get(f"{_NS}Span", "0")) + int(element.get(f"{_NS}MergeAcross", "0")) + 1


def _merge(cell: etree._Element, spot: Position) -> Box | None:
    across, down = int(cell.get(f"{_NS}MergeAcross", "0")), int(cell.get(f"{_NS}MergeDown", "0"))
    return Box(*spot, spot[0] + down, spot[1] + across) if across or down else None


def _hidden(table: etree._Element, name: str, first: int) -> frozenset[int]:
    """Return the numbers of the hidden rows or columns."""
    return frozenset(number for number, element in _placed(table, name, first) if element.get(f"{_NS}Hidden") == "1")
