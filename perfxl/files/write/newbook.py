"""A new workbook of perfxl's own sheets alone, for where they may not stand in the workbook that they are about."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from perfxl.files.write.writing import changed_parts
from perfxl.package.archive import open_archive
from perfxl.package.save import save
from perfxl.sheets.changeset import ChangeSet, SheetWrite

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_BLANK = {
    "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{_HEAD}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    f'xmlns:r="{_OFFICE}"><sheets/></workbook>',
}


def create(writes: Sequence[SheetWrite], target: Path | str) -> None:
    """Write a workbook of these sheets, at least one, to `target`; the same sheets give the same bytes.

    RefusedError where `target` cannot be written.
    """
    with tempfile.TemporaryDirectory() as folder:
        blank = Path(folder) / "blank.xlsx"
        with zipfile.ZipFile(blank, "w") as package:
            for part, text in _BLANK.items():
                package.writestr(zipfile.ZipInfo(part), text)
        archive = open_archive(blank)
        save(archive, Path(target), changed_parts(archive, ChangeSet(sheets=tuple(writes))))
