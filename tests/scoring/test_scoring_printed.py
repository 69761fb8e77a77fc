"""A form that prints its own standard is judged by it where its words can be read (cases/printed.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from scoring_tables import derived, table

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "printed.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[f"{case['standard']} {case['actual']}" for case in CASES])
def test_a_printed_standard(case: dict[str, Any]) -> None:
    keys = ("level3", "target", "actual", "weight", "standard")
    line = "|".join(str(case.get(key, "指标")) for key in keys)
    result = derived(table("project_form", f"{'|'.join(keys)}|score\n<indicator>{line}|"))
    if isinstance(case["score"], str):
        (derivation,) = result.derivations
        assert str(derivation.value) == case["score"]
        assert derivation.rule.status == ("confirmed" if "比例" in case["standard"] else "unconfirmed")
        return
    (left,) = result.unjudged
    assert (left.band and [left.band.low, left.band.high]) == case["score"]
