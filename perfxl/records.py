"""`dataclass` as the standard library has it, at a quarter of its price: a short command defines two hundred of them.

The standard one writes source for six methods of each class and compiles it at every start, which took a sixth of a
`check`. Here all methods but `__init__` are closures over the names of the fields, and `__init__` is compiled when the
first object is made. Fields, `replace`, pickling, matching and pydantic work as with the standard one; type checkers
are shown that one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

__all__ = ["dataclass"]
T = TypeVar("T")
_LEFT_OUT = object()  # stands for an argument whose default is made anew for each object


def _dataclass(
    bare: type[T] | None = None, /, *, frozen: bool = False, slots: bool = False, kw_only: bool = False, eq: bool = True
) -> type[T] | Callable[[type[T]], type[T]]:
    """Make a class a dataclass; the options are those of `dataclasses.dataclass`."""

    def decorate(plain: type[T]) -> type[T]:
        given = {name for name, value in vars(plain).items() if (name, value) != ("__hash__", None)}
        if plain.__doc__ is None:
            plain.__doc__ = plain.__name__  # else the standard library spells out the signature
        made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)(plain)
        for name, method in _methods(made, frozen, slots, eq).items():
            if name not in given:
                setattr(made, name, method)
        return made

    return decorate if bare is None else decorate(bare)


def _methods(made: type[Any], frozen: bool, slots: bool, eq: bool) -> dict[str, Any]:
    """Return the methods of a dataclass by name."""
    fields = dataclasses.fields(made)
    methods: dict[str, Any] = {"__init__": _first_init(made, frozen), "__repr__": _repr(fields)}
    if eq:
        methods["__eq__"] = _equality(_values_of([field.name for field in fields if field.compare]))
        methods["__hash__"] = _hash(fields) if frozen else None
    if frozen:
        methods |= {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
    if frozen and slots:
        methods |= _state([field.name for field in fields])
    return methods


def _first_init(made: type[Any], frozen: bool) -> Callable[..., None]:
    def __init__(self: Any, *values: Any, **named: Any) -> None:  # noqa: ANN401 (stands in for any)
        if made.__init__ is __init__:
            made.__init__ = _init(made, frozen)
        made.__init__(self, *values, **named)

    return __init__


def _init(made: type[Any], frozen: bool) -> Callable[..., None]:
    """Compile `__init__`: parameters in the order of the fields, those by keyword alone last."""
    known: dict[str, Any] = {"_set": object.__setattr__, "_left_out": _LEFT_OUT}
    parameters: dict[bool, list[str]] = {False: [], True: []}
    body = []
    for field in dataclasses.fields(made):
        value = field.name
        if field.default_factory is not MISSING:
            known[f"_make_{field.name}"] = field.default_factory
            value = f"_make_{field.name}() if {field.name} is _left_out else {field.name}"
        default, known[f"_of_{field.name}"] = _default(field)
        if field.init:
            parameters[bool(field.kw_only)].append(field.name + default)
        elif field.default_factory is MISSING:
            continue
        else:
            value = f"_make_{field.name}()"
        body.append(f"_set(self, {field.name!r}, {value})" if frozen else f"self.{field.name} = {value}")
    if hasattr(made, "__post_init__"):
        body.append("self.__post_init__()")
    named = ["*", *parameters[True]] if parameters[True] else []
    head = ", ".join(["self", *parameters[False], *named])
    exec(f"def __init__({head}):\n " + "\n ".join(body or ["pass"]), known)  # noqa: S102 (of field names alone)
    init: Callable[..., None] = known["__init__"]
    init.__qualname__ = f"{made.__qualname__}.__init__"
    return init


def _default(field: dataclasses.Field[Any]) -> tuple[str, Any]:
    """Return how a parameter's default is written, and its value."""
    if field.default_factory is not MISSING:
        return "=_left_out", None
    return ("", None) if field.default is MISSING else (f"=_of_{field.name}", field.default)


def _values_of(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what tells the values of some attributes, as quick as the language has it."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda self: tuple(getattr(self, name) for name in names)


def _equality(values: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any, object], bool]:
    def __eq__(self: Any, other: object) -> bool:  # noqa: ANN401 (of any class)
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    return __eq__


def _hash(fields: tuple[dataclasses.Field[Any], ...]) -> Callable[[Any], int]:
    values = _values_of([field.name for field in fields if (field.compare if field.hash is None else field.hash)])

    def __hash__(self: Any) -> int:  # noqa: ANN401 (of any class)
        return hash(values(self))

    return __hash__


def _repr(fields: tuple[dataclasses.Field[Any], ...]) -> Callable[[Any], str]:
    names = [field.name for field in fields if field.repr]

    def __repr__(self: Any) -> str:  # noqa: ANN401 (of any class)
        told = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({told})"

    return __repr__


def _state(names: list[str]) -> dict[str, Any]:
    """Return how a frozen object without a dictionary is pickled."""
    values, put = _values_of(names), object.__setattr__

    def __getstate__(self: Any) -> tuple[Any, ...]:  # noqa: ANN401 (of any class)
        return values(self)

    def __setstate__(self: Any, state: tuple[Any, ...]) -> None:  # noqa: ANN401 (of any class)
        for name, value in zip(names, state, strict=True):
            put(self, name, value)

    return {"__getstate__": __getstate__, "__setstate__": __setstate__}


def _refuse_to_set(self: object, name: str, _value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: object, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = _dataclass
