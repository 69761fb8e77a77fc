"""The packages of the Windows runtime: fetched as wheels by pip, checked against pinned hashes, unpacked."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib import resources
from pathlib import Path

from perfxl.errors import InputError

PYTHON = "3.12"
LOCK = resources.files("perfxl.install.bundle") / "windows.lock"
_WINDOWS = ("--platform", "win_amd64", "--python-version", PYTHON, "--implementation", "cp")
_EXACT = ("--only-binary=:all:", "--no-deps", "--require-hashes", "--no-compile")
_QUIET = ("--quiet", "--disable-pip-version-check", "--no-input", "--no-warn-conflicts")


def unpack(runtime: Path) -> Path:
    """Put the packages below `runtime` and the DLLs beside where python.exe stands; return the site-packages.

    InputError where pip is missing, the packages cannot be had, or a hash does not fit.
    """
    site = runtime / "Lib" / "site-packages"
    with resources.as_file(LOCK) as lock:
        command = [sys.executable, "-m", "pip", "install", *_QUIET, *_EXACT, *_WINDOWS]
        answer = subprocess.run(  # noqa: S603 (a fixed command)
            [*command, "--target", str(site), "-r", str(lock)], capture_output=True, text=True, check=False
        )
    if answer.returncode:
        raise InputError(_told(answer.stderr))
    _move_dlls(site, runtime)
    shutil.rmtree(site / "bin", ignore_errors=True)
    return site


def add_perfxl(site: Path, template: bytes) -> None:
    """Copy this perfxl into the site-packages; a source checkout keeps the blank workbook elsewhere, so it is given."""
    source = Path(str(resources.files("perfxl")))
    shutil.copytree(source, site / "perfxl", ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
    (site / "perfxl" / "jobs" / "template.xlsx").write_bytes(template)


def _move_dlls(site: Path, runtime: Path) -> None:
    """Xlwings' DLLs belong beside python.exe, where the add-in looks for them."""
    for dll in site.glob("xlwings*.dll"):
        dll.replace(runtime / dll.name)


def _told(error: str) -> str:
    if "No module named pip" in error:
        return "这个 Python 里没有 pip，无法下载组件，请先运行 python -m ensurepip 后重试。"
    if "DO NOT MATCH" in error:
        return "下载的组件与锁定的校验值不符，没有生成安装包，请换一个可靠的软件源后重试。"
    last = next((line for line in reversed(error.splitlines()) if line.strip()), "原因不明")
    return f"下载 Windows 组件失败（{last.strip()}），请检查网络或软件源后重试。"
