"""What each check says of its cases, word for word: told/PXNNN.txt, one block a case.

A change of words shows as a change of these files. To write them anew: PERFXL_WRITE=1 pytest tests/checks.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from record import on_record
from test_checks_cases import FILES, found

from perfxl.model.finding import Finding

TOLD = Path(__file__).parent / "told"
CODES = [stem for stem in FILES if stem.startswith("PX")]


def blocks(stem: str) -> Iterator[str]:
    for case in FILES[stem]:
        findings = [finding for finding in found(case) if finding.code == stem]
        yield "\n".join([f"〔{case['name']}〕", *map(told, findings)] if findings else [f"〔{case['name']}〕没有"])


def told(finding: Finding) -> str:
    beside = "、".join(map(str, finding.related))
    head = f"{finding.severity.term}“{finding.name}” {finding.place}：{finding.said} → {finding.expected}"
    lines = [head, f"    {finding.message}", f"    {finding.fix}", f"    见 {beside}" if beside else ""]
    named = " · ".join(filter(None, (finding.table, finding.row, finding.column)))
    return "\n".join(line for line in [*lines, f"    〈{named}〉"] if line)


def whole(stem: str) -> str:
    return "\n\n".join(blocks(stem)) + "\n"


@pytest.mark.parametrize("stem", CODES)
def test_the_words_of_a_check_are_those_on_record(stem: str) -> None:
    on_record(TOLD / f"{stem}.txt", whole(stem))


def test_each_record_is_of_a_check() -> None:
    assert {path.stem for path in TOLD.glob("*.txt")} == set(CODES)
