"""The cells of a workbook's forms by what they mean (填报格): which are given, which are filled in, which are computed.

The same cell of a form has the same key in every copy of it, wherever it stands there: project, indicator, column.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from perfxl.jobs.evaluate import Evaluated
from perfxl.model.figure import Figure
from perfxl.model.table import Row, Table
from perfxl.numerals.characters import name_key

# What is agreed before the year: names, targets and weights. All else is told anew every year.
_GIVEN = frozenset({
    "number", "label", "category", "project_name", "level1", "level2", "level3", "target", "weight", "total_weight",
    "level1_weight", "level2_weight", "nature", "measure_unit", "standard", "explanation", "core", "goal", "contact",
    "competent_department", "implementing_unit", "department", "central_department", "finance_office", "project_type",
    "attribute",
})  # fmt: skip
_ORDINAL = "number"  # 序号: where a row stands, not what it is
_NAMES = ("project_name", "category", "level1", "level2", "level3")
_PASSING = re.compile(r"(?:\d{4}|20XX)年?度?末?|[(（](?:金额)?单位[:：].*?[)）]")  # the year, the unit
_PROJECT = ("project_form", "transfer_form", "monitoring_form")


class Duty(StrEnum):
    """Who fills a cell of a form."""

    GIVEN = "given"  # 事先定好：名称、目标、分值
    FILLED = "filled"  # 填报
    COMPUTED = "computed"  # 由别的格算出


@dataclass(frozen=True, slots=True, order=True)
class FormKey:
    """A form: its kind and what tells it from others of its kind, the project or the title."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class FormCell:
    """One cell of a form: `row` names its row for a match, `told` for a person; `figure` is what stands there."""

    form: FormKey
    row: str
    field: str
    figure: Figure
    table: Table
    duty: Duty
    told: str

    @property
    def key(self) -> tuple[FormKey, str, str]:
        """What is the same in every copy of the form."""
        return self.form, self.row, self.field


def form_cells(evaluated: Evaluated) -> Iterator[FormCell]:
    """Yield the cells of all forms as they stand, each cell once, in reading order."""
    computed = {each.target.place for each in evaluated.derived.derivations if each.fillable}
    seen = set()
    for form, table in _forms(evaluated):
        for row, words, key, figure in _keyed(table):
            if figure.place not in seen and key != _ORDINAL:
                seen.add(figure.place)
                duty = Duty.GIVEN if key in _GIVEN else Duty.COMPUTED if figure.place in computed else Duty.FILLED
                yield FormCell(form, words, key, figure, table, duty, _told(row))


def _forms(evaluated: Evaluated) -> Iterator[tuple[FormKey, Table]]:
    """Yield the forms with their keys; of two of one key the second is the second."""
    counted: Counter[FormKey] = Counter()
    for table in evaluated.evaluation.tables:
        form = form_key(table)
        counted[form] += 1
        yield form if counted[form] == 1 else FormKey(form.kind, f"{form.name} {counted[form]}"), table


def _told(row: Row | None) -> str:
    return (row.text("level3") or row.label).strip() if row else ""


def form_key(table: Table) -> FormKey:
    """Return what tells a form from others: its project, else its title without year and unit."""
    project = table.text("project_name") if table.kind in _PROJECT else ""
    return FormKey(table.kind, name_key(project or _PASSING.sub("", table.name)))


def _keyed(table: Table) -> Iterator[tuple[Row | None, str, str, Figure]]:
    """Yield the figures with the words that name their rows; of two rows of the same words the second is the second."""
    counted: Counter[str] = Counter()
    words: dict[int, str] = {}
    for row in table.rows:
        name = f"{row.role.value}:{row.item or _words(row)}"
        counted[name] += 1
        words[id(row)] = name if counted[name] == 1 else f"{name} {counted[name]}"
    for of, key, figure in table.figures():
        yield of, words[id(of)] if of else "", key, figure


def _words(row: Row) -> str:
    named = [row.category, row.label, *(row.text(key) for key in _NAMES)]
    return "|".join(dict.fromkeys(name_key(name) for name in named if name))
