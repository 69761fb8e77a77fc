"""From cells to figures: exact value, unit, printed precision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from perfxl.model.figure import Figure, State
from perfxl.model.place import Place
from perfxl.numerals import display as formats
from perfxl.numerals.reading import Numeral, is_not_applicable, read
from perfxl.numerals.units import money_factor
from perfxl.recognition.grid import Grid, shown
from perfxl.sheets.snapshot import Cell

_PERCENT = "%"
_PER_POINT = Decimal("0.01")
_LARGEST_FRACTION = Decimal("1.5")  # a column of rates above it holds percent points


@dataclass(frozen=True, slots=True)
class Column:
    """What a field's cells are: type as in the kind's vocabulary, unit, and the scale of its plain rates."""

    type: str
    unit: str = ""
    scale: int | Decimal = 1


def rate_scale(cells: Iterable[Cell], unit: str) -> int:
    """Return 100 where plain numbers of a rate column are percent points, else 1."""
    if unit == _PERCENT:
        return 100
    plain = [abs(value) for cell in cells if (value := _plain(cell)) is not None]
    return 100 if plain and max(plain) > _LARGEST_FRACTION else 1


def _plain(cell: Cell) -> Decimal | None:
    """Return a rate's number where neither its text nor its format says that it is a percentage."""
    if isinstance(cell.value, str):
        numeral = read(cell.value)
        return numeral.value if numeral and not numeral.unit else None
    number = isinstance(cell.value, Decimal) and not formats.is_percent(cell.number_format)
    return cell.value if number and isinstance(cell.value, Decimal) else None


def figure(grid: Grid, row: int, column: int, what: Column) -> Figure:
    """Return the figure of a cell."""
    return figure_of(grid.cell(row, column), grid.sheet.name, grid.address(row, column), what)


def figure_of(cell: Cell, sheet: str, address: str, what: Column) -> Figure:
    """Return the figure of a cell that stands at an address of a sheet."""
    return Figure(
        place=Place(sheet, address),
        text=shown(cell),
        formula=cell.formula,
        number_format=cell.number_format,
        scale=_scale(cell, what),
        **{"unit": _unit(what), **_told(cell, what)},
    )


def _unit(what: Column) -> str:
    return _PERCENT if what.type == "rate" else what.unit


def _told(cell: Cell, what: Column) -> dict[str, Any]:
    """Return what a cell holds: the state of its figure, and its value where it has one."""
    if cell.error:
        return {"state": State.ERROR}
    if isinstance(cell.value, Decimal):
        return _number(cell, cell.value, what)
    if isinstance(cell.value, str) and cell.value.strip():
        return _text(cell, cell.value, what)
    if isinstance(cell.value, bool):
        return {"state": State.TEXT}
    return {"state": State.UNCACHED if cell.formula is not None else State.BLANK}


def _scale(cell: Cell, what: Column) -> int | Decimal:
    if what.type == "score":  # 40% of the whole are 40 points
        return _PER_POINT if _says_percent(cell) else 1
    return what.scale if what.type == "rate" and not formats.is_percent(cell.number_format) else 1


def _says_percent(cell: Cell) -> bool:
    numeral = read(cell.value) if isinstance(cell.value, str) else None
    return formats.is_percent(cell.number_format) if numeral is None else numeral.unit == _PERCENT


def _number(cell: Cell, value: Decimal, what: Column) -> dict[str, Any]:
    if what.type == "text" or formats.is_date(cell.number_format):
        return {"state": State.TEXT}
    percent, scale = what.type != "score" and formats.is_percent(cell.number_format), _scale(cell, what)
    return {
        "state": State.NUMBER,
        "value": value / scale,
        "quantum": _quantum(cell, value) / scale,
        "numeric": True,
        "unit": _PERCENT if percent else _unit(what),
    }


def _quantum(cell: Cell, value: Decimal) -> Decimal:
    """The last printed place: what the format shows, and for a typed value at least its own digits."""
    printed = formats.decimals(cell.number_format)
    own = formats.own_quantum(value)
    if printed is None:
        return own
    shown_place = Decimal(1).scaleb(-printed)
    return shown_place if cell.formula is not None else min(own, shown_place)


def _text(cell: Cell, text: str, what: Column) -> dict[str, Any]:
    if what.type == "text":
        return {"state": State.TEXT}
    if is_not_applicable(text):
        return {"state": State.NOT_APPLICABLE}
    numeral = read(text)
    if numeral is None:
        return {"state": State.TEXT}
    unit, factor = _unit_and_factor(cell, numeral, what)
    return {
        "state": State.NUMBER, "value": numeral.value * factor, "quantum": numeral.quantum * factor, "unit": unit,
        "sign": numeral.sign, "malformed": numeral.malformed,
    }  # fmt: skip


def _unit_and_factor(cell: Cell, numeral: Numeral, what: Column) -> tuple[str, Decimal]:
    """Return the unit that a number in text is kept in, and what it is multiplied by for that."""
    if what.type == "rate":
        return numeral.unit or _PERCENT, Decimal(1) if numeral.unit else 1 / Decimal(_scale(cell, what))
    if what.type == "score":
        return _points_unit(what, numeral), 1 / Decimal(_scale(cell, what))
    if what.type != "money":
        return numeral.unit or what.unit, Decimal(1)
    told = numeral.unit or ("元" if numeral.power else "")  # 120万 is an amount
    return what.unit or told, _ratio(told, what.unit)


def _points_unit(what: Column, numeral: Numeral) -> str:
    return what.unit if numeral.unit == _PERCENT else numeral.unit or what.unit


def _ratio(from_unit: str, to_unit: str) -> Decimal:
    source, target = money_factor(from_unit), money_factor(to_unit)
    return source / target if source and target else Decimal(1)
