"""Mechanical repairs (机械性修正): how a number is written, a sum one row short; never what a number ought to be."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from perfxl.model.derivation import Derivation, Relation
from perfxl.model.figure import Figure, State
from perfxl.model.place import Place
from perfxl.model.table import Evaluation, Role, Row, Table
from perfxl.numerals.characters import half_width
from perfxl.numerals.formats import GENERAL
from perfxl.rules.kinds import kinds
from perfxl.sheets.address import Box, position_of
from perfxl.sheets.changeset import CellWrite
from perfxl.sheets.snapshot import Cell, Snapshot

_NUMBERS = frozenset({"money", "rate", "count", "score"})
_SUM = re.compile(r"SUM\(\s*(\$?[A-Z]{1,3}\$?[0-9]+):(\$?[A-Z]{1,3}\$?[0-9]+)\s*\)", re.I)
_SIGNS = str.maketrans({"≧": "≥", "≦": "≤", "﹦": "=", "＝": "="})
_WIDE = re.compile(r"[０-９．，％＋－≧≦﹦＝]")
_CHINESE = r"[\u3400-\u9fff“”（）()]"
_GAP = re.compile(rf"(?<={_CHINESE})\s+(?={_CHINESE})")
_TEXT = "@"
_PLAIN = re.compile(r"[-+]?[0-9][0-9,]*(?:\.[0-9]+)?%?")
_FEWEST = 2  # parts of a sum that may leave one out


def repairs(
    snapshot: Snapshot, evaluation: Evaluation, derivations: Sequence[Derivation], doubted: Collection[Place]
) -> tuple[CellWrite, ...]:
    """Return the writes that mend how cells are written, each with its reason; none to a `doubted` number."""
    found: dict[tuple[str, str], CellWrite] = {}
    for write in (
        *_written(snapshot, evaluation, doubted), *_named(snapshot, evaluation), *_summed(snapshot, derivations),
    ):  # fmt: skip
        found.setdefault((write.sheet, write.cell), write)
    return tuple(found.values())


def _written(snapshot: Snapshot, evaluation: Evaluation, doubted: Collection[Place]) -> Iterator[CellWrite]:
    """Yield numbers kept as text as true numbers, and targets and actuals in half-width characters."""
    for table in evaluation.tables:
        for row, key, figure in table.figures():
            cell = _cell(snapshot, figure.place)
            if isinstance(cell.value, str) and cell.formula is None and figure.state is State.NUMBER:
                sound = figure.place not in doubted and _type(table, row, key) in _NUMBERS
                yield from _rewritten(figure, cell, cell.value, numeric=sound)


def _rewritten(figure: Figure, cell: Cell, text: str, *, numeric: bool) -> Iterator[CellWrite]:
    if numeric and _PLAIN.fullmatch("".join(half_width(text).split())):
        yield _as_number(figure, cell, text)
    elif _WIDE.search(text):
        yield _write(figure, cell, half_width(text.translate(_SIGNS)).strip(), None, "全角字符改为半角")


def _type(table: Table, row: Row | None, key: str) -> str:
    kind = kinds()[table.kind]
    block = kind.fields if row is None else kind.funds if row.role is Role.FUND else kind.columns
    entry = block.get(key)
    return entry.type if entry else "text"


def _as_number(figure: Figure, cell: Cell, text: str) -> CellWrite:
    value = (figure.value or Decimal(0)) * figure.scale
    why = f"“{text.strip()}”存为文本，{figure.malformed or '公式不会计入'}，改为数值"
    return _write(figure, cell, value, _format(figure, cell, text), why)


def _format(figure: Figure, cell: Cell, text: str) -> str | None:
    """Return the format that shows the number as it was written; None where the cell has one of its own."""
    if cell.number_format.casefold() not in GENERAL and cell.number_format != _TEXT:
        return None
    plain = half_width(text)
    decimals = len(plain.partition(".")[2].replace("%", "").strip())
    pattern = f"0.{'0' * decimals}" if decimals else "0"
    if "%" in plain:
        return f"{pattern}%"
    return f"#,##{pattern}" if "," in plain else pattern


def _named(snapshot: Snapshot, evaluation: Evaluation) -> Iterator[CellWrite]:
    """Yield names of projects without the blanks in and around them."""
    for table in evaluation.tables:
        names = [table.fields.get("project_name")]
        names += [row.cells.get("project_name") for row in table.rows]
        if table.kind == "project_list":
            names += [row.cells.get("label") for row in table.of_role(Role.LINE)]
        for figure in filter(None, names):
            cell = _cell(snapshot, figure.place)
            name = _GAP.sub("", cell.value.strip()) if isinstance(cell.value, str) else ""
            if name and name != cell.value and cell.formula is None:
                yield _write(figure, cell, name, None, "去掉名称中的空格")


def _summed(snapshot: Snapshot, derivations: Sequence[Derivation]) -> Iterator[CellWrite]:
    """Yield sums whose range leaves out one row at its end, with which the total is what its rule gives."""
    for item in derivations:
        if item.relation not in (Relation.SUM, Relation.TOTAL) or item.ties() is not False or item.exact is None:
            continue
        cell = _cell(snapshot, item.target.place)
        formula = _extended(item, cell.formula or "")
        if formula and isinstance(cell.value, Decimal):
            why = f"原公式 ={cell.formula} 少加一行，补上后与各行之和相符"
            yield _write(item.target, cell, item.exact * item.target.scale, None, why, formula)


def _extended(item: Derivation, formula: str) -> str:
    """Return the formula with the row that it leaves out, "" where that is not all that it lacks."""
    match = _SUM.fullmatch(formula.strip())
    spots = sorted(position_of(figure.place.cell or "A1") for _, figure in item.operands())
    if not match or len(spots) <= _FEWEST:
        return ""
    told = Box.parse(f"{match[1]}:{match[2]}".replace("$", ""))
    short = (Box(*spots[0], *spots[-2]), Box(*spots[1], *spots[-1]))
    straight = spots == [(row, told.left) for row in range(spots[0][0], spots[-1][0] + 1)]
    column = re.sub(r"[0-9$]", "", match[1])
    return f"SUM({column}{spots[0][0]}:{column}{spots[-1][0]})" if straight and told in short else ""


def _cell(snapshot: Snapshot, place: Place) -> Cell:
    sheet = snapshot.sheet(place.sheet or "")
    return (sheet.cells.get(position_of(place.cell or "A1")) if sheet else None) or Cell()


def _write(
    figure: Figure, cell: Cell, value: Decimal | str, number_format: str | None, reason: str, formula: str | None = None
) -> CellWrite:  # fmt: skip
    place = figure.place
    return CellWrite(
        place.sheet or "", place.cell or "", value, formula, number_format, cell.value, cell.formula, reason
    )  # fmt: skip
