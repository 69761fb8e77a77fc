"""The rule packs as functions use them: by name, loaded at the first need, so that the registry imports at once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from perfxl.errors import InputError
from perfxl.functions.coercion import Fault, to_text
from perfxl.functions.signature import Argument
from perfxl.sheets.values import ErrorValue, Missing, Scalar

if TYPE_CHECKING:
    from perfxl.rules.law import Law
    from perfxl.rules.monitoring import Monitoring
    from perfxl.rules.project import Project
    from perfxl.rules.schema import Pack

DEFAULT = "mof-2020"
PACK = Argument(
    "pack",
    "规则包",
    f'可省略：规则包的名称，如 "{DEFAULT}"；省略时用 {DEFAULT}，与工作簿无关。名称不认识时返回 #VALUE!。',
    optional=True,
)


def pack(name: Scalar | Missing) -> Pack:
    """Return a pack by its name, the default one where none is named; Fault #VALUE! for an unknown name."""
    found = _load(DEFAULT if name is Missing.MISSING else to_text(name))
    if found is None:
        raise Fault(ErrorValue.VALUE)
    return found


def law(name: Scalar | Missing, key: str) -> Law:
    """Return a law of a pack; Fault #N/A where the pack has none."""
    found = pack(name).rules.get(key)
    if found is None:
        raise Fault(ErrorValue.NA)
    return found


def project(name: Scalar | Missing) -> Project:
    """Return how a pack scores projects; Fault #N/A where it does not."""
    found = pack(name).project
    if found is None:
        raise Fault(ErrorValue.NA)
    return found


def monitoring(name: Scalar | Missing) -> Monitoring:
    """Return how a pack watches a year under way; Fault #N/A where it does not."""
    found = pack(name).monitoring
    if found is None:
        raise Fault(ErrorValue.NA)
    return found


@lru_cache(maxsize=256)
def _load(name: str) -> Pack | None:
    from perfxl.rules.loader import load  # noqa: PLC0415 (brings pydantic and YAML, which a mere import must not)

    try:
        return load(name)
    except InputError:
        return None
