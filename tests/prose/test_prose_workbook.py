"""Reports held against a workbook: which cell a number is held against, what is found, what is left alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from prosecases import BEFORE, BEHIND, agrees

from perfxl.files.read.reading import read
from perfxl.jobs.evaluate import understand
from perfxl.model.finding import Severity
from perfxl.model.table import Evaluation
from perfxl.prose.agreement import Binding
from perfxl.prose.checking import CheckedText, check
from perfxl.prose.passages import lines
from perfxl.rules.rulebook import rulebook

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "workbook.yaml").read_text(encoding="utf-8"))
REPORT = next(iter(sorted((HERE.parents[2] / "shared" / "seeds").glob("*.txt"))), None)
GOLDEN = HERE / "golden" / "seed_workbook.yaml"


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return understand(read(HERE.parents[1] / "workbooks" / "pingshan-2020.xlsx")).evaluation


def held(text: str, evaluation: Evaluation) -> CheckedText:
    return check(lines(text), rulebook(), evaluation)


def cell(binding: Binding) -> str:
    place = binding.fact.figure.place
    return f"{place.sheet} {place.cell}"


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_sentences_against_the_workbook(case: dict[str, Any], evaluation: Evaluation) -> None:
    told = case.get("finds", [])
    for text in (case["text"], BEFORE + case["text"] + BEHIND):
        done = held(text, evaluation)
        assert [cell(binding) for binding in done.analysis.bindings] == case.get("cells", []), text
        assert [finding for finding in done.findings if not any(agrees(finding, one) for one in told)] == [], text
        assert [one for one in told if not any(agrees(finding, one) for finding in done.findings)] == [], text


@pytest.mark.parametrize("case", [case for case in CASES if not case.get("finds")], ids=lambda case: case["name"])
def test_every_wrong_digit_of_what_a_cell_states_is_found(case: dict[str, Any], evaluation: Evaluation) -> None:
    for binding in held(case["text"], evaluation).analysis.bindings:
        span, line = binding.claim.place.span, (binding.claim.place.paragraph or 0) - 1
        assert span is not None
        if binding.severity is Severity.ERROR:
            texts = case["text"].split("\n")
            said = texts[line][span[0] : span[1]]
            first = next(spot for spot, sign in enumerate(said) if sign.isdigit())
            slip = said[:first] + str(int(said[first]) % 9 + 1) + said[first + 1 :]
            texts[line] = texts[line][: span[0]] + slip + texts[line][span[1] :]
            findings = held("\n".join(texts), evaluation).findings
            errors = [finding for finding in findings if finding.severity is Severity.ERROR]
            assert [(finding.place.paragraph, finding.said) for finding in errors] == [(line + 1, slip)], texts[line]


def test_a_report_without_a_workbook_has_nothing_bound() -> None:
    assert check(lines("基本支出执行数为1,532.60万元。"), rulebook()).account.bound == 0


@pytest.mark.skipif(REPORT is None, reason="the published report is not at hand")
def test_the_published_report_ties_to_its_workbook(evaluation: Evaluation) -> None:
    assert REPORT is not None
    text = REPORT.read_text(encoding="utf-8")
    done, alone = held(text, evaluation), check(lines(text), rulebook())
    golden = yaml.safe_load(GOLDEN.read_text(encoding="utf-8"))
    told = [f"{one.claim.place.paragraph}: {one.claim.printed} = {cell(one)}" for one in done.analysis.bindings]
    assert told == golden["cells"]
    assert done.account.bound == done.account.bound_tied >= 70
    assert [(one.code, one.place, one.expected) for one in done.findings] == [
        (one.code, one.place, one.expected) for one in alone.findings
    ]
