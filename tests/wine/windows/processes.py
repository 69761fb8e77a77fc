"""The processes of the function server, by the program that they run."""

from __future__ import annotations

from pathlib import Path

import pywintypes
import win32api
import win32con
import win32process


class Servers:
    """Those that run the runtime's own pythonw.exe."""

    def __init__(self, runtime: Path) -> None:
        self._program = str(runtime / "pythonw.exe").casefold()

    def found(self) -> list[int]:
        """Return the numbers of the running ones."""
        return [number for number in win32process.EnumProcesses() if self._is_one(number)]

    def _is_one(self, number: int) -> bool:
        try:
            handle = win32api.OpenProcess(win32con.PROCESS_ALL_ACCESS, False, number)
            return win32process.GetModuleFileNameEx(handle, 0).casefold() == self._program
        except pywintypes.error:
            return False

    def kill(self, number: int) -> None:
        """End one."""
        win32process.TerminateProcess(win32api.OpenProcess(win32con.PROCESS_ALL_ACCESS, False, number), 1)
