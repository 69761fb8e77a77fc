"""The small workbooks that once were judged wrongly (../shared/cases): what its README says of each.

They lie beside the checkout; what must hold without them stands in cases/*.yaml.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from perfxl.files.read.reading import read
from perfxl.jobs.check import check
from perfxl.jobs.fill import fill
from perfxl.model.finding import Finding, Severity

HERE = Path(__file__).parents[3] / "shared" / "cases"
pytestmark = pytest.mark.skipif(not HERE.is_dir(), reason="no shared cases beside the checkout (../shared/cases)")

CLEAN = (
    "f22a-magnitude-wan", "f22b-magnitude-wan", "f22c-magnitude-le", "hunan-jy", "field/W1-clean", "field/W4-clean",
    "field/v0基本", "field/v10万亩", "field/v13执行率97.61", "field/v14全角", "field/云南", "noact",
)  # fmt: skip
ERRORS = {
    "f32-total-90-for-89.5": {"自评表!H14"},
    "f32-score-8-for-7.5": {"自评表!H6"},
    "tol2": {"附件3-2!I14", "附件3-2!I17", "附件3-2!I18"},
    "wanmu": {"Sheet1!I14"},
    "hole": {"Sheet1!J7"},
    "scale": {"Sheet1!G7"},
    "field/W1-planted": {
        "Sheet1!I7", "Sheet1!I15", "Sheet1!F8", "Sheet2!H17", "Sheet3!J7", "Sheet3!I19", "三公!C4", "Sheet3!I14",
    },
    "field/W4-planted": {"附件1!A9", "表2!B6", "表2!C21", "表3!C9", "表4!E6", "附件3!I14"},
    "field/v6总额0": {"Sheet1!E7", "Sheet1!F7", "Sheet1!G7"},
}  # fmt: skip
PLANTS = {
    "field/W1-planted": (
        "Sheet1!I7", "Sheet1!I15", "Sheet1!F8", "Sheet2!H17", "Sheet3!J7", "Sheet3!I19", "三公!C4", "Sheet3!G14",
    ),
    "field/W4-planted": (
        "表2!B13", "表2!C21", "表3!C9", "表4!E6", "附件3!I14", "附件1!G17", "附件1!D9", "表2!B6",
    ),
}  # fmt: skip


@cache
def found(name: str) -> tuple[Finding, ...]:
    return check(read(HERE / f"{name}.xlsx")).findings


def errors(name: str) -> list[Finding]:
    return [finding for finding in found(name) if finding.severity is Severity.ERROR]


@pytest.mark.parametrize("name", CLEAN)
def test_right_workbooks_have_no_error(name: str) -> None:
    assert errors(name) == []


@pytest.mark.parametrize("name", ERRORS)
def test_one_cause_is_one_error_at_its_cell(name: str) -> None:
    told = errors(name)
    assert {str(finding.place) for finding in told} == ERRORS[name]
    assert len(told) == len(ERRORS[name])


@pytest.mark.parametrize("name", PLANTS)
def test_every_plant_is_the_cell_of_a_finding_or_beside_it(name: str) -> None:
    grave = [finding for finding in found(name) if finding.severity is not Severity.INFO]
    told = {str(place) for finding in grave for place in (finding.place, *finding.related)}
    assert set(PLANTS[name]) - told == set()


def test_the_two_spellings_of_a_rate_are_judged_alike() -> None:
    number, text = ({(f.code, f.place) for f in found(name) if f.code != "PX467"} for name in
                    ("f33-rate-number-75", "f33-rate-text-75"))  # fmt: skip
    assert number == text


def test_a_full_mark_against_the_tables_own_rule_is_told() -> None:
    assert "PX114" in {finding.code for finding in found("crash-pingshan-F15") if str(finding.place) == "整体评分!F15"}


def test_an_indicator_without_an_actual_has_one_finding_of_its_own() -> None:
    about = [f.code for f in found("noact") if "G14" in {place.cell for place in (f.place, *f.related)}]
    assert about == ["PX173"]


def test_nothing_is_filled_from_amounts_in_the_wrong_unit() -> None:
    assert [finding.code for finding in found("scale") if finding.severity is not Severity.INFO] == ["PX171"]
    assert not fill(read(HERE / "scale.xlsx")).changes.cells
    assert not any("976113" in finding.message + finding.fix for finding in found("scale"))
