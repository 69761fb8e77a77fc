"""The user in front of Excel: waits for message boxes, reads them and presses 是 or 否."""

from __future__ import annotations

import ctypes
import threading
import time

import win32con
import win32gui

_DIALOG, _TEXT = "#32770", 0xFFFF


class Answering:
    """`asked` collects the texts of the boxes with that title; `yes` is the answer."""

    def __init__(self, title: str) -> None:
        self.yes = True
        self.asked: list[str] = []
        self._title = title
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while True:
            box = win32gui.FindWindow(_DIALOG, self._title)
            if box:
                self.asked.append(_text(win32gui.GetDlgItem(box, _TEXT)))
                win32gui.PostMessage(box, win32con.WM_COMMAND, win32con.IDYES if self.yes else win32con.IDNO, 0)
                while win32gui.IsWindow(box):
                    time.sleep(0.01)
            time.sleep(0.02)


def _text(label: int) -> str:
    """Return the text of another process's control."""
    text = ctypes.create_unicode_buffer(4096)
    ctypes.windll.user32.SendMessageW(label, win32con.WM_GETTEXT, len(text), text)
    return text.value
