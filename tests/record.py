"""Texts on record (golden files): what the product says now is held against what it said."""

from __future__ import annotations

import os
from pathlib import Path


def on_record(record: Path, text: str) -> None:
    """Hold a text against a file; PERFXL_WRITE=1 writes the file anew where the change is meant."""
    if os.environ.get("PERFXL_WRITE"):
        record.write_text(text, "utf-8", newline="\n")
    assert record.read_text("utf-8") == text, "if it should be so: PERFXL_WRITE=1 pytest, and read the difference"
