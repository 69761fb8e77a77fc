"""Files beside the workbook (旁边的文件): where results go; what a person did with earlier ones stays."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

from perfxl.errors import RefusedError
from perfxl.package.system import fitting
from perfxl.package.whole import sha256, write_text
from perfxl.ribbon.context import Context

_RESULTS = "结果"
_WRITTEN = "outputs.json"
_MOST = 500  # files remembered as our own, the youngest


def folder_of(context: Context) -> Path:
    """Return the workbook's own folder; RefusedError where it was never saved, or lies on the web."""
    told = str(context.book.Path)
    folder = Path(told)
    if not told or not folder.is_dir():
        raise RefusedError(
            "工作簿没有保存在这台电脑能直接打开的文件夹里，找不到它旁边的文件；请先另存到本机，再点一次。"
        )
    return folder


def results_folder(context: Context) -> Path:
    """Return where results go: beside the workbook, or into the user's own folder where nothing can be beside it."""
    with suppress(RefusedError):
        return folder_of(context)
    return context.folder / _RESULTS


def result(context: Context, ending: str) -> Path:
    """Return the file of a result that is named after the workbook."""
    return results_folder(context) / fitting(Path(context.name).stem, ending)


def series(path: Path) -> Iterator[Path]:
    """Yield a file's name, then the same with a number, 2 and on."""
    yield path
    for number in count(2):
        yield path.with_name(fitting(path.stem, f"-{number}{path.suffix}"))


def put(context: Context, path: Path, write: Callable[[Path], None]) -> Path:
    """Have `write` write a file and return where: with a number where one is there that a person changed, or has open.

    RefusedError where nothing can be written there.
    """
    hashes = _hashes(context)
    for target in series(path):
        if target.exists() and hashes.get(str(target)) != sha256(target):
            continue
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            write(target)
        except RefusedError:
            if target.exists():  # open in Word
                continue
            raise
        _remember(context, hashes, target)
        return target
    raise AssertionError("unreachable")


def is_as_written(context: Context, path: Path) -> bool:
    """Whether a file is there that is, to the byte, what was written last."""
    return path.exists() and _hashes(context).get(str(path)) == sha256(path)


def _hashes(context: Context) -> dict[str, str]:
    with suppress(OSError, ValueError):
        return dict(json.loads((context.folder / _WRITTEN).read_text(encoding="utf-8")))
    return {}


def _remember(context: Context, hashes: dict[str, str], path: Path) -> None:
    hashes.pop(str(path), None)
    hashes[str(path)] = sha256(path)
    with suppress(OSError, RefusedError):
        context.folder.mkdir(parents=True, exist_ok=True)
        youngest = dict(list(hashes.items())[-_MOST:])
        write_text(context.folder / _WRITTEN, json.dumps(youngest, ensure_ascii=False))
