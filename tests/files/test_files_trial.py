"""Workbooks made elsewhere through everything: none is left out unless its reason is documented."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from perfxl.errors import RefusedError

SECONDS = 10
SAMPLE = 45


@pytest.fixture(scope="module")
def benchmarks(root: Path) -> Iterator[ModuleType]:
    """Return benchmarks/corpus.py as a module."""
    sys.path.insert(0, str(root / "benchmarks"))
    yield importlib.import_module("corpus")
    sys.path.remove(str(root / "benchmarks"))


@pytest.fixture(scope="module")
def documented(root: Path) -> str:
    """Return the page on files."""
    return (root / "docs" / "files.md").read_text(encoding="utf-8")


def test_every_workbook(
    benchmarks: ModuleType, corpus: Path, documented: str, needs: Callable[[str], str], tmp_path: Path
) -> None:
    """One test, so that the workbooks are gone through once, however many processes share the tests."""
    trials = benchmarks.run(corpus, tmp_path)
    all_that_others_open_are_read(trials)
    all_that_openpyxl_opens_are_edited(trials, documented)
    refusals_are_one_sentence(trials)
    nothing_else_changes(trials)
    figures_are_documented(benchmarks.table(trials, None), documented)
    needs("soffice")
    opened, missing = benchmarks.opened_by_office(trials, tmp_path, SAMPLE)
    assert opened >= 40
    assert missing == []


def all_that_others_open_are_read(trials: list) -> None:
    assert len(trials) > 250
    assert [(trial.path.name, trial.refused) for trial in trials if any(trial.others) and not trial.was_read] == []


def all_that_openpyxl_opens_are_edited(trials: list, documented: str) -> None:
    refused = [trial for trial in trials if trial.others[0] and not trial.edited]
    assert [trial.path.name for trial in refused if not trial.refused] == []
    assert [trial.refused for trial in refused if not any(piece in documented for piece in pieces(trial))] == []


def pieces(trial: object) -> list[str]:
    return [piece for piece in re.split("…|，", trial.reason) if len(piece) > 6]


def refusals_are_one_sentence(trials: list) -> None:
    sentences = [trial.refused for trial in trials if trial.refused]
    assert sentences
    assert [each for each in sentences if not each.endswith("。") or each.count("。") != 1 or "\n" in each] == []


def nothing_else_changes(trials: list) -> None:
    assert [(trial.path.name, trial.wrong) for trial in trials if trial.wrong] == []
    assert sum(trial.compared for trial in trials) > 3000
    assert [trial.path.name for trial in trials if not trial.source_kept] == []
    assert [(trial.path.name, trial.seconds) for trial in trials if trial.seconds > SECONDS] == []


def figures_are_documented(table: str, documented: str) -> None:
    """All but what depends on the machine, and on how much of a part an edit must touch."""
    steady = [row for row in table.splitlines() if not re.search("最慢|有意改动", row)]
    assert len(steady) > 10
    assert [row for row in steady if row not in documented] == []


def test_at_most_ten_refusals_are_documented(documented: str) -> None:
    section = documented.split("## 改不了的", 1)[1].split("\n## ", 1)[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")][1:]
    assert 3 <= len(rows) <= 10


def test_the_trial_notices_what_is_wrong(benchmarks: ModuleType, corpus: Path, tmp_path: Path) -> None:
    """A trial whose writer changes nothing must not pass."""
    trial_module = importlib.import_module("corpustrial")
    book = next(path for path in benchmarks.books(corpus) if path.stem == "merge_cells")
    good = trial_module.tried(book, tmp_path / "改.xlsx")
    assert good.edited
    assert trial_module.edits_missing(good, book) != []


def test_a_refused_edit_is_told(
    benchmarks: ModuleType, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial_module = importlib.import_module("corpustrial")

    def refuse(*_: object) -> None:
        raise RefusedError("“甲.xlsx”不行，请重试。")

    monkeypatch.setattr(trial_module, "write", refuse)
    trial = trial_module.tried(benchmarks.books(corpus)[0], tmp_path / "改.xlsx")
    assert (trial.edited, trial.reason) == (False, "…不行，请重试。")
