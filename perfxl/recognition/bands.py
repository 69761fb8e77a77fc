"""Which columns of a sheet belong to which forms: those above each other share columns, those beside do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from perfxl.recognition.grid import Grid
from perfxl.recognition.headings import Heading, headings, match
from perfxl.rules.kind import Kind
from perfxl.rules.kinds import kinds

_WINDOW = 8  # rows around the heading that tell how far a form reaches to the sides


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place where the heading of a form's indicators stands, with its readings, the likeliest first."""

    top: int
    bottom: int
    left: int
    right: int
    readings: tuple[Heading, ...]

    def beside(self, other: Anchor) -> bool:
        """Whether both share a column."""
        return self.left <= other.right and other.left <= self.right


def anchors_of(grid: Grid, some: Sequence[Kind]) -> list[Anchor]:
    """Return the headings of indicators of a sheet from top to bottom, each with its readings by some kinds."""
    anchors: list[Anchor] = []
    for row in grid.worded:
        for anchor in _anchors(grid, row, some):
            if not any(other.bottom >= row and other.beside(anchor) for other in anchors):
                anchors.append(anchor)
    return anchors


def _anchors(grid: Grid, row: int, some: Sequence[Kind]) -> Iterator[Anchor]:
    blocks: dict[int, list[Heading]] = {}
    for heading in headings(grid, row):
        if heading.kind in some and not _is_list(grid, heading):
            blocks.setdefault(heading.left, []).append(heading)
    for left, readings in blocks.items():
        best = _best_by_kind(grid, readings)
        bottom = max(heading.bottom for heading in best)
        yield Anchor(row, bottom, left, best[0].right, tuple(best))


def _best_by_kind(grid: Grid, readings: list[Heading]) -> list[Heading]:
    """Return the best reading of each kind, that with the most columns first; its cells end where it ends."""
    found: dict[str, Heading] = {}
    for heading in readings:
        known = found.get(heading.kind.key)
        if known is None or _merit(grid, heading) > _merit(grid, known):
            found[heading.kind.key] = heading
    return sorted(found.values(), key=lambda heading: (-len(heading.columns), bool(heading.kind.extends)))


def _merit(grid: Grid, heading: Heading) -> tuple[int, bool, int]:
    cells = (grid.box(heading.top, column) for column in heading.columns.values())
    return len(heading.columns), all(box.bottom <= heading.bottom for box in cells), -heading.bottom


def _is_list(grid: Grid, heading: Heading) -> bool:
    """Whether a column of project names makes it a list of many projects, not a form of one."""
    texts = {column: (grid.label(heading.bottom, column),) for column in range(heading.left, heading.right + 1)}
    return "project_name" in match(kinds()["indicator_list"].columns, texts)


def bands(grid: Grid, anchors: Sequence[Anchor]) -> Iterator[tuple[int, int, list[Anchor]]]:
    """Yield the columns that forms above each other take, with the headings of their indicators."""
    found: list[list[Anchor]] = []
    for anchor in anchors:
        band = next((band for band in found if any(anchor.beside(other) for other in band)), None)
        if band is None:
            found.append([anchor])
        else:
            band.append(anchor)
    for band in found:
        edges = [_edges(grid, anchor) for anchor in band]
        yield min(left for left, _ in edges), max(right for _, right in edges), band


def _edges(grid: Grid, anchor: Anchor) -> tuple[int, int]:
    """Return the columns of a form: those of its heading, and beside these as far as no column is blank."""
    rows = range(max(1, anchor.top - _WINDOW), anchor.bottom + _WINDOW)
    left, right = anchor.left, anchor.right
    while left > 1 and _stands(grid, rows, left - 1, anchor):
        left -= 1
    while right < grid.extent[1] and _stands(grid, rows, right + 1, anchor):
        right += 1
    return left, right


def _stands(grid: Grid, rows: range, column: int, anchor: Anchor) -> bool:
    """Whether anything stands in a column, besides titles merged over more than the form."""
    boxes = (grid.box(row, column) for row in rows if grid.speaks(row, column))
    return any(box.left > anchor.left or box.right < anchor.right for box in boxes)
