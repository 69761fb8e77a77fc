"""Every check against its cases: cases/PXNNN.yaml holds sheets as a clerk writes them and what is to be found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from grid import sheet

from perfxl.checks import Checked, checks, run
from perfxl.model.finding import Finding, Severity
from perfxl.model.table import Evaluation
from perfxl.recognition.recognise import recognise
from perfxl.rules.rulebook import rulebook
from perfxl.scoring.derive import derive
from perfxl.sheets.snapshot import Snapshot
from perfxl.structure.structure import structure

FOLDER = Path(__file__).parent / "cases"
FILES = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.yaml"))}
CASES = [(stem, case) for stem, cases in FILES.items() for case in cases]


def found(case: dict[str, Any]) -> tuple[Finding, ...]:
    """Check the sheets of a case: one under sheet and table, or several under sheets."""
    sheets = case.get("sheets") or {case["sheet"]: case["table"]}
    snapshot = Snapshot("本子", tuple(sheet(name, text) for name, text in sheets.items()))
    evaluation = recognise(snapshot)
    rules = rulebook(case.get("packs", ()), evaluation)
    derived = derive(evaluation, rules)
    book = Checked(derived.evaluation, derived.derivations, rules, structure(snapshot), derived.unjudged)
    return run(replace(book, previous=last_year(case)))


def last_year(case: dict[str, Any]) -> Evaluation | None:
    """Return last year's workbook of a case, under previous."""
    sheets = case.get("previous")
    return recognise(Snapshot("上年.xlsx", tuple(sheet(*each) for each in sheets.items()))) if sheets else None


def told(finding: Finding, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return a finding as the case writes it; only the keys that the case names."""
    sheets = {"sheet": finding.place.sheet, "related": [str(place.cell) for place in finding.related]}
    own = {
        "code": finding.code,
        "severity": finding.severity.value,
        "cell": finding.place.cell,
        "said": finding.said,
        "expected": finding.expected,
        "message": finding.message,
        "fix": finding.fix,
        **sheets,
    }
    return {key: own[key] for key in wanted}


def matches(finding: Finding, wanted: dict[str, Any]) -> bool:
    own = told(finding, wanted)
    parts = {"message", "fix"}
    return all(wanted[key] in own[key] if key in parts else wanted[key] == own[key] for key in wanted)


@pytest.mark.parametrize(("stem", "case"), CASES, ids=[f"{stem} {case['name']}" for stem, case in CASES])
def test_finds_what_the_case_says(stem: str, case: dict[str, Any]) -> None:
    """The case's findings and no other, errors and warnings of all checks and infos of its own."""
    findings = [f for f in found(case) if f.severity is not Severity.INFO or f.code == stem]
    wanted = case["finds"]
    unexpected = [str(f) for f in findings if not any(matches(f, item) for item in wanted)]
    missed = [item for item in wanted if not any(matches(f, item) for f in findings)]
    assert (missed, unexpected) == ([], [])
    assert len(findings) == len(wanted)


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.code)
def test_each_check_has_a_wrong_and_a_right_case(check: Any) -> None:
    cases = FILES.get(check.code, [])
    assert [case["name"] for case in cases if any(item["code"] == check.code for item in case["finds"])]
    assert [case["name"] for case in cases if not any(item["code"] == check.code for item in case["finds"])]


def test_each_file_of_cases_has_its_check() -> None:
    assert FILES.keys() <= {check.code for check in checks()} | {"worked", "clean"}
