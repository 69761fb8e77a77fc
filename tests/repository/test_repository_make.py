"""The Makefile and the CI script as a newcomer meets them."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def make(needs: Callable[[str], str], root: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return `make(*arguments)`."""
    program = needs("make")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [program, "--no-print-directory", *arguments]
        return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)

    return run


def test_help_is_the_default_and_names_every_target(
    make: Callable[..., subprocess.CompletedProcess[str]], root: Path
) -> None:
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split()) - {"help"}
    assert set(re.findall(r"make ([\w-]+)  ", make().stdout)) == targets


def test_an_old_interpreter_is_refused_in_one_sentence(
    make: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    old = tmp_path / "python"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="ascii")
    old.chmod(0o755)
    done = make("demo", f"PYTHON={old}", f"VENV={tmp_path / 'venv'}")
    assert done.returncode == 2
    assert "需要 Python 3.11" in done.stderr
    assert not (tmp_path / "venv").exists()


def test_the_ci_script_parses_and_may_be_run(needs: Callable[[str], str], root: Path) -> None:
    script = root / ".ci" / "run"
    assert os.access(script, os.X_OK)
    done = subprocess.run([needs("bash"), "-n", str(script)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
