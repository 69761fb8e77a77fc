"""Workbooks in which all relations hold have no error, whatever style, blank rows, extra columns or stacks they have.

The workbooks are those of the proof (tests/detection); here they are also taken apart and put together.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perfxl.jobs.check import check
from perfxl.model.finding import Severity
from perfxl.sheets.snapshot import Sheet, Snapshot

sys.path.insert(0, str(Path(__file__).parents[1] / "detection"))
from sheets import FORMS

QUIET = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
SINGLE = sorted(FORMS.keys() - {"部门工作簿"})
ALIKE = sorted({*SINGLE} - {"湖北项目自评表"})  # which scores the same project otherwise


def stacked(upper: Sheet, lower: Sheet, gap: int) -> Sheet:
    """Put one sheet's table below another's; formulas keep their results only."""
    below = max(row for row, _ in upper.cells) + gap
    cells = dict(upper.cells)
    cells |= {(row + below, column): cell for (row, column), cell in lower.cells.items()}
    moved = tuple(type(box)(box.top + below, box.left, box.bottom + below, box.right) for box in lower.merges)
    return Sheet("表", {spot: cell.__class__(cell.value, None, cell.number_format) for spot, cell in cells.items()},
                 (*upper.merges, *moved))  # fmt: skip


@pytest.mark.parametrize("form", SINGLE)
@QUIET
@given(seed=st.integers(0, 10**6))
def test_a_form_in_which_all_holds_has_no_error(form: str, seed: int) -> None:
    found = check(FORMS[form](Random(seed)))
    assert [str(f) for f in found.findings if f.severity is Severity.ERROR] == []
    assert found.coverage.compared
    assert not found.coverage.failed


@QUIET
@given(
    seed=st.integers(0, 10**6),
    forms=st.permutations(ALIKE).map(lambda forms: (forms[0], forms[1])),
    gap=st.integers(2, 4),
)
def test_stacked_forms_lend_each_other_nothing(seed: int, forms: tuple[str, str], gap: int) -> None:
    upper, lower = (FORMS[form](Random(seed)).sheets[0] for form in forms)  # of one department
    found = check(Snapshot("本子", (stacked(upper, lower, gap),)))
    assert [str(f) for f in found.findings if f.severity is Severity.ERROR] == []
