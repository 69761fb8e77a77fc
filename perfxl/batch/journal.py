"""The journal (已查记录): the result of each workbook as soon as it is there, one line each, in the folder for caches.

Results lie there, not in memory, until the summary reads them in order; and what an interrupted run had done is there
for `--resume`. A line counts only where it is whole and its key is right: a process that was ended in the middle of a
line, or another program that wrote there, costs one workbook that is checked again.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
import weakref
from contextlib import suppress
from pathlib import Path
from typing import IO

from perfxl.batch.results import BookRecord, decode

_DIGITS = 64
_SUFFIX = ".jsonl"
_KEPT_SECONDS = 30 * 24 * 3600


def journal_name(*parts: str) -> Path | None:
    """Return where the journals of a command lie, by all that its results depend on beside the workbooks; else None."""
    variable = "LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME"
    try:
        home = Path(os.environ.get(variable) or Path.home() / ".cache")
    except RuntimeError:
        return None
    return home / "perfxl" / "batch" / key_of(*parts)[:32]


def key_of(*parts: str) -> str:
    """Return a digest of some texts, as hexadecimal digits."""
    told = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


class Journal:
    """Lines by the key of what they tell, in a file that is this process's own; those of earlier runs with `resume`."""

    def __init__(self, name: Path | None, resume: bool = False) -> None:
        """Begin a journal at `name`; where none can lie there, it goes with the process.

        What earlier runs left there is taken over or, without `resume`, forgotten.
        """
        self._places: dict[str, tuple[int, int]] = {}
        earlier = sorted(name.parent.glob(f"{name.name}.*{_SUFFIX}")) if name else []
        self._file = _new_file(name)
        weakref.finalize(self, self._file.close)  # whoever holds results still reads them from it
        _forget_old(name)
        for file in earlier:
            if resume:
                self._take_over(file)
            with suppress(OSError):  # a run that is still at it keeps its own on Windows
                file.unlink()

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def __len__(self) -> int:
        return len(self._places)

    def add(self, key: str, line: bytes) -> None:
        """Append a result, whole, in one write."""
        if key in self._places:
            return
        start = self._file.seek(0, os.SEEK_END)
        self._file.write(key.encode() + b" " + line + b"\n")
        self._file.flush()
        self._places[key] = (start + _DIGITS + 1, len(line))

    def line(self, key: str) -> bytes:
        """Return a result as it was added; KeyError where there is none."""
        start, length = self._places[key]
        self._file.seek(start)
        return self._file.read(length)

    def result(self, key: str) -> BookRecord:
        """Return a result; KeyError where there is none."""
        return decode(self.line(key))

    def _take_over(self, file: Path) -> None:
        with suppress(OSError), file.open("rb") as lines:
            for line in lines:
                key, rest = line[:_DIGITS].decode("ascii", "replace"), line[_DIGITS + 1 :]
                if rest.endswith(b"\n") and _is_whole(rest[:-1]):
                    self.add(key, rest[:-1])


def _is_whole(line: bytes) -> bool:
    try:
        return not decode(line).error  # what failed once may be mended by now
    except ValueError:
        return False


def _forget_old(name: Path | None) -> None:
    """Delete journals that nobody will resume any more."""
    for file in name.parent.glob(f"*{_SUFFIX}") if name else ():
        with suppress(OSError):
            if time.time() - file.stat().st_mtime > _KEPT_SECONDS:
                file.unlink()


def _new_file(name: Path | None) -> IO[bytes]:
    if name is not None:
        with suppress(OSError):
            name.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, _ = tempfile.mkstemp(_SUFFIX, f"{name.name}.", name.parent)
            return os.fdopen(handle, "w+b")
    return tempfile.TemporaryFile()
