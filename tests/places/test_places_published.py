"""Forms of places against the figures that they were published with (cases/published.yaml), each by its own pack."""

from __future__ import annotations

import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from perfxl.jobs.evaluate import understand
from perfxl.jobs.fill import complete
from perfxl.jobs.judging import judge
from perfxl.model.finding import Severity
from perfxl.sheets.address import position_of
from perfxl.sheets.snapshot import Snapshot

sys.path.insert(0, str(Path(__file__).parents[1] / "recognition"))
from test_recognition_tables import sheet_of

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "published.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_published_form_is_judged_by_its_own_rules(case: dict[str, Any]) -> None:
    evaluated = understand(Snapshot("本子.xlsx", (sheet_of(case),)))
    assert list(evaluated.rules.names) == case["packs"]
    done = judge(evaluated)
    found = [finding for finding in done.findings if finding.severity is not Severity.INFO]
    told = [
        {
            "code": one.code,
            "severity": one.severity.value,
            "cell": one.place.cell,
            "said": one.said,
            "expected": one.expected,
        }
        for one in found
    ]
    short = [{key: one[key] for key in wanted} for one, wanted in zip(told, case["finds"], strict=False)]
    assert short == case["finds"], told
    assert len(told) == len(case["finds"]), told
    assert [block.range for block in done.coverage.unread] == case.get("unread", [])


@pytest.mark.parametrize("case", [case for case in CASES if "fills" in case], ids=lambda case: case["name"])
def test_its_computed_cells_are_filled_with_what_was_published(case: dict[str, Any]) -> None:
    sheet = sheet_of(case)
    blanks = set(map(position_of, case["blank"]))
    bare = replace(sheet, cells={spot: cell for spot, cell in sheet.cells.items() if spot not in blanks})
    cells, _ = complete(Snapshot("本子.xlsx", (bare,)))
    written = {cell.write.cell: cell.write.value for cell in cells}
    assert {cell: written.get(cell) for cell in case["fills"]} == {c: Decimal(v) for c, v in case["fills"].items()}
