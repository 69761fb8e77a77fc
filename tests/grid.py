"""A small table as a clerk would write it, turned into a sheet: cells parted by |, as on paper.

12.50, 1,234.56 and 27.73% become numbers with the format that prints them so; "12" in quotes is a number kept
as text; =A1+B1 → 30.00 is a formula with its result, =A1+B1 alone one without; #DIV/0! is an error value;
^ continues the merged cell above it, < the one to its left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from perfxl.sheets.address import Box
from perfxl.sheets.snapshot import Cell, Sheet

NUMBER = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]+))?(%?)")
QUOTES = ('"', "“", "”")


def sheet(name: str, text: str) -> Sheet:
    rows = [[part.strip() for part in line.split("|")] for line in text.strip("\n").splitlines()]
    spots = {(row, column): part for row, line in enumerate(rows, 1) for column, part in enumerate(line, 1)}
    cells = {spot: cell(part) for spot, part in spots.items() if part not in ("", "^", "<")}
    return Sheet(name, cells, tuple(merges(spots)))


def merges(spots: dict[tuple[int, int], str]) -> Iterator[Box]:
    for (row, column), part in spots.items():
        if part in ("", "^", "<"):
            continue
        bottom, right = row, column
        while spots.get((bottom + 1, column)) == "^":
            bottom += 1
        while spots.get((row, right + 1)) == "<":
            right += 1
        if (bottom, right) != (row, column):
            yield Box(row, column, bottom, right)


def cell(text: str) -> Cell:
    if text.startswith("#"):
        return Cell(error=text)
    if text.startswith("="):
        formula, _, result = text[1:].partition("→")
        shown = cell(result.strip()) if result.strip() else Cell()
        return Cell(shown.value, formula.strip(), shown.number_format, shown.error)
    if text[0] in QUOTES and text[-1] in QUOTES and len(text) > 2 and NUMBER.search(text):
        return Cell(text[1:-1])
    match = NUMBER.fullmatch(text)
    return number(text, match) if match else Cell(text)


def number(text: str, match: re.Match[str]) -> Cell:
    value = Decimal(text.rstrip("%").replace(",", ""))
    places = "." + "0" * len(match[1]) if match[1] else ""
    if match[2]:
        return Cell(value / 100, None, f"0{places}%")
    return Cell(value, None, f"#,##0{places}" if "," in text else f"0{places}" if places else "General")
