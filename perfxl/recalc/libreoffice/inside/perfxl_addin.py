"""The add-in inside LibreOffice: passes calls of our functions on, and reads a recalculated workbook.

This file runs in LibreOffice's own Python (3.8 or newer), where perfxl cannot be imported. Values travel as JSON,
one line each way: a number, a text, true or false, null (a blank cell), {"error": "#N/A"}, {"missing": true}, or
rows of those. LibreOffice hands an add-in neither blanks nor truth values nor errors, so these arrive as texts that
begin with MARK; the function CELLS makes them from a reference.
"""

# ruff: noqa: D102 - what the methods of its interfaces mean is LibreOffice's to say
from __future__ import annotations

import json
import math
import os
import re
import struct
import subprocess
import sys
from typing import Any

import uno  # type: ignore[import-not-found]  # noqa: F401 - the next lines need it
import unohelper  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.lang import XServiceInfo, XServiceName  # type: ignore[import-not-found]
from com.sun.star.sheet import XAddIn  # type: ignore[import-not-found]
from com.sun.star.task import XJobExecutor  # type: ignore[import-not-found]
from org.perfxl import XFunctions  # type: ignore[import-not-found]

Uno = Any  # an object, a value or rows of values of LibreOffice's
Json = Any

MARK = "\ue000"
CELLS = "cells0"
ADDIN, ADDIN_SERVICES = "PX", ("org.perfxl.Functions", "com.sun.star.sheet.AddIn")
JOB = "org.perfxl.Recalculation"
MISSING = {"missing": True}
ERRORS = {"#NULL!": 521, "#DIV/0!": 532, "#VALUE!": 519, "#REF!": 524, "#NAME?": 525, "#NUM!": 503, "#N/A": 32767}
CODES = {code: text for text, code in ERRORS.items()}
# Methods of XAddIn, asked only for what the settings beside this file do not say.
DESCRIPTIONS = re.compile(r"get(?:Programmatic|Display)\w+Name|get\w+Description")
ROWS, COLUMNS = 1048576, 16384
FORMULAS = 16  # com.sun.star.sheet.CellFlags.FORMULA
LOCALE_FORMATS, LOGICAL = 10000, 99  # keys of number formats: so many a language, this one is for truth values


class Helper:
    """The process that computes our functions; it starts with the first call."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, method: str, arguments: list[Json]) -> Json:
        """Return what a function gives; #NAME? where the helper cannot be reached."""
        try:
            self._process = self._process or started()
            calls: Any = self._process.stdin
            answers: Any = self._process.stdout
            calls.write((json.dumps([method, arguments]) + "\n").encode())
            calls.flush()
            return json.loads(answers.readline())
        except (OSError, ValueError):
            self._process = None
            return {"error": "#NAME?"}


HELPER = Helper()


