"""Which attachments a department owes, in which order (附件清单).

附件1 is the scoring table, then one form a project in the order of the project list, then a number reserved for the
project evaluation report, which is a document, then the indicator library.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from perfxl.attachments.attachment import Attachment
from perfxl.attachments.library import library
from perfxl.attachments.project_form import project_form
from perfxl.attachments.score_table import score_table
from perfxl.attachments.sources import RECORDS, listed_projects, project_source
from perfxl.model.place import Place
from perfxl.model.table import Evaluation, Row, Table
from perfxl.numerals.characters import compact, name_key
from perfxl.sheets.changeset import SheetSpec

_YEAR_OF_ACCOUNT = re.compile(r"(?<!\d)(\d{4})年度")
_YEAR = re.compile(r"(?<!\d)(\d{4})年")
_OFFICIAL = re.compile(r"(附件\d+[:.、]?)?(\d{4}年度?)?部门整体(支出)?绩效评价指标评分表(\(\d{4}年度?\))?")
_ATTACHMENT = re.compile(r"附件(\d{1,3})")
_SCORE_TABLE = 1
_BEFORE_LIBRARY = 2  # steps from the last project: the report, the library


@dataclass(frozen=True, slots=True)
class Plan:
    """The attachments to generate.

    unmatched  names of projects that have indicators but stand in no project list
    official   sheets of the department that already are official forms and get no double
    """

    attachments: tuple[Attachment, ...] = ()
    unmatched: tuple[str, ...] = ()
    official: tuple[str, ...] = ()

    @property
    def sheets(self) -> tuple[SheetSpec, ...]:
        """The sheets alone."""
        return tuple(each.spec for each in self.attachments)


@dataclass(frozen=True, slots=True)
class _Listed:
    """A project of the list with its attachment's number and its key."""

    table: Table
    row: Row
    name: str
    number: int
    key: str
    first: bool


def plan(evaluation: Evaluation, weight: Decimal | None = None, stays: Collection[Place] = ()) -> Plan:
    """Return the attachments of an evaluation.

    weight  full marks for execution in a project form, by the rule pack; None leaves the cell blank
    stays   places of stated figures that differ from their rule: copied as people wrote them
    """
    year = year_of(evaluation)
    projects = list(_numbered(evaluation))
    indicators = _indicators(evaluation)
    forms = {name_key(table.text("project_name")): table.sheet for table in evaluation.of("project_form")}
    sheets = list(_score_tables(evaluation, year, stays))
    for project in projects:
        if name_key(project.name) not in forms:
            rows = indicators.get(name_key(project.name), ()) if project.first else ()
            source = project_source(project.table, project.row, tuple(rows), year, weight, stays)
            sheets.append(project_form(source, project.number, project.key))
    last = max((project.number for project in projects), default=_SCORE_TABLE)
    sheets += [library(table, last + _BEFORE_LIBRARY) for table in evaluation.of("indicator_library")[:1]]
    return Plan(tuple(sheets), _unmatched(evaluation, projects, forms), _official(evaluation, forms))


def _numbered(evaluation: Evaluation) -> Iterator[_Listed]:
    """Number the projects: as the list says ("附件5"), else in their order from 附件2 on."""
    listed = list(listed_projects(evaluation))
    numbers = _numbers([attachment_number(row.text("number")) for _, row, _ in listed])
    seen: Counter[str] = Counter()
    for (table, row, name), number in zip(listed, numbers, strict=True):
        seen[name_key(name)] += 1
        again = seen[name_key(name)]
        key = f"attachment:project:{name}" + (f":{again}" if again > 1 else "")
        yield _Listed(table, row, name, number, key, again == 1)


def _numbers(stated: Sequence[int | None]) -> list[int]:
    """Return the numbers of the projects: a stated one that no other has, else the next free one."""
    counted = Counter(stated)
    own = {number for number in stated if number is not None and counted[number] == 1}
    free = (number for number in count(_SCORE_TABLE + 1) if number not in own)
    return [number if number in own and number is not None else next(free) for number in stated]


def _score_tables(evaluation: Evaluation, year: str, stays: Collection[Place]) -> Iterator[Attachment]:
    tables = evaluation.of("score_table")
    if tables and not any(map(is_official, tables)):
        yield score_table(tables[0], _SCORE_TABLE, year, stays)


def _indicators(evaluation: Evaluation) -> Mapping[str, list[Row]]:
    """Return the indicator rows by project; a name that is written once holds for the rows below it."""
    found: dict[str, list[Row]] = {}
    for name, row in _named_indicators(evaluation):
        found.setdefault(name_key(name), []).append(row)
    return found


def _named_indicators(evaluation: Evaluation) -> Iterator[tuple[str, Row]]:
    for table in evaluation.of("indicator_list"):
        name = ""
        for row in table.rows:
            name = row.text("project_name") or name
            if row.role in RECORDS and row.text("level3"):
                yield name, row


def _unmatched(evaluation: Evaluation, projects: list[_Listed], forms: Mapping[str, str]) -> tuple[str, ...]:
    known = {name_key(project.name) for project in projects} | set(forms)
    names = dict.fromkeys(name for name, _ in _named_indicators(evaluation) if name_key(name) not in known)
    return tuple(name for name in names if name)


def _official(evaluation: Evaluation, forms: Mapping[str, str]) -> tuple[str, ...]:
    tables = [table.sheet for table in evaluation.of("score_table") if is_official(table)]
    return tuple(dict.fromkeys(tables + list(forms.values())))


def year_of(evaluation: Evaluation) -> str:
    """Return the year that most titles and sheet names speak of ("2020"), "" where none does or two do equally."""
    names = {(table.sheet, table.name) for table in evaluation.tables}
    texts = [compact(text) for text in (evaluation.book, *(name for pair in names for name in {*pair}))]
    ranked = _ranked(_YEAR_OF_ACCOUNT, texts) or _ranked(_YEAR, texts)
    return ranked[0][0] if len(ranked) == 1 or (ranked and ranked[0][1] > ranked[1][1]) else ""


def _ranked(pattern: re.Pattern[str], texts: Sequence[str]) -> list[tuple[str, int]]:
    """Return the two years that are named most, with how often."""
    return Counter(year for text in texts for year in pattern.findall(text)).most_common(2)


def is_official(table: Table) -> bool:
    """Whether the department's own sheet already is the official scoring table, not a working paper (底稿) of it."""
    return "底稿" not in table.sheet + table.name and _OFFICIAL.fullmatch(compact(table.name)) is not None


def attachment_number(text: str) -> int | None:
    """Return the number of "附件5", None where the text is none."""
    match = _ATTACHMENT.fullmatch(compact(text))
    return int(match[1]) if match else None
