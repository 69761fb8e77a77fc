"""Groups of indicators whose label declares their points: 产出指标(50分)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from perfxl.checks.evidence.marks import Marks, numbers, slack, total_of
from perfxl.model.figure import Figure
from perfxl.model.table import Row

_DECLARED = re.compile(r"(?<![≥≤><=0-9.])([0-9]+(?:\.[0-9]+)?)\s*分\s*[)）\]】]?\s*$")


def declared(label: str) -> Decimal | None:
    """Return the points that a label declares: "产出指标(50分)" -> 50; None where it declares none."""
    match = _DECLARED.search(label.strip())
    return Decimal(match[1]) if match else None


@dataclass(frozen=True, slots=True)
class Share:
    """A group of indicators under a label that declares their points."""

    label: Figure
    points: Decimal
    weights: tuple[Figure, ...]


def shares(form: Marks) -> Iterator[Share]:
    """Yield the groups whose label declares their points and whose weights are all there."""
    for level in ("level1", "level2"):
        groups: dict[Figure, list[Row]] = {}
        label: Figure | None = None
        for row in form.rows:
            figure = row.cells.get(level)
            if figure is not None and figure.text.strip() and (label is None or figure.text != label.text):
                label = figure
            if label is not None:
                groups.setdefault(label, []).append(row)
        for head, rows in groups.items():
            points, weights = declared(head.text), numbers(row.cells.get("weight") for row in rows)
            if points is not None and weights:
                yield Share(head, points, weights)


def missed_shares(form: Marks) -> Iterator[Share]:
    """Yield the groups whose weights do not add up to the declared points."""
    return (
        share for share in shares(form)
        if abs(total_of(share.weights) - share.points) > slack(share.weights)
    )  # fmt: skip