def started() -> subprocess.Popen[bytes]:
    """Start a helper, with the Python that the environment names and not with LibreOffice's settings for its own."""
    variables = {name: text for name, text in os.environ.items() if not name.startswith("PYTHON")}
    variables["PYTHONPATH"] = os.environ.get("PERFXL_PYTHONPATH", "")
    python = os.environ.get("PERFXL_PYTHON") or ("python" if sys.platform == "win32" else "python3")
    return subprocess.Popen(  # noqa: S603 - perfxl's own module
        [python, "-m", "perfxl.recalc.libreoffice.server"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=variables,
    )


def called(method: str, arguments: tuple[Uno, ...]) -> Uno:
    """Return what a method of the add-in gives, as rows; arguments at the end that are not there are left out."""
    if method == CELLS:
        return tuple(tuple(map(marked, row)) for row in shown(used(arguments[0])))
    handed = [received(argument) for argument in arguments]
    while handed and handed[-1] == MISSING:
        del handed[-1]
    return given(HELPER.ask(method, handed))


def marked(value: Json) -> float | str:
    """Return a value as an argument of another function can carry it."""
    return value if isinstance(value, (float, str)) else MARK + json.dumps(value)


def received(argument: Uno) -> Json:
    """Return an argument as JSON knows it."""
    if argument is None:
        return MISSING
    if isinstance(argument, tuple):
        return [[received(value) for value in row] for row in argument]
    if isinstance(argument, str):
        return json.loads(argument[1:]) if argument.startswith(MARK) else argument
    number = float(argument)
    return {"error": CODES.get(code_in(number), "#VALUE!")} if math.isnan(number) else number


def code_in(number: float) -> int:
    """Return the error that LibreOffice has put into a NaN."""
    low, _ = struct.unpack("<II", struct.pack("<d", number))
    return int(low)


def given(result: Json) -> Uno:
    """Return a result as LibreOffice takes it: rows of numbers (an error is a NaN) and texts."""
    rows = result if isinstance(result, list) else [[result]]
    return tuple(tuple(map(number_or_text, row)) for row in rows)


def number_or_text(value: Json) -> float | str:
    """Return one value of a result."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        (number,) = struct.unpack("<d", struct.pack("<II", ERRORS[value["error"]], 0x7FF80000))
        return float(number)
    return float(value or 0)


def shown(cells: Uno) -> list[list[Json]]:
    """Return what the cells of a range hold, by rows: blanks, truth values and errors told apart."""
    return [
        [value if certain(value) else doubtful(cells.getCellByPosition(x, y), value) for x, value in enumerate(row)]
        for y, row in enumerate(cells.getDataArray())
    ]


def certain(value: Uno) -> bool:
    """Whether a value can only be what it seems: 0 and 1 may be truth values, an empty text a blank cell."""
    return value is not None and value not in ("", 0.0, 1.0)


def doubtful(cell: Uno, value: Uno) -> Json:
    """Return what a cell holds that LibreOffice gives as None (an error), 0, 1 or an empty text."""
    if value is None:
        code = cell.getError()
        return {"error": CODES.get(code, "#VALUE!"), "code": code}
    if value == "":
        return None if cell.getType().value == "EMPTY" else ""
    return bool(value) if cell.getPropertyValue("NumberFormat") % LOCALE_FORMATS == LOGICAL else value


def used(cells: Uno) -> Uno:
    """Return a range without what lies beyond the used cells of its sheet: nobody means a million blank rows."""
    address = cells.getRangeAddress()
    if address.EndRow - address.StartRow + 1 < ROWS and address.EndColumn - address.StartColumn + 1 < COLUMNS:
        return cells
    sheet = cells.getSpreadsheet()
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.getRangeAddress()
    right = max(address.StartColumn, min(address.EndColumn, end.EndColumn))
    bottom = max(address.StartRow, min(address.EndRow, end.EndRow))
    return sheet.getCellRangeByPosition(address.StartColumn, address.StartRow, right, bottom)


class Functions(unohelper.Base, XFunctions, XAddIn, XServiceName, XServiceInfo):  # type: ignore[misc]
    """Our functions; the names of their methods are those of the interface, whatever it declares."""

    def __init__(self, context: Uno, *arguments: Uno) -> None:
        self._locale = None

    def __getattr__(self, method: str) -> Uno:
        if method.startswith("_"):
            raise AttributeError(method)
        if DESCRIPTIONS.fullmatch(method):
            return lambda *arguments: ""
        return lambda *arguments: called(method, arguments)

    def getServiceName(self) -> str:
        return ADDIN_SERVICES[0]

    def getImplementationName(self) -> str:
        return ADDIN

    def supportsService(self, name: str) -> bool:
        return name in ADDIN_SERVICES

    def getSupportedServiceNames(self) -> tuple[str, ...]:
        return ADDIN_SERVICES

    def setLocale(self, locale: Uno) -> None:
        self._locale = locale

    def getLocale(self) -> Uno:
        return self._locale


class Recalculation(unohelper.Base, XJobExecutor):  # type: ignore[misc]
    """Opens the workbook that the environment names, recalculates it and writes down what its formulas give."""

    def __init__(self, context: Uno, *arguments: Uno) -> None:
        self._context = context

    def trigger(self, argument: str) -> None:
        target = os.environ["PERFXL_ANSWER"]
        try:
            answer = self._recalculated(os.environ["PERFXL_BOOK"])
        except Exception as error:
            answer = {"failed": repr(error)}
        with open(target + ".part", "w", encoding="ascii") as file:
            json.dump(answer, file)
        os.replace(target + ".part", target)

    def _recalculated(self, url: str) -> Json:
        desktop = self._context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", self._context)
        options = {"Hidden": True, "ReadOnly": True, "MacroExecutionMode": 0, "UpdateDocMode": 0}
        properties = tuple(PropertyValue(name, 0, value, 0) for name, value in options.items())
        document = desktop.loadComponentFromURL(url, "_blank", 0, properties)
        if document is None or not document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
            return {"failed": "not a spreadsheet"}
        document.calculateAll()
        return {"sheets": {sheet.getName(): formulas(sheet) for sheet in document.getSheets()}}


def formulas(sheet: Uno) -> list[list[Json]]:
    """Return [row, column, value] of all formula cells of a sheet, rows and columns counted from 1."""
    return [
        [area.StartRow + y, area.StartColumn + x, value]
        for area in sheet.queryContentCells(FORMULAS).getRangeAddresses()
        for y, row in enumerate(shown(cells_of(sheet, area)), 1)
        for x, value in enumerate(row, 1)
    ]


def cells_of(sheet: Uno, area: Uno) -> Uno:
    """Return the cells at an address."""
    return sheet.getCellRangeByPosition(area.StartColumn, area.StartRow, area.EndColumn, area.EndRow)


g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Functions, ADDIN, ADDIN_SERVICES)
g_ImplementationHelper.addImplementation(Recalculation, JOB, (JOB,))
