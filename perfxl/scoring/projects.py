"""The list of projects (项目清单): its scores and grades, joined with the indicators of each project by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from perfxl.model.derivation import Rule
from perfxl.model.expression import Call, Expr, rounded
from perfxl.model.figure import Figure, State
from perfxl.model.table import Role, Row, Table
from perfxl.numerals.characters import name_key
from perfxl.rules.kinds import term
from perfxl.rules.schema import Project
from perfxl.scoring.forms import execution_plan, indicators
from perfxl.scoring.grade import graded
from perfxl.scoring.indicator import judge
from perfxl.scoring.ledger import Ledger, all_empty, has_value
from perfxl.scoring.settle import Plan, Spot, settled, total_plan

Scores = Mapping[str, Sequence[Figure]]
_LIST = "project_list"


def score_projects(ledger: Ledger, project: Project) -> None:
    """Derive the scores of listed indicators, then the scores and grades of listed projects."""
    for table in ledger.evaluation.of("indicator_list"):
        for _, row in _indicator_rows(table):
            judge(ledger, table, row, project)
    scores = _scores(ledger)
    for table in ledger.evaluation.of(_LIST):
        names = Counter(_name(row) for row in table.rows)
        for row in table.rows:
            if row.role is Role.LINE and _name(row) and names[_name(row)] == 1:
                _project(ledger, table, row, project, scores.get(_name(row), ()))


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
    return all_empty(row.cells[key] for key in ("target", "actual", "weight", "score") if key in row.cells)


def _project(ledger: Ledger, table: Table, row: Row, project: Project, scores: Sequence[Figure]) -> None:
    law = ledger.rules.laws.get("total")
    plan = execution_plan(ledger, table, row, project)
    told = tuple(score for score in scores if score.state is not State.NOT_APPLICABLE)
    refs = tuple(ledger.ref(score, term("indicator_list", "score")) for score in told)
    _record(ledger, row, "execution_score", plan)
    if law is None:
        return
    rule = law.rule()
    _record(ledger, row, "indicator_score", total_plan(rule, refs) if refs else None)
    _record(ledger, row, "total_score", _total(ledger, row, rule, plan, refs))
    total, grade = row.cells.get("total_score"), row.cells.get("grade")
    if total and grade and (has_value(ledger.now(total)) or ledger.derivation(total)):
        spot = Spot(grade, _LIST, "grade", row.label)
        if spot.open:
            ledger.record(graded(spot, ledger.now(total), project.grades))


def _record(ledger: Ledger, row: Row, key: str, plan: Plan | None) -> None:
    target = row.cells.get(key)
    if target and plan:
        spot = Spot(target, _LIST, key, row.label)
        if spot.open:
            ledger.record(settled(spot, plan))


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
    known = ledger.now(figure)
    return ledger.ref(figure, term(_LIST, key)) if not known.blank or otherwise is not None else None
