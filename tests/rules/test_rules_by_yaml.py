"""A new kind and a new pack are YAML alone: recognised, filled, checked and told, with no English key in a message."""

from __future__ import annotations

import ast
import dataclasses
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from perfxl.attachments.findings import findings_sheet
from perfxl.checks.evidence.book import Checked
from perfxl.checks.registry import run
from perfxl.errors import InputError
from perfxl.jobs.evaluate import Evaluated, understand
from perfxl.jobs.explain import explain_place
from perfxl.jobs.fill import complete
from perfxl.jobs.judging import judge
from perfxl.output.explanation import explain_lines
from perfxl.output.findings import result_text
from perfxl.output.tables import map_text
from perfxl.rules import kind as kind_module
from perfxl.rules import law as law_module
from perfxl.rules import project as project_module
from perfxl.rules import schema as pack_module
from perfxl.rules.kinds import kinds, using
from perfxl.rules.lint import lint_kind, lint_pack
from perfxl.rules.loader import load, load_from, load_kind
from perfxl.rules.rulebook import combined
from perfxl.rules.validation import Part
from perfxl.sheets.snapshot import Cell, Sheet, Snapshot

KIND = """
name: 培训经费
layout: columns
unit: money
titles: [培训]
columns:
  label: {term: 培训类别, labels: ['培训(类别|名称)']}
  planned: {term: 培训计划, type: money, labels: ['计划(数|金额)']}
  spent: {term: 培训支出, type: money, labels: ['支出(数|金额)']}
  left: {term: 培训余额, type: money, labels: [余额]}
  pace: {term: 培训执行率, type: rate, labels: [执行率]}
items:
  total: {term: 合计, labels: [合计], role: total}
requires: {columns: [label, planned, spent]}
relations:
  - {verb: total, columns: [planned, spent, left]}
  - {verb: difference, target: left, of: [planned, spent], rule: remaining_budget}
  - {verb: ratio, target: pace, of: [spent, planned], rule: execution_rate}
"""
PACK = """
title: 某地的规则
place: 某地
places: [某地]
validity: {first: 2024-01-01, last: 2024-12-31}
extends: mof-2020
rules:
  execution_rate: {law: 预算执行率等于全年执行数除以全年预算数, citation: 某地的文件, status: confirmed}
"""
TABLE = """
某地某局2023年度培训经费表
单位：万元
培训类别 | 计划数 | 支出数 | 余额 | 执行率
新员工培训 | 10.00 | 8.00 | 2.00 | 90.00%
业务培训 | 20.00 | 5.00 | | 25.00%
合计 | 30.00 | 13.00 | |
"""
ENGLISH = re.compile(r"[A-Za-z]{2,}")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return the folder of a fictitious place's pack."""
    home = tmp_path / "某地-2024"
    home.mkdir()
    (home / "pack.yaml").write_text(PACK, encoding="utf-8")
    return home


@pytest.fixture
def training(tmp_path: Path) -> Iterator[None]:
    """Use a kind that perfxl does not know."""
    file = tmp_path / "training.yaml"
    file.write_text(KIND, encoding="utf-8")
    with using([load_kind(file)]):
        yield


def sheet(name: str, text: str) -> Sheet:
    """Return a sheet from lines of cells parted by |."""
    lines = [[part.strip() for part in line.split("|")] for line in text.strip().splitlines()]
    spots = {(row, column): part for row, line in enumerate(lines, 1) for column, part in enumerate(line, 1) if part}
    return Sheet(name, {spot: cell(part) for spot, part in spots.items()})


def cell(text: str) -> Cell:
    """Return a number as it would be typed, else a text."""
    if not re.fullmatch(r"[0-9.]+%?", text):
        return Cell(text)
    return Cell(Decimal(text[:-1]) / 100, None, "0.00%") if text.endswith("%") else Cell(Decimal(text), None, "0.00")


def english(text: str) -> list[str]:
    """Return the English words of a message, without the codes of checks and the names of packs and formats."""
    return ENGLISH.findall(re.sub(r"PX\d{3}|--pack|ROUND|SUM|None", "", text))


def told(evaluated: Evaluated) -> Iterator[str]:
    """Yield all that a person is told of a workbook."""
    done = judge(evaluated)
    yield result_text(done)
    yield map_text(evaluated.evaluation)
    yield from (str(cell.value) for cell in findings_sheet(done.findings, done.coverage).cells.values())
    for derivation in evaluated.derived.derivations:
        place = derivation.target.place
        yield from (
            f"{label}：{text}"
            for label, text in explain_lines(explain_place(evaluated, str(place.sheet), str(place.cell)))
        )


