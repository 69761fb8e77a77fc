"""A workbook in a format of others as a new .xlsx: its values, merges and sheet names, and nothing else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence

from perfxl.files.foreign.foreign import ForeignSheet
from perfxl.files.parts.book import TRANSITIONAL
from perfxl.files.parts.styles import EMPTY, Styles
from perfxl.files.write.cellxml import cell_xml
from perfxl.package.markup import escaped
from perfxl.sheets.address import cell_address
from perfxl.sheets.names import valid_name

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def as_xlsx(sheets: Sequence[ForeignSheet]) -> bytes:
    """Return the bytes of a workbook with these sheets; the same sheets give the same bytes.

    RefusedError where a text is longer than Excel can hold.
    """
    styles = Styles(EMPTY.format(namespace=TRANSITIONAL).encode(), "xl/styles.xml")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for part, text in (*_frame(sheets), *_worksheets(sheets, styles)):
            package.writestr(zipfile.ZipInfo(part), text, zipfile.ZIP_DEFLATED)
        package.writestr(zipfile.ZipInfo("xl/styles.xml"), styles.result(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _frame(sheets: Sequence[ForeignSheet]) -> Iterator[tuple[str, str]]:
    numbers = range(1, len(sheets) + 1)
    parts = "".join(_override(f"worksheets/sheet{number}", "worksheet") for number in numbers)
    yield (
        "[Content_Types].xml",
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{_override("workbook", "sheet.main")}'
        f"{_override('styles', 'styles')}{parts}</Types>",
    )
    yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
    yield "xl/workbook.xml", _workbook(sheets)
    targets = [("worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    yield "xl/_rels/workbook.xml.rels", _relations([*targets, ("styles", "styles.xml")])


def _override(part: str, kind: str) -> str:
    return f'<Override PartName="/xl/{part}.xml" ContentType="{_TYPE}.{kind}+xml"/>'


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _workbook(sheets: Sequence[ForeignSheet]) -> str:
    names: list[str] = []
    listed = ""
    all_hidden = all(sheet.hidden for sheet in sheets)
    for number, sheet in enumerate(sheets, 1):
        names.append(valid_name(sheet.name, names))
        state = ' state="hidden"' if sheet.hidden and not (all_hidden and number == 1) else ""
        listed += f'<sheet name="{escaped(names[-1])}" sheetId="{number}" r:id="rId{number}"{state}/>'
    return f'{_HEAD}<workbook xmlns="{TRANSITIONAL}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'


def _worksheets(sheets: Sequence[ForeignSheet], styles: Styles) -> Iterator[tuple[str, str]]:
    for number, sheet in enumerate(sheets, 1):
        merges = "".join(f'<mergeCell ref="{merge.reference}"/>' for merge in sheet.merges)
        merged = f'<mergeCells count="{len(sheet.merges)}">{merges}</mergeCells>' if merges else ""
        content = f"<sheetData>{_rows(sheet, styles)}</sheetData>{merged}"
        text = f'{_HEAD}<worksheet xmlns="{TRANSITIONAL}">{content}</worksheet>'
        yield f"xl/worksheets/sheet{number}.xml", text


def _rows(sheet: ForeignSheet, styles: Styles) -> str:
    rows: dict[int, list[str]] = {}
    for (row, column), (value, shown) in sorted(sheet.cells.items()):
        style = styles.reformatted(0, shown) if shown else 0
        rows.setdefault(row, []).append(cell_xml(cell_address(row, column), style, value))
    return "".join(f'<row r="{row}">{"".join(cells)}</row>' for row, cells in rows.items())
