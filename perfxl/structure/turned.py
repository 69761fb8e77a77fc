"""A table read on its side (转置): what its rows name is then what headings name."""

from __future__ import annotations

from perfxl.sheets.address import Box
from perfxl.structure.numbers import View
from perfxl.structure.tables import Table

_MOST_ROWS = 14  # more are records, not the columns of a table laid on its side


def turned(table: Table) -> Table | None:
    """Return a table on its side, None where it is no such table: many rows, codes, no labels before the numbers.

    Its numbers are the same objects, which know where they stand.
    """
    labelled = [column for row in table.body for column in table.labels.get(row, ())]
    if not labelled or len(table.body) > _MOST_ROWS or table.coded or not table.columns:
        return None
    last = table.head[-1] if table.head else table.body[0]
    head = max(set(labelled), key=labelled.count)
    return Table(_swapped(table.view), (head,), table.columns, last, table.body[-1])


def _swapped(view: View) -> View:
    return View(
        view.sheet,
        {spot[::-1]: number for spot, number in view.numbers.items()},
        {spot[::-1]: text for spot, text in view.words.items()},
        {spot[::-1]: anchor[::-1] for spot, anchor in view.anchors.items()},
        {spot[::-1]: Box(box.left, box.top, box.right, box.bottom) for spot, box in view.boxes.items()},
    )
