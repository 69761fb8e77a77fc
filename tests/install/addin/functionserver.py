"""xlwings' own Windows side on any system: its function server and its engine over stand-ins for pywin32.

What COM would do is the test's part: a call's arguments are given as pywin32 delivers them.
"""

from __future__ import annotations

import ctypes
import importlib
import sys
import types
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest import mock

import xlwings

PYWIN32 = (
    "pythoncom pywintypes win32api win32con win32event win32gui win32process win32timezone win32com win32com.client "
    "win32com.client.dynamic win32com.server win32com.server.dispatcher win32com.server.policy win32com.server.util"
)
STOOD_IN = PYWIN32.split()
LOADED = ("xlwings._win32patch", "xlwings._xlwindows", "xlwings.udfs", "xlwings.com_server")
BOUND = ("perfxl.excel.udfs", "perfxl.ribbon.callback")


class StandIn(types.ModuleType):
    """A module of pywin32 in which every name is a function that does nothing."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *given, **named: None


class NeverFound:
    """A type of pywin32 that no argument of a test has."""


@contextmanager
def windows() -> Iterator[types.ModuleType]:
    """Yield xlwings' `com_server`, perfxl's functions being bound by xlwings' real decorators; leave no trace."""
    importlib.import_module("pandas")  # it must not see the stand-ins
    engines = xlwings.engines
    kept = list(engines.engines), dict(engines.engines_by_name), engines.active
    attributes, modules = dict(vars(xlwings)), {name: sys.modules.get(name) for name in (*STOOD_IN, *LOADED, *BOUND)}
    try:
        _stand_in()
        yield _bound()
    finally:
        if "xlwings.com_server" in sys.modules:
            sys.modules["xlwings.com_server"].loop.close()
        vars(xlwings).clear()
        vars(xlwings).update(attributes)
        engines.engines, engines.engines_by_name, engines.active = kept
        for name, module in modules.items():
            sys.modules.pop(name, None)
            if module is not None:
                sys.modules[name] = module


def _stand_in() -> None:
    for name in STOOD_IN:
        sys.modules[name] = StandIn(name)
    for name in STOOD_IN:
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], child, sys.modules[name])
    com = sys.modules["pythoncom"]
    com.IID_IDispatch, com.TypeIIDs, com.__file__ = None, {None: NeverFound}, ""
    com.com_error = sys.modules["pywintypes"].com_error = type("com_error", (Exception,), {})
    sys.modules["pywintypes"].TimeType = type("TimeType", (), {})
    sys.modules["win32com.server.policy"].DefaultPolicy = object
    sys.modules["win32com.server.util"].unwrap = _unwrap
    for name in ("CDispatch", "DispatchBaseClass", "CoClassBaseClass"):
        setattr(sys.modules["win32com.client"], name, type(name, (), {}))


def _unwrap(value: object) -> object:
    raise TypeError(value)  # as pywin32 does for what is none of its own objects


def _bound() -> types.ModuleType:
    with ExitStack() as stack:
        for name in ("oledll", "windll", "PyDLL"):
            stack.enter_context(mock.patch.object(ctypes, name, mock.MagicMock(), create=True))
        stack.enter_context(mock.patch("atexit.register", lambda function: function))
        xlwings._xlwindows = importlib.import_module("xlwings._xlwindows")
    engine = xlwings.main.Engine(impl=xlwings._xlwindows.engine)
    xlwings.engines.add(engine)
    udfs = importlib.import_module("xlwings.udfs")
    xlwings.func, xlwings.arg, xlwings.ret = udfs.xlfunc, udfs.xlarg, udfs.xlret
    for name in BOUND:
        sys.modules.pop(name, None)
        importlib.import_module(name)
    return importlib.import_module("xlwings.com_server")
