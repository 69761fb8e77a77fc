"""What a workbook tells of itself for a summary over many: whose it is, of which year, its score, its execution."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from perfxl.batch.progress import UNIT, Progress, progress
from perfxl.checks.evidence.facts import facts
from perfxl.jobs.evaluate import Evaluated
from perfxl.model.figure import Figure, State
from perfxl.model.table import Evaluation, Role, Row, Table
from perfxl.numerals.characters import compact, name_key
from perfxl.numerals.rounding import half_up
from perfxl.numerals.units import convert, money_factor, unit_in
from perfxl.rules.project import Project
from perfxl.sheets.address import Position, position_of

Amounts = tuple[Decimal | None, Decimal | None]
_DEPARTMENT, _PROJECT = ("department_form", "score_table"), ("project_form", "transfer_form")
_LABEL = (
    r"(?:填报|填表|编报|编制|申报|预算|部门|单位|科室)*(?:部门|单位|科室)(?:\((?:部门|单位)\))?(?:名称)?"
    r"(?:\((?:盖章|公章|签章)\))?"
)
_NAMED, _BARE = re.compile(rf"{_LABEL}:(.+)"), re.compile(rf"{_LABEL}:?")
_AROUND = re.compile(r"^\d{3,}[-_—]*|\((?:盖章|公章|签章)\)$")  # the code of a unit, the place of its seal
_TOP = 12  # rows at the top of a sheet that speak of the whole
_OWNER = ("department", "implementing_unit", "competent_department")  # the nearest to the workbook first


@dataclass(frozen=True, slots=True)
class FormScore:
    """The total score that a form or a line of a project list states or is given by its rules.

    project  the project's name, "" for a form of the department; grade "" where none is stated or given
    """

    kind: str
    sheet: str
    project: str
    score: Decimal
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """A workbook for a summary.

    unit       whose it is (单位名称), "" where it does not say
    year       the year evaluated, None where it does not say
    kinds      the kinds of its tables, each once, in workbook order
    projects   the names of the projects that it has forms of
    scores     every total score in it
    progress   its monitored projects in the course of the year
    budget, execution   全年预算数 and 全年执行数 of the whole, in 万元; None where they are not stated
    """

    unit: str = ""
    year: int | None = None
    kinds: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    scores: tuple[FormScore, ...] = ()
    budget: Decimal | None = None
    execution: Decimal | None = None
    progress: tuple[Progress, ...] = ()

    @property
    def own_scores(self) -> tuple[FormScore, ...]:
        """The scores that stand for the whole: the department's own, else those of all its projects."""
        own = tuple(score for score in self.scores if not score.project)
        return own[:1] or self.scores

    @property
    def score(self) -> Decimal | None:
        """The department's own score, else the mean of its projects' scores to 2 decimals; None without any."""
        scores = [score.score for score in self.own_scores]
        return half_up(sum(scores, Decimal(0)) / len(scores), 2) if scores else None

    @property
    def grade(self) -> str:
        """The grade of the one score that stands for the whole; "" for a mean, which no rule grades."""
        return self.own_scores[0].grade if len(self.own_scores) == 1 else ""


def profile(evaluated: Evaluated) -> Profile:
    """Return what a workbook, filled in thought, tells of itself."""
    evaluation = evaluated.derived.evaluation
    forms = evaluation.of(*_PROJECT)
    budget, execution = _money(evaluation)
    return Profile(
        unit=_unit(evaluated),
        year=evaluation.year,
        kinds=tuple(dict.fromkeys(table.kind for table in evaluation.tables)),
        projects=tuple(name for form in forms if (name := form.text("project_name"))),
        scores=tuple(_scores(evaluated)),
        budget=budget,
        execution=execution,
        progress=progress(evaluated),
    )


def _unit(evaluated: Evaluated) -> str:
    """Return whose the workbook is: by a line such as 单位名称：某局, else by the forms that all name the same."""
    stated = next(_stated(evaluated), "")
    if stated:
        return bare_name(stated)
    for key in _OWNER:
        named = Counter(name for table in evaluated.evaluation.tables for name in _texts(table, key))
        if named and (len(named) == 1 or key == _OWNER[-1]):
            return bare_name(named.most_common(1)[0][0])
    return ""


def bare_name(unit: str) -> str:
    """Return the name of a unit without its code and the place of its seal: 101001-甲局(公章) is 甲局."""
    return _AROUND.sub("", compact(unit))


