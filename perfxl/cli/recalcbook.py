"""One workbook of `perfxl recalc`: computed, checked or written, and told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from perfxl.cli.child import in_child
from perfxl.cli.console import CANNOT
from perfxl.cli.places import new_file, output_file
from perfxl.files.read.formulas import read_calculation
from perfxl.files.write.writing import fingerprint, write_caches
from perfxl.jobs.recalc import engines, recalc
from perfxl.output.documents import dumps, error_document
from perfxl.output.recalcjunit import error_suite, recalc_suite
from perfxl.output.recalculation import Written, recalc_document, recalc_text, written_text
from perfxl.output.receipt import Stamp, recalc_receipt
from perfxl.output.results import file_lines
from perfxl.output.visible import lines_text
from perfxl.package.system import fitting, without_sweeps
from perfxl.package.whole import sha256, write_text
from perfxl.recalc.results import Recalculated
from perfxl.recalc.waivers import Waiver

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for each workbook.

    check     compare only; else a workbook is written
    engine    as --engine spells it
    format    "text", "json" or "junit"
    """

    check: bool
    engine: str
    format: str
    waivers: Sequence[Waiver] = ()
    in_place: bool = False
    overwrite: bool = False
    receipt: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a workbook: its exit code, what to say of it, its suite where JUnit is wanted.

    used  the entries of the list of waivers that it needs
    """

    code: int
    text: str = ""
    suite: Element | None = None
    used: frozenset[Waiver] = frozenset()


def recalc_book(book: str, output: str | None, order: Order) -> Answer:
    """Recalculate a workbook and write it where that is ordered; InputError or RefusedError where it cannot be done."""
    return in_child(lambda: _recalc_book(book, output, order), Path(book).name)


def _recalc_book(book: str, output: str | None, order: Order) -> Answer:
    path = Path(book)
    target = None if order.check else output_file(path, output, order.in_place, order.overwrite)
    before = fingerprint(path) if target else ""
    with without_sweeps():
        found = recalc(read_calculation(path), engines(order.engine), order.waivers)
        written = _write(path, target, before, found, order) if target else None
    wrong = not found.proven if written is None else bool(found.changed or found.unsettled)
    suite = recalc_suite(book, found) if order.format == "junit" else None
    return Answer(int(wrong), _told(path, book, found, written, order), suite, _used(path, found, order))


def failed(book: str, sentence: str, order: Order) -> Answer:
    """Return the answer of a workbook among several that could not be done."""
    text = dumps(error_document(book, sentence)) if order.format == "json" else ""
    return Answer(CANNOT, text, error_suite(book, sentence) if order.format == "junit" else None)


def _write(path: Path, target: Path, before: str, found: Recalculated, order: Order) -> Written:
    receipt = target.with_name(fitting(target.stem, "-重算回执.json")) if order.receipt else None
    if receipt:
        new_file(receipt, order.overwrite)
    backup = write_caches(path, found.corrections(), target, in_place=order.in_place, expected=before)
    if receipt:
        source, output = Stamp(path.name, before), Stamp(target.name, sha256(target))
        write_text(receipt, dumps(recalc_receipt(source, output, found), indent=1))
    return Written(str(target), str(backup) if backup else None, str(receipt) if receipt else None)


def _told(path: Path, book: str, found: Recalculated, written: Written | None, order: Order) -> str:
    if order.format == "json":
        return dumps(recalc_document(book, found, written))
    if written is None:
        return recalc_text(found)
    if order.quiet:
        return ""
    backup = Path(written.backup) if written.backup else None
    files = [
        *file_lines(path, Path(written.output), backup),
        *([f"回执：{written.receipt}"] if written.receipt else []),
    ]
    return f"{written_text(found)}\n{lines_text(files)}"


def _used(path: Path, found: Recalculated, order: Order) -> frozenset[Waiver]:
    held = (entry for entry in order.waivers if entry.holds_for(path))
    return frozenset(entry for entry in held if entry.told not in found.unused)
