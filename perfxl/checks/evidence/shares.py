"""Groups of indicators whose label declares their points: 产出指标(50分)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from perfxl.checks.evidence.marks import Marks, numbers, total_of
from perfxl.model.figure import Figure
from perfxl.model.table import Row
from perfxl.numerals.tolerance import of_shares

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
        for label, rows in _groups(form.rows, level).items():
            points, weights = declared(label.text), numbers(row.cells.get("weight") for row in rows)
            if points is not None and weights:
                yield Share(label, points, weights)


def _groups(rows: Iterable[Row], level: str) -> Mapping[Figure, list[Row]]:
    """Gather rows under the label of a level, which holds until another one stands in its column."""
    groups: dict[Figure, list[Row]] = {}
    label: Figure | None = None
    for row in rows:
        figure = row.cells.get(level)
        if figure is not None and figure.text.strip() not in ("", label.text.strip() if label else ""):
            label = figure
        if label is not None:
            groups.setdefault(label, []).append(row)
    return groups


def missed_shares(form: Marks) -> Iterator[Share]:
    """Yield the groups whose weights do not add up to the declared points."""
    return (
        share for share in shares(form)
        if abs(total_of(share.weights) - share.points) > of_shares(share.weights)
    )  # fmt: skip
