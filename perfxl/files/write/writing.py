"""Writing a change set into a copy of a workbook; whatever it does not touch keeps its bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from perfxl.errors import RefusedError
from perfxl.files.parts.book import open_book
from perfxl.files.parts.opening import ForeignBook, open_workbook, output_suffix
from perfxl.files.write.caches import cached_parts
from perfxl.files.write.cells import patch_cells
from perfxl.files.write.fills import patch_fills
from perfxl.files.write.grafting import graft
from perfxl.files.write.newbook import new_workbook
from perfxl.files.write.noting import patch_notes
from perfxl.files.write.session import Session
from perfxl.formulas.calculation import Cell
from perfxl.package.archive import Archive, load
from perfxl.package.relationships import relations
from perfxl.package.save import back_up, check_target, save
from perfxl.sheets.changeset import ChangeSet
from perfxl.sheets.values import Scalar

Parts = dict[str, bytes | None]


def fingerprint(path: Path | str) -> str:
    """Return the SHA-256 of a workbook's bytes, to be handed to `write` as what was read."""
    return hashlib.sha256(load(Path(path))).hexdigest()


def write(
    source: Path | str,
    changes: ChangeSet,
    target: Path | str,
    *,
    in_place: bool = False,
    expected: str | None = None,
) -> Path | None:
    """Write `source` with the changes to `target`; the same input gives the same bytes.

    in_place  `target` may be `source`: a time-stamped backup is laid beside it first, and its path returned
    expected  the `fingerprint` of what was read; another one now is refused

    RefusedError where something would be lost or overwritten, InputError where the source cannot be read; the source
    and a former target stand untouched then.
    """
    return _written(Path(source), Path(target), lambda archive: changed_parts(archive, changes), in_place, expected)


def write_caches(
    source: Path | str,
    results: Mapping[Cell, Scalar],
    target: Path | str,
    *,
    in_place: bool = False,
    expected: str | None = None,
) -> Path | None:
    """Write `source` with other cached results of formulas to `target`; all else as for `write`."""
    return _written(Path(source), Path(target), lambda archive: cached_parts(archive, results), in_place, expected)


def _written(
    source: Path, target: Path, parts_of: Callable[[Archive], Parts], in_place: bool, expected: str | None
) -> Path | None:
    same = _is_same(target, source)
    archive = _package(source, same=same)
    _check_paths(archive, target, same=same, in_place=in_place)
    if expected is not None and archive.digest != expected:
        raise RefusedError(f"“{source.name}”在读取之后被改动，未写出，请保存并关闭后重新运行。")
    parts = parts_of(archive)
    if same and not parts:
        return None
    backup = back_up(archive) if same else None
    try:
        save(archive, target, parts)
    except RefusedError:
        if backup:
            backup.unlink(missing_ok=True)
        raise
    return backup


def _package(source: Path, *, same: bool) -> Archive:
    """Return the package of a workbook; of one in a format of others the package that its values make."""
    book = open_workbook(source)
    if not isinstance(book, ForeignBook):
        return book
    if same:
        raise RefusedError(
            f"“{source.name}”是 {book.kind} 格式，不能就地修改，"
            "请用 -o 写到新的 .xlsx 文件，或先用 Excel、WPS 另存为 .xlsx。"
        )
    return Archive(source, new_workbook(book.sheets), book.digest, own=True)


def _is_same(target: Path, source: Path) -> bool:
    try:
        return target.exists() and target.samefile(source)
    except OSError:  # a name that no file can have
        return False


def changed_parts(archive: Archive, changes: ChangeSet) -> Parts:
    """Return the new bytes of every part that the changes touch, None for parts to drop."""
    if changes.empty:
        return {}
    if any(relation.kind == "origin" and "digital-signature" in relation.type for relation in relations(archive, "")):
        raise RefusedError(
            f"“{archive.path.name}”带有数字签名，改动会使签名失效，未写出，请先在 Excel 中删除签名，改完再签。"
        )
    session = Session(archive, open_book(archive))
    patch_cells(session, changes.cells)
    patch_fills(session, changes.fills)
    patch_notes(session, changes.notes)
    graft(session, changes)
    return session.finish()


def _check_paths(archive: Archive, target: Path, *, same: bool, in_place: bool) -> None:
    if same and not in_place:
        raise RefusedError(f"输出与原文件“{archive.path.name}”相同，请另给输出文件名，或用 --in-place 明确就地修改。")
    suffix = output_suffix(archive)
    if target.suffix.casefold() != suffix.casefold():
        raise RefusedError(f"输出文件的扩展名须是 {suffix}，与内容相符，请改输出文件名。")
    check_target(target.resolve())
