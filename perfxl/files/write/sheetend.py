"""What follows the cells of a worksheet part: its protection, its drawings, each at its place in the order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from perfxl.package.markup import Edit, attributes, prefix_of, splice, tags

# ECMA-376 part 1, 18.3.1.99: what may stand before legacyDrawing.
_BEFORE_NOTES = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios "
    "autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting "
    "dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks "
    "customProperties cellWatches ignoredErrors smartTags drawing"
)


class Element(NamedTuple):
    """One element: its local name, its start tag's attributes, where its bytes stand, how deep it is."""

    name: str
    attributes: dict[str, str]
    start: int
    end: int
    depth: int


def elements(data: bytes) -> tuple[Element, ...]:
    """Return what follows the cells, down to the children's children."""
    return tuple(_elements(data, _end_of_cells(data)))


def _end_of_cells(data: bytes) -> int:
    prefix = re.escape(prefix_of(data))
    found = list(re.finditer(rb"<(?:/%ssheetData\s*|%ssheetData[^>]*/)>" % (prefix, prefix), data))
    if found:
        return found[-1].end()
    return next(tags(data)).end


def _elements(data: bytes, start: int) -> Iterator[Element]:
    opened: list[tuple[str, int, int]] = []
    for tag in tags(data, start):
        if not tag.closes:
            opened.append((tag.name.decode().rpartition(":")[2], tag.start, tag.end))
        if not opened:  # the root ends
            return
        if tag.closes or tag.empty:
            name, begin, end = opened.pop()
            if len(opened) <= 1:
                yield Element(name, attributes(data[begin:end]), begin, tag.end, len(opened))


def with_legacy_drawing(data: bytes, relation_id: str, namespace: str) -> bytes:
    """Return the part with a reference to a VML drawing; it must have none."""
    place = _end_of_cells(data)
    for element in elements(data):
        if element.depth == 0 and element.name in _BEFORE_NOTES.split():
            place = element.end
    new = f"<{prefix_of(data).decode()}legacyDrawing {_reference(data, relation_id, namespace)}/>"
    return splice(data, [Edit(place, place, new.encode())])


def without_legacy_drawing(data: bytes) -> bytes:
    """Return the part without its reference to a VML drawing."""
    return splice(
        data, [Edit(e.start, e.end, b"") for e in elements(data) if e.name == "legacyDrawing" and not e.depth]
    )


def legacy_drawing(data: bytes) -> str | None:
    """Return the id of the relationship to the sheet's VML drawing, None where it has none."""
    found = next((e for e in elements(data) if e.name == "legacyDrawing" and e.depth == 0), None)
    return next((value for name, value in found.attributes.items() if name.endswith(":id")), None) if found else None


def _reference(data: bytes, relation_id: str, namespace: str) -> str:
    root = next(tags(data))
    bound = attributes(data[root.start : root.end])
    prefix = next((name[6:] for name, value in bound.items() if name.startswith("xmlns:") and value == namespace), None)
    return f'{prefix}:id="{relation_id}"' if prefix else f'xmlns:r="{namespace}" r:id="{relation_id}"'
