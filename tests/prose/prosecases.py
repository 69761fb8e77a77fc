"""Sentences as cases: what is found in them, told in YAML; the same in the other punctuation and among other text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from perfxl.model.finding import Finding, Severity
from perfxl.prose.checking import CheckedText, check
from perfxl.prose.passages import lines
from perfxl.rules.rulebook import rulebook

CASES = Path(__file__).with_name("cases")
HALF = str.maketrans("，；：（）％", ",;:()%")
BEFORE = "一、基本情况\n按照有关要求，各科室认真落实年度工作任务，较好地完成了预定目标。\n"
BEHIND = "\n二、存在的问题\n预算编制的精细程度有待提高，绩效指标设置需要进一步完善。\n"


def checked(text: str) -> CheckedText:
    """Check a text by the default rules."""
    return check(lines(text), rulebook())


def cases(name: str) -> list[dict[str, Any]]:
    """Return the cases of a file."""
    found: list[dict[str, Any]] = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


def variants(text: str) -> Iterator[str]:
    """Yield a text in both kinds of punctuation, alone and among other text."""
    for one in (text, text.translate(HALF)):
        yield one
        yield BEFORE + one + BEHIND


def verdict(findings: tuple[Finding, ...]) -> str:
    """Return the gravest severity as the case files call it: error, warning, hint or ok."""
    names = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "hint"}
    gravest = max(findings, key=lambda finding: finding.severity.rank, default=None)
    return names[gravest.severity] if gravest else "ok"


def agrees(finding: Finding, told: Mapping[str, str]) -> bool:
    """Whether a finding is the one that a case tells of."""
    named = {"code": finding.code, "severity": finding.severity.value, "said": finding.said}
    named |= {"expected": finding.expected, "message": finding.message}
    return all(text in named[key] if key == "message" else str(text) == named[key] for key, text in told.items())
