"""What CI users copy works: the hooks, the workflow, the commands of the page."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
import yaml

from perfxl.cli.main import main

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the examples are shell scripts")


@pytest.fixture
def shell(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return what runs a command in a folder of its own, with perfxl at hand."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PATH": path}
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=240, check=False
        )

    return run


@pytest.fixture
def books(root: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Return a workbook whose caches are right, and one with a wrong one, under names that need quoting."""
    right, wrong = tmp_path / "好 的.xlsx", tmp_path / "坏 的.xlsx"
    shutil.copy(root / "workbooks" / "functions.xlsx", right)
    book = openpyxl.Workbook()
    book.active["A1"] = "=1+1"
    book.save(wrong)
    return right, wrong


def hooks(root: Path) -> dict[str, dict[str, object]]:
    return {each["id"]: each for each in yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}


def test_hooks_are_complete(root: Path) -> None:
    assert set(hooks(root)) == {"perfxl-check", "perfxl-recalc-check"}
    for hook in hooks(root).values():
        assert {"id", "name", "description", "entry", "language", "files"} <= set(hook)
        assert re.search(str(hook["files"]), "表/自评.xlsx")
        assert re.search(str(hook["exclude"]), "表/~$自评.xlsx")
        assert not re.search(str(hook["exclude"]), "表/自评.xlsx")


def test_hooks_stop_what_is_wrong(root: Path, shell: Callable[..., subprocess.CompletedProcess[str]], books) -> None:
    right, wrong = books
    entry = shlex.split(str(hooks(root)["perfxl-recalc-check"]["entry"]))
    assert shell(*entry, right.name, right.name).returncode == 0
    stopped = shell(*entry, wrong.name, right.name)
    assert stopped.returncode == 1
    assert "A1" in stopped.stdout
    check = shlex.split(str(hooks(root)["perfxl-check"]["entry"]))
    assert shell(*check, "--fail-on", "error", right.name, right.name).returncode == 0
    example = str(root / "workbooks" / "pingshan-2020.xlsx")
    assert shell(*check, "--fail-on", "error", right.name, example).returncode == 1


def steps(root: Path) -> dict[str, str]:
    workflow = yaml.safe_load((root / "docs" / "examples" / "workflow.yml").read_text(encoding="utf-8"))
    assert workflow[True]["push"]["paths"], "YAML reads the key on as true, and so does GitHub"
    return {step["name"]: step.get("run", "") for step in workflow["jobs"]["workbooks"]["steps"] if "name" in step}


def test_workflow_runs(root: Path, needs: Callable[[str], str], shell, books, tmp_path: Path) -> None:
    needs("soffice")
    needs("git")
    right, wrong = books
    for command in ("git init -q", "git add ."):
        assert shell(*command.split()).returncode == 0
    script = steps(root)
    assert shell("bash", "-e", "-c", script["检查勾稽关系和评分"]).returncode == 0
    assert shell("bash", "-e", "-c", script["把检查结果存为 SARIF"]).returncode == 0
    assert len(json.loads((tmp_path / "out" / "perfxl.sarif").read_text("utf-8"))["runs"][0]["artifacts"]) == 2
    assert shell("bash", "-e", "-c", script["核对公式的缓存结果"]).returncode == 1
    suites = ElementTree.parse(tmp_path / "out" / "recalc.xml").getroot()
    assert {suite.get("name"): suite.get("failures") for suite in suites} == {right.name: "0", wrong.name: "1"}


def test_workflow_fails_where_a_book_cannot_be_read(
    root: Path, shell: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    (tmp_path / "空.xlsx").write_bytes(b"")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "books").write_bytes("空.xlsx\0".encode())
    done = shell("bash", "-e", "-c", steps(root)["核对公式的缓存结果"])
    assert done.returncode == 2
    assert not list((tmp_path / "out").glob("*.xml"))


def test_commands_of_the_page(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """All but those that need LibreOffice, which the workflow runs."""
    monkeypatch.chdir(root)
    page = (root / "docs" / "ci.md").read_text(encoding="utf-8")
    lines = re.findall(r"^(?:\w+=\S+ )?perfxl (.*?)(?: > .*)?$", page, re.MULTILINE)
    assert len(lines) == 6
    ours = [line for line in lines if "libreoffice" not in line and "--accept" not in line]
    codes = {line: main(shlex.split(line)) for line in ours}
    assert sorted(codes.values()) == [0, 0, 1, 1]
    capsys.readouterr()


def test_configuration_of_the_page(root: Path) -> None:
    page = (root / "docs" / "ci.md").read_text(encoding="utf-8")
    block = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)[0]
    used = [hook["id"] for repository in yaml.safe_load(block)["repos"] for hook in repository["hooks"]]
    assert used == list(hooks(root))
