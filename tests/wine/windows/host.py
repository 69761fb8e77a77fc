"""What the add-in's VBA does (macros/vba/PxHost.bas, PxRibbon.bas), said again in Python: nothing here runs VBA."""

from __future__ import annotations

import ctypes
import re
import time
from pathlib import Path

import pythoncom
from variants import Variant, invoke

_ROOT = Path(__file__).resolve().parents[3]
_COM_ERROR = -2146828288  # 0x800A0000: an error of Excel's is this plus its number
ENDLESS = 5
_LEFT_OUT = -2147352572
_GONE = (-2147023174, -2147023170, -2147417848, -2147418105, -2147418094)
_IDISPATCH = bytes.fromhex("0004020000000000C000000000000046")


class Host:
    """PxServer: the DLL of xlwings, loaded as Excel loads it, and the function server that it starts."""

    def __init__(self, home: Path) -> None:
        (dll,) = home.glob("xlwings64-*.dll")
        self._activate = ctypes.WinDLL(str(dll)).XLPyDLLActivateAuto
        self._activate.argtypes = ctypes.POINTER(Variant), ctypes.c_char_p, ctypes.c_int
        self._activate.restype = ctypes.c_long
        self.starter = f'"{home}\\pythonw.exe" {_starter()}'
        self._generation = 0

    def anew(self) -> None:
        """PxAnew: the next call starts another server, for the command that starts it is worded otherwise."""
        self._generation += 1

    def server(self) -> int:
        """Return the address of the function server, started where it does not run yet.

        ConnectionError with the DLL's own words.
        """
        result = Variant()
        starter = f"{self.starter} {self._generation}" if self._generation else self.starter
        if self._activate(ctypes.byref(result), starter.encode("mbcs"), 1):
            raise ConnectionError(ctypes.wstring_at(result.value))
        return result.value

    def _udf(self, module: str, function: str, given: tuple[object, ...], *book: object) -> object:
        pointer = self.server()
        return invoke(pointer, _number(pointer, "CallUDF"), module, function, given, *book)

    def call(self, function: str, given: list[object]) -> object:
        """Return what the cell shows: numbers of errors are told apart by being whole numbers (PxCall, PxAnswer)."""
        arguments = "perfxl.excel.udfs", function, tuple(map(sent, given))
        begun = time.monotonic()
        try:
            return answered(self._udf(*arguments))
        except OSError as error:
            if not gone(error):
                raise
        self.anew()
        if time.monotonic() - begun > ENDLESS:
            return {"error": 2042}
        return answered(self._udf(*arguments))

    def ask(self, function: str, given: list[object], book: object) -> object:
        """Ask the ribbon's own module, with the workbook in front (PxRun)."""
        return self._udf("perfxl.ribbon.callback", function, tuple(given), book)


def gone(error: OSError) -> bool:
    """Whether an error says that the server's process is gone (PxGone)."""
    numbers = {462, *(number & 0xFFFFFFFF for number in _GONE)}
    return error.errno in numbers or any(words in str(error) for words in ("hr = -2147023", "hr = -214741"))


def _starter() -> str:
    """Return what the VBA itself has the DLL start after the program's name."""
    written = (_ROOT / "macros" / "vba" / "PxHost.bas").read_text(encoding="ascii")
    return re.search(r'PxPython\(\) & """ (-.*\$\(CLSID\))"', written)[1]


def _number(pointer: int, name: str) -> int:
    convert = ctypes.PyDLL(pythoncom.__file__).PyCom_PyObjectFromIUnknown
    convert.restype = ctypes.py_object
    identity = (ctypes.c_ubyte * 16)(*_IDISPATCH)
    return convert(ctypes.c_void_p(pointer), ctypes.byref(identity), True).GetIDsOfNames(name)


def sent(value: object) -> object:
    """Return an argument as VBA hands it over; {"error": 2007} is an error, {"error": 0} was left out."""
    if isinstance(value, dict):
        return value["error"] + _COM_ERROR if value["error"] else _LEFT_OUT
    if isinstance(value, list):
        return tuple(map(sent, value))
    if value is None:
        return pythoncom.Empty
    return float(value) if type(value) is int else value


def answered(value: object) -> object:
    """Return an answer in the same form."""
    if isinstance(value, tuple):
        return list(map(answered, value))
    return {"error": value} if type(value) is int else value
