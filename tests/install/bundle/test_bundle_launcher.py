"""A workbook dropped on the launcher: the results lie beside it, the findings open."""

import shutil
from pathlib import Path

import pytest
from docx import Document

from perfxl.cli import launcher

EXAMPLE = Path(__file__).parents[3] / "workbooks" / "pingshan-2020.xlsx"


@pytest.fixture
def opened(monkeypatch):
    shown = []
    monkeypatch.setattr(launcher, "show", shown.append)
    return shown


@pytest.fixture
def book(tmp_path):
    return Path(shutil.copy(EXAMPLE, tmp_path / "财政局 2020&自评.xlsx"))


def test_results_lie_beside_the_workbook_and_the_findings_open(book, opened, capsys):
    before = book.read_bytes()
    assert launcher.main([str(book)]) == 1  # the example holds mistakes
    folder = book.with_name(f"{book.stem}-自评结果")
    assert {path.suffix for path in folder.iterdir()} == {".xlsx", ".txt", ".json"}
    assert [path.parent for path in opened] == [folder]
    assert book.read_bytes() == before
    assert "财政局" in capsys.readouterr().out


def test_a_second_drop_takes_a_new_folder(book, opened):
    launcher.main([str(book)])
    launcher.main([str(book)])
    assert len({path.parent for path in opened}) == 2


def test_the_starter_hands_over_the_command_line(book, opened, monkeypatch):
    monkeypatch.setenv("PERFXL_DROPPED", f'C:\\Windows\\cmd.exe /c ""C:\\tools\\把工作簿拖到这里.cmd" "{book}""')
    monkeypatch.setattr("sys.argv", ["launcher"])
    assert launcher.main() == 1
    assert len(opened) == 1


@pytest.mark.parametrize(
    ("line", "files"),
    [
        (r'C:\Windows\system32\cmd.exe /c ""C:\a\x.cmd" "C:\b c\d&e.xlsx""', [r"C:\b c\d&e.xlsx"]),
        (r'cmd /c ""C:\a\x.cmd" C:\b\d&e.xlsx C:\b\报告.docx"', [r"C:\b\d&e.xlsx", r"C:\b\报告.docx"]),
        (r'C:\Windows\system32\cmd.exe /c ""C:\a b\x.cmd" "', []),
        ("", []),
    ],
)
def test_names_in_a_windows_command_line(line, files):
    assert launcher.dropped_files(line) == files


def test_what_is_no_workbook_is_said(tmp_path, opened, capsys):
    assert launcher.main([str(tmp_path / "照片.png"), str(tmp_path / "报告.doc")]) == 2
    told = capsys.readouterr().err
    assert "“照片.png”不是工作簿" in told
    assert "“报告.doc”是旧格式的报告" in told
    assert opened == []


def test_nothing_dropped(opened, monkeypatch, capsys):
    monkeypatch.delenv("PERFXL_DROPPED", raising=False)
    assert launcher.main([]) == 2
    assert "拖到" in capsys.readouterr().err


def test_a_broken_workbook_leaves_nothing(tmp_path, opened, capsys):
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 broken")
    assert launcher.main([str(broken)]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["坏.xlsx"]
    assert opened == []


def test_a_report_dropped_beside_its_workbook_is_held_against_it(book, opened, tmp_path, capsys):
    report = tmp_path / "报告.docx"
    document = Document()
    document.add_paragraph("基本支出年度预算调整数1,592.12万元，实际支出1,532.60万元。")
    document.save(report)
    assert launcher.main([str(book), str(report)]) == 1
    folder = tmp_path / "报告-自评结果"
    assert sorted(path.name for path in folder.iterdir()) == ["报告-批注稿.docx", "报告-核对结果.txt"]
    assert "PX581" in (folder / "报告-核对结果.txt").read_text(encoding="utf-8")
    assert opened[-1] == folder / "报告-核对结果.txt"


def test_a_report_alone_and_a_broken_one(opened, tmp_path, capsys):
    report, broken = tmp_path / "报告.txt", tmp_path / "坏.docx"
    report.write_text("预算数100.00万元，执行数90.50万元，执行率为95.00%。", encoding="utf-8")
    broken.write_bytes(b"PK\x03\x04 broken")
    assert launcher.main([str(report)]) == 1
    assert "PX505" in capsys.readouterr().out
    assert launcher.main([str(broken)]) == 2
    assert not (tmp_path / "坏-自评结果").exists()
