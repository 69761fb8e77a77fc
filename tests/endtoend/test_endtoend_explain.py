"""Every cell that the receipt lists can be explained, and its printed arithmetic gives what was written."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from perfxl.cli.main import main
from perfxl.jobs.evaluate import understand
from perfxl.jobs.explain import explain_place
from perfxl.numerals.rounding import half_up
from perfxl.output.explanation import explain_lines
from perfxl.sheets.snapshot import Snapshot


def receipt(done: Path) -> list[dict]:
    (path,) = done.glob("*回执.json")
    return json.loads(path.read_text("utf-8"))["cells"]


def test_every_written_cell_is_explained(done: Path, written: Snapshot) -> None:
    cells = receipt(done)
    assert len(cells) > 200
    understood = understand(written)
    for entry in cells:
        lines = tuple(explain_lines(explain_place(understood, entry["sheet"], entry["cell"])))
        told = dict(lines)
        assert told["规则"], entry
        assert told["依据"], entry
        operands = [text for label, text in lines if label == "操作数"]
        assert operands, entry
        assert all(re.search(r" @ .+![A-Z]+[0-9]+", text) for text in operands), entry
        if re.fullmatch(r"-?[0-9.]+", str(entry["new"])):
            assert recomputed(told, Decimal(entry["new"])) == Decimal(entry["new"]), (entry, told)


def recomputed(told: dict[str, str], stated: Decimal) -> Decimal:
    """Evaluate the arithmetic as printed, and round it as the explanation says."""
    spoken = re.split("成立，得?", told["算式"])[-1]  # a branch is told with the condition that chose it
    spoken = re.split(r"[=＝≈]", spoken)[0].replace("×", "*").replace("÷", "/")
    numbers = re.sub(r"(?<![A-Z])[0-9]+(?:\.[0-9]+)?", lambda m: f"Fraction('{m[0]}')", spoken)
    names = {"Fraction": Fraction, "MIN": min, "MAX": max, "ROUND": lambda v, p: Fraction(half_up(exact(v), int(p)))}
    value = exact(eval(numbers, names))
    percent = "百分数" in told.get("舍入", "")
    match = re.search(r"([0-9]+) 位小数", told.get("舍入", ""))
    places = int(match[1]) + 2 * percent if match else max(0, -int(stated.as_tuple().exponent))
    return half_up(value, places)


def exact(value: Fraction) -> Decimal:
    fraction = Fraction(value)
    return Decimal(fraction.numerator) / Decimal(fraction.denominator)


@pytest.mark.parametrize("cell", ["附件2!H7", "三公经费!D9"])
def test_the_command_says_the_same(output: Path, cell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(output), cell]) == 0
    told = capsys.readouterr().out
    assert "规则：" in told
    assert "依据：" in told
    assert "算式：" in told
