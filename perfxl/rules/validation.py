"""What the schemas of kinds and packs are made of, and the one place where YAML is held against them.

The schemas are plain frozen dataclasses; pydantic judges them and is imported only when there is something to judge.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from perfxl.errors import InputError
from perfxl.rules.located import Located, dotted

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema, ErrorDetails

_ADVICE = "请对照自带的改正"
_UNKNOWN = ("unexpected_keyword_argument", "extra_forbidden")
_REASONS = {
    "missing": "缺少这一项",
    "enum": "不在可选的写法之中",
    "literal_error": "不在可选的写法之中",
    "pattern": "不是合格的正则表达式",
} | dict.fromkeys(_UNKNOWN, "不认识这一项")


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Any part of a kind or a pack: frozen, and closed to keys that its schema does not know."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bounds of a number (`ge`, `gt`, `le`) or of a length (`min_length`), as the annotation of a field."""

    ge: int | None = None
    gt: int | None = None
    le: int | None = None
    min_length: int | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        """Add the bounds to the schema of what is annotated."""
        schema: Any = handler(source)
        bounds = {name: getattr(self, name) for name in ("ge", "gt", "le", "min_length")}
        return {**schema, **{name: bound for name, bound in bounds.items() if bound is not None}}


T = TypeVar("T", bound=Part)
_ADAPTERS: dict[type[Part], Any] = {}  # what pydantic makes of a schema, which takes it a while


def validated(schema: type[T], content: Mapping[str, Any], source: Located, owner: str, advice: str = _ADVICE) -> T:
    """Return `content` as the schema has it.

    InputError where it does not fit: one sentence that names the owner (规则包“…”, 表种“…”) and, by `source`, file,
    line and column, with what to do.
    """
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415 (late: see the module)

    adapter: TypeAdapter[T] = _ADAPTERS.get(schema) or _ADAPTERS.setdefault(schema, TypeAdapter(schema))
    try:
        found = adapter.validate_python(dict(content))
    except ValidationError as error:
        raise InputError(_complaint(owner, source, error.errors(include_url=False), advice)) from error
    return found


def _complaint(owner: str, source: Located, errors: list[ErrorDetails], advice: str) -> str:
    first = min(errors, key=lambda error: error["type"] not in _UNKNOWN)  # a misspelt key explains a missing one
    path = first["loc"]
    reason = _REASONS.get(first["type"], "值不合要求") + _suggestion(first)
    where = source.place(path) or source.name
    return f"{owner}的{where}（{dotted(path)}）{reason}，{advice}。"


def _suggestion(wrong: ErrorDetails) -> str:
    """Return the key that a misspelt one was meant to be, "" where no key of any part is like it."""
    if wrong["type"] not in _UNKNOWN:
        return ""
    key = str(wrong["loc"][-1])
    return "".join(f"（是否应为{name}）" for name in get_close_matches(key, sorted(_keys(Part) - {key}), 1, 0.75))


def _keys(part: type[Part]) -> set[str]:
    """Return the keys of a schema and of all that are derived from it."""
    own = {field.name for field in fields(part)}
    return own.union(*(_keys(derived) for derived in part.__subclasses__()))
