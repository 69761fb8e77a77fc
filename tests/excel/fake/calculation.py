"""The results of formulas that were just written, as far as arithmetic goes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from openpyxl.utils import range_boundaries

_TOKEN = re.compile(
    r"""(?P<ref>(?:'(?P<sheet>(?:[^']|'')*)'!)?(?P<area>\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)(?![\w(]))
      | (?P<text>"(?:[^"]|"")*") | (?P<number>\d+\.?\d*%?) | (?P<name>[A-Z]+(?=\())
      | (?P<sign><>|<=|>=|[-+*/(),<>=])""",
    re.VERBOSE,
)


_ROW = re.compile(r"ROW\((?:'(?:[^']|'')*'!)?\$?[A-Z]+\$?(\d+)\)")


class Calculator:
    """Turns a formula into an expression of Python's over exact decimals."""

    def __init__(self, sheet: object) -> None:
        self._sheet = sheet

    def result(self, formula: object) -> object:
        """Return the result; None where this is no plain arithmetic."""
        if not isinstance(formula, str) or _TOKEN.sub("", formula[1:]).strip():
            return None
        formula = _ROW.sub(r"\1", formula)
        source = "".join(self._piece(match) for match in _TOKEN.finditer(formula[1:]))
        with localcontext(Context(prec=40, traps=[])):
            value = eval(source, {"__builtins__": {}}, _NAMES | {"cells": self._cells, "cell": self._cell})
            return _plain(value)

    def _piece(self, match: re.Match[str]) -> str:
        if match["ref"]:
            return f"{'cells' if ':' in match['area'] else 'cell'}({match['sheet']!r}, {match['area']!r})"
        if match["number"]:
            return f"D({match['number'].rstrip('%')!r})" + ("/100" if match["number"].endswith("%") else "")
        return {"=": "==", "<>": "!="}.get(match[0], match[0])

    def _cells(self, name: str | None, area: str) -> list[Decimal]:
        book = self._sheet._parent
        sheet = next(s for s in book._worksheets if (name is None and s is self._sheet) or s._sheet.title == name)
        left, top, right, bottom = range_boundaries(area.replace("$", ""))
        spots = ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
        found = (sheet._sheet.cell(*spot) for spot in spots)
        values = (sheet._result(c.row, c.column) if c.data_type == "f" else c.value for c in found)
        return [_decimal(value) for value in values if isinstance(value, int | float)]

    def _cell(self, name: str | None, area: str) -> Decimal:
        return next(iter(self._cells(name, area)), Decimal(0))


def _decimal(value: float) -> Decimal:
    return Decimal(f"{value:.15g}")


def _flat(values: Iterable[object]) -> list[Decimal]:
    return [one for value in values for one in (value if isinstance(value, list) else [value])]


def _round(value: Decimal, places: Decimal) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP)


def _plain(value: object) -> object:
    if not isinstance(value, Decimal):
        return value
    if not value.is_finite():
        return "#DIV/0!"
    return int(value) if value == value.to_integral_value() else float(value)


_NAMES = {
    "D": Decimal,
    "ROUND": _round,
    "SUM": lambda *values: sum(_flat(values), Decimal(0)),
    "MIN": lambda *values: min(_flat(values)),
    "MAX": lambda *values: max(_flat(values)),
    "ABS": abs,
    "IF": lambda condition, yes, no=False: yes if condition else no,
}
