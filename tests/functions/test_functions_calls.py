"""Names of our functions in stored formulas: every form becomes one, and nothing else is touched."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from perfxl.functions.calls import calls, canonical, unlinked

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "names.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["stored"] for case in CASES])
def test_stored_formula(case):
    assert canonical(case["stored"]) == case["canonical"]
    assert unlinked(case["stored"]) == case.get("unlinked", case["stored"])


def test_calls_are_named_once_in_order():
    assert calls("PX.EXECRATE(1,2)+[1]!PX_EXECRATE(3,4)") == ("PX_EXECRATE",)
    assert calls('"PX_EXECRATE(1,2)"') == ()


@given(st.text("PX_.EXECRATE('\"[]!()1,+-审 ", max_size=40))
def test_canonical_is_final_and_never_fails(formula):
    assert canonical(canonical(formula)) == canonical(formula)
    assert calls(canonical(formula)) == calls(formula)
