"""Loading rule packs by name, with what they extend."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from pydantic import ValidationError

from perfxl.errors import InputError
from perfxl.rules import located
from perfxl.rules.schema import Pack

_REASONS = {
    "missing": "缺少这一项",
    "extra_forbidden": "不认识这一项",
    "enum": "不在可选的写法之中",
    "literal_error": "不在可选的写法之中",
}


def _home() -> Traversable:
    return files("perfxl.rules") / "packs"


def available() -> tuple[str, ...]:
    """Return the names of all packs that come with perfxl."""
    return tuple(sorted(entry.name for entry in _home().iterdir() if entry.is_dir() and _is_pack(entry)))


def _is_pack(folder: Traversable) -> bool:
    return (folder / "pack.yaml").is_file()


@cache
def load(name: str) -> Pack:
    """Return a pack with all that it inherits; InputError where the name is unknown or a file is wrong."""
    if name not in available():
        raise InputError(f"没有名为“{name}”的规则包，请从这些中选用：{'、'.join(available())}。")
    return load_from(_home() / name)


def load_from(folder: Traversable) -> Pack:
    """Return the pack of a folder; InputError with file, line and column where it is wrong."""
    source = located.read(folder)
    inherited = _inherited(source, folder.name)
    try:
        return Pack.model_validate(located.merged(inherited, source.content) | {"name": folder.name})
    except ValidationError as error:
        raise InputError(_complaint(folder.name, source, error)) from error


def _inherited(source: located.Located, name: str) -> dict[str, Any]:
    """Return the raw content of the pack that this one extends, and of those above it."""
    seen, chain = {name}, [str(source.content["extends"])] if source.content.get("extends") else []
    content: dict[str, Any] = {}
    while chain:
        base = chain.pop()
        if base in seen or base not in available():
            raise InputError(
                f"规则包“{name}”在{source.place(('extends',))}沿用的“{base}”不存在或互相沿用，"
                f"请改为：{'、'.join(sorted(set(available()) - seen))}。"
            )
        seen.add(base)
        above = located.read(_home() / base).content
        content = located.merged(above, content)
        chain += [str(above["extends"])] if above.get("extends") else []
    return content


def _complaint(name: str, source: located.Located, error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    path = first["loc"]
    reason = _REASONS.get(first["type"], "值不合要求")
    where = source.place(path) or "沿用的内容"
    return f"规则包“{name}”的{where}（{located.dotted(path)}）{reason}，请对照自带规则包改正。"
