"""The words and rules of prose (用语) as data: YAML beside the code, loaded once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def load(name: str) -> Mapping[str, Any]:
    """Return the content of a file of this folder by its name without ".yaml"."""
    text = (files(__name__) / f"{name}.yaml").read_text("utf-8")
    return dict(yaml.load(text, _Loader))  # noqa: S506 - the safe loader, in C where there is one


@cache
def listed(name: str, key: str) -> tuple[str, ...]:
    """Return a list of words; a folded text of YAML counts as words parted by spaces."""
    value = load(name)[key]
    return tuple(value.split()) if isinstance(value, str) else tuple(map(str, value))


def alternation(words: Iterable[str]) -> str:
    """Return a pattern that matches any of the words, the longest first."""
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


@cache
def pattern(name: str, key: str, before: str = "", behind: str = "") -> re.Pattern[str]:
    """Return the compiled alternation of a list of words between two further patterns."""
    return re.compile(f"{before}{alternation(listed(name, key))}{behind}")


@cache
def patterns(name: str, key: str) -> tuple[re.Pattern[str], ...]:
    """Return a list of patterns, compiled."""
    return tuple(re.compile(text) for text in load(name)[key])
