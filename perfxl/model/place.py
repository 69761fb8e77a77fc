"""Where a figure stands: a cell of a sheet, or a span of a report's paragraph."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A cell ("表", "E12"), or characters `span` of the 1-based `paragraph` of a report."""

    sheet: str | None = None
    cell: str | None = None
    paragraph: int | None = None
    span: tuple[int, int] | None = None

    def __str__(self) -> str:
        if self.cell is None:
            return f"第{self.paragraph}段" if self.paragraph else str(self.sheet or "")
        return f"{self.sheet}!{self.cell}"
