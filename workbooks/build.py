"""Build the worked example, the blank form and the workbook of functions: python workbooks/build.py [FOLDER]."""

from __future__ import annotations

import sys
from pathlib import Path

from maker.books import blank, example
from maker.functions import write_functions
from maker.writer import write

HERE = Path(__file__).parent


def main(folder: Path = HERE) -> None:
    """Write all three into a folder, that of the repository by default."""
    write(example(HERE), folder / "pingshan-2020.xlsx")
    write(blank(HERE), folder / "template.xlsx")
    write_functions(folder / "functions.xlsx")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
