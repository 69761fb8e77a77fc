"""The verbs on real files: what is written, what is left alone, which code is returned."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from perfxl.cli.main import main
from perfxl.files.read.reading import read
from perfxl.package.whole import sha256
from perfxl.sheets.address import cell_address

Capture = pytest.CaptureFixture[str]


def schema(root: Path, name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((root / "docs" / "schema" / f"{name}.schema.json").read_text("utf-8")))


def edit(path: Path, sheet: str, cell: str, value: object) -> None:
    """Change a cell as a person with another program would."""
    workbook = load_workbook(path)
    workbook[sheet][cell] = value
    workbook.save(path)


def test_check_of_a_right_book_is_clean(book: Path, capsys: Capture) -> None:
    before = book.read_bytes()
    assert main(["check", str(book)]) == 0
    assert capsys.readouterr().out
    assert book.read_bytes() == before


def test_check_finds_a_wrong_rate_and_tells_where(wrong: Path, capsys: Capture) -> None:
    assert main(["check", str(wrong)]) == 1
    text = capsys.readouterr().out
    assert "  预算执行!E3  PX105" in text
    assert text.startswith("核对了 10 个数，发现")


def test_what_was_not_read_is_said_and_fails_only_with_strict(draw: Callable[..., Path], capsys: Capture) -> None:
    rows = (
        ("部门预算执行情况表（单位：万元）",),
        ("项目", "年初预算数", "调整后预算数", "支出数", "执行率"),
        ("基本支出", 80, 100, 90.5, None),
        ("项目支出", 200, 240.5, 180.25, None),
        ("合计", 280, 340.5, 270.75, None),
        (), (), (),
        ("附：", "车辆", "面积"),
        ("本级", 12, 3400),
    )  # fmt: skip
    book = draw("附带.xlsx", 预算执行=rows)
    assert main(["check", str(book)]) == 0
    first = capsys.readouterr().out.splitlines()
    assert "没有读 2 个" in first[0]
    assert first[1].startswith("没有读：预算执行!")
    assert main(["check", str(book), "--strict"]) == 1


def test_check_json_is_valid_and_gives_the_path_as_written(
    wrong: Path, capsys: Capture, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(wrong.parent)
    assert main(["check", "./填错.xlsx", "--format", "json"]) == 1
    parsed = json.loads(capsys.readouterr().out)
    schema(root, "check").validate(parsed)
    assert parsed["book"] == "./填错.xlsx"
    assert [(f["sheet"], f["cell"]) for f in parsed["findings"] if f["severity"] == "error"] == [("预算执行", "E3")]


def test_check_of_several_books_is_one_object_a_line(wrong: Path, book: Path, capsys: Capture) -> None:
    assert main(["check", str(book), str(wrong), "--format", "json"]) == 1
    books = [json.loads(line)["book"] for line in capsys.readouterr().out.splitlines()]
    assert books == [str(book), str(wrong)]
    main(["check", str(book), str(wrong)])
    text = capsys.readouterr().out
    assert text.index(str(wrong)) < text.index(str(book))


@pytest.mark.parametrize("verb", ["check", "map", "fill", "attach", "run"])
def test_a_book_without_a_known_table_is_no_failure(verb: str, unknown: Path, capsys: Capture, tmp_path: Path) -> None:
    output = {"fill": ["-o", str(tmp_path / "a.xlsx")], "attach": ["-o", str(tmp_path / "b.xlsx")]}
    assert main([verb, str(unknown), *output.get(verb, ["-o", str(tmp_path / "out")] if verb == "run" else [])]) == 0
    assert "未识别到已知的表" in capsys.readouterr().out
    for copy in tmp_path.glob("[ab].xlsx"):
        assert copy.read_bytes() == unknown.read_bytes()


def test_map_json_is_valid(root: Path, capsys: Capture) -> None:
    assert main(["map", str(root / "workbooks" / "pingshan-2020.xlsx"), "--format", "json"]) == 0
    parsed = json.loads(capsys.readouterr().out)
    schema(root, "map").validate(parsed)
    assert "quarters" in {table["kind"] for table in parsed["tables"]}


def test_fill_writes_a_copy_and_leaves_the_source(book: Path, capsys: Capture, tmp_path: Path) -> None:
    before, target = book.read_bytes(), tmp_path / "填好.xlsx"
    assert main(["fill", str(book), "-o", str(target)]) == 0
    assert book.read_bytes() == before
    sheet = load_workbook(target)["预算执行"]
    assert sheet["E3"].value == "=ROUND(D3/C3,4)"
    assert sheet["E3"].number_format == "0.00%"
    assert load_workbook(target, data_only=True)["预算执行"]["E3"].value == 0.905
    assert "填写单元格" in capsys.readouterr().out


def test_filling_twice_gives_the_same_bytes(book: Path, tmp_path: Path) -> None:
    first, second, again = (tmp_path / f"{name}.xlsx" for name in "abc")
    main(["fill", str(book), "-o", str(first)])
    main(["fill", str(first), "-o", str(second)])
    main(["fill", str(book), "-o", str(again)])
    assert first.read_bytes() == second.read_bytes() == again.read_bytes()


def test_dry_run_lists_and_writes_nothing(book: Path, capsys: Capture, tmp_path: Path) -> None:
    files = set(tmp_path.iterdir())
    assert main(["fill", str(book), "--dry-run"]) == 0
    assert "预算执行!E3  空白 → 0.905（=ROUND(D3/C3,4)）" in capsys.readouterr().out
    assert set(tmp_path.iterdir()) == files


def test_replace_goes_over_a_wrong_value_and_the_finding_is_gone(wrong: Path, capsys: Capture, tmp_path: Path) -> None:
    kept, replaced = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    assert main(["fill", str(wrong), "-o", str(kept)]) == 1
    assert load_workbook(kept)["预算执行"]["E3"].value == "95.00%"
    assert main(["fill", str(wrong), "-o", str(replaced), "--replace"]) == 0
    assert load_workbook(replaced, data_only=True)["预算执行"]["E3"].value == 0.905
    assert "覆盖原有内容 1 个" in capsys.readouterr().out


def test_in_place_keeps_a_backup(book: Path, capsys: Capture, tmp_path: Path) -> None:
    before = book.read_bytes()
    assert main(["fill", str(book), "--in-place"]) == 0
    assert book.read_bytes() != before
    (backup,) = [path for path in tmp_path.iterdir() if path != book]
    assert backup.read_bytes() == before
    assert backup.name in capsys.readouterr().out


def test_fill_refuses_to_write_over_its_source(book: Path, capsys: Capture) -> None:
    before = book.read_bytes()
    assert main(["fill", str(book), "-o", str(book)]) == 2
    assert "--in-place" in capsys.readouterr().err
    assert book.read_bytes() == before


def test_run_writes_book_findings_and_receipt(wrong: Path, capsys: Capture, root: Path, tmp_path: Path) -> None:
    out = tmp_path / "结果"
    assert main(["run", str(wrong), "-o", str(out)]) == 1
    names = {"填错.xlsx", "填错-检查结果.json", "填错-检查结果.txt", "填错-回执.json"}
    assert {path.name for path in out.iterdir()} == names
    receipt = json.loads((out / "填错-回执.json").read_text("utf-8"))
    schema(root, "receipt").validate(receipt)
    schema(root, "check").validate(json.loads((out / "填错-检查结果.json").read_text("utf-8")))
    assert receipt["source"] == {"name": "填错.xlsx", "sha256": sha256(wrong)}
    assert receipt["output"]["sha256"] == sha256(out / "填错.xlsx")
    assert [cell["cell"] for cell in receipt["cells"]] == ["E4", "E5"]
    assert str(tmp_path) not in (out / "填错-回执.json").read_text("utf-8")
    assert "E3" in (out / "填错-检查结果.txt").read_text("utf-8")
    assert str(out) in capsys.readouterr().out


def test_a_second_run_changes_nothing(book: Path, tmp_path: Path) -> None:
    first, second, again = tmp_path / "a", tmp_path / "b", tmp_path / "c"
    main(["run", str(book), "-o", str(first)])
    main(["run", str(first / book.name), "-o", str(second)])
    main(["run", str(book), "-o", str(again)])
    assert (first / book.name).read_bytes() == (second / book.name).read_bytes()
    for path in first.iterdir():
        assert path.read_bytes() == (again / path.name).read_bytes()
    receipt = json.loads((second / "自评表-回执.json").read_text("utf-8"))
    assert receipt["cells"] == []
    assert receipt["sheets"] == {"added": [], "replaced": [], "removed": [], "kept": []}


def test_a_rerun_onto_its_own_output_is_fine_but_not_onto_edited_output(
    book: Path, capsys: Capture, tmp_path: Path
) -> None:
    out = tmp_path / "结果"
    command = ["run", str(book), "-o", str(out)]
    assert [main(command), main(command)] == [0, 0]
    edit(out / book.name, "预算执行", "A9", "手写的备注")
    capsys.readouterr()
    assert main(command) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "--overwrite" in told.err
    assert load_workbook(out / book.name)["预算执行"]["A9"].value == "手写的备注"
    assert main([*command, "--overwrite"]) == 0


def test_run_refuses_the_folder_of_its_source_and_a_strangers_file(book: Path, capsys: Capture, tmp_path: Path) -> None:
    before = book.read_bytes()
    assert main(["run", str(book), "-o", str(book.parent)]) == 2
    assert book.read_bytes() == before
    out = tmp_path / "结果"
    out.mkdir()
    (out / book.name).write_bytes(b"something else")
    assert main(["run", str(book), "-o", str(out)]) == 2
    assert (out / book.name).read_bytes() == b"something else"
    assert main(["run", str(book), "-o", str(out / book.name)]) == 2
    assert capsys.readouterr().out == ""


def test_attachments_are_generated_filled_and_kept_when_edited(book: Path, capsys: Capture, tmp_path: Path) -> None:
    first, second, third = (tmp_path / f"{name}.xlsx" for name in "abc")
    assert main(["attach", str(book), "-o", str(first)]) == 0
    names = [name for name in load_workbook(first).sheetnames if name.startswith("附件")]
    assert len(names) == 2
    assert any(
        isinstance(cell.value, str) and cell.value.startswith("=ROUND(")
        for row in load_workbook(first)[names[0]]
        for cell in row
    )
    edit(first, names[0], "A1", "改过的标题")
    capsys.readouterr()
    assert main(["attach", str(first), "-o", str(second)]) == 0
    assert f"已原样保留（要重新生成请加 --overwrite-edited）：{names[0]}" in capsys.readouterr().out
    assert load_workbook(second)[names[0]]["A1"].value == "改过的标题"
    assert main(["attach", str(first), "-o", str(third), "--overwrite-edited"]) == 0
    assert load_workbook(third)[names[0]]["A1"].value != "改过的标题"


def test_a_persons_sheet_of_an_attachments_name_is_not_touched(book: Path, tmp_path: Path) -> None:
    workbook = load_workbook(book)
    workbook.create_sheet("附件2")["A1"] = "自己的表"
    workbook.save(book)
    target = tmp_path / "out.xlsx"
    assert main(["attach", str(book), "-o", str(target)]) == 0
    done = load_workbook(target)
    assert done["附件2"]["A1"].value == "自己的表"
    assert [name for name in done.sheetnames if name.startswith("附件2")] == ["附件2", "附件2_2"]


def test_a_project_that_is_gone_takes_its_attachment_along(book: Path, capsys: Capture, tmp_path: Path) -> None:
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    main(["attach", str(book), "-o", str(first)])
    workbook = load_workbook(first)
    workbook["项目清单"].delete_rows(4)
    workbook.save(first)
    capsys.readouterr()
    assert main(["attach", str(first), "-o", str(second)]) == 0
    assert "移除不再需要的工作表 1 张" in capsys.readouterr().out
    assert len([name for name in load_workbook(second).sheetnames if name.startswith("附件")]) == 1


def test_explain_tells_operands_rule_and_source(wrong: Path, capsys: Capture) -> None:
    assert main(["explain", str(wrong), "预算执行!E3"]) == 0
    text = capsys.readouterr().out
    for part in (
        "90.5 万元 @ 预算执行!D3",
        "100 万元 @ 预算执行!C3",
        "90.5 ÷ 100 = 90.5%",
        "90.50%",
        "不一致",
        "依据：",
    ):
        assert part in text
    assert main(["explain", str(wrong), "'预算执行'!$d$3"]) == 0
    assert "用于计算 执行率（预算执行!E3）" in capsys.readouterr().out
    assert main(["explain", str(wrong), "预算执行!Z99"]) == 0
    assert "不属于已识别的表" in capsys.readouterr().out


def test_explain_knows_the_attachments_before_and_after_they_are_written(
    book: Path, capsys: Capture, tmp_path: Path
) -> None:
    target = tmp_path / "带附件.xlsx"
    main(["attach", str(book), "-o", str(target)])
    sheet = load_workbook(target)["附件2"]
    cell = next(
        cell.coordinate
        for row in sheet
        for cell in row
        if str(cell.value).startswith("=ROUND(") and "MIN" not in cell.value
    )
    texts = []
    for path in (book, target):
        capsys.readouterr()
        assert main(["explain", str(path), f"附件2!{cell}"]) == 0
        texts.append(capsys.readouterr().out)
    assert "操作数" in texts[0]
    assert texts[0] == texts[1].partition("公式引用：")[0]


@pytest.mark.parametrize(("place", "part"), [("没有!A1", "“预算执行”"), ("预算执行!ZZZZ1", "不是单元格地址")])
def test_explain_refuses_what_is_not_there(place: str, part: str, wrong: Path, capsys: Capture) -> None:
    assert main(["explain", str(wrong), place]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert part in told.err


def test_new_gives_the_blank_book_once(capsys: Capture, root: Path, tmp_path: Path) -> None:
    target = tmp_path / "新.xlsx"
    assert main(["new", "-o", str(target)]) == 0
    assert target.read_bytes() == (root / "workbooks" / "template.xlsx").read_bytes()
    capsys.readouterr()
    assert main(["new", "-o", str(target)]) == 2
    assert "已经存在" in capsys.readouterr().err


def test_quiet_says_nothing_of_success(book: Path, capsys: Capture, tmp_path: Path) -> None:
    assert main(["fill", str(book), "-o", str(tmp_path / "a.xlsx"), "--quiet"]) == 0
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "")


def test_explain_shows_what_a_formula_reads(book: Path, tmp_path: Path, root: Path, capsys: Capture) -> None:
    assert main(["run", str(book), "-o", str(tmp_path / "out"), "--quiet"]) == 0
    filled = tmp_path / "out" / book.name
    sheet, cell = next(
        (sheet.name, cell_address(*spot))
        for sheet in read(filled).sheets
        for spot, held in sheet.cells.items()
        if held.formula
    )
    capsys.readouterr()
    assert main(["explain", str(filled), f"{sheet}!{cell}"]) == 0
    assert "公式引用：" in capsys.readouterr().out
    assert main(["explain", str(filled), f"{sheet}!{cell}", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    schema(root, "explain").validate(document)
    assert document["precedents"]["reference"] == f"{sheet}!{cell}"
    assert document["precedents"]["precedents"]
