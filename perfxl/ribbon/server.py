"""The function server: the Python process that the add-in starts for Excel, one for all workbooks.

Run as `pythonw -I -B -m perfxl.ribbon.server CLSID` by the DLL of xlwings.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path, PureWindowsPath

from perfxl.excel.watch import CALLS, LONGEST, watched
from perfxl.install.doctor.machine import ThisMachine
from perfxl.install.doctor.runtime import data_folder

MODULES = ("perfxl.excel.udfs", "perfxl.ribbon.callback")
_FOLDERS = {"LOCALAPPDATA": 0x1C, "APPDATA": 0x1A, "USERPROFILE": 0x28}  # Windows' numbers of them (CSIDL)
_TEMPORARY = ("TEMP", "TMP")
# xlwings imports them where they are installed, which takes most of the start, and converts our values without them.
_NOT_AT_START = ("pandas", "numpy", "matplotlib")


def main(arguments: Sequence[str]) -> None:
    """Serve Excel under a class id until Excel ends; Windows only. A number after it only tells servers apart."""
    restore_folders(os.environ, _known_folder)
    with watched(data_folder(ThisMachine()), LONGEST), left_out(_NOT_AT_START):
        bind()
        server = import_module("xlwings.com_server")
    CALLS.watch(data_folder(ThisMachine()))
    server.serve(arguments[0])


@contextmanager
def left_out(packages: Iterable[str]) -> Iterator[None]:
    """Have imports of packages fail as if they were not installed; afterwards whoever needs one finds it."""
    hidden = [name for name in packages if name not in sys.modules]
    modules: dict[str, object] = sys.modules  # type: ignore[assignment]
    modules.update(dict.fromkeys(hidden))  # None there means to Python: not to be found
    try:
        yield
    finally:
        for name in hidden:
            del modules[name]


def bind() -> None:
    """Make the modules known to xlwings before the first call.

    It would look through the sheets of the user's workbook for modules, and load a changed file anew: an installation
    under way would mix two versions.
    """
    udfs = import_module("xlwings.udfs")
    for module in MODULES:
        udfs.get_udf_module(module, None)
        udfs.udf_modules[module]["filetime"] = None


def restore_folders(environment: MutableMapping[str, str], known: Callable[[int], str]) -> None:
    """Put the user's folders into the environment as Windows knows them.

    The DLL hands the environment on in the system's code page, in which a user's Chinese name may be lost.
    """
    found = {name: known(number) for name, number in _FOLDERS.items()}
    environment.update({name: folder for name, folder in found.items() if folder})
    for name in _TEMPORARY:
        if found["LOCALAPPDATA"] and not Path(environment.get(name, "?")).is_dir():
            environment[name] = str(PureWindowsPath(found["LOCALAPPDATA"], "Temp"))


def _known_folder(number: int) -> str:
    """Return a folder of the user's, "" where Windows does not tell."""
    if sys.platform != "win32":
        return ""
    path = ctypes.create_unicode_buffer(260)
    return "" if ctypes.windll.shell32.SHGetFolderPathW(None, number, None, 0, path) else path.value


if __name__ == "__main__":
    main(sys.argv[1:])
