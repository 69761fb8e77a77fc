"""A dataclass of ours does what one of the standard library does."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field, replace
from functools import cached_property
from typing import Any

import pytest

from perfxl import records


def shapes(dataclass: Callable[..., Any]) -> dict[str, Any]:
    """Return classes of every way of use, made by one decorator."""

    @dataclass(frozen=True, slots=True)
    class Frozen:
        """Of defaults and a list of its own."""

        name: str
        number: int = 3
        more: list[int] = field(default_factory=list)

    @dataclass(slots=True)
    class Open:
        """One that computes a field, and hides and does not compare others."""

        name: str
        twice: str = field(init=False, default="")
        memo: dict[str, int] = field(default_factory=dict, init=False, repr=False)
        note: str = field(default="", compare=False)

        def __post_init__(self) -> None:
            self.twice = self.name * 2

    @dataclass(frozen=True, slots=True, kw_only=True, eq=False)
    class Base:
        """By keyword, the same as itself only."""

        key: str = ""

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Derived(Base):
        """With a field more."""

        value: int

    @dataclass(frozen=True)
    class Lazy:
        """With a dictionary, and with a text and an equality of its own."""

        name: str

        @cached_property
        def upper(self) -> str:
            return self.name.upper()

        def __repr__(self) -> str:
            return f"<{self.name}>"

    @dataclass
    class Plain:
        """Without options."""

        one: int = 1

    @dataclass(frozen=True, slots=True)
    class Empty:
        """Without fields."""

    return {each.__name__: each for each in (Frozen, Open, Base, Derived, Lazy, Plain, Empty)}


OURS, STANDARD = shapes(records._dataclass), shapes(dataclasses.dataclass)
for shape in OURS.values():
    shape.__qualname__ = shape.__name__
    globals()[shape.__name__] = shape
for shape in STANDARD.values():
    shape.__qualname__ = shape.__name__
MADE: tuple[tuple[str, tuple[Any, ...], dict[str, Any]], ...] = (
    ("Frozen", ("甲",), {}),
    ("Frozen", ("甲", 4), {"more": [1]}),
    ("Open", ("乙",), {"note": "说明"}),
    ("Base", (), {"key": "丙"}),
    ("Derived", (), {"key": "丙", "value": 1}),
    ("Lazy", ("a",), {}),
    ("Plain", (), {}),
    ("Empty", (), {}),
)
WRONG: tuple[tuple[str, tuple[Any, ...], dict[str, Any]], ...] = (
    ("Frozen", (), {}),
    ("Frozen", ("甲",), {"unknown": 1}),
    ("Open", ("乙",), {"twice": "乙乙"}),
    ("Base", ("丙",), {}),
    ("Derived", (), {"key": "丙"}),
)


@pytest.mark.parametrize(("name", "values", "named"), MADE)
def test_objects_are_made_told_compared_and_copied_alike(
    name: str, values: tuple[Any, ...], named: dict[str, Any]
) -> None:
    ours, standard = OURS[name](*values, **named), STANDARD[name](*values, **named)
    assert repr(ours) == repr(standard)
    assert dataclasses.asdict(ours) == dataclasses.asdict(standard)
    assert (ours == OURS[name](*values, **named)) is (standard == STANDARD[name](*values, **named))
    assert ours != standard
    assert ours.__match_args__ == standard.__match_args__
    assert hasattr(ours, "__dict__") is hasattr(standard, "__dict__")
    for made in (replace(ours), copy.deepcopy(ours), pickle.loads(pickle.dumps(ours))):
        assert repr(made) == repr(ours)


@pytest.mark.parametrize(("name", "values", "named"), WRONG)
def test_wrong_arguments_are_refused_in_the_same_words(
    name: str, values: tuple[Any, ...], named: dict[str, Any]
) -> None:
    told = []
    for made in (OURS[name], STANDARD[name]):
        with pytest.raises(TypeError) as refused:
            made(*values, **named)
        told.append(str(refused.value).rpartition("<locals>.")[2])
    assert told[0] == told[1]


def test_frozen_ones_stay_as_they_are() -> None:
    for name in ("Frozen", "Base", "Derived", "Lazy"):
        made = OURS[name](**{"Derived": {"value": 1}, "Base": {}}.get(name, {"name": "甲"}))
        with pytest.raises(FrozenInstanceError):
            made.key = "乙"
        with pytest.raises(FrozenInstanceError):
            del made.key
    assert OURS["Lazy"]("a").upper == "A"


def test_hashes_follow_equality() -> None:
    assert len({OURS["Derived"](value=1), OURS["Derived"](value=1), OURS["Derived"](value=2)}) == 2
    assert len({OURS["Base"](), OURS["Base"]()}) == 2
    for name in ("Open", "Plain"):
        with pytest.raises(TypeError, match="unhashable"):
            hash(OURS[name]("甲") if name == "Open" else OURS[name]())


def test_a_list_made_by_default_is_nobody_elses() -> None:
    one, other = OURS["Frozen"]("甲"), OURS["Frozen"]("甲")
    one.more.append(1)
    assert other.more == []
