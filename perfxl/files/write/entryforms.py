"""A sheet of a workbook as a file to hand out (填报表样): the other sheets gone, only what is to be filled in unlocked.

The file is made by openpyxl: it keeps values, formats, merges, widths and print settings, and loses drawings. What is
handed out is a form to fill in; the workbook it comes from is only read.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from perfxl.package.whole import whole_file

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_FONT = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign"),
    *("sz", "color", "name", "family", "charset", "scheme"),
)  # the order of CT_Font
_LONGEST_LIST = 255  # characters of the words of a drop-down list


def write_entry_form(
    source: Path, sheet: str, unlocked: Iterable[str], choices: Mapping[str, tuple[str, ...]], target: Path
) -> None:
    """Write one sheet of `source` to `target`, protected without a password; the same input gives the same bytes.

    Formulas that refer to other sheets become the values that they show. RefusedError where it cannot be written.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 (only who hands out forms waits for it)

    book, shown = load_workbook(source), load_workbook(source, data_only=True)
    page = book[sheet]
    _make_alone(page, shown[sheet])
    for other in [name for name in book.sheetnames if name != sheet]:
        del book[other]
    for name in list(book.defined_names):
        del book.defined_names[name]
    _unlock(page, unlocked)
    _offer(page, choices)
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False  # both stay allowed
    page.sheet_state = "visible"
    with whole_file(target) as file:
        file.write_bytes(_timeless(book))


def _make_alone(page: Worksheet, shown: Worksheet) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415

    for row in page.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and ILLEGAL_CHARACTERS_RE.search(cell.value):
                cell.value = ILLEGAL_CHARACTERS_RE.sub("", cell.value)  # openpyxl reads _x001B_ and writes no XML of it
            if cell.data_type == "f" and "!" in str(getattr(cell.value, "text", cell.value)):
                cell.value = shown[cell.coordinate].value


def _unlock(page: Worksheet, unlocked: Iterable[str]) -> None:
    from openpyxl.styles import Protection  # noqa: PLC0415

    merged = {str(box).partition(":")[0]: box for box in page.merged_cells.ranges}
    for address in unlocked:
        cells = page[merged[address].coord] if address in merged else ((page[address],),)
        for row in cells:
            for cell in row:
                cell.protection = Protection(locked=False)


def _offer(page: Worksheet, choices: Mapping[str, tuple[str, ...]]) -> None:
    """Give cells a drop-down list of their words, those of the same words the same list."""
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    lists: dict[tuple[str, ...], DataValidation] = {}
    for address, words in choices.items():
        joined = ",".join(words)
        if len(joined) > _LONGEST_LIST or any("," in word or '"' in word for word in words):
            continue
        if words not in lists:
            lists[words] = DataValidation(type="list", formula1=f'"{joined}"', allow_blank=True)
            lists[words].errorTitle, lists[words].error = (
                "请从列表中选择",
                f"这一格填：{'、'.join(words)}。"[:_LONGEST_LIST],
            )
            page.add_data_validation(lists[words])
        lists[words].add(address)


def _timeless(book: Workbook) -> bytes:
    """Return the file's bytes without the time of its making."""
    made, out = io.BytesIO(), io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _TIMES.sub(rb"\g<1>1980-01-01T00:00:00Z", content)
            elif entry.filename == "xl/styles.xml":
                content = _ordered(content)
            target.writestr(zipfile.ZipInfo(entry.filename, _FIRST_DAY), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _ordered(styles: bytes) -> bytes:
    """Return the styles with the parts of each font in the order of the schema, which openpyxl does not keep."""
    from lxml import etree  # noqa: PLC0415

    root = etree.fromstring(styles)
    for font in root.iter("{*}font"):
        font[:] = sorted(font, key=lambda part: _FONT.index(etree.QName(part).localname))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
