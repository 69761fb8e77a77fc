"""Loading kinds of tables and rule packs: one way for both, with file, line and column of what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from perfxl.errors import InputError
from perfxl.rules import located
from perfxl.rules.compiled import compiled
from perfxl.rules.kind import Kind
from perfxl.rules.schema import Pack
from perfxl.rules.validation import validated
from perfxl.rules.words import Words

_SUFFIX = ".yaml"


@dataclass(frozen=True, slots=True)
class Shipped:
    """All kinds, packs and common words that come with perfxl."""

    kinds: tuple[Kind, ...]
    packs: dict[str, Pack]
    words: Words


@cache
def shipped() -> Shipped:
    """Return the kinds and packs that come with perfxl; InputError where a file of them is wrong."""
    return compiled(
        "rules", (files("perfxl.rules"), files("perfxl.model")), lambda: Shipped(_kinds(), _packs(), _words())
    )


def _kinds() -> tuple[Kind, ...]:
    return tuple(load_kind(file) for file in located.yaml_files(_kinds_home()))


def _kinds_home() -> Traversable:
    return files("perfxl.rules") / "kinds"


def _packs() -> dict[str, Pack]:
    return {name: load_from(_home() / name) for name in _available()}


def _words() -> Words:
    source = located.read_file(files("perfxl.rules") / "words.yaml")
    return validated(Words, source.content, source, "通用字样")


def _home() -> Traversable:
    return files("perfxl.rules") / "packs"


def _available() -> tuple[str, ...]:
    folders = (entry for entry in _home().iterdir() if entry.is_dir())
    return tuple(sorted(folder.name for folder in folders if (folder / "pack.yaml").is_file()))


def available() -> tuple[str, ...]:
    """Return the names of all packs that come with perfxl."""
    return tuple(shipped().packs)


def load(name: str) -> Pack:
    """Return a pack with all that it inherits; InputError where the name is unknown or a file is wrong."""
    found = shipped().packs.get(name)
    if found is None:
        raise InputError(
            f"没有名为“{name}”的规则包，请从这些中选用：{'、'.join(available())}；或写规则包文件夹的路径。"
        )
    return found


def load_named(name: str) -> Pack:
    """Return the pack of a name, or of a folder of a place's own; InputError where there is neither or it is wrong."""
    return load_from(Path(name)) if is_folder(name) else load(name)


def is_folder(name: str) -> bool:
    """Whether a name is the path of a pack's folder, and not the name of a pack that comes with perfxl."""
    return name not in _available() and (Path(name) / "pack.yaml").is_file()


def kinds_beside(name: str) -> tuple[Kind, ...]:
    """Return the kinds that a place brings along in its pack's folder (kinds/*.yaml); InputError where one is wrong."""
    folder = Path(name) / "kinds"
    return tuple(map(load_kind, located.yaml_files(folder))) if is_folder(name) and folder.is_dir() else ()


def raw(name: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return what a pack itself states and what it inherits, as written; InputError as for `load_named`."""
    folder = Path(name) if is_folder(name) else _home() / load(name).name
    source = located.read(folder)
    return source.content, _inherited(source, folder.name)


def load_kind(file: Traversable) -> Kind:
    """Return the kind of a YAML file, which is named after its key; InputError with file, line and column.

    A kind that extends another states only what differs.
    """
    key = file.name.removesuffix(_SUFFIX)
    source = located.read_file(file)
    content = {**located.merged(_extended(source, key), source.content), "key": key}
    return validated(Kind, content, source, f"表种“{key}”")


def _extended(source: located.Located, key: str) -> dict[str, Any]:
    """Return the raw content of the kind that another one extends; only kinds that extend nothing can be."""
    base = source.content.get("extends")
    if not base:
        return {}
    file = _kinds_home() / f"{base}{_SUFFIX}"
    above = dict(located.read_file(file).content) if base != key and file.is_file() else {}
    if not above or above.get("extends"):
        raise InputError(
            f"表种“{key}”在{source.place(('extends',))}沿用的“{base}”不存在，或它自己沿用别的表种，请改正。"
        )
    return above


def load_from(folder: Traversable) -> Pack:
    """Return the pack of a folder; InputError with file, line and column where it is wrong."""
    source = located.read(folder)
    content = located.merged(_inherited(source, folder.name), source.content)
    return validated(Pack, {**content, "name": folder.name}, source, f"规则包“{folder.name}”")


def _inherited(source: located.Located, name: str) -> dict[str, Any]:
    """Return the raw content of the pack that this one extends, and of those above it."""
    seen, chain = {name}, [str(source.content["extends"])] if source.content.get("extends") else []
    content: dict[str, Any] = {}
    while chain:
        base = chain.pop()
        if base in seen or base not in _available():
            raise InputError(
                f"规则包“{name}”在{source.place(('extends',))}沿用的“{base}”不存在或互相沿用，"
                f"请改为：{'、'.join(sorted(set(_available()) - seen))}。"
            )
        seen.add(base)
        above = located.read(_home() / base).content
        content = located.merged(above, content)
        chain += [str(above["extends"])] if above.get("extends") else []
    return content
