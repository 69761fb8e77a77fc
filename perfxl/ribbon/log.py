"""The log (日志) for those who give support: which command, how long, what kind of failure; no figure, no text."""

from __future__ import annotations

import os
import traceback
from contextlib import suppress
from datetime import datetime
from pathlib import Path

LOG = "perfxl.log"
_MOST = 512 * 1024  # bytes; the former file is kept beside it


def done(folder: Path, tag: str, seconds: float) -> None:
    """Note a command that ended as it should."""
    _note(folder, f"{tag} {seconds:.2f} s")


def failed(folder: Path, tag: str, error: Exception) -> None:
    """Note a failure: its kind and the places in the program, for messages may quote what a cell holds."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
    _note(folder, f"{tag} {type(error).__name__} {places}")


def _note(folder: Path, text: str) -> None:
    """Append a line; where that cannot be, the command goes on without."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / LOG
        if path.exists() and path.stat().st_size > _MOST:
            os.replace(path, path.with_suffix(".old.log"))
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now():%Y-%m-%d %H:%M:%S} {text}\n")
