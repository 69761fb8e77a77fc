"""Packs: every shipped one loads and is sound; a wrong one says where it is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from perfxl.errors import InputError
from perfxl.model.derivation import Status
from perfxl.model.place import Place
from perfxl.model.table import Caption, Evaluation
from perfxl.rules.kinds import kinds
from perfxl.rules.lint import lint, lint_pack
from perfxl.rules.loader import available, load, load_from
from perfxl.rules.rulebook import rulebook

PACK = "title: 试用\nplace: 某地\nvalidity: {first: 2024-01-01}\nextends: mof-2020\n"


def pack(folder: Path, **files: str) -> Path:
    """Write a pack that differs from the general one in what the files say."""
    home = folder / "trial"
    home.mkdir()
    for name, text in ({"pack": PACK} | files).items():
        (home / f"{name}.yaml").write_text(text, encoding="utf-8")
    return home


@pytest.mark.parametrize("name", available())
def test_shipped_packs_are_sound(name: str) -> None:
    assert load(name).name == name
    assert lint(name) == []


@pytest.mark.parametrize(
    ("texts", "names"),
    [
        ((), ("mof-2020",)),
        (("某市某局2024年度部门预算执行情况表",), ("mof-2020",)),
        (("深圳市某局",), ("mof-2020", "shenzhen-2020")),
        (("福田区某中心2024年度自评表",), ("mof-2020", "shenzhen-2020")),
    ],
)
def test_a_places_pack_applies_only_where_the_workbook_names_the_place(
    texts: tuple[str, ...], names: tuple[str, ...]
) -> None:
    captions = tuple(Caption(Place("表", "A1"), text) for text in texts)
    assert rulebook((), Evaluation("本子", (), captions)).names == names
    assert rulebook(["mof-2020"], Evaluation("本子", (), captions)).names == ("mof-2020",)


def test_an_unknown_name_is_told_the_known_ones() -> None:
    with pytest.raises(InputError, match=r"没有名为“beijing”的规则包.*mof-2020、.*shenzhen-2020"):
        rulebook(["beijing"])


def test_every_rule_that_a_table_names_has_its_law() -> None:
    named = {relation.rule for kind in kinds().values() for relation in kind.relations} - {""}
    assert named <= rulebook(["mof-2020"]).laws.keys()


def test_nothing_of_the_department_table_is_confirmed() -> None:
    department = load("shenzhen-2020").department
    assert department
    assert {entry.status for entry in department.indicators} == {Status.UNCONFIRMED}
    assert all("未核实" in entry.citation for entry in department.indicators)


def test_unconfirmed_sources_say_so() -> None:
    project = load("mof-2020").project
    assert project
    laws = (*project.indicators, project.execution, project.bare, project.negative_actual)
    assert all(("未核实" in law.citation) is (law.status is Status.UNCONFIRMED) for law in laws)


def test_a_pack_states_only_what_differs(tmp_path: Path) -> None:
    home = pack(tmp_path, project="project:\n  execution: {cap: 2}\n")
    changed, base = load_from(home).project, load("mof-2020").project
    assert changed
    assert base
    assert changed.execution.cap == 2
    assert changed.execution.law == base.execution.law
    assert changed.indicators == base.indicators


def test_a_later_pack_counts() -> None:
    one, both = rulebook(["mof-2020"]), rulebook(["mof-2020", "shenzhen-2020"])
    assert one.laws["carryover_rate"].status == "unconfirmed"
    assert both.laws["carryover_rate"].status == "confirmed"
    assert one.department is None
    assert both.project == one.project


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("project:\n  execution: {cap: 很多}\n", "project.yaml第2行第15列（project.execution.cap）", "值不合要求"),
        (
            "project:\n  execution:\n    verb: 猜\n",
            "project.yaml第3行第5列（project.execution.verb）",
            "不在可选的写法之中",
        ),
        ("project:\n  colour: 红\n", "project.yaml第2行第3列（project.colour）", "不认识这一项"),
        ("rules:\n  extra: {name: 甲, law: 乙}\n", "project.yaml第2行第3列（rules.extra.citation）", "缺少这一项"),
        ("project: [\n", "project.yaml第2行第1列", "不是合格的YAML"),
        ("project: {}\nproject: {}\n", "project.yaml第2行第1列", "写了两次"),
        ("title: 又一个\n", "project.yaml第1行第1列", "别的文件里已经写过"),
        ("- 甲\n", "project.yaml", "名称: 内容"),
    ],
)
def test_a_wrong_pack_says_where(tmp_path: Path, text: str, where: str, what: str) -> None:
    with pytest.raises(InputError) as raised:
        load_from(pack(tmp_path, project=text))
    assert where in str(raised.value)
    assert what in str(raised.value)


def test_no_value_without_its_source(tmp_path: Path) -> None:
    text = "rules:\n  extra: {name: 甲, law: 乙, citation: '', status: confirmed}\n"
    with pytest.raises(InputError, match="citation"):
        load_from(pack(tmp_path, rules=text))


def test_a_pack_that_extends_nothing_known(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"pack\.yaml第4行.*“nowhere”不存在"):
        load_from(pack(tmp_path, pack=PACK.replace("mof-2020", "nowhere")))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("project:\n  grades:\n    steps: [{word: 中, at_least: 60}, {word: 优, at_least: 90}]\n", "从高到低"),
        (
            "project:\n  qualitative:\n    bands: [{words: [甲], high: 0.6, low: 0}, {words: [乙], high: 1, low: 0}]\n",
            "bands",
        ),
    ],
)
def test_lint_sees_what_the_schema_cannot(tmp_path: Path, text: str, problem: str) -> None:
    problems = lint_pack(load_from(pack(tmp_path, project=text)))
    assert any(problem in found for found in problems)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("rules:\n  extra: {name: 甲, law: 乙, citation: 丙, status: confirmed}\n", "“extra”没有任何表用到"),
        (
            "department:\n  name: 表\n  match: 0.8\n  total: 1\n  citation: 丙\n  status: confirmed\n  indicators:\n"
            "    - {name: 甲, labels: [甲], weight: 1, law: 乙, citation: 丙, status: confirmed,\n"
            "       parts: [{verb: judged, points: 1, over: [staff.total.actuel], under: [staff.total.quota]}]}\n",
            "“staff.total.actuel”没有这样的数",
        ),
    ],
)
def test_lint_fails_for_what_no_code_reads(tmp_path: Path, text: str, problem: str) -> None:
    assert any(problem in found for found in lint_pack(load_from(pack(tmp_path, more=text))))


def test_lint_misses_no_rule_of_the_tables(tmp_path: Path) -> None:
    home = pack(tmp_path, pack=PACK.replace("extends: mof-2020\n", ""))
    problems = lint_pack(load_from(home))
    assert any("execution_rate" in problem for problem in problems)
    assert any("“total”" in problem for problem in problems)


@pytest.mark.parametrize(
    ("steps", "sound"),
    [("[{at_most: 0.1, points: 1}, {points: 0}]", True), ("[{at_most: 0.1, points: 1}]", False),
     ("[{below: 0.9, points: 2}, {at_most: 0.5, points: 1}, {points: 0}]", False)],
)  # fmt: skip
def test_lint_reads_steps(tmp_path: Path, steps: str, sound: bool) -> None:
    text = (
        "department:\n  name: 表\n  match: 0.8\n  total: 2\n  citation: 丙\n  status: confirmed\n  indicators:\n"
        "    - {name: 甲, labels: [甲], weight: 2, law: 乙, citation: 丙, status: confirmed,\n"
        "       parts: [{verb: steps, points: 2, over: [staff.total.actual], under: [staff.total.quota],\n"
        f"         steps: {steps}}}]}}\n"
    )
    problems = lint_pack(load_from(pack(tmp_path, department=text)))
    assert (not problems) is sound


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("rules:\n  carryover_rate: {under: [closing_carryover]}\n", "出处仍是沿用的"),
        ("rules:\n  carryover_rate: {citation: 某地的文件, status: confirmed}\n", "只改了出处"),
        ("project:\n  execution: {cap: 1, citation: 某地的文件}\n", "没有写 status"),
        ("project:\n  execution: {zero_budget: none, law: 记0分, citation: 某地的文件, status: confirmed}\n", ""),
    ],
)
def test_a_citation_stands_on_the_formula_it_was_written_for(tmp_path: Path, text: str, problem: str) -> None:
    found = lint(str(pack(tmp_path, rules=text)))
    assert [one for one in found if problem in one] if problem else not found


def test_a_pack_ends_no_earlier_than_it_begins(tmp_path: Path) -> None:
    folder = pack(tmp_path)
    (folder / "pack.yaml").write_text(PACK.replace("mof-2020", "mof-2017"), encoding="utf-8")
    assert "早于 first" in lint(str(folder))[0]


CHOICES = [
    ("甲县财政局2018年度项目支出绩效自评表", ["mof-2017"], "没有写明地区"),
    ("黄冈市水务局2021年度项目自评表", ["mof-2020", "hubei-2020"], "湖北省"),
    ("成都市某局2019年度部门整体支出绩效评价", ["mof-2017", "sichuan-2017"], "四川省"),
    ("四川省某县2023年度部门预算项目支出绩效自评表", ["mof-2020", "sichuan-2023"], "2023年度"),
    ("湖南省、江西省2020年度项目支出", ["mof-2020"], "没有写明地区"),
]


@pytest.mark.parametrize(("title", "names", "reason"), CHOICES)
def test_place_and_year_are_read_from_the_workbook(title: str, names: list[str], reason: str) -> None:
    place = Place("表", "A1")
    found = rulebook((), Evaluation("本子", captions=(Caption(place, title, int(re.findall(r"20\d\d", title)[0])),)))
    assert list(found.names) == names
    assert reason in found.choice


def test_packs_for_those_who_name_them_are_never_proposed() -> None:
    kept = [name for name in available() if load(name).by_name]
    assert kept == ["sichuan-2023-caps", "system-pmkpi"]
    titles = ("四川省2023年度自评表", "2023年度自评表")
    for title in titles:
        captions = (Caption(Place("表", "A1"), title, 2023),)
        assert not set(rulebook((), Evaluation("本子", captions=captions)).names) & set(kept)
