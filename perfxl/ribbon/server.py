"""The function server: the Python process that the add-in starts for Excel, one for all workbooks.

Run as `pythonw -I -B -m perfxl.ribbon.server CLSID` by the DLL of xlwings.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

MODULES = ("perfxl.excel.udfs", "perfxl.ribbon.callback")


def main(arguments: Sequence[str]) -> None:
    """Serve Excel under a class id until Excel ends; Windows only."""
    bind()
    import_module("xlwings.com_server").serve(arguments[0])


def bind() -> None:
    """Make the modules known to xlwings before the first call.

    It would look through the sheets of the user's workbook for modules, and load a changed file anew: an installation
    under way would mix two versions.
    """
    udfs = import_module("xlwings.udfs")
    for module in MODULES:
        udfs.get_udf_module(module, None)
        udfs.udf_modules[module]["filetime"] = None


if __name__ == "__main__":
    main(sys.argv[1:])
