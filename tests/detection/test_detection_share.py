"""A share of the proof (make detect) with every run of the tests: a few plants of every operator on every form.

The seed is fresh, or SEED; it stands in the message of a failure, and any seed must hold.
"""

from __future__ import annotations

import ast
import os
import secrets
from pathlib import Path
from random import Random

import pytest
from benign import BENIGN
from operators import ARITHMETIC
from sheets import FORMS
from tallying import Tally, measure, silent

SEED = int(os.environ.get("SEED") or secrets.randbelow(10**6))
HERE = Path(__file__).parent
WHOLE = "部门工作簿"
ACROSS = {"清单与自评表不符", "项目名称两处不同", "项目重复列示", "两位数字写反", "公式被旧数覆盖"}


@pytest.mark.parametrize("form", FORMS)
def test_planted_errors_are_found_and_nothing_else_is_called_wrong(form: str) -> None:
    told = measure(SEED, 1, [form], None if form != WHOLE else ACROSS)
    whole = Tally()
    for (name, _), tally in told.items():
        whole.add(tally)
        assert name not in ARITHMETIC or tally.found == tally.plants, f"SEED={SEED} {name}: {tally.missed}"
    assert whole.plants
    assert whole.wrong == [], f"SEED={SEED}"


@pytest.mark.parametrize("form", FORMS)
def test_changes_that_are_no_errors_are_not_spoken_of(form: str) -> None:
    some = Random(SEED).sample(sorted(BENIGN), 3)
    assert silent(SEED, 1, [form], some) == [], f"SEED={SEED}"


def test_operators_know_nothing_of_the_checks() -> None:
    for name in ("department.py", "layout.py", "places.py", "sheets.py", "operators.py", "benign.py"):
        tree = ast.parse((HERE / name).read_text("utf-8"))
        used = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not {module for module in used if module.startswith(("perfxl.checks", "perfxl.jobs", "perfxl.scoring"))}