def _stated(evaluated: Evaluated) -> Iterator[str]:
    """Yield the names behind 单位名称：, at the tops of the sheets, then those beside 单位名称 outside of tables."""
    for sheet in evaluated.snapshot.sources():
        texts = {spot: compact(cell.value) for spot, cell in sheet.cells.items() if isinstance(cell.value, str)}
        yield from _named({spot: text for spot, text in texts.items() if spot[0] <= _TOP}, ":")
    for _, captions in groupby(evaluated.evaluation.captions, key=lambda caption: caption.place.sheet):
        yield from _named({position_of(caption.place.cell or "A1"): caption.text for caption in captions}, "")


def _named(texts: Mapping[Position, str], colon: str) -> Iterator[str]:
    for spot, text in sorted(texts.items()):
        named = _NAMED.fullmatch(text)
        if named and not unit_in(text):
            yield named[1]
        elif _BARE.fullmatch(text) and text.endswith(colon) and (beside := _beside(spot, texts)):
            yield beside


def _beside(label: Position, texts: Mapping[Position, str]) -> str:
    """Return the text in the next filled cell to the right of a label, "" where there is none."""
    right = min((spot for spot in texts if spot[0] == label[0] and spot[1] > label[1]), default=None)
    text = texts[right] if right else ""
    return "" if _BARE.fullmatch(text) or text.endswith(":") else text


def _texts(table: Table, key: str) -> Iterator[str]:
    for row, name, figure in table.figures():
        summing = row is not None and row.role in (Role.TOTAL, Role.SUBTOTAL)
        if name == key and not summing and (text := compact(figure.text)):
            yield text


def _scores(evaluated: Evaluated) -> Iterator[FormScore]:
    """Yield the total scores; a project's grade is what is stated, else what its score gives by the rules."""
    evaluation, rules = evaluated.derived.evaluation, evaluated.rules.project
    for table in evaluation.of(*_DEPARTMENT, *_PROJECT):
        score = _value(table.fields.get("total_score")) or _value(_cell(_last(table), "score"))
        if score is not None:
            project = table.text("project_name") if table.kind in _PROJECT else ""
            yield FormScore(table.kind, table.sheet, project, score, _grade("", score, rules if project else None))
    for table, row, score in _listed(evaluation):
        yield FormScore(table.kind, table.sheet, row.label.strip(), score, _grade(row.text("grade"), score, rules))


def _listed(evaluation: Evaluation) -> Iterator[tuple[Table, Row, Decimal]]:
    """Yield the scored lines of the project lists whose projects have no form of their own."""
    formed = {name_key(form.text("project_name")) for form in evaluation.of(*_PROJECT)}
    for table in evaluation.of("project_list"):
        for row in table.of_role(Role.LINE):
            score, name = _value(row.cells.get("total_score")), name_key(row.label)
            if score is not None and name and name not in formed:
                yield table, row, score


def _grade(stated: str, score: Decimal, rules: Project | None) -> str:
    return stated or (rules.grades.word(score) if rules else "")


def _last(table: Table) -> Row | None:
    return next(reversed(table.of_role(Role.TOTAL)), None)


def _cell(row: Row | None, key: str) -> Figure | None:
    return row.cells.get(key) if row else None


def _value(figure: Figure | None) -> Decimal | None:
    return figure.value if figure is not None and figure.state is State.NUMBER else None


def _money(evaluation: Evaluation) -> Amounts:
    """Return 全年预算数 and 全年执行数 of the whole in 万元: the department's, else the sums over its project forms."""
    stated = facts(evaluation, {})
    known = [stated.get(("department", "total", key)) for key in ("annual_budget", "execution")]
    pairs = [_pair(_funds(form)) for form in evaluation.of("department_form")]
    pairs += [(_wan(known[0][0].figure), _wan(known[1][0].figure))] if known[0] and known[1] else []
    whole = [pair for pair in pairs if None not in pair]
    return whole[0] if whole else _summed([_pair(_funds(form)) for form in evaluation.of(*_PROJECT)])


def _summed(pairs: Sequence[Amounts]) -> Amounts:
    """Return the sums of budgets and of spending; none where any form lacks one, for the sum would be of a part."""
    budgets = [budget for budget, spent in pairs if budget is not None and spent is not None]
    spendings = [spent for budget, spent in pairs if budget is not None and spent is not None]
    if not budgets or len(budgets) < len(pairs):
        return None, None
    return sum(budgets, Decimal(0)), sum(spendings, Decimal(0))


def _funds(form: Table) -> Row | None:
    return next((row for row in form.of_role(Role.FUND, Role.TOTAL) if row.item == "total"), None)


def _pair(row: Row | None) -> Amounts:
    return _wan(_cell(row, "annual_budget")), _wan(_cell(row, "execution"))


def _wan(figure: Figure | None) -> Decimal | None:
    """Return an amount in 万元, None where it is no number or its unit is not known."""
    value = _value(figure)
    if figure is None or value is None or not money_factor(figure.unit):
        return None
    return convert(value, figure.unit, UNIT)
