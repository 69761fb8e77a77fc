"""Protected sheets (保护工作表): which cells may be edited all the same."""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.files.parts.cellstyles import styled
from perfxl.files.parts.content import is_true
from perfxl.files.write.sheetend import Element, elements
from perfxl.sheets.address import Box, Position

_LARGEST_RANGE = 1_000_000
_SECRETS = ("password", "hashValue", "securityDescriptor")


def unlocked_cells(data: bytes, styles: frozenset[int], bottom: int, right: int) -> frozenset[Position] | None:
    """Return the cells down to `bottom` and `right` that may be edited on a protected sheet, None where it is not.

    A range opened to everybody (允许编辑区域 without a password) counts too.
    """
    end = elements(data)
    if not any(element.name == "sheetProtection" and is_true(element.attributes.get("sheet")) for element in end):
        return None
    found = {position for position, _ in styled(data, dict.fromkeys(styles, True), bottom, right)}
    for opened in _open_ranges(end):
        used = Box(opened.top, opened.left, min(opened.bottom, bottom), min(opened.right, right))
        if used.area <= _LARGEST_RANGE:
            found.update(used.positions())
    return frozenset(found)


def _open_ranges(end: tuple[Element, ...]) -> Iterator[Box]:
    for element in end:
        if element.name == "protectedRange" and not any(element.attributes.get(name) for name in _SECRETS):
            for reference in element.attributes.get("sqref", "").split():
                try:
                    yield Box.parse(reference)
                except ValueError:  # a whole column or a broken reference opens nothing
                    continue
