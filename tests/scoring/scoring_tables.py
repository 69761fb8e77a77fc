"""Tables as recognition yields them, drawn by hand: "|" parts cells, the first row names the fields."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from perfxl.model.derivation import Derivation
from perfxl.model.figure import Figure, State
from perfxl.model.place import Place
from perfxl.model.table import Evaluation, Role, Row, Table
from perfxl.numerals.reading import is_not_applicable, read
from perfxl.numerals.rounding import half_up
from perfxl.rules.kinds import kinds
from perfxl.rules.rulebook import rulebook
from perfxl.scoring.derive import derive
from perfxl.scoring.derived import Derived
from perfxl.sheets.address import cell_address

TEXTS = ("label", "category", "level1", "level2", "level3", "nature", "measure_unit", "project_name", "grade", "reason")
_ITEM = re.compile(r"(?:<(?P<role>\w+)?(?::(?P<item>\w+))?>)?(?P<label>.*)")


def figure(text: str, sheet: str, cell: str, unit: str = "", scale: int = 1, textual: bool = False) -> Figure:
    """Return a cell's figure: a plain number is a true number, "≥95%" a text that reads as one, "=" a bare formula."""
    base = Figure(Place(sheet, cell), text=text, unit=unit, scale=scale)
    if not text or textual:
        return replace(base, state=State.TEXT if text else State.BLANK)
    if text.startswith("=?"):
        return replace(base, state=State.UNCACHED, formula=text[2:], text="")
    if is_not_applicable(text):
        return replace(base, state=State.NOT_APPLICABLE)
    numeral = read(text)
    if numeral is None:
        return replace(base, state=State.TEXT)
    return replace(
        base,
        state=State.NUMBER,
        value=numeral.value,
        quantum=numeral.quantum,
        unit=numeral.unit or unit,
        sign=numeral.sign,
        numeric=bool(re.fullmatch(r"-?[\d,.]+%?", text)),
    )


def table(
    kind: str, drawing: str, unit: str = "", sheet: str = "表", fields: Mapping[str, str] | None = None, top: int = 3
) -> Table:
    """Draw a table; a row's first cell may begin with <role:item>, else role and item follow the kind's labels."""
    heading, *lines = (line.strip() for line in drawing.strip().splitlines())
    keys = [key.strip() for key in heading.split("|")]
    rows = tuple(_row(kind, keys, line, number, unit, sheet) for number, line in enumerate(lines, top + 1))
    single = {
        key: figure(text, sheet, cell_address(number, 26), unit, textual=key in TEXTS)
        for number, (key, text) in enumerate((fields or {}).items(), 1)
    }
    last = top + len(rows)
    return Table(kind, kinds()[kind].name, sheet, f"A{top}:Z{last}", unit, 1.0, rows, fields=single)


def _row(kind: str, keys: Sequence[str], line: str, number: int, unit: str, sheet: str) -> Row:
    texts = [text.strip() for text in line.split("|")]
    told = _ITEM.fullmatch(texts[0])
    assert told
    texts[0] = told["label"]
    types = {entry.key: entry.type for entry in (*kinds()[kind].funds, *kinds()[kind].columns)}
    cells = {
        key: figure(
            text,
            sheet,
            cell_address(number, column),
            {"money": unit, "rate": "%"}.get(types.get(key, ""), ""),
            textual=key in TEXTS,
        )
        for column, (key, text) in enumerate(zip(keys, texts, strict=False), 1)
        if text != "^"
    }
    role = Role(told["role"] or "line")
    return Row(number, role, texts[0], told["item"], _category(keys, texts), cells)


def _category(keys: Sequence[str], texts: Sequence[str]) -> str:
    return texts[keys.index("category")] if "category" in keys else ""


def derived(*tables: Table, packs: Sequence[str] = ("mof-2020", "shenzhen-2020")) -> Derived:
    """Derive tables by the national pack and a place's."""
    return derive(Evaluation("本子", tables), rulebook(packs))


def at(result: Derived, cell: str, sheet: str = "表") -> Derivation:
    """Return the derivation of a cell."""
    found = result.at(Place(sheet, cell))
    assert found, f"{sheet}!{cell} is not derived"
    return found


def values(result: Derived) -> dict[str, Any]:
    """Return what is derived, by cell: a value as text, None where there is none."""
    return {
        derivation.target.place.cell or "": None if derivation.value is None else str(derivation.value)
        for derivation in result.derivations
    }


def recomputed(text: str) -> Decimal:
    """Compute what `Derivation.arithmetic` prints, exactly."""
    plain = re.sub(r"(?<![\w.])(\d+(?:\.\d+)?)", r"F('\1')", text.replace("×", "*").replace("÷", "/"))
    names = {"F": Decimal, "ROUND": _round, "MIN": min, "MAX": max}
    return Decimal(eval(plain, {"__builtins__": {}}, names))


def _round(value: Decimal, places: Decimal) -> Decimal:
    return half_up(value, int(places))
