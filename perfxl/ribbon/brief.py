"""Messages that fit on the screen: at most eight lines, the whole in a file beside the log."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

MOST_LINES = 8
WHOLE = "消息全文.txt"


def brief(text: str, folder: Path) -> str:
    """Return a message of at most eight lines; the last of a longer one tells where the rest is."""
    lines = text.splitlines()
    if len(lines) <= MOST_LINES:
        return text
    path = folder / WHOLE
    rest = f"……共 {len(lines)} 行。"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8-sig")
        rest = f"……共 {len(lines)} 行，全文在 {path}"
    return "\n".join([*lines[: MOST_LINES - 1], rest])
