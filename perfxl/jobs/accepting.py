"""Accepting findings (核实): which of them a person accepted, which acceptances hold no more, and writing new ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from perfxl.attachments.acceptances import COLUMNS
from perfxl.model.acceptance import ARROW, Acceptance, Accepted, Lapsed, finding_figures, row_name
from perfxl.model.finding import Finding
from perfxl.numerals.characters import name_key
from perfxl.numerals.display import display
from perfxl.numerals.reading import read
from perfxl.sheets.address import cell_address
from perfxl.sheets.snapshot import Sheet, Snapshot


@dataclass(frozen=True, slots=True)
class Parted:
    """The findings that count, those accepted, and the acceptances that hold no more."""

    open: tuple[Finding, ...]
    accepted: tuple[Accepted, ...] = ()
    lapsed: tuple[Lapsed, ...] = ()


def part(findings: Sequence[Finding], known: Sequence[Acceptance], deselected: Sequence[str] = ()) -> Parted:
    """Part the accepted findings from the others; one acceptance covers one finding.

    One of a check that was not done is neither used nor lapsed.
    """
    left = [each for each in known if not lacking(each)]
    accepted: list[Accepted] = []
    open_: list[Finding] = []
    for finding in findings:
        one = next((each for each in left if covers(each, finding)), None)
        if one is None:
            open_.append(finding)
        else:
            left.remove(one)
            accepted.append(Accepted(finding, one))
    return Parted(tuple(open_), tuple(accepted), tuple(_lapsed(known, left, open_, deselected)))


def _lapsed(
    known: Sequence[Acceptance], left: Sequence[Acceptance], open_: Sequence[Finding], deselected: Sequence[str]
) -> Iterator[Lapsed]:
    """Yield the acceptances that are not whole, and those `left` without a finding."""
    for each in known:
        if lacking(each):
            yield Lapsed(each, f"没有写{lacking(each)}，不算核实")
    for each in left:
        if each.code.strip().upper() not in deselected:
            yield Lapsed(each, _why(each, open_))


def lacking(one: Acceptance) -> str:
    """Return what an acceptance must state and does not: 说明、岗位、日期; "" where it is whole."""
    stated = (("代码", one.code), ("说明", one.reason), ("岗位", one.role), ("日期", one.date))
    return "、".join(name for name, text in stated if not text.strip())


def covers(one: Acceptance, finding: Finding) -> bool:
    """Whether an acceptance is of this finding: the same check, table, row and figures, wherever it stands."""
    return _is_about(one, finding) and _same_figures(one.figures, finding_figures(finding))


def _is_about(one: Acceptance, finding: Finding) -> bool:
    rows = {name_key(row_name(finding)), name_key(finding.row)}
    return (
        one.code.strip().upper() == finding.code
        and name_key(one.table) == name_key(finding.table)
        and name_key(one.row) in rows
    )


def _same_figures(accepted: str, found: str) -> bool:
    """Whether figures are the same; where only what was said is stated, what was expected does not count."""
    ours, theirs = ([part.strip() for part in text.split(ARROW)] for text in (accepted, found))
    return len(ours) <= len(theirs) and all(_same(a, b) for a, b in zip(ours, theirs, strict=False))


def _same(one: str, other: str) -> bool:
    if name_key(one) == name_key(other):
        return True
    first, second = read(one), read(other)
    return first is not None and second is not None and (first.value, first.unit) == (second.value, second.unit)


def _why(one: Acceptance, findings: Sequence[Finding]) -> str:
    """Return why an acceptance holds for no finding."""
    now = [finding for finding in findings if _is_about(one, finding)]
    if now:
        return f"数变了，现在是 {finding_figures(now[0]) or '空白'}，请重新核实"
    return "没有查出这个问题（已经改正，或表、行的名称变了），可以删去"


def sheet_acceptances(snapshot: Snapshot) -> Iterator[Acceptance]:
    """Yield the acceptances that the workbook's sheet 核实说明 states, unfinished rows too."""
    for sheet in snapshot.sheets:
        columns = register_columns(sheet) if sheet.is_register else {}
        rows = sorted({row for row, _ in sheet.cells}) if columns else []
        for row in rows[rows.index(head_row(sheet)) + 1 :] if rows else []:
            texts = [_text(sheet, row, columns.get(name)) for name in COLUMNS]
            if any(texts):
                yield replace(Acceptance(*texts), source=f"{sheet.name}!{cell_address(row, columns['代码'])}")


def head_row(sheet: Sheet) -> int:
    """Return the row of a register's headings."""
    spots = sorted(spot for spot, cell in sheet.cells.items() if str(cell.value).strip() == "代码")
    return spots[0][0] if spots else 1


def register_columns(sheet: Sheet) -> Mapping[str, int]:
    """Return the columns of a register by their headings."""
    head = head_row(sheet)
    cells = {column: str(cell.value).strip() for (row, column), cell in sheet.cells.items() if row == head}
    return {text: column for column, text in cells.items() if text in COLUMNS}


def _text(sheet: Sheet, row: int, column: int | None) -> str:
    cell = sheet.cells.get((row, column)) if column else None
    if cell is None or cell.value is None:
        return ""
    text = display(cell.value, cell.number_format) if isinstance(cell.value, Decimal) else str(cell.value)
    return " ".join(text.split())
