"""Every check is documented in one form, and the reference is what the docstrings say."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfxl.checks import Check, checks
from perfxl.checks.registry import HEADS
from perfxl.output.checkpages import page

GROUPS = "123467"


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.code)
def test_form_of_a_page(check: Check) -> None:
    lines = check.page.splitlines()
    assert lines[0].endswith("。")
    assert lines[1] == ""
    heads = [line for line in lines if line in HEADS]
    assert tuple(heads) == HEADS
    for head in HEADS[:2]:
        example = lines[lines.index(head) + 1]
        assert example.startswith("    ")
        assert example.strip()
    assert check.citation.endswith("。")
    assert len(check.law) <= 60


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.code)
def test_code_is_the_name_of_the_file(check: Check) -> None:
    number, _, words = check.module.partition("_")
    assert number == check.code.lower()
    assert words
    assert check.code[2] in GROUPS


def test_codes_and_names_are_unique() -> None:
    assert len({check.code for check in checks()}) == len({check.name for check in checks()}) == len(checks()) > 25


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.code)
def test_a_check_yields_to_known_checks(check: Check) -> None:
    assert check.yields_to <= {other.code for other in checks()} - {check.code}


def test_the_reference_is_up_to_date(root: Path) -> None:
    assert (root / "docs" / "checks.md").read_text(encoding="utf-8") == page()
