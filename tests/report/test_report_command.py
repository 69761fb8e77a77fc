"""`check --report -o`: where an annotated copy goes, and where it may not."""

from __future__ import annotations

from pathlib import Path

import pytest
from wordfile import paragraph, save

from perfxl.cli.main import main

Capture = pytest.CaptureFixture[str]
SLIP = "单位基本支出全年预算数100.00万元，执行数90.50万元，执行率为95.00%。"


def test_an_annotated_copy(tmp_path: Path, capsys: Capture) -> None:
    path = save(tmp_path / "报告.docx", paragraph("一、概况"), paragraph(SLIP))
    before = path.read_bytes()
    copy = tmp_path / "批注稿.docx"
    assert main(["check", "--report", str(path), "-o", str(copy)]) == 1
    out = capsys.readouterr().out
    assert "第2段  PX505" in out
    assert "批注 1 处" in out
    assert path.read_bytes() == before
    assert main(["check", "--report", str(copy), "-o", str(tmp_path / "再.docx")]) == 1
    assert "批注 0 处。\n另有 1 处已有同样的批注" in capsys.readouterr().out


def test_where_an_annotated_copy_may_not_go(tmp_path: Path, capsys: Capture) -> None:
    path = save(tmp_path / "报告.docx", paragraph(SLIP))
    text = tmp_path / "报告.txt"
    text.write_text(SLIP, encoding="utf-8")
    copy = tmp_path / "批注稿.docx"
    copy.write_bytes(b"somebody's work")
    for arguments in (
        [str(path), "-o", str(path)],
        [str(path), "-o", str(copy)],
        [str(path), "-o", str(tmp_path / "批注稿.txt")],
        [str(text), "-o", str(tmp_path / "新.docx")],
        [str(path), "--in-place"],
    ):
        assert main(["check", "--report", *arguments]) == 2
    assert not capsys.readouterr().out
    assert copy.read_bytes() == b"somebody's work"
    assert main(["check", "--report", str(path), "-o", str(copy), "--overwrite"]) == 1
