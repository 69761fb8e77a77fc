"""What a clerk teaches (识别情况): which table a block is, which term a label means; read from the sheet of that name.

A lesson is a label: the kinds in use get it as one more way to write a term, for this workbook alone. So whatever is
taught is recognised, filled, checked and explained as if the place's YAML had it, wherever on a sheet it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from perfxl.model.place import Place
from perfxl.numerals.characters import compact
from perfxl.recognition.labels import label_of, year_in
from perfxl.rules.kind import Kind, Lexicon, Vocabulary
from perfxl.rules.kinds import kinds
from perfxl.rules.patterns import Pattern
from perfxl.sheets.address import cell_address
from perfxl.sheets.snapshot import Sheet, Snapshot

KEY = "recognition"  # of the sheet's ownership
NAME = "识别情况"
HEADINGS = ("工作表", "位置", "写的是", "读作", "取作", "说明")
BLOCK = "表"  # begins the line of a block in its last column
NO_TABLE, NOTHING, UNKNOWN = "不是表", "不取", "未读"
PLACE, YEAR = "地区", "年度"
YEAR_CHOICE = 2  # the column of the chosen place and year
_MOST_ROWS = 5000
_SHEET, _SPOT, _SAID, _READ, _CHOICE, _REMARK = range(1, 7)


@dataclass(frozen=True, slots=True)
class Lesson:
    """One line that the clerk answered.

    kind   the kind of its block, by key
    label  what the cell says; of a block its title
    term   the field's term that it means, NOTHING where it is not to be read; "" for the title of a block
    """

    kind: str
    label: str
    term: str = ""


@dataclass(frozen=True, slots=True)
class Teaching:
    """All that was taught.

    refused  (sheet, range) of blocks that are no tables
    choices  what stands in the column of choices, by (sheet, place), so that a new sheet keeps it
    place    that the clerk chose, "" for that of the workbook; `year` likewise, None; `stated` tells where they stand
    """

    lessons: tuple[Lesson, ...] = ()
    refused: frozenset[tuple[str, str]] = frozenset()
    choices: Mapping[tuple[str, str], str] = field(default_factory=dict)
    place: str = ""
    year: int | None = None
    stated: Place | None = None

    def of_kind(self, key: str) -> tuple[Lesson, ...]:
        """Return the lessons about one kind."""
        return tuple(lesson for lesson in self.lessons if lesson.kind == key)


def is_teaching(sheet: Sheet) -> bool:
    """Whether a sheet is the one of this name: by its mark, or, where a program lost that, by its heading."""
    if sheet.ownership is not None:
        return sheet.ownership.key == KEY
    return _text(sheet, 1, 1) == NAME and _heading_row(sheet) is not None


def teaching_in(snapshot: Snapshot) -> Teaching:
    """Return what was taught in a workbook, nothing where it has no such sheet."""
    sheet = next(filter(is_teaching, snapshot.sheets), None)
    top = _heading_row(sheet) if sheet else None
    if sheet is None or top is None:
        return Teaching()
    lines = list(_lines(sheet, top))
    place, year, where = _stated(sheet, top)
    return Teaching(
        tuple(_lessons(lines)),
        frozenset((line[0], line[1]) for line in lines if line[4] == NO_TABLE),
        {(line[0], line[1]): line[4] for line in lines if line[4]},
        place,
        year,
        where,
    )


def _stated(sheet: Sheet, top: int) -> tuple[str, int | None, Place | None]:
    """Return the place and the year that the clerk chose, and where."""
    told = {_text(sheet, row, 1): (row, _text(sheet, row, 2)) for row in range(2, top)}
    (row, place), (below, year) = (told.get(name, (0, "")) for name in (PLACE, YEAR))
    chosen = row if place else below if year else 0
    return place, year_in(f"{year}年") if year else None, Place(sheet.name, cell_address(chosen, 2)) if chosen else None


def is_year_choice(sheet: Sheet, row: int) -> bool:
    """Whether a row of the sheet is the one where the year is chosen."""
    top = _heading_row(sheet)
    return top is not None and row < top and _text(sheet, row, 1) == YEAR


def _heading_row(sheet: Sheet) -> int | None:
    rows = range(1, 12)
    return next((row for row in rows if tuple(_text(sheet, row, c) for c in range(1, 7)) == HEADINGS), None)


def _text(sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.cells.get((row, column))
    return str(cell.value).strip() if cell and cell.value is not None else ""


def _lines(sheet: Sheet, top: int) -> Iterator[tuple[str, ...]]:
    bottom = min(max((row for row, _ in sheet.cells), default=0), top + _MOST_ROWS)
    for row in range(top + 1, bottom + 1):
        line = tuple(_text(sheet, row, column) for column in range(1, 7))
        if any(line):
            yield line


def _lessons(lines: Iterable[Sequence[str]]) -> Iterator[Lesson]:
    """Yield a lesson for each answered line; a line belongs to the block above it."""
    named = {kind.name: key for key, kind in kinds().items()}
    current = ""
    for _, _, said, read, choice, remark in lines:
        if remark.startswith(BLOCK):
            current = named.get(choice or read, "")
            if choice in named:
                yield Lesson(current, said)
        elif choice and current and choice != read:
            yield Lesson(current, said, choice)


def taught(some: Iterable[Kind], teaching: Teaching) -> Iterator[Kind]:
    """Yield the kinds that a workbook teaches something about, with what it teaches."""
    for kind in some:
        lessons = teaching.of_kind(kind.key)
        if lessons:
            yield _with_lessons(kind, lessons)


def _with_lessons(kind: Kind, lessons: Sequence[Lesson]) -> Kind:
    titles = tuple(compact(lesson.label) for lesson in lessons if not lesson.term)
    blocks = {
        name: _lexicon(getattr(kind, name), lessons)
        for name in ("columns", "fields", "funds", "items", "fund_items", "foot")
    }
    return replace(kind, titles=(*kind.titles, *titles), **blocks)  # type: ignore[arg-type]


def _lexicon(lexicon: Lexicon, lessons: Sequence[Lesson]) -> Lexicon:
    return Lexicon(tuple(_vocabulary(entry, lessons) for entry in lexicon))


def _vocabulary(entry: Vocabulary, lessons: Sequence[Lesson]) -> Vocabulary:
    """Return a vocabulary with the labels that mean it, without those that mean another term or nothing."""
    own = [_pattern(lesson.label) for lesson in lessons if lesson.term == entry.term]
    others = [_pattern(lesson.label) for lesson in lessons if lesson.term and lesson.term != entry.term]
    known = tuple(_without(label, others) for label in entry.labels) if others else entry.labels
    return replace(entry, labels=(*map(Pattern, own), *known)) if own or others else entry


def _pattern(label: str) -> str:
    return re.escape(label_of(label).forms[0])


def _without(label: Pattern, others: Sequence[str]) -> Pattern:
    return Pattern(f"(?!(?:{'|'.join(others)})$)(?:{label.source})")
