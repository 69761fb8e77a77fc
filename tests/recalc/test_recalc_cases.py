"""The default engine gives what a clerk's cases expect; what it cannot compute is listed, with reasons, and short."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from casebook import FOLDER, Case, calculation, cases, same

from perfxl.formulas.calculation import Computed
from perfxl.jobs.recalc import engines

UNSUPPORTED = yaml.safe_load((FOLDER / "unsupported.yaml").read_text("utf-8"))["不支持"]
LISTED = {entry["公式"]: entry["原因"] for entry in UNSUPPORTED}
LIMIT = 12


@pytest.fixture(scope="module")
def computed() -> Computed:
    return engines("formualizer")[0].compute(calculation(Path("算例.xlsx")))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.formula)
def test_case(case: Case, computed: Computed) -> None:
    if case.formula in LISTED:
        assert case.cell in computed.skipped, "computed after all: take it off the list"
        return
    assert case.cell in computed.values, computed.skipped.get(case.cell)
    assert same(computed.values[case.cell], case.result), computed.values[case.cell]


def test_what_is_not_supported_is_listed_and_short(computed: Computed) -> None:
    skipped = {case.formula: computed.skipped[case.cell] for case in cases() if case.cell in computed.skipped}
    print(f"\n不支持的公式 {len(skipped)} 个，最多 {LIMIT} 个：")
    print(*(f"  {formula}  {LISTED.get(formula, '')}（{reason}）" for formula, reason in skipped.items()), sep="\n")
    assert skipped.keys() == LISTED.keys()
    assert all(LISTED.values())
    assert len(skipped) <= LIMIT


def test_every_case_is_there_once() -> None:
    formulas = [case.formula for case in cases()]
    assert len(formulas) == len(set(formulas))
    assert len(formulas) >= 136
    assert all(entry["公式"] in formulas for entry in UNSUPPORTED)
