"""Heading rows: which columns of which kind begin where. One or two rows, merged or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from weakref import WeakKeyDictionary

from perfxl.recognition.definitions import as_defined
from perfxl.recognition.extents import places
from perfxl.recognition.grid import Grid
from perfxl.recognition.labels import Label, is_column_label, label_of, rank, senses
from perfxl.rules.kind import LAST, Kind, Lexicon, Vocabulary
from perfxl.rules.kinds import kinds

_LEAST_SHARE = 3  # at least every third cell of a heading is known
_WIDEST_LABEL = 40  # a longer text is prose, not a heading
_PRICE_OF_JOINED = 1  # joined with the row above, a label counts a little less
Texts = Mapping[int, tuple[str, ...]]
Reading = tuple[Kind, Mapping[str, int]]  # columns by field key
Candidate = tuple[tuple[int, int], int, str]  # cost and order in the kind, column, key


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of `kind` in rows top to bottom, with its columns by field key, within columns left to right.

    years  the year that a column's heading names, by field key
    """

    kind: Kind
    top: int
    bottom: int
    left: int
    right: int
    columns: Mapping[str, int]
    years: Mapping[str, int] = field(default_factory=dict)


def headings(grid: Grid, row: int) -> tuple[Heading, ...]:
    """Return every kind's reading of the heading that begins at `row`, the two-row reading first."""
    known = _READ.get(grid)
    if known is None:
        labels: dict[str, bool] = {}
        known = _READ[grid] = _Rows(_telling(grid, labels), labels)
    if row not in known.read:
        # a heading of two rows may be known by the lower one alone
        known.read[row] = tuple(_headings(grid, row, known)) if known.telling & {row, row + 1} else ()
    return known.read[row]


@dataclass(slots=True)
class _Rows:
    """Of one grid: the rows with a text that some kind knows, and the headings that were read before.

    labels    which texts some kind knows
    alike     of the texts that mean the same to every kind (项目17, 项目18) the first; meanings: that of each text
    readings  what kinds make of the texts of a row
    """

    telling: frozenset[int]
    labels: dict[str, bool]
    read: dict[int, tuple[Heading, ...]] = field(default_factory=dict)
    alike: dict[Label, str] = field(default_factory=dict)
    meanings: dict[str, str] = field(default_factory=dict)
    readings: dict[tuple[object, ...], tuple[Reading, ...]] = field(default_factory=dict)


_READ: WeakKeyDictionary[Grid, _Rows] = WeakKeyDictionary()  # keeps no sheet alive


def _telling(grid: Grid, known: dict[str, bool]) -> frozenset[int]:
    """Return the rows with a text that some kind knows; each text is judged once, for lists hold thousands of rows."""
    found: set[int] = set()
    for row, columns in grid.worded.items():
        for column in columns:
            text = grid.label(row, column)
            if text not in known:
                known[text] = is_column_label(text)
            if known[text]:
                found.add(row)
                break
    return frozenset(found)


def _headings(grid: Grid, row: int, known: _Rows) -> Iterator[Heading]:
    for left, right, height in places(grid, row):
        texts = _known(grid, row, left, right, height, known)
        for kind, found in _readings(texts, right - left + 1, known) if texts else ():
            at = as_defined(grid, kind, found, (row + height - 1, left, right))
            yield Heading(kind, row, row + height - 1, left, right, at, years_of(at, texts))


def _readings(texts: Texts, width: int, known: _Rows) -> tuple[Reading, ...]:
    """Return what kinds make of a row's texts; the rows of a list say the same over and over."""
    key = (width, *texts.items())
    if key not in known.readings:
        found = [(kind, match(kind.columns, texts)) for kind in kinds().values()]
        known.readings[key] = tuple(
            (kind, columns)
            for kind, columns in found
            if _plenty(kind, columns, width) and _fits(kind, columns) and not _excluded(kind, texts)
        )
    return known.readings[key]


def _known(grid: Grid, row: int, left: int, right: int, height: int, known: _Rows) -> dict[int, tuple[str, ...]]:
    """Return the columns whose heading some kind knows, of headings that mean the same the one that was met first."""
    told = {column: _texts(grid, row, column, height) for column in range(left, right + 1)}
    meant = {column: tuple([_meaning(form, known) for form in forms]) for column, forms in told.items()}
    return {column: forms for column, forms in meant.items() if any(forms)}


def _meaning(form: str, known: _Rows) -> str:
    if form not in known.labels:
        known.labels[form] = is_column_label(form)
    if not known.labels[form]:
        return ""
    if form not in known.meanings:
        label, is_known = label_of(form), kinds().is_column
        told = replace(label, forms=tuple(filter(is_known, label.forms)), bare=tuple(filter(is_known, label.bare)))
        known.meanings[form] = known.alike.setdefault(told, form)
    return known.meanings[form]


