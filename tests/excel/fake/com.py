"""An object as COM offers it: members are counted, unknown ones are an error, arguments may be xlwings' wrappers."""

from __future__ import annotations

import inspect
import itertools
import types
from collections.abc import Callable, Iterator

from fake.pywin32 import Dispatch, rejected, unknown


class UnknownMemberError(Exception):
    """Code under test used a member that the stand-in, and perhaps Excel, does not have."""


class Com(Dispatch):
    """Members are methods: get_X and set_X for a property, call_X for a method or a property with arguments."""

    def __init__(self, app: Com | None = None, **own: object) -> None:
        object.__setattr__(self, "_app", app or self)
        for name, value in own.items():
            object.__setattr__(self, f"_{name}", value)

    @property
    def _oleobj_(self) -> Ole:
        return Ole(self)

    def __getattr__(self, name: str) -> object:
        if name.startswith("_"):
            raise AttributeError(name)
        kind = type(self)
        if name == "Formula2" and not self._app._dynamic:
            raise AttributeError(name)
        if hasattr(kind, f"get_{name}"):
            self._app._count(f"{kind.__name__}.{name}")
            return getattr(kind, f"get_{name}")(self)
        if hasattr(kind, f"call_{name}"):
            return types.MethodType(_called(name), self)
        raise UnknownMemberError(f"{kind.__name__}.{name}")

    def __setattr__(self, name: str, value: object) -> None:
        setter = getattr(type(self), f"set_{name}", None)
        if setter is None:
            raise UnknownMemberError(f"{type(self).__name__}.{name} =")
        self._app._count(f"{type(self).__name__}.{name}=")
        setter(self, bare(value))

    def __call__(self, *args: object) -> object:
        self._app._count(f"{type(self).__name__}()")
        return self.item(*map(bare, args))

    def __iter__(self) -> Iterator[object]:
        for each in self.each():
            self._app._count(f"{type(self).__name__} next")
            yield each

    def __eq__(self, other: object) -> bool:
        return self is bare(other)

    __hash__ = object.__hash__


class Ole:
    """The raw interface: late-bound names and calls."""

    def __init__(self, com: Com) -> None:
        self.com = com

    def GetIDsOfNames(self, _: int, name: str) -> str:
        if name == "Formula2" and not self.com._app._dynamic:
            raise unknown()
        return name

    def Invoke(self, name: str, _lcid: int, _flags: int, _wanted: bool, *args: object) -> object:
        self.com._app._count(f"{type(self.com).__name__}.{name}()")
        member = getattr(type(self.com), f"invoke_{name}", None)
        if member is None:
            raise UnknownMemberError(f"{type(self.com).__name__}.{name}()")
        return member(self.com, *args)


def _called(name: str) -> Callable[..., object]:
    def call(self: Com, *args: object, **named: object) -> object:
        self._app._count(f"{type(self).__name__}.{name}()")
        member = getattr(type(self), f"call_{name}")
        return member(self, *map(bare, sent(member, args, named)))

    return call


def sent(member: Callable[..., object], args: tuple[object, ...], named: dict[str, object]) -> list[object]:
    """Return what pywin32 sends of a late-bound call: it stops, silently, at the first argument left out."""
    names = list(inspect.signature(member).parameters)[1 + len(args) :]
    unknown = set(named) - set(names)
    if unknown:
        raise UnknownMemberError(f"{member.__qualname__}({', '.join(unknown)}=)")
    return [*args, *(named[name] for name in itertools.takewhile(named.__contains__, names))]


def bare(value: object) -> object:
    """Return the object itself where xlwings wrapped it."""
    return value._oleobj_.com if hasattr(value, "_oleobj_") else value


__all__ = ["Com", "UnknownMemberError", "bare", "rejected"]
