"""Each ratio has one value and one zero case: filled cells, functions, explanations and checks say the same."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from perfxl.checks import Checked, run
from perfxl.filling.filling import NOT_APPLICABLE, fill
from perfxl.functions.examples import parsed
from perfxl.functions.registry import call
from perfxl.jobs.evaluate import Evaluated, understand
from perfxl.jobs.explain import explain_place
from perfxl.numerals.display import percent
from perfxl.output.explanation import explain_lines
from perfxl.sheets.changeset import CellWrite
from perfxl.sheets.snapshot import Snapshot
from perfxl.sheets.values import ErrorValue

sys.path.append(str(Path(__file__).parent.parent / "checks"))
from grid import sheet

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "ratios.yaml").read_text("utf-8"))
BLANKS = [
    (case, over, under)
    for case in CASES
    for over, under in (("", "5"), ("5", ""), ("", ""))
    if under or not case.get("derived")
]
ratios = pytest.mark.parametrize("case", CASES, ids=lambda case: case["ratio"])


def book(case: dict[str, Any], over: str, under: str, rate: str = "") -> Evaluated:
    text = case["table"].replace("{a}", over).replace("{b}", under).replace("{r}", rate)
    return understand(Snapshot("本子", (sheet("表", text),)))


def filled(evaluated: Evaluated, cell: str, as_: str) -> CellWrite | None:
    writes = fill(evaluated.snapshot, evaluated.derived.derivations, as_, rules=evaluated.rules)  # type: ignore[arg-type]
    return next((write for write in writes if write.cell == cell), None)


def function(case: dict[str, Any], over: str, under: str, outer: str = "") -> object:
    text = case["call"].replace("{a}", over).replace("{b}", under)
    name, args = parsed(text)
    return call("PX_EXPLAIN", [name, *args]) if outer else call(name, args)


def said(evaluated: Evaluated, cell: str) -> dict[str, str]:
    return dict(explain_lines(explain_place(evaluated, "表", cell)))


def found(evaluated: Evaluated, code: str, cell: str) -> bool:
    findings = run(Checked(evaluated.derived.evaluation, evaluated.derived.derivations))
    return any((finding.code, finding.place.cell) == (code, cell) for finding in findings)


@ratios
@pytest.mark.parametrize(("over", "under"), [("1", "3"), ("0", "3"), ("-1", "4"), ("1", "-4"), ("5", "4")])
def test_a_ratio_has_one_value(case, over, under):
    value = function(case, over, under)
    assert isinstance(value, float)
    evaluated = book(case, over, under)
    for as_ in ("formulas", "values", "functions"):
        write = filled(evaluated, case["cell"], as_)
        assert write is not None
        assert float(write.value) == value
    reached = percent(Decimal(str(value)))
    assert said(evaluated, case["cell"])["结果"] == reached
    assert f"即{reached.removesuffix('%').rstrip('0').rstrip('.')}%" in str(function(case, over, under, "explain"))
    assert not found(book(case, over, under, reached), case["code"], case["cell"])
    assert found(book(case, over, under, "51.23%"), case["code"], case["cell"])


@ratios
@pytest.mark.parametrize("over", ["0", "5", "-5"])
def test_over_a_divisor_of_nothing_no_ratio_has_a_value(case, over):
    assert function(case, over, "0") is ErrorValue.DIV0
    assert "没有结果（#DIV/0!）" in str(function(case, over, "0", "explain"))
    evaluated = book(case, over, "0")
    for as_ in ("formulas", "values", "functions"):
        write = filled(evaluated, case["cell"], as_)
        unused = case.get("optional") and over == "0"
        assert (write.value if write else None) == (None if unused else NOT_APPLICABLE)
    assert said(evaluated, case["cell"])["结果"].startswith("不适用：")
    for stated in ("0.00%", "100.00%", "—"):
        assert not found(book(case, over, "0", stated), case["code"], case["cell"])


@pytest.mark.parametrize(
    ("case", "over", "under"), BLANKS, ids=lambda part: part if isinstance(part, str) else part["ratio"]
)
def test_of_a_blank_operand_no_ratio_has_a_value(case, over, under):
    name = case["call"].partition("(")[0]
    args = [float(part) if part else None for part in (over, under)]
    assert call(name, args) is ErrorValue.NA
    assert call("PX_EXPLAIN", [name, *args]) is ErrorValue.NA
    evaluated = book(case, over, under)
    assert filled(evaluated, case["cell"], "functions") is None
    assert not found(book(case, over, under, "51.23%"), case["code"], case["cell"])
