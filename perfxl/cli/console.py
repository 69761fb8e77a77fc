"""What reaches the terminal: UTF-8 always, results on standard output, everything else on standard error.

All text goes through here, so that no character of a workbook or a file's name commands the terminal.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable
from contextlib import suppress

from perfxl.errors import RefusedError
from perfxl.output.visible import lines_text, one_line, visible
from perfxl.package.system import reason

TYPE_CHECKING = False  # as `typing` has it, which is much to load for two names
if TYPE_CHECKING:
    from typing import TextIO

CANNOT = 2  # exit code: it could not be done
_STANDARD_ERROR = 2  # the highest number of the three streams
_GONE = {errno.EPIPE, errno.EINVAL}  # a reader that went away, as Linux and Windows say it


def restart_in_utf8() -> None:
    """Start the program anew in Python's UTF-8 mode where the locale knows no Chinese: then files can be named so."""
    try:
        "重算回执".encode(sys.getfilesystemencoding())
    except UnicodeEncodeError:
        if sys.executable and not sys.flags.utf8_mode:
            os.environ["PYTHONUTF8"] = "1"  # for processes that are started later
            os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606 (ourselves)


def prepare() -> None:
    """Have both streams speak UTF-8, whatever the system's code page; a name that is no UTF-8 shows escaped.

    A stream that was closed before the start takes everything and keeps nothing.
    """
    if None in (sys.stdin, sys.stdout, sys.stderr):
        _occupy()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _occupy() -> None:
    """Open what is closed of the three streams: no workbook must be opened, and written into, under their numbers."""
    while os.open(os.devnull, os.O_RDWR) < _STANDARD_ERROR:
        pass
    nowhere = os.fdopen(os.open(os.devnull, os.O_RDWR), "w", encoding="utf-8")
    sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere


def say(text: str) -> None:
    """Write a result to standard output; a reader that went away is no error, a full disk is one."""
    try:
        _write(sys.stdout, f"{visible(text)}\n")
    except OSError as error:
        _silence(sys.stdout)
        if error.errno not in _GONE:
            raise RefusedError(f"结果写不到标准输出（{reason(error)}），请换一个地方存放输出后重试。") from error


def say_lines(lines: Iterable[str]) -> None:
    """Write a result of several lines."""
    say(lines_text(lines))


def complain(sentence: str) -> None:
    """Write one sentence to standard error."""
    try:
        clear()
        _write(sys.stderr, f"{one_line(sentence)}\n")
    except OSError:
        _silence(sys.stderr)


def progress(text: str, quiet: bool = False) -> None:
    """Show what is being done, on a terminal only; the next message takes its place."""
    if not quiet and sys.stderr.isatty():
        clear()
        _write(sys.stderr, one_line(text))


def clear() -> None:
    """Take the progress message off the terminal."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")


def _write(stream: TextIO, text: str) -> None:
    stream.write(text)
    stream.flush()


def _silence(stream: TextIO) -> None:
    """Send what is still to come nowhere, so that the interpreter's last flush does not fail."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def flush() -> None:
    """Hand on what was said so far; a stream that takes no more is met when something is said."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
