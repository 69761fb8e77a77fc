"""What the last operation on a workbook changed, so that it can be undone: in memory and in the user's own folder."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from perfxl.excel.spreads import Spread
from perfxl.sheets.address import Box
from perfxl.sheets.changeset import CellWrite, FillWrite, NoteWrite
from perfxl.sheets.snapshot import Value


@dataclass(frozen=True, slots=True)
class Hidden:
    """A hidden own sheet as it was: what a person never sees needs no look to come back."""

    name: str
    key: str
    digest: str
    cells: tuple[tuple[int, int, Value, str | None], ...]


@dataclass(frozen=True, slots=True)
class Record:
    """The last operation.

    title    what the user clicked, in Chinese
    path     of the workbook then
    time     when, "YYYY-MM-DD HH:MM"
    whole    all of it was written; until then the function server may have ended midway
    cells    the writes, with what stood there before
    formats  the former number format of each of the cells, in their order
    added    names of own sheets that are new; `renewed` of those replaced or removed, which do not come back
    hidden   the hidden ones among those replaced or removed, which do
    spreads  (sheet, formula) of the formulas filling several cells that stood there
    """

    title: str = ""
    path: str = ""
    time: str = ""
    whole: bool = False
    cells: tuple[CellWrite, ...] = ()
    formats: tuple[str, ...] = ()
    fills: tuple[FillWrite, ...] = ()
    notes: tuple[NoteWrite, ...] = ()
    added: tuple[str, ...] = ()
    renewed: tuple[str, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    spreads: tuple[tuple[str, Spread], ...] = ()

    @property
    def empty(self) -> bool:
        """Nothing was changed."""
        return not (self.cells or self.fills or self.notes or self.added or self.renewed or self.hidden)


class Records:
    """The records by the workbook's token; a folder that cannot be written costs only what a restart loses."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[str, Record] = {}
        self.own: set[str] = set()  # the workbooks whose record this process has made itself
        self.kept = 0  # how often a record was taken, so that a caller sees whether a failed command had begun

    def keep(self, book: str, record: Record) -> None:
        """Hold the record in place of the former one; what changed nothing in the workbook leaves that one there."""
        if record.empty:
            return
        self._held[book] = record
        self.kept += 1
        self.own.add(book)
        path = self._path(book)
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            new = path.with_suffix(".tmp")
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
                json.dump(asdict(record), file, ensure_ascii=False, default=_packed)
            os.replace(new, path)

    def last(self, book: str) -> Record | None:
        """Return the record of a workbook's last operation, None where there is none that can be read."""
        if book not in self._held:
            with suppress(OSError, ValueError, TypeError, KeyError):
                self._held[book] = _record(json.loads(self._path(book).read_text(encoding="utf-8")))
        return self._held.get(book)

    def drop(self, book: str) -> None:
        """Forget a workbook's last operation."""
        self._held.pop(book, None)
        with suppress(OSError):
            self._path(book).unlink(missing_ok=True)

    def _path(self, book: str) -> Path:
        return self._folder / f"{hashlib.sha256(book.casefold().encode()).hexdigest()[:32]}.json"


def _packed(value: object) -> dict[str, str]:
    if isinstance(value, Decimal):
        return {"number": str(value)}
    raise TypeError(type(value).__name__)


def _record(stored: dict[str, Any]) -> Record:
    return Record(
        title=stored["title"],
        path=stored["path"],
        time=stored["time"],
        whole=stored["whole"],
        cells=tuple(CellWrite(**_unpacked(cell)) for cell in stored["cells"]),
        formats=tuple(stored["formats"]),
        fills=tuple(FillWrite(**fill) for fill in stored["fills"]),
        notes=tuple(NoteWrite(**note) for note in stored["notes"]),
        added=tuple(stored["added"]),
        renewed=tuple(stored["renewed"]),
        hidden=tuple(_hidden(sheet) for sheet in stored["hidden"]),
        spreads=tuple((sheet, Spread(Box(*each["box"]), each["dynamic"])) for sheet, each in stored["spreads"]),
    )


def _hidden(sheet: dict[str, Any]) -> Hidden:
    cells = tuple((row, column, _value(value), formula) for row, column, value, formula in sheet["cells"])
    return Hidden(sheet["name"], sheet["key"], sheet["digest"], cells)


def _unpacked(cell: dict[str, Any]) -> dict[str, Any]:
    return {key: _value(value) for key, value in cell.items()}


def _value(value: Any) -> Any:  # noqa: ANN401 (whatever JSON holds)
    return Decimal(value["number"]) if isinstance(value, dict) else value
