"""A generated sheet as a worksheet part."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from perfxl.files.parts.content import encode_text
from perfxl.files.write.cellxml import cell_xml
from perfxl.package.markup import escaped
from perfxl.sheets.address import Box, cell_address, column_letters, quoted_sheet
from perfxl.sheets.changeset import PrintSetup, SheetSpec, SpecCell, Style

_MM_PER_INCH = 25.4
_HEADER_MARGIN = 0.3
_A4 = 9


def sheet_xml(spec: SheetSpec, namespace: str, style_index: Callable[[Style], int]) -> bytes:
    """Return the part; RefusedError where a cell's content is too long for Excel."""
    cells = dict(spec.cells)
    _cover_merges(spec, cells)
    pieces = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{namespace}">',
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
        f'<dimension ref="{_dimension(cells)}"/>',
        _view(spec.freeze),
        '<sheetFormatPr defaultRowHeight="15"/>',
        _columns(spec),
        "<sheetData>",
        *_rows(spec, cells, style_index),
        "</sheetData>",
        _merges(spec),
        _choices(spec),
        _links(cells),
        _page(spec.setup),
        "</worksheet>",
    )
    return "".join(pieces).encode()


def _cover_merges(spec: SheetSpec, cells: dict[tuple[int, int], SpecCell]) -> None:
    """Give the hidden cells of a merge its anchor's style, or the border would stand on one cell only."""
    for merge in spec.merges:
        style = cells.get(merge.anchor, SpecCell()).style
        for position in merge.positions():
            cells.setdefault(position, SpecCell(style=style))


def _dimension(cells: dict[tuple[int, int], SpecCell]) -> str:
    return Box.around(cells).reference if cells else "A1"


def _view(freeze: tuple[int, int] | None) -> str:
    pane = _pane(*freeze) if freeze else ""
    return f'<sheetViews><sheetView showGridLines="0" workbookViewId="0">{pane}</sheetView></sheetViews>'


def _pane(row: int, column: int) -> str:
    if (row, column) == (1, 1):
        return ""
    split = (f' xSplit="{column - 1}"' if column > 1 else "") + (f' ySplit="{row - 1}"' if row > 1 else "")
    active = ("bottom" if row > 1 else "top") + ("Right" if column > 1 else "Left")
    return f'<pane{split} topLeftCell="{cell_address(row, column)}" activePane="{active}" state="frozen"/>'


def _columns(spec: SheetSpec) -> str:
    if not spec.widths:
        return ""
    hidden = ' hidden="1"'
    columns = (
        f'<col min="{column}" max="{column}" width="{width:g}" customWidth="1"{hidden * (column in spec.folded)}/>'
        for column, width in sorted(spec.widths.items())
    )
    return f"<cols>{''.join(columns)}</cols>"


def _rows(
    spec: SheetSpec, cells: dict[tuple[int, int], SpecCell], style_index: Callable[[Style], int]
) -> Iterator[str]:
    by_row: dict[int, list[str]] = {row: [] for row in sorted({row for row, _ in cells} | set(spec.heights))}
    for (row, column), cell in sorted(cells.items(), key=lambda item: item[0]):
        xml = cell_xml(cell_address(row, column), style_index(cell.style), cell.value, cell.formula)
        by_row[row].append(xml)
    for row, content in by_row.items():
        height = spec.heights.get(row)
        custom = f' ht="{height:g}" customHeight="1"' if height is not None else ""
        yield f'<row r="{row}"{custom}>{"".join(content)}</row>'


def _merges(spec: SheetSpec) -> str:
    if not spec.merges:
        return ""
    merges = "".join(f'<mergeCell ref="{merge.reference}"/>' for merge in spec.merges)
    return f'<mergeCells count="{len(spec.merges)}">{merges}</mergeCells>'


def _choices(spec: SheetSpec) -> str:
    """Return the drop-down lists; another entry is let through, with no message: a clerk may know better."""
    if not spec.choices:
        return ""
    lists: dict[Box, list[str]] = {}
    for cells, source in sorted(spec.choices.items()):
        lists.setdefault(source, []).append(cells.reference)
    told = "".join(
        f'<dataValidation type="list" allowBlank="1" showErrorMessage="0" sqref="{" ".join(cells)}">'
        f"<formula1>{_absolute(source)}</formula1></dataValidation>"
        for source, cells in lists.items()
    )
    return f'<dataValidations count="{len(lists)}">{told}</dataValidations>'


def _absolute(box: Box) -> str:
    columns = (f"${column_letters(column)}${row}" for row, column in ((box.top, box.left), (box.bottom, box.right)))
    return ":".join(columns)


def _links(cells: dict[tuple[int, int], SpecCell]) -> str:
    links = "".join(
        f'<hyperlink ref="{cell_address(*position)}" location="{escaped(cell.link)}"/>'
        for position, cell in sorted(cells.items(), key=lambda item: item[0])
        if cell.link
    )
    return f"<hyperlinks>{links}</hyperlinks>" if links else ""


def _page(setup: PrintSetup) -> str:
    top, right, bottom, left = (f"{margin / _MM_PER_INCH:.4g}" for margin in setup.margins)
    orientation = "landscape" if setup.landscape else "portrait"
    footer = f"<headerFooter><oddFooter>{encode_text(setup.footer)}</oddFooter></headerFooter>" if setup.footer else ""
    return (
        '<printOptions horizontalCentered="1"/>'
        f'<pageMargins left="{left}" right="{right}" top="{top}" bottom="{bottom}" '
        f'header="{_HEADER_MARGIN}" footer="{_HEADER_MARGIN}"/>'
        f'<pageSetup paperSize="{_A4}" orientation="{orientation}" fitToWidth="1" fitToHeight="0"/>'
        f"{footer}"
    )


def print_area(spec: SheetSpec, name: str) -> str:
    """Return the reference of all that is printed, "" where nothing is."""
    shown = {spot: cell for spot, cell in spec.cells.items() if spot[1] not in spec.folded}
    bottom, right = replace(spec, cells=shown).extent
    return f"{quoted_sheet(name)}!$A$1:${column_letters(right)}${bottom}" if bottom else ""


def print_titles(spec: SheetSpec, name: str) -> str:
    """Return the reference of the rows repeated on each page, "" where none are."""
    rows = spec.setup.repeat_rows
    return f"{quoted_sheet(name)}!${rows[0]}:${rows[1]}" if rows else ""
