"""The copy of a workbook that LibreOffice opens: the same, but for the formulas that call our functions."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from perfxl.formulas.parsing import parse
from perfxl.formulas.syntax import Area
from perfxl.formulas.tokens import FormulaError
from perfxl.package.archive import Archive, open_archive
from perfxl.package.xml import parse as parse_xml
from perfxl.recalc.libreoffice.formulas import Refers, for_office, is_reference

_OURS = re.compile(rb"PX[_.]", re.IGNORECASE)
_FORMULAS = frozenset({"f", "definedName", "calculatedColumnFormula"})
_WITH_FORMULAS = re.compile(r"xl/(worksheets/[^/]+|tables/[^/]+|workbook)\.xml", re.IGNORECASE)


def copy_for_office(book: Path, target: Path) -> None:
    """Write the copy; InputError where the workbook cannot be read."""
    archive = open_archive(book)
    refers = _names_of_cells(archive)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
        for entry in archive.entries:
            copy.writestr(entry.filename, _part(archive, entry.filename, refers))


def _part(archive: Archive, name: str, refers: Refers) -> bytes:
    data = archive.read(name)
    if not (_WITH_FORMULAS.fullmatch(name) and _OURS.search(data)):
        return data
    root = parse_xml(data, name)
    for element in _elements(root, _FORMULAS):
        if element.text:
            element.text = for_office(element.text, refers)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _names_of_cells(archive: Archive) -> Refers:
    """Return what tells of a defined name whether it stands for cells, and not for a number or a formula."""
    workbook = next((entry.filename for entry in archive.entries if entry.filename.endswith("xl/workbook.xml")), None)
    found = frozenset[str]()
    if workbook:
        defined = _elements(parse_xml(archive.read(workbook), workbook), frozenset({"definedName"}))
        found = frozenset(each.get("name", "").casefold() for each in defined if _is_cells(each.text or ""))
    return lambda name: name.casefold() in found


def _is_cells(definition: str) -> bool:
    """Whether a name means cells of one sheet, whatever other names do."""
    try:
        tree = parse(definition)
    except FormulaError:
        return False
    return isinstance(tree, Area) and is_reference(tree, lambda name: False)


def _elements(root: etree._Element, names: frozenset[str]) -> Iterator[etree._Element]:
    return (each for each in root.iter(etree.Element) if etree.QName(each).localname in names)
