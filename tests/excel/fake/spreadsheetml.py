"""What Range.Value(11) gives: the range as XML Spreadsheet 2003, as far as perfxl reads it."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from openpyxl.cell.cell import MergedCell
from openpyxl.utils import get_column_letter, range_boundaries

_SS = "urn:schemas-microsoft-com:office:spreadsheet"
_NAMED = {"0.00%": "Percent", "0.00": "Fixed", "#,##0.00": "Standard"}


def xml_of(sheet: object, box: tuple[int, int, int, int], result: object) -> str:
    """Return the text; values are left out, for they are read otherwise."""
    top, left, bottom, right = box
    styles: dict[tuple[str, str], str] = {}
    merges = {(b[1], b[0]): b for b in (range_boundaries(str(area)) for area in sheet._sheet.merged_cells.ranges)}
    rows = []
    for row in range(top, bottom + 1):
        cells = "".join(
            _cell(sheet._sheet.cell(row, column), column - left + 1, merges.get((row, column)), styles)
            for column in range(left, right + 1)
            if not isinstance(sheet._sheet.cell(row, column), MergedCell)
        )
        hidden = ' ss:Hidden="1"' if row in _hidden(sheet._sheet.row_dimensions) else ""
        rows.append(f'<Row ss:Index="{row - top + 1}"{hidden}>{cells}</Row>')
    columns = "".join(
        f'<Column ss:Index="{column - left + 1}" ss:Hidden="1"/>'
        for column in range(left, right + 1)
        if get_column_letter(column) in _hidden(sheet._sheet.column_dimensions)
    )
    return (
        f'<?xml version="1.0"?>\n<Workbook xmlns="{_SS}" xmlns:ss="{_SS}"><Styles>{_styles(styles)}</Styles>'
        f'<Worksheet ss:Name="Sheet1"><Table>{columns}{"".join(rows)}</Table></Worksheet></Workbook>'
    )


def _hidden(dimensions: dict) -> set:
    return {key for key, each in dimensions.items() if each.hidden}


def _cell(cell: object, index: int, merge: tuple[int, int, int, int] | None, styles: dict) -> str:
    solid = cell.fill.fill_type == "solid" and cell.fill.fgColor.type == "rgb"
    style = (cell.number_format, cell.fill.fgColor.rgb[2:] if solid else "")
    name = styles.setdefault(style, f"s{len(styles) + 1}")
    across = f' ss:MergeAcross="{merge[2] - merge[0]}" ss:MergeDown="{merge[3] - merge[1]}"' if merge else ""
    note = f"<Comment><Data>{cell.comment.text}</Data></Comment>" if cell.comment else ""
    return f'<Cell ss:Index="{index}" ss:StyleID="{name}"{across}>{note}</Cell>'


def _styles(styles: dict) -> str:
    return "".join(
        f'<Style ss:ID="{name}">'
        + (f'<Interior ss:Color="#{fill}" ss:Pattern="Solid"/>' if fill else "<Interior/>")
        + ("" if code == "General" else f"<NumberFormat ss:Format={quoteattr(_NAMED.get(code, code))}/>")
        + "</Style>"
        for (code, fill), name in styles.items()
    )
