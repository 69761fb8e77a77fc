"""The worked example holds the mistakes that recomputing the published report shows, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfxl.checks import Checked, run
from perfxl.files.read.reading import read
from perfxl.model.finding import Finding, Severity
from perfxl.recognition.recognise import recognise
from perfxl.rules.rulebook import rulebook
from perfxl.scoring.derive import derive

MISTAKES = {
    ("PX105", "27.73%", "27.71%"),
    ("PX105", "100%", "92.31%"),
    ("PX143", "255,383.97", "255,395.53"),
    ("PX252", "255,338.97", "255,383.97"),
    ("PX467", "25,5171.89", "255,171.89"),
    ("PX467", "25,3860.37", "253,860.37"),
}


def findings(book: Path) -> tuple[Finding, ...]:
    derived = derive(recognise(read(book)), rulebook())
    return run(Checked(derived.evaluation, derived.derivations))


def test_the_mistakes_of_the_example_and_no_other(root: Path) -> None:
    errors = [item for item in findings(root / "workbooks" / "pingshan-2020.xlsx") if item.severity is Severity.ERROR]
    assert {(item.code, item.said, item.expected) for item in errors} == MISTAKES
    assert len(errors) == len(MISTAKES)


def test_both_repairs_of_the_last_quarter_are_named(root: Path) -> None:
    [found] = [item for item in findings(root / "workbooks" / "pingshan-2020.xlsx") if item.code == "PX143"]
    assert "本季度支出应为2,237.60" in found.fix
    assert "累计支出应为255,395.53" in found.fix
    assert found.fix.index("2,237.60") < found.fix.index("255,395.53")


@pytest.mark.parametrize("severity", [Severity.ERROR, Severity.WARNING])
def test_the_blank_template_is_clean(root: Path, severity: Severity) -> None:
    assert [item for item in findings(root / "workbooks" / "template.xlsx") if item.severity is severity] == []
