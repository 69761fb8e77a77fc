"""Excel's part on that computer, played by windows/excel.py; each request is a call of this object."""

from __future__ import annotations

import json
import queue
import threading
from collections import deque
from pathlib import Path

from machine import HERE, Computer, windows

STAND_IN = HERE.parent / "excel"
RUNTIME = r"C:\perfxl\runtime"
_SECONDS = 240


class ExcelError(Exception):
    """The request failed in Excel's process."""


class Excel:
    """One running Excel: `excel("call", function="px_total", given=[1, 2])`."""

    def __init__(self, computer: Computer, scratch: Path) -> None:
        scratch.mkdir(exist_ok=True)
        arguments = windows(STAND_IN), RUNTIME, windows(scratch)
        self._process = computer.python(HERE / "windows" / "excel.py", *arguments)
        self._lines: queue.Queue[str] = queue.Queue()
        self._errors: deque[str] = deque(maxlen=40)
        self._readers = [threading.Thread(target=each) for each in (self._read, self._read_errors)]
        for reader in self._readers:
            reader.start()
        self._answer("starting")

    def _read(self) -> None:
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put("")

    def _read_errors(self) -> None:
        self._errors.extend(self._process.stderr)

    def __call__(self, do: str, **given: object) -> object:
        """Have Excel do something; ExcelError with what it says where it cannot."""
        print(json.dumps({"do": do} | given), file=self._process.stdin, flush=True)
        return self._answer(do)

    def _answer(self, do: str) -> object:
        try:
            line = self._lines.get(timeout=_SECONDS)
        except queue.Empty:
            line = ""
        if not line:
            raise ExcelError(f"{do}: no answer\n{''.join(self._errors)}")
        answer = json.loads(line)
        if "error" in answer:
            raise ExcelError(f"{answer['error']}\n{''.join(self._errors)}")
        return answer["answer"]

    def close(self) -> None:
        """End Excel as a user does."""
        with self._process:
            self._process.stdin.close()
            for reader in self._readers:
                reader.join(_SECONDS)
