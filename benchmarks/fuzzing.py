"""Broken workbooks: bytes flipped, cut off, doubled; each is read, or refused with one sentence."""

from __future__ import annotations

import io
import random
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from perfxl.errors import InputError, PerfxlError, RefusedError
from perfxl.files.read.reading import read
from perfxl.files.write.writing import write
from perfxl.jobs.check import check
from perfxl.sheets.changeset import CellWrite, ChangeSet, NoteWrite

MOST_SECONDS = 10.0
_LARGEST = 400_000  # larger samples make no better faults, only slower ones
_PIECES = (
    b"<",
    b"&",
    b"]]>",
    b'"',
    b"\x00",
    b"-1",
    b"99999999999999999999",
    b"1e999",
    b"NaN",
    b"A0",
    b"ZZZZ9",
    b"<!--",
)


@dataclass(slots=True)
class Tally:
    """How many broken files were read and refused, the slowest, and what should not have happened."""

    read: int = 0
    refused: int = 0
    slowest: float = 0.0
    faults: list[str] = field(default_factory=list)


def samples(corpus: Path) -> list[Path]:
    """Return the workbooks to break."""
    return sorted(path for path in corpus.rglob("*.xls*") if path.is_file() and path.stat().st_size < _LARGEST)


def fuzz(books: Sequence[Path], number: int, seed: int, scratch: Path) -> Tally:
    """Break workbooks that many times, in the same way for the same seed."""
    tally = Tally()
    for turn in range(number):
        chance = random.Random(f"{seed}:{turn}")
        book = chance.choice(books)
        path = scratch / f"坏{book.suffix}"
        path.write_bytes(chance.choice(WAYS)(book.read_bytes(), chance))
        _try(path, f"{book.name} {seed}:{turn}", tally)
    return tally


def _try(path: Path, name: str, tally: Tally) -> None:
    start = time.perf_counter()
    try:
        _use(path)
        tally.read += 1
    except PerfxlError as error:
        tally.refused += 1
        if not _one_sentence(error):
            tally.faults.append(f"{name}: {error}")
    except Exception as error:  # what no user must see
        tally.faults.append(f"{name}: {type(error).__name__}: {error}")
    seconds = time.perf_counter() - start
    tally.slowest = max(tally.slowest, seconds)
    if seconds > MOST_SECONDS:
        tally.faults.append(f"{name}: {seconds:.1f} s")


def _use(path: Path) -> None:
    """Read, check and edit a workbook."""
    snapshot = read(path)
    check(snapshot)
    sheet = next(iter(snapshot.sheets), None)
    if sheet and (1, 1) not in sheet.cells and (1, 1) not in sheet.notes and path.suffix in {".xlsx", ".xlsm"}:
        changes = ChangeSet((CellWrite(sheet.name, "A1", "写"),), notes=(NoteWrite(sheet.name, "A1", "注"),))
        write(path, changes, path.with_name(f"改{path.suffix}"))


def _one_sentence(error: PerfxlError) -> bool:
    text = str(error).rstrip("）")  # a reason may stand in brackets at the end
    return isinstance(error, InputError | RefusedError) and text.endswith("。") and "\n" not in text


def _flipped(data: bytes, chance: random.Random) -> bytes:
    broken = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
    return bytes(broken)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _hole(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randrange(1, 2000) :]


def _part(data: bytes, chance: random.Random) -> bytes:
    """Break a part inside of the package, whose checksums are right again then."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {entry.filename: package.read(entry) for entry in package.infolist()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return _flipped(data, chance)
    name = chance.choice([name for name in parts if parts[name]])
    way: Callable[[bytes, random.Random], bytes | None] = chance.choice((_flipped, _cut, _hole, _spliced, _gone))
    broken = way(parts.pop(name), chance)
    if broken is not None:
        parts[name] = broken
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in parts.items():
            package.writestr(zipfile.ZipInfo(part), content)
    return buffer.getvalue()


def _spliced(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + chance.choice(_PIECES) + data[start + chance.randrange(4) :]


def _gone(_: bytes, __: random.Random) -> None:
    return None


WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (_flipped, _cut, _hole, _part, _part, _part)
