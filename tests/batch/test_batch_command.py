"""`perfxl check` of a folder: one line each, the worst first; in full on demand; JSON lines; stopped cleanly."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from bureau import UNREADABLE, bureau
from openpyxl import load_workbook

from perfxl.cli.main import main

Capture = pytest.CaptureFixture[str]


def test_one_line_each_and_the_worst_first(folder: Path, capsys: Capture) -> None:
    assert main(["check", str(folder)]) == 2
    told = capsys.readouterr()
    lines = told.out.splitlines()
    assert lines[0].split() == ["错误", "核实", "提示", "核对", "未核对", "工作簿"]
    names = [Path(line.split("xlsx")[0].split("  ")[-1] + "xlsx").stem for line in lines[1:-1]]
    assert set(names[:4]) == set(UNREADABLE)
    assert names[4] == "填错局"
    assert set(names[5:]) == {"第1局", "第2局", "第3局", "别的表"}
    assert "预算执行!E4 PX105" in next(line for line in lines if "填错局" in line)
    assert lines[-1].startswith("共 9 个工作簿：4 个没有达到 --fail-on 的问题，1 个有，4 个没有做成")
    assert [name for name in UNREADABLE if f"“{name}.xlsx”" not in told.err] == []
    assert told.err.count("\n") == len(UNREADABLE) + 1
    assert "锁定文件" in told.err


def test_details_come_after_the_lines(folder: Path, capsys: Capture) -> None:
    main(["check", str(folder), "--details"])
    text = capsys.readouterr().out
    assert text.index("错误  核实") < text.index(f"工作簿：{folder / '填错局.xlsx'}") < text.index("第1局.xlsx\n核对了")


def test_json_lines_keep_the_order_of_the_names(folder: Path, capsys: Capture) -> None:
    outputs = []
    for workers in ("1", "2"):
        main(["check", str(folder), "--format", "json", "--workers", workers])
        outputs.append(capsys.readouterr().out)
    assert outputs[0] == outputs[1]
    books = [Path(json.loads(line)["book"]).name for line in outputs[0].splitlines()]
    assert books == sorted(books)


def test_the_exit_code_is_that_of_the_worst(folder: Path, capsys: Capture) -> None:
    good = [str(folder / f"第{number}局.xlsx") for number in (1, 2)]
    assert main(["check", *good]) == 0
    assert main(["check", *good, "--strict", str(folder / "别的表.xlsx")]) == 1
    assert main(["check", *good, str(folder / "填错局.xlsx")]) == 1
    assert main(["check", *good, str(folder / "填错局.xlsx"), str(folder / "没有.xlsx")]) == 2


def test_a_wrong_settings_file_stops_only_its_folder(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    other = bureau(tmp_path / "另一处", 1)
    (other / "perfxl.toml").write_text("ignore = [", encoding="utf-8")
    assert main(["check", str(folder / "第1局.xlsx"), str(other / "第1局.xlsx")]) == 2
    told = capsys.readouterr()
    assert "perfxl.toml" in told.err
    assert "1 个没有达到 --fail-on 的问题，0 个有，1 个没有做成" in told.out


def test_an_unknown_check_or_pack_is_one_sentence(folder: Path, capsys: Capture) -> None:
    assert main(["check", str(folder), "--select", "PX9999"]) == 2
    assert capsys.readouterr().err.count("PX9999") == 1


def test_run_gives_each_workbook_a_folder_of_its_own(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "结果"
    assert main(["run", str(folder), "-o", str(out)]) == 2
    told = capsys.readouterr()
    assert {path.name for path in out.iterdir() if any(path.iterdir())} == {
        "第1局", "第2局", "第3局", "填错局", "别的表",
    }  # fmt: skip
    assert (out / "第1局" / "第1局.xlsx").is_file()
    assert "共 9 个工作簿：5 个做完，其中 1 个有问题，4 个没有做成" in told.out
    assert [name for name in UNREADABLE if f"“{name}.xlsx”" not in told.err] == []
    assert main(["run", str(folder / "第1局.xlsx"), str(folder / "第2局.xlsx"), "--in-place"]) == 2


def test_run_is_the_same_on_any_number_of_workers_and_goes_on_where_it_stopped(
    folder: Path, tmp_path: Path, capsys: Capture
) -> None:
    told, written = [], []
    for workers in ("1", "2"):
        out = tmp_path / "结果"
        shutil.rmtree(out, ignore_errors=True)
        command = ["run", str(folder), "-o", str(out), "--workers", workers, "--summary", str(tmp_path / "汇总.xlsx")]
        assert main([*command, "--overwrite"]) == 2
        told.append(capsys.readouterr())
        written.append({file.relative_to(out): file.read_bytes() for file in out.rglob("*") if file.is_file()})
    assert told[0] == told[1]
    assert written[0] == written[1]
    assert load_workbook(tmp_path / "汇总.xlsx")["汇总"].max_row == 4 + 9 + 1
    (out / "第1局" / "第1局.xlsx").unlink()
    kept = (out / "第2局" / "第2局.xlsx").stat().st_mtime_ns
    assert main([*command, "--overwrite", "--resume"]) == 2
    assert (out / "第1局" / "第1局.xlsx").read_bytes() == written[0][Path("第1局/第1局.xlsx")]
    assert (out / "第2局" / "第2局.xlsx").stat().st_mtime_ns == kept


@pytest.mark.parametrize("form", ["sarif", "junit"])
def test_one_document_on_all_books_is_the_same_on_any_number_of_workers(
    form: str, folder: Path, capsys: Capture
) -> None:
    told = []
    for workers in ("1", "2"):
        assert main(["check", str(folder), "--format", form, "--workers", workers]) == 2
        told.append(capsys.readouterr())
    assert told[0] == told[1]
    assert [name for name in (*UNREADABLE, "PX105") if name not in told[0].out] == []


def test_ctrl_c_is_one_sentence_and_resume_goes_on(tmp_path: Path) -> None:
    folder = bureau(tmp_path / "报送", 60)
    command = [sys.executable, "-m", "perfxl", "check", str(folder), "--workers", "2"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    journals = tmp_path / "cache" / "perfxl" / "batch"
    while not (journals.is_dir() and any(file.stat().st_size for file in journals.iterdir())):
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    if process.returncode != 2:  # it was not done before the signal came
        assert (process.returncode, out) == (130, b"")
        sentences = err.decode().splitlines()[1:]
        assert len(sentences) == 1
        assert "--resume" in sentences[0]
    again = subprocess.run([*command, "--resume"], capture_output=True, check=False, timeout=60)
    fresh = subprocess.run([*command, "--workers", "1"], capture_output=True, check=False, timeout=60)
    assert (again.returncode, again.stdout) == (fresh.returncode, fresh.stdout)
