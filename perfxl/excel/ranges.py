"""Ranges of many areas, with as few calls as there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perfxl.excel.addresses import Position, rectangles, unions
from perfxl.excel.com import Com

_MOST = 30  # ranges that Application.Union takes


def areas(worksheet: Com, cells: Iterable[Position]) -> Iterator[Com]:
    """Yield ranges that together are the cells, one for each address that Excel takes."""
    return (worksheet.Range(address) for address in unions(rectangles(cells)))


def area(worksheet: Com, cells: Iterable[Position]) -> Com:
    """Return the cells as one range; ValueError where there is none."""
    parts = list(areas(worksheet, cells))
    if not parts:
        raise ValueError("no cells")
    while len(parts) > 1:
        parts[:_MOST] = [worksheet.Application.Union(*parts[:_MOST])]
    return parts[0]
