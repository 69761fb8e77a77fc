"""The account of cells (单元格的归类): what each was taken for, what nobody read, and how sure a table is by that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal
from itertools import groupby

from perfxl.model.table import EXECUTION, Account, Role, Table, Unread
from perfxl.numerals.characters import compact
from perfxl.numerals.reading import read
from perfxl.recognition.grid import Grid
from perfxl.rules.kind import FUNDS, Kind
from perfxl.rules.kinds import kinds
from perfxl.sheets.address import Box, Position
from perfxl.sheets.snapshot import Cell

Claims = dict[Position, Account]
_WEIGHT_OF_TEXT = Decimal("0.25")  # an unread remark is less than an unread number
_PRICE_OF_MISSING = Decimal("0.05")
_CENT = Decimal("0.01")
_LONGEST_SAMPLE = 20
_GENERAL = {"title": "表题", "unit": "金额单位", "funds": "项目资金", "total": "合计（总分）"}
_TOTAL_OF_FUNDS, _INDICATORS = "项目资金的合计", "绩效指标"
_HEAVY = frozenset(
    {_INDICATORS, _GENERAL["funds"], _GENERAL["total"]}
)  # without which most relations cannot be checked


@dataclass(frozen=True, slots=True)
class Found:
    """A table with the box of its sheet that it takes, its notes included."""

    table: Table
    box: Box


def accounted(grid: Grid, table: Table, box: Box, claims: Claims) -> Found:
    """Return a table with the account of all cells in its box, by what was claimed; the rest is unread.

    With what the table's kind expects and it has not, and with the confidence that follows from both.
    """
    kind = kinds()[table.kind]
    account = {spot: claims.get(spot, Account.UNREAD) for spot in grid.anchors(box)}
    texts = {compact(grid.label(*spot)) for spot in account}
    titled = any(found is Account.TITLE and grid.text(*spot) == table.name for spot, found in account.items())
    has = {*table.columns, *table.fields, *_parts(table, titled)}
    missing = tuple(_GENERAL.get(part) or kind.part_term(part) for part in kind.expected(texts) if part not in has)
    missing += tuple(_lacking(table, kind))
    told = replace(
        table,
        account={grid.address(*spot): found for spot, found in account.items()},
        missing=missing,
        confidence=confidence(grid, account, missing),
    )
    return Found(told, grid.sheet_box(box))


def _lacking(table: Table, kind: Kind) -> Iterator[str]:
    """Yield what every form has, whatever its place: indicators, and the total of the funds that it lists."""
    funds = {row.item for row in table.rows if row.role is Role.FUND}
    if funds and "total" not in funds:
        yield _TOTAL_OF_FUNDS
    if kind.layout == "form" and not table.of_role(Role.INDICATOR):
        yield _INDICATORS


def _parts(table: Table, titled: bool) -> Iterator[str]:
    """Yield the parts of a form that a table has, as `expects` of its kind names them."""
    roles = {row.role for row in table.rows}
    told = {
        "title": titled,
        "unit": bool(table.unit),
        "funds": Role.FUND in roles,
        "total": Role.TOTAL in roles or "total_score" in table.fields,
    }
    yield from (part for part, there in told.items() if there)
    yield from {f"{FUNDS}{key}" for row in table.rows if row.role is Role.FUND for key in row.cells}
    if any(row.item == EXECUTION for row in table.rows):  # scored among the indicators
        yield f"{FUNDS}score"


def confidence(grid: Grid, account: Mapping[Position, Account], missing: Sequence[str]) -> float:
    """Return how sure a table is: the share of its content that was read, less for each part that is missing."""
    weights = {spot: _weight(grid.cell(*spot)) for spot in account}
    whole = sum(weights.values()) or Decimal(1)
    unread = sum(weights[spot] for spot, kind in account.items() if kind is Account.UNREAD)
    prices = sum((_PRICE_OF_MISSING * (2 if part in _HEAVY else 1) for part in missing), Decimal(0))
    sure = max(Decimal(0), (1 - unread / whole) * (1 - prices))
    return float(sure.quantize(_CENT, ROUND_DOWN))


def _weight(cell: Cell) -> Decimal:
    return Decimal(1) if is_number(cell) else _WEIGHT_OF_TEXT


def is_number(cell: Cell) -> bool:
    """Whether a cell holds a number, as such, as text, or as a formula that should give one."""
    if isinstance(cell.value, str):
        return read(cell.value) is not None
    return cell.value is not None or cell.formula is not None


def unread_blocks(grid: Grid, spots: Iterable[Position], table: str = "") -> Iterator[Unread]:
    """Group unread cells into blocks: rows that follow each other, with a blank row between at the most."""
    by_row = [(row, list(group)) for row, group in groupby(sorted(spots), key=lambda spot: spot[0])]
    block: list[Position] = []
    for row, group in by_row:
        if block and row > block[-1][0] + 2:
            yield _block(grid, block, table)
            block = []
        block += group
    if block:
        yield _block(grid, block, table)


def _block(grid: Grid, spots: list[Position], table: str) -> Unread:
    numbers = sum(is_number(grid.cell(*spot)) for spot in spots)
    boxes = [grid.spot(*spot) for spot in spots]
    rows, columns = [row for row, _ in boxes], [column for _, column in boxes]
    return Unread(
        grid.sheet.name,
        Box(min(rows), min(columns), max(rows), max(columns)).reference,
        numbers,
        len(spots) - numbers,
        grid.text(*spots[0])[:_LONGEST_SAMPLE],
        table,
    )
