"""xlwings' own engine for Windows, imported here over stand-ins for pywin32, as a module of its own."""

from __future__ import annotations

import ctypes
import importlib.util
import sys
import types
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from unittest.mock import MagicMock, patch

import pandas  # noqa: F401 (must not be imported over the stand-ins)
import xlwings
from fake.application import Application
from fake.pywin32 import ComError, Dispatch
from xlwings.main import Engine

_NAME = "xlwings._xlwindows_over_fake"
_PYWIN32 = (
    *("pythoncom", "pywintypes", "win32api", "win32con", "win32gui", "win32process", "win32timezone", "win32com"),
    *("win32com.client", "win32com.client.dynamic"),
)


@cache
def engine() -> types.ModuleType:
    """Return the module; 40 calls to an object take no longer than one, so nothing is slowed down."""
    source = Path(xlwings.__file__).parent / "_xlwindows.py"
    spec = importlib.util.spec_from_file_location(_NAME, source)
    module = importlib.util.module_from_spec(spec)
    sys.modules[_NAME] = module
    with ExitStack() as stack:
        stack.enter_context(patch.dict(sys.modules, _stubs()))
        for name in ("oledll", "windll", "PyDLL", "WinError"):
            stack.enter_context(patch.object(ctypes, name, MagicMock(), create=True))
        stack.enter_context(patch("atexit.register", lambda function: function))
        spec.loader.exec_module(module)
    xlwings.engines.add(Engine(impl=module.engine))
    return module


def opened(path: Path, name: str | None = None) -> tuple[xlwings.Book, Application]:
    """Return a workbook open in a new Excel, as xlwings sees it, and that Excel with its count at nought."""
    app = Application()
    book = app._open(path, name)
    windows = engine()
    return xlwings.Book(impl=windows.Book(windows.COMRetryObjectWrapper(book))), app


def _stubs() -> dict[str, types.ModuleType]:
    stubs = {name: MagicMock(name=name) for name in _PYWIN32}
    stubs["pywintypes"].com_error = ComError
    stubs["pywintypes"].TimeType = type("TimeType", (), {})
    stubs["pythoncom"].__file__ = ""
    stubs["pythoncom"].ole_error = ComError
    client = stubs["win32com.client"]
    client.CDispatch = Dispatch
    client.CoClassBaseClass = type("CoClassBaseClass", (), {})
    client.DispatchBaseClass = type("DispatchBaseClass", (), {})
    stubs["win32com"].client = client
    stubs["win32process"].GetWindowThreadProcessId = lambda hwnd: (hwnd, hwnd)
    return stubs
