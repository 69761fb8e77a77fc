"""Calls of our functions drawn at random, as formulas of a workbook and as what the registry gives for them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.worksheet.formula import ArrayFormula

from perfxl.functions.registry import REGISTRY, call
from perfxl.functions.signature import Argument, Function
from perfxl.sheets.address import Box
from perfxl.sheets.values import Array, ErrorValue, Given, Missing, Result, Scalar

ROWS, COLUMNS = 120, 6
DATA, CALLS = "数据", "调用"
FORMS = ("PX_", "PX.", "_xldudf_PX_", "_xll.PX_", "px_")
TEXTS = ("≥95%", "5件", "万元", "元", "mof-2020", "shenzhen-2020", "没有的规则包", "", "PX_EXECRATE", "px_wan", "一次")


@dataclass(frozen=True)
class Call:
    """A formula, the cells that it fills, and what they must show."""

    formula: str
    box: tuple[int, int, int, int]
    result: Result

    def cells(self) -> Iterator[tuple[int, int, Scalar]]:
        top, left, bottom, right = self.box
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                yield row, column, self._at(row - top, column - left)

    def _at(self, row: int, column: int) -> Scalar:
        return self.result[row][column] if isinstance(self.result, list) else self.result


class Draw:
    """Draws data and calls; the same seed draws the same."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self.data = [[self._cell() for _ in range(COLUMNS)] for _ in range(ROWS)]

    def _cell(self) -> Scalar:
        kind = self._random.random()
        if kind < 0.8:
            return self._number()
        others: tuple[Scalar, ...] = (None, True, False, self._random.choice(TEXTS[:-3]) or None, ErrorValue.DIV0)
        return self._random.choice((*others, ErrorValue.NA))

    def _number(self) -> float:
        special = (0.0, 1.0, 100.0, 0.1 + 0.2, -3.5, 1e-7, 87654321.125)
        if self._random.random() < 0.2:
            return self._random.choice(special)
        return round(self._random.uniform(0, 10 ** self._random.randint(0, 6)), self._random.randint(0, 4))

    def scalar(self, row: int) -> Call:
        """Return a call that fills one cell of the first column."""
        function, arguments = self._function()
        texts, values = zip(*(self._argument(each) for each in arguments), strict=True)
        result = call(function.name, values)
        return Call(self._written(function, texts), (row, 1, row, 1), result)

    def array(self, row: int) -> Call:
        """Return an array formula over three rows that stand beside each other in all that spreads."""
        function, arguments = self._function()
        given = [
            self._argument(each, 3 if each.shape == "each" and number < 2 else 1)
            for number, each in enumerate(arguments)
        ]
        result = call(function.name, [value for _, value in given])
        width = len(result[0]) if isinstance(result, list) else 1
        height = len(result) if isinstance(result, list) else 1
        text = self._written(function, [text for text, _ in given])
        return Call(text, (row, 3, row + height - 1, 2 + width), result)

    def _function(self) -> tuple[Function, list[Argument]]:
        function = self._random.choice(list(REGISTRY.values()))
        arguments = [each for each in function.arguments if not each.optional]
        for each in function.arguments[len(arguments) :]:
            if self._random.random() < 0.5:
                break
            arguments.append(each)
        if function.arguments[-1].repeats:
            arguments += [function.arguments[-1]] * self._random.randint(0, 3)
        return function, arguments

    def _argument(self, argument: Argument, height: int = 1) -> tuple[str, Given]:
        if height == 1 and argument.optional and self._random.random() < 0.3:
            return "", Missing.MISSING
        if height == 1 and self._random.random() < 0.3:
            return self._literal()
        wide = argument.shape == "whole"
        rows = max(height, self._random.randint(1, 4) if wide else 1)
        top, left = self._random.randrange(ROWS - rows), self._random.randrange(COLUMNS)
        columns = self._random.randint(1, COLUMNS - left) if wide else 1
        values: Array = [row[left : left + columns] for row in self.data[top : top + rows]]
        text = f"{DATA}!{Box(top + 1, left + 1, top + rows, left + columns).reference}"
        return text, values[0][0] if (rows, columns) == (1, 1) else values

    def _literal(self) -> tuple[str, Given]:
        value = self._random.choice((self._number(), self._number(), self._random.choice(TEXTS), True, False))
        if isinstance(value, bool):
            return self._random.choice((f"{value}".upper(), f"{value}()".upper())), value
        if isinstance(value, str):
            return f'"{value}"', value
        constant = self._random.random() < 0.2
        return (f"{{{value!r}}}", [[value]]) if constant else (repr(value), value)

    def _written(self, function: Function, texts: tuple[str, ...] | list[str]) -> str:
        form = self._random.choice(FORMS)
        return f"{form}{function.name.removeprefix('PX_')}({','.join(texts)})"


def write(path: Path, draw: Draw, scalars: int, arrays: int) -> list[Call]:
    """Write a workbook of calls and return them."""
    book = openpyxl.Workbook()
    data = book.active
    data.title = DATA
    for row in draw.data:
        data.append([value.value if isinstance(value, ErrorValue) else value for value in row])
    sheet = book.create_sheet(CALLS)
    made = [draw.scalar(row) for row in range(1, scalars + 1)]
    made += [draw.array(row * 5 + 1) for row in range(arrays)]
    for each in made:
        top, left, bottom, right = each.box
        whole = left > 1
        text = f"={each.formula}"
        sheet.cell(top, left, ArrayFormula(Box(top, left, bottom, right).reference, text) if whole else text)
    book.save(path)
    return made


def same(one: Scalar, other: Scalar) -> bool:
    """Whether two values are the same to Excel's 15 digits; a truth value is not a number."""
    if isinstance(one, float) and isinstance(other, float):
        return f"{one:.15g}" == f"{other:.15g}"
    return one == other and isinstance(one, bool) == isinstance(other, bool)
