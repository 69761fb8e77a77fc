"""Grades (评价等级): the word for a total score."""

from __future__ import annotations

from perfxl.model.derivation import Derivation, FunctionCall, Relation
from perfxl.model.expression import Ref
from perfxl.model.figure import Figure
from perfxl.rules.kinds import term
from perfxl.rules.schema import Grades
from perfxl.scoring.ledger import has_value
from perfxl.scoring.settle import Spot


def graded(spot: Spot, total: Figure, grades: Grades) -> Derivation:
    """Return how a grade follows from a total score; without a value where the score is missing."""
    known = has_value(total) and total.value is not None
    operand = Ref(total, term(spot.kind, "total_score"))
    return Derivation(
        target=spot.figure,
        term=spot.term,
        relation=Relation.GRADE,
        rule=grades.rule(),
        expression=operand,
        kind=spot.kind,
        field=spot.field,
        row=spot.row,
        value=grades.word(total.value) if known and total.value is not None else None,
        missing=() if known else (total,),
        function=FunctionCall("PX_GRADE", (operand,), ("project.grades",)),
    )
