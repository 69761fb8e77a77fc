"""The laws of prose on sentences of our own: what is found, what ties, what is left alone."""

from __future__ import annotations

from typing import Any

import pytest
from prosecases import CASES, agrees, cases, checked, variants

from perfxl.prose.judging import Verdict

ALL = [(path.stem, case) for path in sorted(CASES.glob("*.yaml")) for case in cases(path.stem)]


@pytest.mark.parametrize(("file", "case"), ALL, ids=[f"{file}-{case['name']}" for file, case in ALL])
def test_what_is_found(file: str, case: dict[str, Any]) -> None:
    for text in variants(case["text"]):
        found, told = checked(text).findings, case.get("finds", [])
        assert [finding for finding in found if not any(agrees(finding, one) for one in told)] == [], text
        assert [one for one in told if not any(agrees(finding, one) for finding in found)] == [], text


@pytest.mark.parametrize(("file", "case"), ALL, ids=[f"{file}-{case['name']}" for file, case in ALL])
def test_what_ties(file: str, case: dict[str, Any]) -> None:
    if "ties" not in case:
        return
    done = checked(case["text"])
    tied = [claim.printed for claim, answer in done.verdicts.items() if answer.verdict is Verdict.TIED]
    assert [printed for printed in case["ties"] if printed not in tied] == []
    if not case["ties"]:
        assert Verdict.CONTRADICTED not in {answer.verdict for answer in done.answers}
