"""Run by LibreOffice's own Python: open a macro workbook, call its functions, print what they give as JSON."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time

import uno
from com.sun.star.beans import PropertyValue


def setting(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(120):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.5)
    raise SystemExit("LibreOffice did not answer")


def asked(document, question):
    """Return a function's result: a value, or the number of an error."""
    module, function, arguments = question
    url = f"vnd.sun.star.script:VBAProject.{module}.{function}?language=Basic&location=document"
    try:
        return document.getScriptProvider().getScript(url).invoke(tuple(tuple_of(arguments)), (), ())[0]
    except Exception as error:
        return f"failed: {error}"


def tuple_of(arguments):
    return [tuple(tuple_of(item)) if isinstance(item, list) else item for item in arguments]


def computed(document, formula):
    """Return a cell's value, text and error number for a formula."""
    cell = document.Sheets.getByIndex(0).getCellByPosition(30, 0)
    cell.Formula = formula
    return [cell.Value, cell.String, cell.getError()]


def main(pipe, url, questions, formulas, probe):
    context = connect(pipe)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    document = desktop.loadComponentFromURL(
        url, "_blank", 0, (setting("Hidden", True), setting("MacroExecutionMode", 4))
    )
    library = document.BasicLibraries.getByName("VBAProject")
    library.insertByName("Probe", probe)
    answer = {
        "modules": sorted(library.ElementNames),
        "called": [asked(document, question) for question in questions],
        "cells": [computed(document, formula) for formula in formulas],
    }
    print(json.dumps(answer, default=str, ensure_ascii=False), flush=True)
    document.close(True)
    with contextlib.suppress(Exception):  # it is gone before it can answer
        desktop.terminate()
    os._exit(0)  # an orderly end waits for threads of a connection whose other side is gone, and at times crashes


main(sys.argv[1], sys.argv[2], json.loads(sys.argv[3]), json.loads(sys.argv[4]), sys.argv[5])
