"""What Excel stored in workbooks made elsewhere is what recalculation gives, and the measure of it is honest."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest

from perfxl.formulas.calculation import Block, Calculation, Computed, FormulaSheet
from perfxl.jobs.recalc import engines
from perfxl.sheets.address import Box
from perfxl.sheets.values import ErrorValue

ATLEAST = 2000  # cells; fewer would prove little


@pytest.fixture
def measure(root: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(root / "benchmarks")
    return importlib.import_module("recalc_corpus")


class Stub:
    """An engine that gives what it is told, and the rest not."""

    name = "stub"

    def __init__(self, values: dict[tuple[int, int], object]) -> None:
        self.values = {("表", *position): value for position, value in values.items()}

    def compute(self, calculation: Calculation) -> Computed:
        rest = {cell: "不会" for cell in calculation.computed_cells() if cell not in self.values}
        return Computed(self.values, rest)


BOOK = Calculation(
    Path("书.xlsx"),
    (
        FormulaSheet(
            "表",
            values={(1, 1): 1.0, (2, 1): 2.0, (3, 1): "x", (4, 1): 5.0, (5, 1): 5.0, (6, 1): 9.0, (7, 1): 8.0},
            formulas={
                (1, 1): "SUM(1)",
                (2, 1): '_xlfn.XLOOKUP("IF(",1,2)+GAMMA(1)',
                (3, 1): "'SUM(1)'!A1",
                (4, 1): "NOW()",
                (5, 1): "A4",
                (6, 1): "_xlfn._xlws.SORT(B1:B2)",
                (8, 1): "SUM(8)",
            },
            blocks={(6, 1): Block(Box(6, 1, 7, 1), "array")},
        ),
    ),
)


def test_every_cell_counts_but_those_without_an_answer(measure: ModuleType) -> None:
    given = {(1, 1): 1.0000000000000002, (2, 1): ErrorValue.NAME, (6, 1): 9.0, (7, 1): 8.1}
    found = list(measure.answers(BOOK, Stub(given)))
    assert [(answer.cell[1], sorted(answer.functions), answer.agrees) for answer in found] == [
        (1, ["SUM"], True),
        (2, ["GAMMA", "XLOOKUP"], False),
        (3, [], False),
        (6, ["SORT"], True),
        (7, ["SORT"], False),
    ]
    assert measure.share(found) == (2, 5, 0.4)
    assert [answer.cell[1] for answer in measure.within(found, measure.named())] == [1, 3, 6, 7]
    lines = list(measure.report(found, []))
    assert "2/4 格相同，占 50.00%（目标 98%，未达到）" in lines[4]
    assert lines[1:4] == [
        "错误值盖过好值  0 格（目标 0，达到）",
        "算出而不同  1 格，占 20.00%（目标 0.5% 以内，未达到）",
        "没有重算  2 格，占 40.00%（目标 6.0% 以内，未达到）",
    ]
    assert "  SORT                  1/2" in lines


def test_nothing_compared_is_no_success(measure: ModuleType, tmp_path: Path, monkeypatch, capsys) -> None:
    (tmp_path / "空").mkdir()
    monkeypatch.setattr("sys.argv", ["recalc_corpus", str(tmp_path)])
    assert measure.main() == 2
    told = capsys.readouterr().out
    assert told.startswith("没有可以比较的公式单元格")
    assert "达到" not in told


def test_books_of_folders_within_are_compared(measure: ModuleType, tmp_path: Path) -> None:
    import xlsxwriter  # noqa: PLC0415

    (tmp_path / "甲" / "乙").mkdir(parents=True)
    with xlsxwriter.Workbook(tmp_path / "甲" / "乙" / "书.xlsx") as book:
        book.add_worksheet("表").write_formula("A1", "=1+1", None, 2)
    found, unread = measure.collect(tmp_path, engines("formualizer")[0])
    assert measure.share(found) == (1, 1, 1.0)
    assert not unread


def test_excels_own_answers_agree(measure: ModuleType, corpus: Path) -> None:
    found, unread = measure.collect(corpus / "ironcalc", engines("formualizer")[0])
    print(*measure.report(found, unread), sep="\n")
    agreeing, total, part = measure.share(measure.within(found, measure.named()))
    assert not unread
    assert total > ATLEAST
    assert part >= measure.GOAL, f"{agreeing} of {total}"
