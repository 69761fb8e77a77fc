"""What editing leaves of a workbook with 46 features, tool by tool: `make features`.

Each tool writes 3 cells, a note and a sheet; LibreOffice, which has no such command, saves the workbook again. Prints
the Markdown table that docs/files.md shows.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import shutil
import subprocess
import sys
import tempfile
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path

import openpyxl
from featurebook import feature_book
from featureparts import DATA, FORM
from featureprobes import FEATURES, Package
from openpyxl.comments import Comment

from perfxl.files.read.reading import read
from perfxl.files.write.writing import write
from perfxl.sheets.changeset import CellWrite, ChangeSet, NoteWrite, SheetSpec, SheetWrite, SpecCell
from perfxl.sheets.ownership import ownership_of

SECONDS = 120
MACROS = "xlsm:Calc MS Excel 2007 VBA XML"
Edit = Callable[[Path, Path], None]


@dataclass(frozen=True, slots=True)
class Result:
    """What one tool left: the features lost, and how many parts are the same, changed or gone."""

    tool: str
    lost: tuple[str, ...] = ()
    parts: tuple[int, int, int] = (0, 0, 0)
    missing: str = ""

    def row(self) -> str:
        """Return the row of the table."""
        if self.missing:
            return f"| {self.tool} | {self.missing} | | |"
        same, changed, gone = self.parts
        return (
            f"| {self.tool} | {len(FEATURES) - len(self.lost)}/{len(FEATURES)} | {same}/{changed}/{gone} | "
            f"{'、'.join(self.lost) or '无'} |"
        )


def with_perfxl(source: Path, target: Path) -> None:
    """Edit with perfxl."""
    spec = SheetSpec("findings", "检查结果", {(1, 1): SpecCell("甲")})
    places = ((FORM, "B4", (4, 2)), (FORM, "B5", (5, 2)), (DATA, "C3", (3, 3)))
    before = read(source)
    cells = []
    for sheet, address, position in places:
        found = before.sheet(sheet)
        assert found
        cells.append(CellWrite(sheet, address, Decimal(7), old_value=found.cells[position].value))
    notes = (NoteWrite(FORM, "B6", "新批注"),)
    write(source, ChangeSet(tuple(cells), (SheetWrite(spec, ownership_of(spec), "检查结果"),), notes=notes), target)


def with_openpyxl(source: Path, target: Path) -> None:
    """Edit with openpyxl."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(source, keep_vba=True)
    book[FORM]["B4"], book[FORM]["B5"], book[DATA]["C3"] = 7, 7, 7
    book[FORM]["B6"].comment = Comment("新批注", "perfxl")
    book.create_sheet("检查结果")["A1"] = "甲"
    book.save(target)


def with_excelize(source: Path, target: Path) -> None:
    """Edit with excelize."""
    excelize = importlib.import_module("excelize")  # may not be installed
    book = excelize.open_file(str(source))
    for sheet, cell in ((FORM, "B4"), (FORM, "B5"), (DATA, "C3")):
        book.set_cell_value(sheet, cell, 7)
    book.add_comment(FORM, excelize.Comment(cell="B6", author="perfxl", text="新批注"))
    book.new_sheet("检查结果")
    book.set_cell_value("检查结果", "A1", "甲")
    book.save_as(str(target))
    book.close()


def with_libreoffice(source: Path, target: Path) -> None:
    """Open and save with LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", MACROS, "--outdir", folder, str(source)]
        subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
        shutil.copy(Path(folder) / f"{source.stem}.xlsm", target)


def measured(tool: str, edit: Edit, source: Path, target: Path) -> Result:
    """Have a tool edit the workbook, and count."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            edit(source, target)
        package = Package(target)
    except Exception as error:  # a tool that fails is a result too
        return Result(tool, missing=f"没有写成：{type(error).__name__}")
    lost = tuple(feature.name for feature in FEATURES if not feature.kept(package))
    return Result(tool, lost, compared(source, target))


def compared(source: Path, target: Path) -> tuple[int, int, int]:
    """Return how many parts of the source are the same, changed and gone."""
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target) as after:
        names = set(after.namelist())
        kept = [name for name in before.namelist() if name in names]
        same = sum(before.read(name) == after.read(name) for name in kept)
        return same, len(kept) - same, len(before.namelist()) - len(kept)


def tools() -> list[tuple[str, Edit | None, str]]:
    """Return each tool's name, how it edits, and why it cannot."""
    excelize = importlib.util.find_spec("excelize") is not None
    office = shutil.which("soffice")
    return [
        ("perfxl", with_perfxl, ""),
        (f"openpyxl {version('openpyxl')}", with_openpyxl, ""),
        (f"excelize {version('excelize')}", with_excelize, "") if excelize else ("excelize", None, "没有安装"),
        (_office_name(), with_libreoffice, "") if office else ("LibreOffice", None, "没有安装"),
    ]


def _office_name() -> str:
    told = subprocess.run(["soffice", "--version"], capture_output=True, text=True, timeout=SECONDS, check=False)
    return f"{' '.join(told.stdout.split()[:2])}（只打开并另存）"


def main() -> int:
    """Measure and print; returns 1 where perfxl lost a feature."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "features.xlsm"
        source.write_bytes(feature_book())
        results = []
        for number, (tool, edit, missing) in enumerate(tools()):
            target = Path(folder) / f"{number}.xlsm"
            results.append(measured(tool, edit, source, target) if edit else Result(tool, missing=missing))
    print("| 工具 | 留住的特性 | 部件：不变/改动/消失 | 丢失的特性 |")
    print("|---|---|---|---|")
    for result in results:
        print(result.row())
    return int(bool(results[0].lost or results[0].missing))


if __name__ == "__main__":
    sys.exit(main())
