"""What reaches the terminal: UTF-8 always, results on standard output, everything else on standard error."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from contextlib import suppress
from pathlib import Path

from perfxl.errors import PerfxlError

CANNOT = 2  # exit code: it could not be done


def prepare() -> None:
    """Have both streams speak UTF-8, whatever the system's code page; a name that is no UTF-8 shows escaped."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def say(text: str) -> None:
    """Write a result to standard output; a reader that went away is no error."""
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()


def complain(sentence: str) -> None:
    """Write one sentence to standard error."""
    clear()
    with suppress(OSError):
        sys.stderr.write(f"{sentence}\n")
        sys.stderr.flush()


def progress(text: str, quiet: bool = False) -> None:
    """Show what is being done, on a terminal only; the next message takes its place."""
    if not quiet and sys.stderr.isatty():
        clear()
        sys.stderr.write(text)
        sys.stderr.flush()


def clear() -> None:
    """Take the progress message off the terminal."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")


def sentence(error: Exception) -> str:
    """Return one sentence for whatever went wrong; of an error in the program a log is written."""
    if isinstance(error, PerfxlError):
        return str(error)
    if isinstance(error, OSError):
        where = f"“{error.filename}”" if error.filename else "文件"
        return f"读写{where}时系统报错（{error.strerror or error}），请检查路径、权限和磁盘空间后重试。"
    log = log_crash()
    hint = f"，请把“{log}”发给维护人员" if log else "，请联系维护人员"
    return f"程序内部错误（{type(error).__name__}），没有改动原文件{hint}。"


def log_crash() -> Path | None:
    """Write the traceback of the exception at hand to a file for the developers, None where that cannot be."""
    try:
        handle, path = tempfile.mkstemp(prefix="perfxl-error-", suffix=".log")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(traceback.format_exc())
    except OSError:
        return None
    return Path(path)


def _silence() -> None:
    """Send what is still to come nowhere, so that the interpreter's last flush does not fail."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
