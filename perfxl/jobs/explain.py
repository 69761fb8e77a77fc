"""The job of `explain`: where one cell stands, which rule gives it, and what its formula reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfxl.errors import InputError
from perfxl.formulas.precedents import DEPTH, Node, precedents
from perfxl.jobs.attach import evaluate_attachments
from perfxl.jobs.evaluate import Evaluated, evaluate_after, understand
from perfxl.model.derivation import Derivation
from perfxl.model.figure import Figure, State
from perfxl.model.place import Place
from perfxl.model.table import Row, Table
from perfxl.scoring.derived import Unjudged
from perfxl.sheets.address import Box, cell_address, position_of
from perfxl.sheets.changeset import CellWrite
from perfxl.sheets.ownership import stored_key
from perfxl.sheets.snapshot import Sheet, Snapshot


@dataclass(frozen=True, slots=True)
class Home:
    """The table that a cell belongs to: its row (None for a single field), its field key, its figure."""

    table: Table
    row: Row | None
    key: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a cell comes about.

    derivation     what a rule makes of it, None where none does; then:
    unjudged       why a rule that there is does not give it
    uses           (term, derivation) of every computed cell that it is an operand of
    home           where it stands in a recognised table
    around         the recognised table in whose range it lies, though it is none of its fields
    sheet_known    a table was recognised on its sheet; holds_number: the cell holds a number
    in_attachment  it stands in a sheet that perfxl generates
    tree           what the formula in it reads, None where it holds none
    """

    place: Place
    derivation: Derivation | None = None
    unjudged: Unjudged | None = None
    uses: tuple[tuple[str, Derivation], ...] = ()
    home: Home | None = None
    around: Table | None = None
    sheet_known: bool = True
    holds_number: bool = False
    in_attachment: bool = False
    tree: Node | None = None


def explain(snapshot: Snapshot, sheet: str, cell: str, packs: Sequence[str] = (), depth: int = DEPTH) -> Explanation:
    """Explain a cell; InputError for an unknown sheet, a bad address or an unknown pack.

    depth  how many levels of references to follow
    """
    return explain_place(understand(snapshot, packs), sheet, cell, depth)


def explain_place(evaluated: Evaluated, sheet: str, cell: str, depth: int = DEPTH) -> Explanation:
    """Explain a cell of a workbook understood before; InputError as for `explain`."""
    place, inside = _locate(evaluated, sheet, cell)
    tables = [table for table in inside.evaluation.tables if table.sheet == place.sheet]
    return Explanation(
        place=place,
        derivation=inside.derived.at(place) or _not_applicable(inside, place),
        unjudged=_unjudged(inside, place),
        uses=tuple(_uses(inside, place)),
        home=next((home for home in _homes(inside) if home.figure.place == place), None),
        around=_around(tables, place),
        sheet_known=bool(tables),
        holds_number=_holds_number(inside.snapshot, place),
        in_attachment=inside is not evaluated,
        tree=_tree(evaluated.snapshot, sheet, cell, depth),
    )


def _unjudged(evaluated: Evaluated, place: Place) -> Unjudged | None:
    return next((each for each in evaluated.derived.unjudged if each.figure.place == place), None)


def _around(tables: Sequence[Table], place: Place) -> Table | None:
    position = position_of(place.cell or "A1")
    return next((table for table in tables if Box.parse(table.range).contains(position)), None)


def _holds_number(snapshot: Snapshot, place: Place) -> bool:
    sheet = snapshot.sheet(place.sheet or "")
    cell = sheet.cells.get(position_of(place.cell or "A1")) if sheet else None
    return cell is not None and isinstance(cell.value, Decimal)


def _uses(evaluated: Evaluated, place: Place) -> Iterator[tuple[str, Derivation]]:
    for derivation in evaluated.derived.derivations:
        for name, figure in derivation.operands():
            if figure.place == place:
                yield name, derivation


def _homes(evaluated: Evaluated) -> Iterator[Home]:
    for table in evaluated.evaluation.tables:
        for row, key, figure in table.figures():
            yield Home(table, row, key, figure)


def _tree(snapshot: Snapshot, sheet: str, cell: str, depth: int) -> Node | None:
    """Return what a formula cell reads; None for a cell without a formula or a sheet not yet there."""
    found = snapshot.sheet(sheet)
    if found is None:
        return None
    place = _anchored(found, _address(cell))
    node = precedents(snapshot, found.name, place.cell or "", depth)
    return node if node.cell and node.cell.formula is not None else None


def _not_applicable(evaluated: Evaluated, place: Place) -> Derivation | None:
    """Return why a cell says 不适用: what the rule would give if nothing stood there."""
    stated = (home.figure for home in _homes(evaluated) if home.figure.place == place)
    if not any(figure.state is State.NOT_APPLICABLE for figure in stated):
        return None
    blank = evaluate_after(evaluated, [CellWrite(place.sheet or "", place.cell or "", None)])
    derivation = blank.derived.at(place)
    return derivation if derivation and derivation.undefined else None


def _locate(evaluated: Evaluated, sheet: str, cell: str) -> tuple[Place, Evaluated]:
    """Return the place, and the workbook it is understood in: an attachment stands alone."""
    address = _address(cell)
    found = evaluated.snapshot.sheet(sheet)
    if found and not found.ownership:
        return _anchored(found, address), evaluated
    for key, attachment in evaluate_attachments(evaluated):
        alone = attachment.snapshot.sheets[0]
        if _is_attachment(found, key) or (found is None and alone.name.casefold() == sheet.casefold()):
            return _anchored(alone, address), attachment
    if found:
        return _anchored(found, address), evaluated
    names = "、".join(f"“{each.name}”" for each in evaluated.snapshot.sheets)
    raise InputError(f"工作簿里没有名为“{sheet}”的工作表，请从这些工作表中选择：{names}。")


def _anchored(sheet: Sheet, address: str) -> Place:
    """Return the place of a cell; one inside a merged range is the range's first."""
    return Place(sheet.name, cell_address(*sheet.anchor(position_of(address))))


def _is_attachment(sheet: Sheet | None, key: str) -> bool:
    return sheet is not None and sheet.ownership is not None and sheet.ownership.key == stored_key(key)


def _address(cell: str) -> str:
    try:
        return cell_address(*position_of(cell.strip()))
    except ValueError:
        raise InputError(f"“{cell}”不是单元格地址，请写成列字母加行号，例如“汇总!E12”。") from None
