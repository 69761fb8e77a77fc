"""The list of projects (项目清单): its scores and grades, joined with the indicators of each project by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from perfxl.model.derivation import Derivation, FunctionCall, Relation, Rule
from perfxl.model.expression import Call, Expr, Ref, rounded
from perfxl.model.figure import Figure, State
from perfxl.model.table import Role, Row, Table
from perfxl.numerals.characters import name_key
from perfxl.rules.kinds import term
from perfxl.rules.project import Grades, Project
from perfxl.scoring.forms import execution_plan, indicators
from perfxl.scoring.indicator import score_indicator
from perfxl.scoring.ledger import Ledger, all_unfilled, has_value
from perfxl.scoring.plans import ComputedCell, Plan, record, total_plan

Scores = Mapping[str, Sequence[Figure]]
_LIST = "project_list"


def score_projects(ledger: Ledger, project: Project) -> None:
    """Derive the scores of listed indicators, then the scores and grades of listed projects."""
    for table in ledger.evaluation.of("indicator_list"):
        for _, row in _indicator_rows(table):
            score_indicator(ledger, table, row, project)
    scores = _scores(ledger)
    for table in ledger.evaluation.of(_LIST):
        names = Counter(_name(row) for row in table.rows)
        for row in table.rows:
            if row.role is Role.LINE and _name(row) and names[_name(row)] == 1:
                _score_project(ledger, table, row, project, scores.get(_name(row), ()))


def _indicator_rows(table: Table) -> Iterator[tuple[str, Row]]:
    """Yield (project name, row); a blank name below a project's row stands for the same project."""
    name = ""
    for row in table.rows:
        if row.role is Role.LINE:
            name = name_key(row.text("project_name")) or name
            yield name, row


def _name(row: Row) -> str:
    return name_key(row.text("label") or row.label)


def _scores(ledger: Ledger) -> Scores:
    """Return the indicator scores of each project: those of the lists, else those of its one form."""
    forms = ledger.evaluation.of("project_form")
    names = Counter(name_key(table.text("project_name")) for table in forms)
    found: dict[str, list[Figure]] = {
        name: [row.cells["score"] for row in indicators(table) if "score" in row.cells]
        for table in forms
        if names[name := name_key(table.text("project_name"))] == 1
    }
    for table in ledger.evaluation.of("indicator_list"):
        listed: dict[str, list[Figure]] = {}
        for name, row in _indicator_rows(table):
            if "score" in row.cells and not _empty(row):
                listed.setdefault(name, []).append(row.cells["score"])
        found |= listed
    return found


def _empty(row: Row) -> bool:
    return all_unfilled(row.cells[key] for key in ("target", "actual", "weight", "score") if key in row.cells)


def _score_project(ledger: Ledger, table: Table, row: Row, project: Project, scores: Sequence[Figure]) -> None:
    law = ledger.law("total")
    execution = execution_plan(ledger, table, row, project)
    told = (score for score in scores if score.state is not State.NOT_APPLICABLE)
    refs = tuple(ledger.ref(score, term("indicator_list", "score")) for score in told)
    _record(ledger, table, row, "execution_score", execution)
    if law:
        _record(ledger, table, row, "indicator_score", total_plan(law.rule(), refs) if refs else None)
        _record(ledger, table, row, "total_score", _total(ledger, row, law.rule(), execution, refs))
        _grade(ledger, table, row, project.grades)


def _record(ledger: Ledger, table: Table, row: Row, key: str, plan: Plan | None) -> None:
    if key in row.cells:
        record(ledger, ComputedCell.of(table, key, row.cells[key], row), plan)


def _grade(ledger: Ledger, table: Table, row: Row, grades: Grades) -> None:
    """Derive the grade from a total score that is stated or derived."""
    total, grade = row.cells.get("total_score"), row.cells.get("grade")
    if total and grade and (has_value(ledger.current(total)) or ledger.derivation(total)):
        cell = ComputedCell.of(table, "grade", grade, row)
        if cell.is_open:
            ledger.record(_derive_grade(cell, ledger.current(total), grades))


def _total(ledger: Ledger, row: Row, rule: Rule, execution: Plan | None, refs: Sequence[Expr]) -> Plan | None:
    """Return execution score + indicator scores, from the row's own cells where it has them."""
    first = _part(
        ledger, row, "execution_score", rounded(execution.expression, execution.places or 0) if execution else None
    )
    second = _part(ledger, row, "indicator_score", Call("sum", tuple(refs)) if refs else None)
    if first is None or second is None:
        return None
    zero = execution.zero if execution else ""
    return total_plan(rule, (first, second), "+", zero)


def _part(ledger: Ledger, row: Row, key: str, otherwise: Expr | None) -> Expr | None:
    """Return the row's own cell of a part score, where it stands for something, else how it is computed."""
    figure = row.cells.get(key)
    if figure is None or figure.state is State.NOT_APPLICABLE:
        return otherwise
    known = ledger.current(figure)
    return ledger.ref(figure, term(_LIST, key)) if not known.blank or otherwise is not None else None


def _derive_grade(cell: ComputedCell, total: Figure, grades: Grades) -> Derivation:
    """Return how a grade follows from a total score; without a value where the score is missing."""
    known = has_value(total) and total.value is not None
    operand = Ref(total, term(cell.kind, "total_score"))
    return Derivation(
        target=cell.figure,
        term=cell.term,
        relation=Relation.GRADE,
        rule=grades.rule(),
        expression=operand,
        kind=cell.kind,
        field=cell.field,
        row=cell.row,
        value=grades.word(total.value) if known and total.value is not None else None,
        missing=() if known else (total,),
        function=FunctionCall("PX_GRADE", (operand,), ("project.grades",)),
    )
