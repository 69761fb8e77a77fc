"""Finding and reading perfxl.toml: the nearest one above a workbook; what is wrong in it is told with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from perfxl.errors import InputError
from perfxl.rules.located import Located
from perfxl.rules.located import Path as KeyPath
from perfxl.rules.validation import validated
from perfxl.settings.schema import Settings

NAME = "perfxl.toml"
_MOST_BYTES = 1_000_000
_LIST, _TABLE = re.compile(r"\s*\[\[\s*([\w-]+)\s*\]\]"), re.compile(r"\s*\[\s*([\w-]+)\s*\]")
_KEY = re.compile(r"""\s*["']?([\w-]+)["']?\s*=""")
_AT = re.compile(r"at line (\d+), column (\d+)")


def settings_for(book: Path) -> Settings:
    """Return the settings that hold for a workbook, all defaults where no folder above it has any.

    InputError, with file and line, where they cannot be read.
    """
    file = settings_file(book)
    return read_settings(file) if file else Settings()


def settings_file(book: Path) -> Path | None:
    """Return the perfxl.toml beside a workbook or in the nearest folder above it."""
    candidates = (folder / NAME for folder in book.absolute().parents)
    return next((file for file in candidates if file.is_file()), None)


def read_settings(file: Path) -> Settings:
    """Return the settings of a file; InputError, with file and line, where it does not fit."""
    import tomllib  # noqa: PLC0415 (late: most workbooks have no settings)

    text = _text(file)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = _AT.search(str(error))
        where = f"第{at[1]}行第{at[2]}列" if at else "末尾"
        raise InputError(
            f"设置文件“{file}”{where}不是合格的TOML，请检查引号、方括号和等号，文字要写在引号里。"
        ) from error
    source = Located(file.name, content, {path: f"第{number}行" for path, number in _places(text)})
    advice = "请对照说明文档“perfxl.toml”一节改正"
    return validated(Settings, content, source, f"设置文件“{file}”", advice)


def _text(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return stream.read(_MOST_BYTES).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise InputError(f"设置文件“{file}”不是UTF-8编码，请用UTF-8另存后重试。") from error


def _places(text: str) -> Iterator[tuple[KeyPath, int]]:
    """Yield the path and the line of each table and key; a line within a text of several lines may count as one."""
    above: KeyPath = ()
    counted: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if found := _LIST.match(line):
            counted[found[1]] = counted.get(found[1], -1) + 1
            above = (found[1], counted[found[1]])
            yield above, number
        elif found := _TABLE.match(line):
            above = (found[1],)
            yield above, number
        elif found := _KEY.match(line):
            yield (*above, found[1]), number
