"""How clean sheets are written: numbers, formulas, blanks, in a style drawn for a workbook."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from department import half_up

Grid = list[list[str]]


class Style:
    """How one workbook is written: formulas or typed numbers, blanks or zeros, years in headings, remarks."""

    def __init__(self, rng: Random, year: int) -> None:
        self.formulas = rng.random() < 0.5
        self.blank = rng.random() < 0.5
        self.years = rng.random() < 0.3
        self.text_rates = rng.random() < 0.2
        self.of_which = rng.choice(("其中：", "其中:", ""))
        self.year = year

    def sum(self, formula: str, value: Decimal) -> str:
        return f"={formula}→{money(value)}" if self.formulas else money(value)

    def rate(self, formula: str, value: Decimal) -> str:
        told = f"{half_up(value * 100)}%"
        if self.formulas:
            return f"={formula}→{told}"
        return f'"{told}"' if self.text_rates else told

    def none(self) -> str:
        return "" if self.blank else "0.00"

    def head(self, text: str) -> str:
        return f"{self.year}年{text}" if self.years else text


def cells(text: str) -> list[str]:
    """Return a line of cells written with | between them."""
    return text.split("|")


def money(value: Decimal) -> str:
    return f"{half_up(value):,.2f}"


def points(value: Decimal) -> str:
    return f"{value.normalize():f}"


def laid(grid: Grid) -> str:
    return "\n".join(" | ".join(line) for line in grid)
