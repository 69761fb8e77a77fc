"""Build the Word templates of the reports from their texts: python templates/build.py [FOLDER]."""

from __future__ import annotations

import sys
from pathlib import Path

from wordmaker.document import template

HERE = Path(__file__).parent
SHIPPED = HERE.parent / "perfxl" / "report" / "templates"


def main(folder: Path = SHIPPED) -> None:
    """Write the templates into a folder, that of the package by default."""
    for source in sorted(HERE.glob("*.txt")):
        (folder / f"{source.stem}.docx").write_bytes(template(source.read_text(encoding="utf-8")))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
