"""How much a file may ask of this computer: limits against hostile files, set by environment variables."""

from __future__ import annotations

import os
from dataclasses import dataclass

from perfxl.errors import InputError

_PREFIX = "PERFXL_MAX_"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a package may hold at most.

    entries  parts
    megabytes  of the file, and of all its parts unpacked
    ratio    times that a part may grow when unpacked (small parts may grow as they like)
    depth    of nested XML elements
    seconds  that the reading of a format of others may take
    """

    entries: int = 5000
    megabytes: int = 512
    ratio: int = 200
    depth: int = 100
    seconds: int = 10

    @property
    def total(self) -> int:
        """The megabytes in bytes."""
        return self.megabytes * 1024 * 1024


def limits() -> Limits:
    """Return the limits in force: PERFXL_MAX_ENTRIES, ..._MEGABYTES, ..._RATIO, ..._DEPTH, ..._SECONDS, or the usual.

    InputError where a variable holds no positive whole number.
    """
    names = Limits.__dataclass_fields__
    return Limits(**{name: _number(f"{_PREFIX}{name.upper()}") for name in names if _stated(name)})


def _stated(name: str) -> bool:
    return bool(os.environ.get(f"{_PREFIX}{name.upper()}", "").strip())


def _number(variable: str) -> int:
    text = os.environ[variable].strip()
    if not (text.isascii() and text.isdecimal() and int(text[:12]) > 0 and len(text) <= 12):
        raise InputError(f"环境变量 {variable} 的值“{text}”不是正整数，请改正或删去这个变量。")
    return int(text)
