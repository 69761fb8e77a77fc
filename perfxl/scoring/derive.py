"""All computed cells of an evaluation, in the order in which they build on each other."""

from __future__ import annotations

from perfxl.model.table import Evaluation
from perfxl.rules.rulebook import Rulebook
from perfxl.scoring.department import score_departments
from perfxl.scoring.derived import Derived
from perfxl.scoring.forms import score_forms
from perfxl.scoring.ledger import Ledger
from perfxl.scoring.projects import score_projects
from perfxl.scoring.relations import derive_relations


def derive(evaluation: Evaluation, rules: Rulebook) -> Derived:
    """Return the evaluation with its blank computed cells filled in thought, and every derivation.

    Pure: the same evaluation and rules give the same result, in the order of the workbook.
    """
    ledger = Ledger(evaluation, rules)
    derive_relations(ledger)
    if rules.project:
        score_forms(ledger, rules.project)
        score_projects(ledger, rules.project)
    score_departments(ledger)
    return ledger.result()
