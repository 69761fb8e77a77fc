"""The default engine gives what a clerk's cases expect; what it cannot compute is listed, with reasons, and short."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from casebook import FOLDER, Case, calculation, cases, same

from perfxl.formulas.calculation import Calculation, Computed
from perfxl.jobs.recalc import engines, recalc
from perfxl.recalc.evaluation import uses
from perfxl.sheets.values import ErrorValue, Scalar

UNSUPPORTED = yaml.safe_load((FOLDER / "unsupported.yaml").read_text("utf-8"))["不支持"]
LISTED = {entry["公式"]: entry["原因"] for entry in UNSUPPORTED}
LIMIT = 12


@pytest.fixture(scope="module")
def computed() -> Computed:
    return engines("formualizer")[0].compute(calculation(Path("算例.xlsx")))


WAYS = (
    "usual",
    "kinds",
    "mended",
    "office",
)  # ways of use, of which the engine gets some wrong and a second opinion decides


@pytest.mark.parametrize("case", [case for case in cases() if case.family not in WAYS], ids=lambda case: case.formula)
def test_case(case: Case, computed: Computed) -> None:
    if case.formula in LISTED:
        assert case.cell in computed.skipped, "computed after all: take it off the list"
        return
    assert case.cell in computed.values, computed.skipped.get(case.cell)
    assert same(computed.values[case.cell], case.result), computed.values[case.cell]


def test_what_is_not_supported_is_listed_and_short(computed: Computed) -> None:
    plain = (case for case in cases() if case.family not in WAYS and case.cell in computed.skipped)
    skipped = {case.formula: computed.skipped[case.cell] for case in plain}
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


def stored(change: Callable[[Scalar], Scalar]) -> Calculation:
    """Return the cases as a workbook whose caches are what the cases expect, changed."""
    book, results = calculation(Path("算例.xlsx")), {case.cell: case.result for case in cases()}
    sheets = []
    for sheet in book.sheets:
        caches = {at: change(results[sheet.name, *at]) for at in sheet.formulas if (sheet.name, *at) in results}
        sheets.append(replace(sheet, values={**sheet.values, **caches}))
    return replace(book, sheets=tuple(sheets))


def test_right_caches_are_called_right() -> None:
    found = recalc(stored(lambda value: value), engines("formualizer"))
    formulas = {case.cell: case.formula for case in cases()}
    assert [formulas[each.cell] for each in (*found.stale, *found.doubtful) if each.cell in formulas] == []
    assert [formulas[cell] for cell in found.skipped] == []


def test_wrong_caches_of_every_way_of_use_are_found() -> None:
    found = recalc(stored(wrong), engines("formualizer"))
    stale = {each.cell: each.second for each in found.stale}
    doubtful = {each.cell for each in found.doubtful} | found.skipped.keys()
    for case in cases():
        if case.cell in doubtful:  # an error alone replaces nothing
            assert isinstance(case.result, ErrorValue), case.formula
        else:
            assert same(stale[case.cell], case.result), case.formula


def wrong(value: Scalar) -> Scalar:
    return value + 7 + abs(value) if isinstance(value, float) else "旧值"


def test_the_table_of_uses_is_what_the_cases_hold(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(root / "benchmarks")
    made = importlib.import_module("recalc_uses").table()
    assert Path(uses.__file__).with_name("uses.txt").read_text("utf-8") == made
