"""The sheet 识别情况: every block of a workbook, what its labels were taken for, what is unread; the clerk corrects it.

The choices are drop-down lists of the field's own terms, which stand at the right of the sheet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from perfxl.attachments.canvas import Canvas
from perfxl.attachments.styles import CELL, FOOT, HEADER, PROSE, TITLE, WARNING
from perfxl.model.table import Account, Evaluation, Role, Table, Unread
from perfxl.recognition.labels import best, common
from perfxl.recognition.teaching import (
    BLOCK,
    HEADINGS,
    KEY,
    NAME,
    NO_TABLE,
    NOTHING,
    PLACE,
    UNKNOWN,
    YEAR,
    Teaching,
)
from perfxl.rules.kind import Kind
from perfxl.rules.kinds import kinds
from perfxl.rules.loader import shipped
from perfxl.sheets.address import Box, Position, cell_address, position_of
from perfxl.sheets.changeset import PrintSetup, SheetSpec, Style
from perfxl.sheets.snapshot import Sheet, Snapshot

_WIDTHS = {1: 14.0, 2: 10.0, 3: 30.0, 4: 18.0, 5: 18.0, 6: 26.0, 7: 3.0}
_FIRST_LIST = 8  # the column where the lists begin
_TOP = 6  # the row of the headings
_GUIDE = (
    "读错或未读的，在“取作”栏的下拉中选一项（空着就是照“读作”），改完保存，再运行检查、填写或附件，就按改的读；"
    "“未读”的一块先选是什么表，再选各栏各行是什么。下拉的内容在右边隐藏的各列。"
)
_LIST = Style(size=9.0, horizontal="left", border=False, color="7F7F7F", wrap=False)
_MOST_LABELS = 60  # of an unread block
_LONGEST_LABEL = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet; `terms` names the list of its choices."""

    sheet: str
    spot: str
    said: str
    read: str
    terms: str
    remark: str = ""


def recognition_sheet(snapshot: Snapshot, evaluation: Evaluation, teaching: Teaching) -> SheetSpec:
    """Return the sheet; what the clerk chose before stays chosen."""
    canvas = Canvas(_WIDTHS)
    canvas.put((1, 1, 1, 6), NAME, TITLE)
    canvas.put((2, 1, 2, 6), _GUIDE, FOOT)
    listed = list(lines(snapshot, evaluation))
    lists = _lists({PLACE, *(line.terms for line in listed)})
    columns = {name: _FIRST_LIST + number for number, name in enumerate(lists)}
    choices = _head(canvas, evaluation, teaching, columns, lists)
    for column, heading in enumerate(HEADINGS, 1):
        canvas.put((_TOP, column, _TOP, column), heading, HEADER)
    for row, line in enumerate(listed, _TOP + 1):
        _put(canvas, row, line, teaching.choices.get((line.sheet, line.spot), ""))
        choices[Box(row, 5, row, 5)] = _range(columns, lists, line.terms)
    spec = canvas.spec(KEY, NAME, PrintSetup(landscape=True, repeat_rows=(_TOP, _TOP)), (_TOP + 1, 1))
    return _with_lists(spec, lists, columns, choices)


def _head(
    canvas: Canvas, evaluation: Evaluation, teaching: Teaching, columns: dict[str, int], lists: dict[str, list[str]]
) -> dict[Box, Box]:
    read = f"读到的年度：{evaluation.year}" if evaluation.year else "没有读到年度"
    told = ((PLACE, teaching.place, "空着就按表题、单位名称判断"), (YEAR, str(teaching.year or ""), read))
    for row, (name, value, remark) in enumerate(told, 3):
        canvas.put((row, 1, row, 1), name, HEADER)
        canvas.put((row, 2, row, 2), value or None, CELL)
        canvas.put((row, 3, row, 6), remark, PROSE)
    return {Box(3, 2, 3, 2): _range(columns, lists, PLACE)}


def _put(canvas: Canvas, row: int, line: Line, choice: str) -> None:
    block = line.remark.startswith(BLOCK)
    unread = line.read == UNKNOWN
    plain = WARNING if unread else HEADER if block else CELL
    values = (line.sheet, line.spot, line.said, line.read, choice or None, line.remark or None)
    for column, value in enumerate(values, 1):
        style = plain if column in (1, 2, 4) else replace(PROSE, bold=block)
        canvas.put((row, column, row, column), value, style)


def _range(columns: dict[str, int], lists: dict[str, list[str]], name: str) -> Box:
    column = columns[name]
    return Box(_TOP + 1, column, _TOP + len(lists[name]), column)


