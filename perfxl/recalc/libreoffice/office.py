"""Running LibreOffice without a window: where it is, under which settings, and never longer than allowed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

from perfxl.errors import InputError
from perfxl.recalc.libreoffice.extension import unpack

VARIABLE = "PERFXL_SOFFICE"
DEADLINE = 300.0  # seconds
_POLL = 0.05
_ADVICE = "请确认已装 python3-uno（Debian）并能正常打开表格，或改用 --engine formualizer。"
_PLACES = (
    "/usr/bin/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice*/program/soffice",
    "/snap/bin/libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
_SETTINGS = {
    ("org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode"): "1",  # the job recalculates, once
    ("org.openoffice.Office.Calc/Content/Update", "Link"): "2",
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution"): "true",
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks"): "true",
    ("org.openoffice.Office.Common/Misc", "FirstRun"): "false",
    # A proxy that nobody is: functions such as WEBSERVICE reach nothing.
    ("org.openoffice.Inet/Settings", "ooInetProxyType"): "2",
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName"): "127.0.0.1",
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort"): "9",
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName"): "127.0.0.1",
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort"): "9",
    ("org.openoffice.Setup/L10N", "ooSetupSystemLocale"): "en-US",
}
_FLAGS = ("--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck")
_JOB = "service:org.perfxl.Recalculation?"


def find() -> str:
    """Return the path of soffice; InputError where LibreOffice is not to be found."""
    named = os.environ.get(VARIABLE)
    if named:
        if shutil.which(named):
            return named
        raise InputError(f"环境变量 {VARIABLE} 指定的“{named}”不是可以运行的程序，请改为 soffice 的完整路径。")
    found = shutil.which("soffice") or shutil.which("libreoffice") or next(_installed(), None)
    if found:
        return found
    raise InputError(
        f"找不到 LibreOffice，请先安装（Debian：apt-get install libreoffice-calc python3-uno），"
        f"或用环境变量 {VARIABLE} 指定 soffice 的完整路径，也可以改用 --engine formualizer。"
    )


def run(book: Path, deadline: float = DEADLINE) -> Mapping[str, Any]:
    """Have LibreOffice recalculate a workbook and return what the add-in's job wrote down.

    InputError where LibreOffice is missing, cannot read the file, breaks off or takes longer than `deadline` seconds.
    """
    soffice = find()
    with tempfile.TemporaryDirectory(prefix="perfxl-office-", ignore_cleanup_errors=True) as name:
        room = Path(name)
        _furnish(room)
        with _started(soffice, room, book) as process:
            answer = _waited(process, room / "answer.json", deadline)
    if "failed" in answer:
        raise InputError("LibreOffice 打不开这个工作簿，请用 Excel 或 WPS 打开后另存一份再试。")
    return answer


def _installed() -> Iterator[str]:
    for pattern in _PLACES:
        anchor = Path(pattern).anchor
        if anchor and Path(anchor).is_dir():
            yield from map(
                str, sorted(Path(anchor).glob(pattern.removeprefix(anchor.replace("\\", "/"))), reverse=True)
            )


def _furnish(room: Path) -> None:
    """Lay out a profile of its own, and the add-in as an extension that came with the program."""
    settings = room / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    items = "\n".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for (path, name), value in _SETTINGS.items()
    )
    settings.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n{items}\n</oor:items>\n',
        encoding="utf-8",
    )
    unpack(room / "extensions" / "perfxl")


@contextmanager
def _started(soffice: str, room: Path, book: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [soffice, *_FLAGS]
    command += [f"-env:UserInstallation={(room / 'profile').as_uri()}"]
    command += [f"-env:BUNDLED_EXTENSIONS={(room / 'extensions').as_uri()}", _JOB]
    process = subprocess.Popen(  # noqa: S603 - the program that the user has installed
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_environment(book, room),
        start_new_session=True,
    )
    try:
        yield process
    finally:
        _end(process)


def _environment(book: Path, room: Path) -> dict[str, str]:
    """Return the variables for LibreOffice, whose Python looks for itself along the path and must not find ours."""
    variables = {name: text for name, text in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    if os.name == "posix":
        variables["PATH"] = os.pathsep.join(["/usr/bin", "/bin", variables.get("PATH", os.defpath)])
    scratch = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(room))  # LibreOffice is ended before it can tidy up
    return (
        variables
        | scratch
        | {
            "PERFXL_BOOK": book.resolve().as_uri(),
            "PERFXL_ANSWER": str(room / "answer.json"),
            "PERFXL_PYTHON": sys.executable,
            "PERFXL_PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        }
    )


def _waited(process: subprocess.Popen[bytes], answer: Path, deadline: float) -> Mapping[str, Any]:
    """Return the answer as soon as it is there: LibreOffice may take long to end, or never do so."""
    end = time.monotonic() + deadline
    while time.monotonic() < end:
        if answer.exists():
            return cast("Mapping[str, Any]", json.loads(answer.read_bytes()))
        if process.poll() is not None and not answer.exists():
            raise InputError(
                "LibreOffice 没有算完就退出了，请确认装有 python3-uno（Debian），或改用 --engine formualizer。"
            )
        time.sleep(_POLL)
    raise InputError(
        f"LibreOffice 在 {deadline:g} 秒内没有算完，已停止，请确认装有 python3-uno，或改用 --engine formualizer。"
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program with all that it started, the helper too."""
    if os.name == "posix":
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        command = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - a program of Windows
    process.wait()
