"""The job of `collect`: what offices filled in, merged into the workbook of their department (汇总科室表).

Cells are matched by project and indicator, never by address. A value that differs from another is not overwritten: both
are listed, and a person decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain

from perfxl.jobs.collected import Collected, Remark, Stated
from perfxl.jobs.evaluate import Evaluated, understand
from perfxl.jobs.formcells import Duty, FormCell, FormKey, form_cells
from perfxl.model.place import Place
from perfxl.numerals.characters import compact
from perfxl.numerals.units import convert, money_factor
from perfxl.rules.kinds import term
from perfxl.sheets.address import Position, cell_address, position_of
from perfxl.sheets.changeset import CellWrite, ChangeSet
from perfxl.sheets.snapshot import Cell, Sheet, Snapshot, Value

Key = tuple[FormKey, str, str]
_NAMED = 10  # cells named in a sentence


def collect(base: Snapshot, files: Mapping[str, Snapshot], packs: Sequence[str] = ()) -> Collected:
    """Merge the forms of `files` into `base`; InputError for an unknown pack."""
    department = understand(base, packs)
    targets = {cell.key: cell for cell in form_cells(department)}
    stated: dict[Key, list[Stated]] = defaultdict(list)
    remarks: list[Remark] = []
    computed: set[Key] = set()
    for file, snapshot in files.items():
        office = understand(snapshot, department.rules)
        remarks.extend(_not_read(file, office))
        for cell in form_cells(office):
            held = _held(snapshot, cell.figure.place)
            if held.value not in (None, ""):
                stated[cell.key].append(Stated(file, cell, held.value, held.formula is not None))
            elif cell.duty is Duty.COMPUTED:
                computed.add(cell.key)
    merger = _Merger(base, targets, files)
    for key, values in stated.items():
        merger.merge(key, values)
    blank = _blank(targets, {form for form, _, _ in stated}, merger.filled | computed)
    parts = (_missing(targets, stated), _doubles(stated), merger.remarks, merger.surplus(), blank, remarks)
    found = sum(map(len, stated.values()))
    return Collected(ChangeSet(cells=tuple(merger.writes)), tuple(chain(*parts)), merger.taken, found)


class _Merger:
    """Decides cell by cell what is written."""

    def __init__(self, base: Snapshot, targets: Mapping[Key, FormCell], files: Mapping[str, Snapshot]) -> None:
        self._base, self._targets, self._files = base, targets, files
        self.filled: set[Key] = set()
        self.writes: list[CellWrite] = []
        self.remarks: list[Remark] = []
        self._surplus: dict[tuple[FormKey, str], list[Stated]] = defaultdict(list)
        self.taken = 0

    def surplus(self) -> Iterator[Remark]:
        """Yield the rows for which the department's workbook has no place, with all that they state."""
        for values in self._surplus.values():
            first, files = values[0].cell, tuple(dict.fromkeys(each.file for each in values))
            told = "，".join(f"{_column(each.cell)}{_quoted(each.value)}" for each in values)
            message = f"部门的工作簿里没有这一行或这张表，没有并入：{told}。"
            yield Remark("多出", first.table.text("project_name") or first.table.name, first.told, message, files)

    def merge(self, key: Key, values: Sequence[Stated]) -> None:
        """Take what the files state for one cell."""
        target = self._targets.get(key)
        if target is None:
            self._surplus[key[:2]].extend(values)
            return
        place = self._displaced(target, values[0]) or target.figure.place
        held = _held(self._base, place)
        if held.formula is not None:
            self._leave_formula(target, values)
        elif held.value not in (None, ""):
            self._compare(target, held.value, values)
        else:
            self._fill(key, place, values)

    def _leave_formula(self, target: FormCell, values: Sequence[Stated]) -> None:
        """Leave a formula of the department's workbook; what somebody typed in its place is told."""
        typed = [each for each in values if not each.computed]
        self.taken += len(values) - len(typed)
        if typed:
            self._conflict(target, typed, "部门的工作簿里这一格是公式，没有改")

    def _compare(self, target: FormCell, held: Value, values: Sequence[Stated]) -> None:
        """Leave what stands in the department's workbook, and tell where a file states something else."""
        others = [each for each in values if _normal(_fitting(each, target)) != _normal(held)]
        self.taken += len(values) - len(others)
        if others:
            self._conflict(target, others, f"部门的工作簿里是{_quoted(held)}，没有改")

    def _fill(self, key: Key, place: Place, values: Sequence[Stated]) -> None:
        target = self._targets[key]
        told = {_normal(_fitting(each, target)): each for each in values}
        if len(told) > 1:
            self._conflict(target, list(told.values()), "没有写入")
            return
        self.filled.add(key)
        self.taken += len(values)
        value, file = _fitting(values[0], target), values[0].file
        self.writes.append(CellWrite(place.sheet or "", place.cell or "", value, reason=f"取自{file}"))

    def _conflict(self, target: FormCell, values: Sequence[Stated], what: str) -> None:
        told = "、".join(f"{_quoted(each.value)}（{each.file}）" for each in values)
        files = tuple(each.file for each in values)
        self.remarks.append(_remark("冲突", target, f"报送的是{told}；{what}，请核对后由人填写。", files))

    def _displaced(self, target: FormCell, stated: Stated) -> Place | None:
        """Return the blank cell that a value belongs into where a text beside it was taken for the value.

        In a blank form a label's value is the next filled cell, which may be a remark; the file tells how far from the
        value that remark stands.
        """
        place, source = target.figure.place, stated.cell.figure.place
        taken, sheet = _held(self._base, place).value, self._files[stated.file].sheet(source.sheet or "")
        if not isinstance(taken, str) or sheet is None or taken == stated.value:
            return None
        row, column = position_of(place.cell or "A1")
        moved = column - _gap(sheet, position_of(source.cell or "A1"), taken)
        own = Place(place.sheet, cell_address(row, moved)) if 0 < moved < column else place
        return own if _held(self._base, own).value is None else None