def _with_lists(
    spec: SheetSpec, lists: dict[str, list[str]], columns: dict[str, int], choices: dict[Box, Box]
) -> SheetSpec:
    canvas = Canvas({**_WIDTHS, **dict.fromkeys(columns.values(), 14.0)})
    for name, terms in lists.items():
        for row, term in enumerate([name, *terms], _TOP):
            canvas.put((row, columns[name], row, columns[name]), term, _LIST)
    cells = {**canvas.cells, **spec.cells}
    heights = {**dict.fromkeys({row for row, _ in cells}, 18.0), **spec.heights}
    return replace(
        spec, cells=cells, widths=canvas.widths, heights=heights, choices=choices, folded=frozenset(columns.values())
    )


def _lists(wanted: Collection[str]) -> dict[str, list[str]]:
    """Return the lists of choices that are wanted: places, kinds, the terms of each kind."""
    packs = shipped().packs.values()
    places = dict.fromkeys(pack.place for pack in packs if pack.places)
    known = {kind.name: [*_terms(kind), NOTHING] for kind in kinds().values()}
    whole = list(dict.fromkeys(chain.from_iterable(known.values())))
    lists = {PLACE: list(places), BLOCK: [*known, NO_TABLE], UNKNOWN: whole, **known}
    return {name: terms for name, terms in lists.items() if name in wanted}


def _terms(kind: Kind) -> Iterator[str]:
    parts = (kind.columns, kind.fields, kind.funds, kind.items, kind.fund_items, kind.foot)
    yield from dict.fromkeys(entry.term for part in parts for entry in part)


def lines(snapshot: Snapshot, evaluation: Evaluation) -> Iterator[Line]:
    """Yield the lines of all blocks, sheet by sheet and from top to bottom."""
    for sheet in snapshot.sources():
        blocks: list[Table | Unread] = [*evaluation.tables, *evaluation.unread]
        own = (block for block in blocks if block.sheet == sheet.name)
        for block in sorted(own, key=lambda block: Box.parse(block.range)):
            yield from _of_table(sheet, block) if isinstance(block, Table) else _of_unread(sheet, block)


def _of_table(sheet: Sheet, table: Table) -> Iterator[Line]:
    kind = kinds()[table.kind]
    lacking = f"，缺少{'、'.join(table.missing)}" if table.missing else ""
    yield Line(sheet.name, table.range, table.name, kind.name, BLOCK, f"{BLOCK}，把握{table.confidence:.2f}{lacking}")
    for spot, account in _labels(table, kind):
        text = _said(sheet, *spot)
        if text:
            yield Line(sheet.name, cell_address(*spot), text, _reading(kind, text, account), kind.name)


def _labels(table: Table, kind: Kind) -> Iterator[tuple[Position, Account]]:
    """Yield the headings and labels of a table, without those of free rows: names of projects and indicators."""
    free = {row.number for row in table.rows if row.role is Role.INDICATOR or not (row.item or kind.requires.items)}
    for address, account in table.account.items():
        spot = position_of(address)
        if account is Account.HEADING or (account is Account.LABEL and spot[0] not in free):
            yield spot, account


def _reading(kind: Kind, text: str, account: Account) -> str:
    """Return the term that a label was taken for, UNKNOWN for a heading that means nothing."""
    blocks = (kind.columns, kind.funds) if account is Account.HEADING else (kind.fields, kind.foot, kind.fund_items)
    blocks = (*blocks, kind.items)
    entry = next((found for block in blocks if (found := best(block, text.partition("：")[0]))), None)
    if entry is not None:
        return entry.term
    return UNKNOWN if account is Account.HEADING else "分隔字样"


def _of_unread(sheet: Sheet, block: Unread) -> Iterator[Line]:
    """Yield an unread block with its texts: the heading's, then the labels of its rows."""
    counts = f"{BLOCK}，{block.numbers}个数、{block.texts}个文字没有读"
    yield Line(sheet.name, block.range, block.sample, UNKNOWN, BLOCK, counts)
    box = Box.parse(block.range)
    texts = [spot for spot in sorted(sheet.cells) if box.contains(spot) and _said(sheet, *spot)]
    labels = [spot for spot in texts if not (_is_title(texts, spot) or "units" in common(_said(sheet, *spot)))]
    for spot in labels[:_MOST_LABELS]:
        yield Line(sheet.name, cell_address(*spot), _said(sheet, *spot), UNKNOWN, UNKNOWN)


def _is_title(texts: list[Position], spot: Position) -> bool:
    """Whether a text stands alone in the first row."""
    return spot == texts[0] and all(row != spot[0] for row, _ in texts[1:])


def _said(sheet: Sheet, row: int, column: int) -> str:
    """Return the words of a cell, "" for a number; a label is short."""
    cell = sheet.cells.get((row, column))
    text = cell.value.strip() if cell and isinstance(cell.value, str) else ""
    return text if len(text) <= _LONGEST_LABEL else ""
