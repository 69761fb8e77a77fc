"""Filling (填写): which derived cells are written, as what, and why; only blank ones unless replacing is asked for."""

from __future__ import annotations

from collections.abc import Container, Iterable
from decimal import Decimal
from typing import Literal

from perfxl.filling.calling import as_function
from perfxl.model.derivation import Derivation, Relation
from perfxl.model.figure import Figure
from perfxl.model.place import Place
from perfxl.numerals.formats import GENERAL
from perfxl.numerals.units import money_factor
from perfxl.rules.rulebook import Rulebook
from perfxl.sheets.address import position_of
from perfxl.sheets.changeset import CellWrite
from perfxl.sheets.snapshot import Cell, Snapshot, Value

As = Literal["formulas", "values", "functions"]
NOT_APPLICABLE = "不适用"
_RATES = (Relation.RATE, Relation.SHARE, Relation.PROGRESS)
_ZERO = Decimal(0)


def fill(
    snapshot: Snapshot,
    derivations: Iterable[Derivation],
    as_: As = "formulas",
    rules: Rulebook | None = None,
    replaceable: Container[Place] = (),
    sound: Container[Place] = (),
) -> tuple[CellWrite, ...]:
    """Return the writes that give each computed cell its derived value.

    Blank cells are filled; a rate that has no value although its operands are given becomes 不适用. What was
    entered stays, of whatever type it is, except in `replaceable` cells; of these, a formula of the sheet's own that is
    `sound` stays and only its result is renewed. As functions, a cell for which there is none gets its formula; which
    function is the right one depends on the `rules`.
    """
    writes: list[CellWrite | None] = []
    for derivation in derivations:
        target, old = derivation.target, _old(snapshot, derivation.target)
        if not (target.place in replaceable or _is_empty(target, old)) or not derivation.fillable or derivation.missing:
            continue
        keeps = old.formula is not None and target.place in sound
        writes.append(_renewed(derivation, old) if keeps else _write(derivation, old, _formula(derivation, as_, rules)))
    return tuple(write for write in writes if write)


def _formula(derivation: Derivation, as_: As, rules: Rulebook | None) -> str | None:
    if as_ == "values":
        return None
    function = as_function(derivation, rules) if as_ == "functions" and rules else None
    return function or derivation.formula()


def _write(derivation: Derivation, old: Cell, formula: str | None) -> CellWrite | None:
    if derivation.value is None:
        return _not_applicable(derivation, old)
    place = derivation.target.place
    return CellWrite(
        sheet=place.sheet or "",
        cell=place.cell or "",
        value=_cell_value(derivation),
        formula=formula,
        number_format=_number_format(derivation, old.number_format),
        old_value=old.value,
        old_formula=old.formula,
        reason=_law(derivation) if _is_empty(derivation.target, old) else _reason(derivation, old),
    )


def _renewed(derivation: Derivation, old: Cell) -> CellWrite:
    """Return the write of a formula that stays, with the result that it has now that its operands are others."""
    place, law = derivation.target.place, _law(derivation)
    reason = f"{law}；原公式 ={old.formula} 保留，其引用的数已改，结果随之更新"
    rounds = "ROUND" in (old.formula or "").upper() or derivation.exact is None
    value = _cell_value(derivation) if rounds else _to_digits((derivation.exact or _ZERO) * derivation.target.scale)
    return CellWrite(place.sheet or "", place.cell or "", value, old.formula, None, old.value, old.formula, reason)


def _to_digits(value: Decimal) -> Decimal:
    """Return a number as a cell holds it, to 15 digits."""
    return Decimal(f"{float(value):.15g}")


def _is_empty(target: Figure, cell: Cell) -> bool:
    """Whether nothing was entered: no value of any type, no formula, no error; spaces alone are nothing."""
    blank = cell.value is None or (isinstance(cell.value, str) and not cell.value.strip())
    return target.blank and blank and cell.formula is None and not cell.error


def _not_applicable(derivation: Derivation, old: Cell) -> CellWrite | None:
    if not derivation.undefined or derivation.relation not in _RATES:
        return None
    place = derivation.target.place
    reason = f"{derivation.undefined}，填写“{NOT_APPLICABLE}”"
    return CellWrite(place.sheet or "", place.cell or "", NOT_APPLICABLE, old_value=old.value, reason=reason)


def _old(snapshot: Snapshot, target: Figure) -> Cell:
    """Return the cell as the host will find it, which a figure's reading of it is not."""
    sheet = snapshot.sheet(target.place.sheet or "")
    cell = sheet.cells.get(position_of(target.place.cell or "A1")) if sheet else None
    return cell or Cell()


def _cell_value(derivation: Derivation) -> Value:
    value = derivation.value
    return value * derivation.target.scale if isinstance(value, Decimal) else value


def _decimals(derivation: Derivation) -> int:
    """Decimals of what the cell holds: a rate of 4 decimals has 2 in a column headed %."""
    shift = Decimal(derivation.target.scale).adjusted()
    return max(derivation.places - shift, 0)


def _number_format(derivation: Derivation, old: str) -> str | None:
    """Return the format for an unformatted cell, None where the cell has its own or needs none.

    A text cell counts as unformatted: a formula in it would turn into its own text at the next edit.
    """
    if old.casefold() not in GENERAL or isinstance(derivation.value, str):
        return None
    target = derivation.target
    if target.scale == 1 and (target.unit == "%" or derivation.relation in _RATES):
        return _pattern("0", derivation.places - 2) + "%"
    if not _decimals(derivation):
        return "0" if old == "@" else None
    thousands = money_factor(target.unit) is not None
    return _pattern("#,##0" if thousands else "0", _decimals(derivation))


def _pattern(whole: str, decimals: int) -> str:
    return f"{whole}.{'0' * decimals}" if decimals > 0 else whole


def _law(derivation: Derivation) -> str:
    return f"按规则计算：{derivation.rule.law.rstrip('。')}"


def _reason(derivation: Derivation, old: Cell) -> str:
    what = f"公式 ={old.formula}" if old.formula is not None else f"填写值“{derivation.target.text.strip()}”"
    return f"{_law(derivation)}；按要求覆盖了与规则不符的原{what}"
