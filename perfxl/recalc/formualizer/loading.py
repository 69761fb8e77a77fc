"""A workbook for the engine's own reader: values and ready formulas, nothing else, the fastest way in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from perfxl.package.markup import escaped
from perfxl.sheets.address import Position, column_letters
from perfxl.sheets.values import ErrorValue, Scalar

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_BLANKS = {9: "&#9;", 10: "&#10;", 13: "&#13;"}  # within an attribute XML takes them for spaces
_CONTROL = {code: f"_x{code:04X}_" for code in range(32) if code not in {9, 10}}

Content = tuple[str, Mapping[Position, Scalar], Mapping[Position, str]]  # name, values, formulas


def package(sheets: Iterable[Content], *, mac: bool = False) -> bytes:
    """Return the bytes of an .xlsx with the sheets, whose formulas are written as they are given."""
    sheets = list(sheets)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("[Content_Types].xml", _types(len(sheets)))
        archive.writestr("_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")]))
        archive.writestr("xl/workbook.xml", _workbook([name for name, *_ in sheets], mac=mac))
        targets = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
        archive.writestr("xl/_rels/workbook.xml.rels", _relations(targets))
        for number, (_, values, formulas) in enumerate(sheets, 1):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", "".join(_sheet(values, formulas)))
    return out.getvalue()


def _types(count: int) -> str:
    parts = [("/xl/workbook.xml", "sheet.main+xml")]
    parts += [(f"/xl/worksheets/sheet{number}.xml", "worksheet+xml") for number in range(1, count + 1)]
    overrides = "".join(f'<Override PartName="{part}" ContentType="{_TYPE}.{kind}"/>' for part, kind in parts)
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(targets: list[tuple[str, str]]) -> str:
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _workbook(names: list[str], *, mac: bool) -> str:
    sheets = "".join(
        f'<sheet name="{escaped(name).translate(_BLANKS)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, 1)
    )
    settings = '<workbookPr date1904="1"/>' if mac else ""
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{settings}<sheets>{sheets}</sheets></workbook>'


def _sheet(values: Mapping[Position, Scalar], formulas: Mapping[Position, str]) -> Iterator[str]:
    """Yield the sheet; cells name their places, so that their order is of no account to the reader."""
    columns = {column: column_letters(column) for column in {column for _, column in (*values, *formulas)}}
    yield f'<worksheet xmlns="{_MAIN}"><sheetData><row r="1">'
    for (row, column), value in values.items():
        yield (
            f'<c r="{columns[column]}{row}"><v>{value!r}</v></c>'
            if type(value) is float
            else _constant(f"{columns[column]}{row}", value)
        )
    for (row, column), text in formulas.items():
        yield f'<c r="{columns[column]}{row}"><f>{_xml(text)}</f></c>'
    yield "</row></sheetData></worksheet>"


def _constant(address: str, value: Scalar) -> str:
    if isinstance(value, str):
        return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{_text(value)}</t></is></c>'
    if isinstance(value, bool):
        return f'<c r="{address}" t="b"><v>{value:d}</v></c>'
    if isinstance(value, ErrorValue):
        return f'<c r="{address}" t="e"><v>{value.value}</v></c>'
    return f'<c r="{address}"/>' if value is None else f'<c r="{address}"><v>{value!r}</v></c>'


@lru_cache(maxsize=10_000)
def _text(value: str) -> str:
    return escaped(value.translate(_CONTROL))


def _xml(text: str) -> str:
    if "&" in text:
        text = text.replace("&", "&amp;")
    return text.replace("<", "&lt;") if "<" in text else text
