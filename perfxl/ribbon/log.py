"""The log (日志) for those who give support: which command, how long, what kind of failure; no figure, no text."""

from __future__ import annotations

import logging
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

LOG = "perfxl.log"
_MOST = 512 * 1024  # bytes of one file
_LOGGER = logging.getLogger("perfxl.ribbon")


def start(folder: Path) -> None:
    """Write to the user's own folder from now on; where that cannot be, nowhere."""
    path = folder / LOG
    if any(getattr(handler, "baseFilename", "") == str(path) for handler in _LOGGER.handlers):
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=_MOST, backupCount=1, encoding="utf-8", delay=True)
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    _LOGGER.handlers[:] = [handler]
    _LOGGER.setLevel(logging.INFO)
    _LOGGER.propagate = False


def done(tag: str, seconds: float) -> None:
    """Note a command that ended as it should."""
    _LOGGER.info("%s %.2f s", tag, seconds)


def failed(tag: str, error: Exception) -> None:
    """Note a failure: its kind and the places in the program, for messages may quote what a cell holds."""
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(traceback.extract_tb(error.__traceback__)))
    _LOGGER.error("%s %s %s", tag, type(error).__name__, places)
