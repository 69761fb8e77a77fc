"""The catalogue walked: every check has its page, a wrong and a right example, cases, and an operator that it finds."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from random import Random

import pytest
from pairs import CASES, found, pairs, wanted

from perfxl.checks import Check, checks

SEED = int(os.environ.get("SEED") or secrets.randbelow(10**6))
CATALOGUE = pytest.mark.parametrize("check", checks(), ids=lambda check: check.code)
FARTHEST = 50  # cells in which a right case may differ from a wrong one


@CATALOGUE
def test_every_check_has_its_page_with_both_examples(check: Check, root: Path) -> None:
    reference = (root / "docs" / "checks.md").read_text("utf-8")
    own = reference.partition(f"### {check.code} {check.name}\n")[2].partition("\n### ")[0]
    assert check.law in own
    for head in ("错例", "正例", "依据"):
        assert own.partition(f"**{head}**")[2].strip(), head


@CATALOGUE
def test_every_check_has_cases_and_an_operator(check: Check) -> None:
    assert (CASES / f"{check.code}.yaml").is_file()
    assert check.code in pairs(), "write a right and a wrong case of one table, with the same packs"
    assert 0 < pairs()[check.code].changed <= FARTHEST


@pytest.mark.parametrize("code", [check.code for check in checks()])
def test_what_the_operator_plants_is_found_and_not_before(code: str) -> None:
    pair = pairs()[code]
    assert [str(one) for one in found(code, pair.right, Random(SEED))] == [], f"SEED={SEED}"
    told = {one.severity.value for one in found(code, pair.wrong, Random(SEED))}
    assert told, f"SEED={SEED}"
    assert told >= wanted(pair), f"SEED={SEED}"
