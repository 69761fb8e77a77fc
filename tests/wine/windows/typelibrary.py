"""A type library of the stand-in's classes: from Excel's pywin32 learns what is a method and of which arguments."""

from __future__ import annotations

import inspect
import uuid
from collections.abc import Iterator
from pathlib import Path

import pythoncom
from fake.com import Com
from pywintypes import IID

RANGE = "{00020846-0000-0000-C000-000000000046}"  # Excel's own, by which xlwings knows a Range
WITH_ARGUMENTS = {"Range"}  # properties that take arguments; the stand-in has them as methods
_DISPATCH, _DEFAULT_CONVENTION = 4, 4
_VARIANT, _VOID, _IN, _OPTIONAL = 12, 24, 1, 16
_DISPATCHABLE = 0x1000

Member = tuple[str, int, tuple[str, ...], int]  # name, how it is called, parameters, how many may be left out


def classes(of: type = Com) -> Iterator[type]:
    """Yield every class of the stand-in."""
    for each in of.__subclasses__():
        yield each
        yield from classes(each)


def numbers(kind: type) -> dict[str, int]:
    """Return the number of each member."""
    names = dict.fromkeys(name for name, *_ in members(kind))
    return {name: number for number, name in enumerate(names, 1)}


def members(kind: type) -> Iterator[Member]:
    """Yield the members of a class as Excel's library describes them."""
    for name, function in inspect.getmembers(kind, inspect.isfunction):
        how, _, member = name.partition("_")
        if how == "get":
            yield member, pythoncom.INVOKE_PROPERTYGET, (), 0
        elif how == "set":
            yield member, pythoncom.INVOKE_PROPERTYPUT, (), 0
        elif how == "call":
            called = pythoncom.INVOKE_PROPERTYGET if member in WITH_ARGUMENTS else pythoncom.INVOKE_FUNC
            yield member, called, *_parameters(function)
        elif how == "invoke":
            yield member, pythoncom.INVOKE_PROPERTYGET, ("Kind",), 1


def _parameters(function: object) -> tuple[tuple[str, ...], int]:
    found = list(inspect.signature(function).parameters.values())[1:]
    if any(each.kind is each.VAR_POSITIONAL for each in found):
        return tuple(f"Arg{number}" for number in range(1, 31)), 28
    return tuple(each.name for each in found), sum(each.default is not each.empty for each in found)


def built(path: Path) -> dict[type, object]:
    """Write the library and return the type information of every class."""
    library = pythoncom.CreateTypeLib2(pythoncom.SYS_WIN64 if hasattr(pythoncom, "SYS_WIN64") else 3, str(path))
    library.SetName("Excel")
    library.SetGuid(IID(f"{{{uuid.uuid4()}}}"))
    library.SetVersion(1, 9)
    library.SetLcid(0)
    guids = {kind: IID(RANGE if kind.__name__ == "Range" else f"{{{uuid.uuid4()}}}") for kind in classes()}
    for kind, guid in guids.items():
        _describe(library.CreateTypeInfo(kind.__name__, pythoncom.TKIND_DISPATCH), kind, guid)
    library.SaveAllChanges()
    loaded = pythoncom.LoadTypeLib(str(path))
    return {kind: loaded.GetTypeInfoOfGuid(guid) for kind, guid in guids.items()}


def _describe(described: object, kind: type, guid: object) -> None:
    described.SetGuid(guid)
    described.SetTypeFlags(_DISPATCHABLE)
    known = numbers(kind)
    for index, (name, how, parameters, optional) in enumerate(members(kind)):
        putting = how == pythoncom.INVOKE_PROPERTYPUT
        function = pythoncom.FUNCDESC()
        function.memid, function.invkind = known[name], how
        function.funckind, function.callconv = _DISPATCH, _DEFAULT_CONVENTION
        function.rettype = (_VOID if putting else _VARIANT, 0, None)
        given = ("value",) if putting else parameters
        first = len(given) - optional
        function.args = tuple((_VARIANT, _IN | (_OPTIONAL * (n >= first)), None) for n in range(len(given)))
        described.AddFuncDesc(index, function)
        described.SetFuncAndParamNames(index, (name, *parameters))
    described.LayOut()
