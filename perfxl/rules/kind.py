"""The schema of a kind of table (表种): which labels make a table, what its rows are, how its cells are computed.

Labels are regular expressions over normalised text (no spaces, half-width, units and numbering taken off), in order of
preference: an earlier label wins a contested column. The field's own term stands beside the labels.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Any, Literal

from perfxl.model.table import Role
from perfxl.rules.patterns import Pattern
from perfxl.rules.validation import Bounds, Part

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

FUNDS = "funds."  # begins the parts of the block of funds that a kind expects
LAST = "last_"  # begins the keys of figures of the year before (上年)
Text = Annotated[str, Bounds(min_length=1)]
ValueType = Literal["text", "money", "rate", "count", "score", "any"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vocabulary(Part):
    """What one field or row is called.

    key     its key in the glossary, as in the JSON of `map`
    term    the Chinese term that messages use
    labels  how forms write it, the best label first
    type    what its cells hold
    role    what a row of that name is
    agency  its text names a department or unit, and so the place that the workbook belongs to
    column  of a figure of the total row: the column it stands in
    after   it is the column right after another one, which its own label does not tell (分值 after 一级指标)
    inline  its value stands in the cell of its label, after the colon
    optional a blank cell of it stands for nothing, not for something unknown
    many    a form may have several of that name (联系人); the first is the table's, the others are read too
    """

    key: str
    term: Text
    labels: tuple[Pattern, ...] = ()
    type: ValueType = "text"
    role: Role = Role.LINE
    agency: bool = False
    column: str = ""
    after: str = ""
    inline: bool = False
    optional: bool = False
    many: bool = False

    def rank(self, text: str) -> int | None:
        """Return the position of the first label that the text matches, None where none does."""
        return next((rank for rank, label in enumerate(self.labels) if label.fullmatch(text)), None)


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The vocabularies of one block of a kind: its columns, its fields, its rows."""

    entries: tuple[Vocabulary, ...] = ()

    def __iter__(self) -> Iterator[Vocabulary]:
        """Yield the vocabularies in the order of the kind."""
        return iter(self.entries)

    def __bool__(self) -> bool:
        """Whether the kind has the block."""
        return bool(self.entries)

    def keys(self) -> tuple[str, ...]:
        """Return the keys in the order of the kind."""
        return tuple(entry.key for entry in self.entries)

    def get(self, key: str) -> Vocabulary | None:
        """Return a vocabulary by its key, None where the block has none; "last_…" is the same of the year before."""
        found = next((entry for entry in self.entries if entry.key == key), None)
        if found is None and key.startswith(LAST):
            before = self.get(key.removeprefix(LAST))
            found = before and replace(before, key=key, term=f"上年{before.term}")
        return found

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        """Accept a mapping of keys to vocabularies."""
        from pydantic_core import core_schema  # noqa: PLC0415 (late, as all of pydantic)

        entries = handler.generate_schema(dict[str, Vocabulary])
        keyed = core_schema.no_info_before_validator_function(_keyed, entries)
        return core_schema.no_info_after_validator_function(_lexicon, keyed)


def _keyed(entries: Any) -> Any:  # noqa: ANN401 (plain YAML)
    if not isinstance(entries, Mapping):
        return entries
    return {key: {"key": key, **entry} if isinstance(entry, Mapping) else entry for key, entry in entries.items()}


