"""The licence texts of what the bundle ships."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

_WORDS = ("licen", "copying", "notice", "authors")


def gather(site: Path, folder: Path, python: Path) -> tuple[str, ...]:
    """Copy every package's licence texts into a folder of its name; return the packages that came without one."""
    bare = []
    for info in sorted(site.glob("*.dist-info")):
        package = info.name.removesuffix(".dist-info")
        texts = tuple(_texts(info))
        for text in texts:
            target = folder / package / "-".join(text.relative_to(info).parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(text, target)
        if not texts:
            bare.append(package)
            (folder / package).mkdir(parents=True)
            shutil.copyfile(info / "METADATA", folder / package / "METADATA")
    if (python / "LICENSE.txt").exists():
        shutil.copyfile(python / "LICENSE.txt", folder / "Python-LICENSE.txt")
    return tuple(bare)


def _texts(info: Path) -> Iterator[Path]:
    for path in sorted(info.rglob("*")):
        if path.is_file() and any(word in path.name.casefold() for word in _WORDS):
            yield path