def test_a_kind_and_a_pack_of_yaml_alone(training: None, place: Path) -> None:
    pack = load_from(place)
    assert [problem for kind in kinds().values() for problem in lint_kind(kind)] == lint_pack(pack) == []
    rules = combined((pack,))
    snapshot = Snapshot("本子", (sheet("培训", TABLE),))
    cells, after = complete(snapshot, rules)
    written = {cell.write.cell: cell.write.formula for cell in cells}
    assert written == {"D5": "B5-C5", "D6": "B6-C6", "E6": "ROUND(C6/B6,4)"}
    findings = run(Checked(after.derived.evaluation, after.derived.derivations, rules))
    assert {(found.code, found.place.cell) for found in findings} >= {("PX105", "E4"), ("PX601", "A1")}
    messages = list(told(understand(snapshot, rules))) + list(told(after))
    assert any("某地的文件" in message for message in messages)
    assert any("培训执行率" in message for message in messages)
    assert [(message, words) for message in messages if (words := english(message))] == []


@pytest.mark.parametrize(
    ("right", "wrong", "where", "what"),
    [
        ("labels: [余额]", "lables: [余额]", "第10行第35列（columns.left.lables）", "不认识这一项（是否应为labels）"),
        ("titles:", "title:", "第5行第1列（title）", "不认识这一项（是否应为titles）"),
        ("role: total", "role: sum", "第13行第35列（items.total.role）", "不在可选的写法之中"),
        ("type: rate", "type: percent", "第11行第23列（columns.pace.type）", "不在可选的写法之中"),
        ("labels: [执行率]", "labels: ['(执行率']", "第11行第44列（columns.pace.labels.0）", "不是合格的正则表达式"),
        ("verb: ratio", "verb: quotient", "第18行第6列（relations.2.verb）", "不在可选的写法之中"),
        ("name: 培训经费\n", "", "training.yaml（name）", "缺少这一项"),
        ("columns:\n", "columns: [\n", "training.yaml第8行", "不是合格的YAML"),
    ],
)
def test_a_misspelt_kind_is_told_where(tmp_path: Path, right: str, wrong: str, where: str, what: str) -> None:
    file = tmp_path / "training.yaml"
    file.write_text(KIND.replace(right, wrong), encoding="utf-8")
    with pytest.raises(InputError) as raised:
        load_kind(file)
    message = str(raised.value)
    assert where in message
    assert what in message
    assert "training.yaml" in message
    assert message.endswith("。")


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        ("requires: {columns: [label, planned", "requires: {columns: [label, plan", "requires 写了“plan”"),
        ("target: left", "target: rest", "relations 写了“rest”"),
        ("of: [spent, planned]", "of: [spent, [planed]]", "relations 写了“planed”"),
        ("relations:", "excludes: [staff.posts]\nrelations:", "excludes 写了“staff.posts”"),
        ("relations:", "parts: {total: [one]}\nrelations:", "parts 写了“one”"),
    ],
)
def test_lint_finds_keys_of_a_kind_that_name_nothing(tmp_path: Path, right: str, wrong: str, problem: str) -> None:
    file = tmp_path / "training.yaml"
    file.write_text(KIND.replace(right, wrong), encoding="utf-8")
    assert [found for found in lint_kind(load_kind(file)) if problem in found]


def test_the_schema_of_map_lists_the_kinds_that_exist(root: Path) -> None:
    schema = json.loads((root / "docs" / "schema" / "map.schema.json").read_text("utf-8"))
    listed = schema["properties"]["tables"]["items"]["properties"]["kind"]["enum"]
    assert sorted(listed) == sorted(kinds())


def test_every_kind_has_chinese_terms() -> None:
    terms = {
        f"{kind.key}.{entry.key}": entry.term
        for kind in kinds().values()
        for block in (kind.columns, kind.fields, kind.funds, kind.items, kind.fund_items, kind.totals)
        for entry in block
    }
    assert {key: term for key, term in terms.items() if not term or ENGLISH.search(term)} == {}


def parts(module: object) -> Iterator[type[Part]]:
    """Yield the schema's dataclasses that a module defines."""
    for value in vars(module).values():
        if isinstance(value, type) and issubclass(value, Part) and value.__module__ == getattr(module, "__name__", ""):
            yield value


def test_code_reads_every_part_of_a_pack_and_of_a_kind(root: Path) -> None:
    """Rules that no code reads would be printed as in force; what only prints or judges the schema does not count."""
    own = {"rules", "output"}
    readers = [
        path for path in (root / "perfxl").rglob("*.py") if path.relative_to(root / "perfxl").parts[0] not in own
    ]
    told = ("rulebook", "kinds", "schema", "project", "law", "kind")
    readers += [root / "perfxl" / "rules" / f"{name}.py" for name in told]
    read = {
        node.attr
        for path in readers
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
    }
    printed = {"title", "extends", "name"}
    fields = {
        f"{part.__name__}.{field.name}"
        for module in (pack_module, project_module, law_module, kind_module)
        for part in parts(module)
        for field in dataclasses.fields(part)
        if field.name not in read | printed
    }
    assert fields == set()


def test_a_pack_is_told_of_by_its_year(place: Path) -> None:
    validity = load_from(place).validity
    assert [year for year in (2023, 2024, 2025, None) if validity.holds(year)] == [2024, None]
    assert load("mof-2020").validity.holds(2031)
