"""The stand-in's objects as real COM objects of this process."""

from __future__ import annotations

import sys
import traceback
from collections import Counter
from pathlib import Path

import pythoncom
import typelibrary
import winerror
from fake.com import Com, UnknownMemberError
from fake.pywin32 import ComError
from win32com.server.exception import COMException
from win32com.server.policy import BasicWrapPolicy
from win32com.server.util import NewEnum, unwrap, wrap

_PUT = pythoncom.DISPATCH_PROPERTYPUT | pythoncom.DISPATCH_PROPERTYPUTREF
crossings: Counter[str] = Counter()  # calls that came in from another process
ALIASES: dict[type, type] = {}  # a subclass is described as the class that it plays
_types: dict[type, object] = {}
_shown: dict[int, tuple[Com, object]] = {}


def publish(library: Path) -> None:
    """Describe the classes, once, before the first object is shown."""
    _types.update(typelibrary.built(library))


def shown(value: object) -> object:
    """Return a value as it is sent; one object of the stand-in is one COM object."""
    if not isinstance(value, Com):
        return value
    known = _shown.get(id(value))
    if known is None:
        known = _shown[id(value)] = value, wrap(value, usePolicy=Policy)
    return known[1]


def taken(value: object) -> object:
    """Return a value that came in: objects are the stand-in's own, for Excel has no others."""
    if isinstance(value, pythoncom.TypeIIDs[pythoncom.IID_IDispatch]):
        return unwrap(value)
    if isinstance(value, tuple):
        return tuple(map(taken, value))
    return value


class Policy(BasicWrapPolicy):
    """Members by name, as the stand-in has them."""

    def _wrap_(self, ob: Com) -> None:
        super()._wrap_(ob)
        self._numbers = typelibrary.numbers(type(ob))
        self._names = {number: name for name, number in self._numbers.items()}
        self._lower = {name.casefold(): number for name, number in self._numbers.items()}

    def _getdispid_(self, name: str, fdex: int) -> int:
        crossings["GetIDsOfNames"] += 1
        if name.casefold() not in self._lower:
            raise COMException(scode=winerror.DISP_E_UNKNOWNNAME, desc=name)
        return self._lower[name.casefold()]

    def _GetTypeInfoCount_(self) -> int:
        return 1

    def _GetTypeInfo_(self, index: int, lcid: int) -> tuple[int, object]:
        crossings["GetTypeInfo"] += 1
        return 0, _types[ALIASES.get(type(self._obj_), type(self._obj_))]

    def _invoke_(self, dispid: int, lcid: int, flags: int, args: tuple[object, ...]) -> object:
        crossings["Invoke"] += 1
        try:
            answer = shown(self._done(dispid, flags, tuple(map(taken, args))))
            return winerror.S_OK, -1, (answer,) if isinstance(answer, tuple) else answer  # one answer, not several
        except ComError as error:
            if error.excepinfo is None:
                return error.hresult
            raise COMException(scode=error.excepinfo[5], desc=error.excepinfo[2], source=error.excepinfo[1]) from None
        except UnknownMemberError:
            traceback.print_exc()
            return winerror.DISP_E_MEMBERNOTFOUND
        except Exception:
            traceback.print_exc(file=sys.stderr)
            raise

    def _done(self, dispid: int, flags: int, args: tuple[object, ...]) -> object:
        com = self._obj_
        if dispid == pythoncom.DISPID_NEWENUM:
            return NewEnum([shown(each) for each in com])
        if dispid == pythoncom.DISPID_VALUE:
            return com(*args)
        name = self._names[dispid]
        if flags & _PUT:
            setattr(com, name, args[-1])
            return None
        if hasattr(type(com), f"invoke_{name}") and args:
            return com._oleobj_.Invoke(name, 0, flags, True, *args)
        if hasattr(type(com), f"call_{name}"):
            return getattr(com, name)(*args)
        return getattr(com, name)
