"""What reaches the terminal: UTF-8 always, results on standard output, everything else on standard error."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from contextlib import suppress
from pathlib import Path


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
