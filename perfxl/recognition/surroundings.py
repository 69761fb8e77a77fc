"""What stands around a table: its title and its unit."""

from __future__ import annotations

from perfxl.numerals.characters import compact
from perfxl.numerals.units import money_factor, unit_in
from perfxl.recognition.grid import Grid

_REACH = 6  # rows above a heading row that may hold title and unit line
_PEOPLE = ("填报", "联系", "部门名称", "单位名称", "日期", "编制单位")


def title_above(grid: Grid, row: int, left: int, right: int, floor: int = 1) -> tuple[str, int]:
    """Return the title above a heading row and its row; the sheet's name and `row` where there is none."""
    found: tuple[str, int] | None = None
    crossed = 0  # rows of several texts: a heading over a list may be crossed, a second table not
    for above in range(row - 1, max(floor, row - _REACH) - 1, -1):
        texts = _texts(grid, above, left, right)
        if len(texts) > 1 and not _unit_of(texts):
            crossed += 1
            if found or crossed > 1:
                break
            continue
        for text in texts:
            if _is_title(text) and (found is None or len(compact(text)) > len(compact(found[0]))):
                found = (text, above)
    return found or (grid.sheet.name, row)


def unit_above(grid: Grid, row: int, left: int, right: int, floor: int = 1) -> str:
    """Return the unit told in a line above a heading row, "" where none is."""
    for above in range(row - 1, max(floor, row - _REACH) - 1, -1):
        unit = _unit_of(_texts(grid, above, left, right))
        if unit:
            return unit
    return ""


def _texts(grid: Grid, row: int, left: int, right: int) -> list[str]:
    seen: dict[tuple[int, int], str] = {}
    for column in range(left, right + 1):
        text = grid.label(row, column)
        if text:
            seen[grid.anchor(row, column)] = text
    return list(seen.values())


def _unit_of(texts: list[str]) -> str:
    units = [unit for text in texts if (unit := unit_in(text)) and money_factor(unit)]
    return units[-1] if units else ""


def _is_title(text: str) -> bool:
    flat = compact(text)
    return len(flat) >= 3 and not flat.startswith(("单位:", "金额单位", "(")) and not any(w in flat for w in _PEOPLE)