def _lexicon(entries: Mapping[str, Vocabulary]) -> Lexicon:
    return Lexicon(tuple(entries.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Computation(Part):
    """How a computed cell comes from others of its row or table (表内勾稽).

    verb     total, difference, running, ratio, share or progress
    target   the column or field that is computed; `columns` instead for totals
    of       keys of the operands; those of a list are summed
    rule     the key of the pack's rule that it rests on
    fields   it relates single figures, not columns
    """

    verb: Literal["total", "difference", "running", "ratio", "share", "progress"]
    target: str = ""
    columns: tuple[str, ...] = ()
    of: tuple[str | tuple[str, ...], ...] = ()
    rule: str = ""
    fields: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement(Part):
    """What must be found before a place is called a table of the kind.

    columns       all of these columns, one of `any`, one of `also`
    items         these rows, `count` of them, and all of `need`
    fields        these single figures, `fields_count` of them
    funds         the columns without which no row is the heading of funds
    titled        the sheet speaks of the kind's matter
    """

    columns: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    count: int = 0
    need: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    fields_count: int = 0
    funds: tuple[str, ...] = ("annual_budget", "execution")
    titled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant(Part):
    """One place's layout of a form.

    name     place and year, as people call it (四川2023)
    marks    labels that only this layout has
    without  what tables of the kind have and this layout has not
    """

    name: Text
    marks: Annotated[tuple[Pattern, ...], Bounds(min_length=1)]
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kind(Part):
    """A kind of table.

    key       its key in the glossary: the name of its file
    extends   the kind that it states differences to
    judged    its rules and checks hold for this kind too, else it is only read
    name      its Chinese name
    layout    columns, fields or form
    unit      money, a unit (人), or "" for figures without one
    titles    words that its titles speak of
    totals    the figures of a form's total row; without `column`: of the heading of its funds
    excludes  columns of other kinds ("indicator_list.level3") that make a table none of this kind
    parts     which rows make another
    foot      single figures below the rows of a form
    labels    texts that part a form and carry no value of their own (绩效指标)
    variants  layouts of places, which differ in what they have
    expects   what a whole table of the kind has: title, unit, funds, total, and keys of its columns and fields
    """

    key: str
    extends: str = ""
    judged: bool = True
    name: Text
    layout: Literal["columns", "fields", "form"]
    unit: str
    titles: tuple[str, ...]
    requires: Requirement
    columns: Lexicon = Lexicon()
    fields: Lexicon = Lexicon()
    funds: Lexicon = Lexicon()
    items: Lexicon = Lexicon()
    fund_items: Lexicon = Lexicon()
    foot: Lexicon = Lexicon()
    totals: Lexicon = Lexicon()
    excludes: tuple[str, ...] = ()
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    relations: tuple[Computation, ...] = ()
    labels: tuple[Pattern, ...] = ()
    expects: tuple[str, ...] = ()
    variants: tuple[Variant, ...] = ()

    @property
    def base(self) -> str:
        """The kind whose rules and checks hold for this one too, "" where there is none."""
        return self.extends if self.judged else ""

    def blocks(self) -> Iterator[Lexicon]:
        """Yield all vocabularies of figures, block by block: columns, fields, funds, totals, foot."""
        yield from (self.columns, self.fields, self.funds, self.totals, self.foot)

    def is_label(self, text: str) -> bool:
        """Whether a compact text parts a form and carries no value of its own."""
        return any(label.fullmatch(text) for label in self.labels)

    def expected(self, texts: Collection[str]) -> tuple[str, ...]:
        """Return what a whole table has that bears these compact texts: less what its place's layout leaves out."""
        marked = (one for one in self.variants if all(any(map(mark.fullmatch, texts)) for mark in one.marks))
        without = next((one.without for one in marked), ())
        return tuple(part for part in self.expects if part not in without)

    def vocabulary(self, key: str) -> Vocabulary | None:
        """Return what a figure's key means in this kind, None for a key that it does not have."""
        return next((found for block in self.blocks() if (found := block.get(key))), None)

    def part_term(self, part: str) -> str:
        """Return the Chinese term of what the kind expects: "score", "funds.score"; KeyError for an unknown part."""
        entry = self.funds.get(part.removeprefix(FUNDS)) if part.startswith(FUNDS) else None
        return f"资金的{entry.term}" if entry else self.term(part)

    def term(self, key: str) -> str:
        """Return the Chinese term of a figure's key; KeyError for a key that the kind does not have."""
        found = self.vocabulary(key)
        if found is None:
            raise KeyError(f"{self.key}.{key}")
        return found.term