def _gap(sheet: Sheet, at: Position, text: str) -> int:
    """Return how many columns to the right of a cell the next one with a text stands, 0 where none does."""
    same_row = (spot[1] - at[1] for spot, cell in sheet.cells.items() if spot[0] == at[0] and cell.value == text)
    return min((gap for gap in same_row if gap > 0), default=0)


def _held(snapshot: Snapshot, place: Place) -> Cell:
    sheet = snapshot.sheet(place.sheet or "")
    return sheet.cells.get(position_of(place.cell or "A1"), Cell()) if sheet else Cell()


def _fitting(stated: Stated, target: FormCell) -> Value:
    """Return a value as the target's cell holds it: in its unit of money, and 61.25 where its column is headed %."""
    given, wanted = stated.cell.figure, target.figure
    same_unit = given.unit == wanted.unit or not (money_factor(given.unit) and money_factor(wanted.unit))
    if given.value is None or (same_unit and given.scale == wanted.scale) or isinstance(stated.value, str):
        return stated.value
    value = given.value if same_unit else convert(given.value, given.unit, wanted.unit)
    return value * wanted.scale


def _normal(value: Value) -> object:
    return value.normalize() if isinstance(value, Decimal) else compact(value) if isinstance(value, str) else value


def _quoted(value: Value) -> str:
    return f"“{value.normalize():f}”" if isinstance(value, Decimal) else f"“{value}”"


def _remark(what: str, cell: FormCell, message: str, files: tuple[str, ...] = ()) -> Remark:
    where = f"“{cell.told}”的{_column(cell)}" if cell.told else _column(cell)
    return Remark(what, cell.table.text("project_name") or cell.table.name, where, message, files)


def _column(cell: FormCell) -> str:
    try:
        return term(cell.form.kind, cell.field)
    except KeyError:
        return cell.field


def _missing(targets: Mapping[Key, FormCell], stated: Mapping[Key, Sequence[Stated]]) -> Iterator[Remark]:
    """Yield the forms of the department that no file holds."""
    handed_in = {form for form, _, _ in stated}
    for form, cell in {cell.form: cell for cell in targets.values()}.items():
        if form not in handed_in:
            yield Remark("未收到", cell.table.text("project_name") or cell.table.name, "", "没有一个文件有这张表。")


def _doubles(stated: Mapping[Key, Sequence[Stated]]) -> Iterator[Remark]:
    """Yield the forms that several files hold."""
    files: dict[FormKey, dict[str, FormCell]] = defaultdict(dict)
    for (form, _, _), values in stated.items():
        for each in values:
            files[form].setdefault(each.file, each.cell)
    for held in files.values():
        if len(held) > 1:
            table = next(iter(held.values())).table
            name = table.text("project_name") or table.name
            yield Remark("重复", name, "", f"{len(held)} 个文件都有这张表：{'、'.join(held)}。", tuple(held))


def _blank(targets: Mapping[Key, FormCell], came: Container[FormKey], done: Container[Key]) -> Iterator[Remark]:
    """Yield how many cells of the forms that came are still to be filled."""
    left: dict[FormKey, list[FormCell]] = defaultdict(list)
    for key, cell in targets.items():
        if cell.form in came and cell.duty is Duty.FILLED and cell.figure.blank and key not in done:
            left[cell.form].append(cell)
    for cells in left.values():
        places = "、".join(cell.figure.place.cell or "" for cell in cells[:_NAMED])
        name = cells[0].table.text("project_name") or cells[0].table.name
        yield Remark("未填", name, places, f"还有 {len(cells)} 格空着。")


def _not_read(file: str, office: Evaluated) -> Iterator[Remark]:
    """Yield what of a file could not be taken, because nobody knows what it is."""
    for block in office.evaluation.unread:
        sample = f"，如“{compact(block.sample)}”" if block.sample else ""
        message = f"{block.numbers} 个数、{block.texts} 处文字没有认出，没有并入{sample}。"
        yield Remark("没有认出", "", f"{block.sheet}!{block.range}", message, (file,))
