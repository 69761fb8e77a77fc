"""Every computed cell of many small tables, with its arithmetic and its rule: golden/*.txt, one line a cell.

The tables are the first two cases of every check, the published forms of places, and forms of many cases by several
packs (cases/forms.yaml). A change of a rule shows as a change of these files. To write them anew:
PERFXL_WRITE=1 pytest tests/scoring.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

sys.path.insert(0, str(Path(__file__).parents[1] / "recognition"))
from grid import sheet
from record import on_record
from test_recognition_tables import sheet_of

from perfxl.model.derivation import Derivation, FunctionCall
from perfxl.model.expression import Expr, Undefined
from perfxl.model.figure import Figure
from perfxl.model.rendering import arithmetic
from perfxl.recognition.recognise import recognise
from perfxl.rules.rulebook import rulebook
from perfxl.scoring.derive import derive
from perfxl.scoring.derived import Unjudged
from perfxl.sheets.snapshot import Snapshot

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
CHECKS = HERE.parent / "checks" / "cases"
PLACES = HERE.parent / "places" / "cases" / "published.yaml"
FORMS = HERE / "cases" / "forms.yaml"
PARTS = [path.stem for path in sorted(CHECKS.glob("*.yaml"))] + ["published", "forms"]


def cases(part: str) -> Iterator[tuple[str, Snapshot, tuple[str, ...]]]:
    """Yield name, workbook and packs of the cases of a file."""
    path = {"published": PLACES, "forms": FORMS}.get(part, CHECKS / f"{part}.yaml")
    found = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    for case in found[:2] if path.parent == CHECKS else found:
        book = Snapshot("本子", tuple(sheets(case)))
        for packs in packs_of(part, case):
            yield f"{case['name']} {'、'.join(packs)}".rstrip(), book, tuple(map(known, packs))


def packs_of(part: str, case: dict[str, Any]) -> list[tuple[str, ...]]:
    """Return the choices of packs: that of a check's case, none of a published form, each by itself of the forms."""
    named = tuple(case.get("packs", ()))
    return [(name,) for name in named] if part == "forms" else [() if part == "published" else named]


def known(pack: str) -> str:
    """Return a pack's name, or the folder of an invented one."""
    own = HERE / "packs" / pack
    return str(own) if own.is_dir() else pack


def sheets(case: dict[str, Any]) -> list[Any]:
    if "sheets" in case:
        return [sheet(name, text) for name, text in case["sheets"].items()]
    return [sheet(case["sheet"], case["table"])] if "table" in case else [sheet_of(case)]


def lines(part: str) -> Iterator[str]:
    for name, book, packs in cases(part):
        evaluation = recognise(book)
        derived = derive(evaluation, rulebook(packs, evaluation))
        yield f"〔{name}〕"
        yield from map(cell, derived.derivations)
        yield from map(unjudged, derived.unjudged)


def cell(item: Derivation) -> str:
    value = item.undefined or (f"缺{'、'.join(str(one.place) for one in item.missing)}" if item.missing else item.value)
    how = f"{item.relation.value}/{item.kind}.{item.field} {item.places}位±{item.tolerance}"
    called = f" {function(item.function)}" if item.function else ""
    blank = "" if item.fillable else " 不填"
    sum_ = f"{item.formula()}＝{'' if item.missing else in_figures(item.expression)}"
    return f"{item.target.place} {item.row}的{item.term} {value}：{sum_}{called} {how}{blank}〔{item.rule.name}〕"


def function(call: FunctionCall) -> str:
    return f"{call.name}({'，'.join(map(argument, call.args))}){'、'.join(call.rests_on)}"


def in_figures(expression: Expr) -> str:
    try:
        return arithmetic(expression)
    except Undefined:
        return "∅"


def argument(one: Any) -> str:
    if isinstance(one, Figure):
        return str(one.place)
    return one if isinstance(one, str) else "" if one is None else in_figures(one)


def unjudged(one: Unjudged) -> str:
    band = f" {one.band.word} {one.band.low}至{one.band.high}" if one.band else ""
    law = f"〔{one.rule.name}〕" if one.rule else ""
    return f"{one.figure.place} {one.row}/{one.kind}.{one.field} 不判断：{one.reason}（{one.cause.value}）{band}{law}"


def whole(part: str) -> str:
    return "\n".join(lines(part)) + "\n"


@pytest.mark.parametrize("part", PARTS)
def test_every_computed_cell_is_the_one_on_record(part: str) -> None:
    on_record(GOLDEN / f"{part}.txt", whole(part))


def test_each_record_is_of_a_file_of_cases() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(PARTS)
