"""The published self-evaluation report, where it is at hand: what is wrong in it and what ties, by line and figure."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from prosecases import checked

from perfxl.model.finding import Severity
from perfxl.prose.checking import CheckedText

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
GOLDEN = Path(__file__).with_name("golden") / "seed.yaml"
REPORT = next(iter(sorted(SEEDS.glob("*.txt"))), None)
pytestmark = pytest.mark.skipif(REPORT is None, reason="the published report is not at hand")


@pytest.fixture(scope="module")
def done() -> CheckedText:
    assert REPORT is not None
    return checked(REPORT.read_text(encoding="utf-8"))


def test_all_errors_and_no_other(done: CheckedText) -> None:
    errors = [finding for finding in done.findings if finding.severity is Severity.ERROR]
    golden = yaml.safe_load(GOLDEN.read_text(encoding="utf-8"))
    told = [[finding.place.paragraph, finding.said, finding.expected] for finding in errors]
    assert told == golden["errors"]


def test_what_ties_is_shown_with_its_operands(done: CheckedText) -> None:
    golden = yaml.safe_load(GOLDEN.read_text(encoding="utf-8"))
    assert [tie(*pair) for pair in ties(done)] == golden["ties"]


def ties(done: CheckedText):  # type: ignore[no-untyped-def]
    """Return the recomputed claims that tie, in the order of the text."""
    return sorted(
        ((claim, answer) for claim, answer in done.verdicts.items() if answer.verdict in ("tied", "last_digit")),
        key=lambda pair: (pair[0].place, pair[0].index),
    )


def tie(claim, answer) -> str:  # type: ignore[no-untyped-def]
    """Return one line of the golden file: line, figure, arithmetic."""
    return f"{claim.place.paragraph}: {claim.printed} = {answer.reading.formula.told()}"
