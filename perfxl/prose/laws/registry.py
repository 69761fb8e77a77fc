"""The registry: every module `px5NN_*.py` of this room is a law."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from inspect import cleandoc
from types import ModuleType

import perfxl.prose.laws as room
from perfxl.model.finding import Group
from perfxl.prose.analysis import Analysis
from perfxl.prose.judging import Question
from perfxl.prose.remarks import Remark

_PREFIX = "px"


@dataclass(frozen=True, slots=True)
class Law:
    """One law: its code, short name, group, the page in its docstring, what it asks and what it remarks."""

    code: str
    name: str
    group: Group
    page: str
    questions: Callable[[Analysis], Iterable[Question]] | None
    remarks: Callable[[Analysis], Iterable[Remark]] | None

    @property
    def citation(self) -> str:
        """The text under 依据."""
        return " ".join(self.page.partition("\n依据\n")[2].split())


@cache
def laws() -> tuple[Law, ...]:
    """Return all laws in the order of their codes."""
    names = sorted(module.name for module in pkgutil.iter_modules(room.__path__) if module.name.startswith(_PREFIX))
    return tuple(_law(import_module(f"{room.__name__}.{name}")) for name in names)


def _law(module: ModuleType) -> Law:
    page = cleandoc(module.__doc__ or "")
    parts = (getattr(module, part, None) for part in ("questions", "remarks"))
    return Law(module.CODE, module.NAME, Group(module.GROUP), page, *parts)