def _plenty(kind: Kind, found: Mapping[str, int], width: int) -> bool:
    """Two columns make a heading, one where the rows themselves are known by name; most of a record is no label."""
    if len(found) * _LEAST_SHARE < width:
        return False
    return len(found) >= 2 or bool(kind.requires.items and found and "label" not in found)


def match(lexicon: Lexicon, texts: Texts) -> dict[str, int]:
    """Assign columns to fields: the best label first, each field and each column once.

    What is known only by standing after another column (分值 after 一级指标) is taken there first. A column whose
    heading names an earlier year than others, or 上年, is that of the "last_" field.
    """
    candidates = _candidates(lexicon, texts)
    after = {entry.key: entry.after for entry in lexicon if entry.after}
    plain = [each for each in candidates if each[2] not in after]
    found = _assigned(plain, {})
    behind = _behind(after, found, [each for each in candidates if each[2] in after], texts)
    return _assigned(plain, behind) if behind else found


def _candidates(lexicon: Lexicon, texts: Texts) -> list[Candidate]:
    """Return what each column may be, the best label first."""
    latest = max((year for forms in texts.values() if (year := _year(forms))), default=0)
    told = ((column, _senses(lexicon, forms, latest)) for column, forms in texts.items())
    return sorted((found, column, key) for column, senses_ in told for found, key in senses_)


def _behind(
    after: Mapping[str, str], found: Mapping[str, int], candidates: list[Candidate], texts: Texts
) -> dict[str, int]:
    """Return the columns that are known by the one before them."""
    wanted = {key: _next(texts, found[before]) for key, before in after.items() if before in found}
    return {key: column for _, column, key in candidates if wanted.get(key) == column}


def _next(texts: Texts, column: int) -> int:
    return next((other for other in sorted(texts) if other > column), 0)


def _assigned(candidates: list[Candidate], given: Mapping[str, int]) -> dict[str, int]:
    assigned = dict(given)
    for _, column, key in candidates:
        if key not in assigned and column not in assigned.values():
            assigned[key] = column
    return assigned


def _senses(lexicon: Lexicon, forms: tuple[str, ...], latest: int) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield what a heading may mean, as (cost, order in the kind) and key."""
    back = latest - (_year(forms) or latest)
    for position, form in enumerate(forms):
        price = _PRICE_OF_JOINED * (position > 0)
        if form and back <= 1:
            told = [(sense, LAST if back else "") for sense in senses(lexicon, form)]
            told += [(sense, LAST) for core in _year_before(form) for sense in senses(lexicon, core)]
            yield from (((found * 2 + price, order), prefix + key) for (found, order, key), prefix in told)


def _year_before(form: str) -> tuple[str, ...]:
    """Return what a heading says of the year before (上年决算数: 决算数), () where it speaks of no such year."""
    label = label_of(form)
    return label.bare if label.last else ()


def _year(forms: tuple[str, ...]) -> int | None:
    return next((year for form in forms if form and (year := label_of(form).year)), None)


def years_of(found: Mapping[str, int], texts: Texts) -> dict[str, int]:
    """Return the years that the headings of columns name."""
    return {key: year for key, column in found.items() if (year := _year(texts.get(column, ())))}


def _texts(grid: Grid, row: int, column: int, height: int) -> tuple[str, ...]:
    """Return what may be the label of a column: its cell's, or that of its lower cell, alone and with the upper one."""
    box = grid.box(row, column)
    upper = grid.label(row, column) if box.top == row else ""  # what is merged from above heads no column from here
    lower = grid.label(row + 1, column) if height > 1 else ""
    if max(len(upper), len(lower)) > _WIDEST_LABEL:
        return ()
    if lower and not box.contains((row + 1, column)):
        return (lower, upper + lower, lower + upper) if upper else (lower,)
    return (upper,) if upper and (box.left == column if height > 1 else box.top == row) else ()


def _fits(kind: Kind, found: Mapping[str, int]) -> bool:
    requires = kind.requires
    return (
        kind.layout != "fields"
        and all(key in found for key in requires.columns)
        and (not requires.any or any(key in found for key in requires.any))
        and (not requires.also or any(key in found for key in requires.also))
    )


def _excluded(kind: Kind, texts: Texts) -> bool:
    foreign = [column for path in kind.excludes if (column := _foreign_column(path))]
    return any(rank(column, form) == 0 for column in foreign for forms in texts.values() for form in forms[:1])


def _foreign_column(path: str) -> Vocabulary | None:
    """Return what says how another kind's column is called: "staff.quota"."""
    name, _, key = path.partition(".")
    return kinds()[name].columns.get(key)
