"""What a recalculation found and changed, as text for people and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from perfxl.formulas.calculation import Cell
from perfxl.output.documents import SCHEMA
from perfxl.output.visible import lines_text
from perfxl.recalc.results import Difference, Doubt, Recalculated
from perfxl.sheets.address import cell_address
from perfxl.sheets.values import ErrorValue, Scalar

_DIGITS = 15
_MOST = 20  # cells of one kind that the text of a written workbook names
_Each = TypeVar("_Each")


@dataclass(frozen=True, slots=True)
class Written:
    """The files of a recalculated workbook, as paths; `backup` and `receipt` are None where there is none."""

    output: str
    backup: str | None = None
    receipt: str | None = None


def recalc_text(found: Recalculated) -> str:
    """Return all cells by what is the matter with them, and a summary."""
    return lines_text([*_kinds(found), summary(found)])


def written_text(found: Recalculated) -> str:
    """Return what was changed in a workbook that was written, the first cells of each kind, and a summary."""
    lines = [
        *_listed("改动了存储的结果", found.changed, change_line, _MOST),
        *_listed("补上没有存储的结果", found.filled, change_line, _MOST),
        *_listed("每次重算都会变，写入了新值", found.renewed, change_line, _MOST),
        *_left(found, _MOST),
    ]
    return lines_text([*lines, summary(found)])


def _kinds(found: Recalculated) -> Iterator[str]:
    yield from _listed("缓存与公式不符", found.stale, stale_line)
    yield from _listed("引用了以上单元格", found.dependants, place)
    yield from _left(found, None)
    yield from _listed("每次重算都会变，没有核对", found.volatile, place)


def _left(found: Recalculated, most: int | None) -> Iterator[str]:
    """Yield the cells of which no result is certain."""
    yield from _listed("有疑，保留原有结果", found.doubtful, doubtful_line, most)
    yield from _listed("两个引擎结果不同", found.differing, lambda each: differing_line(each, found.engines), most)
    yield from _listed("只有一个引擎算出", found.alone.items(), lambda each: skipped_line(*each), most)
    yield from _listed("未重算，保留原有结果", found.skipped.items(), lambda each: skipped_line(*each), most)
    yield from _listed("没有确定的结果，已在接受清单中", found.waived.items(), lambda each: skipped_line(*each), most)


def _listed(title: str, found: Iterable[_Each], line: Callable[[_Each], str], most: int | None = None) -> Iterator[str]:
    found = list(found)
    if not found:
        return
    yield f"{title}（{len(found)} 个）："
    yield from (f"  {line(each)}" for each in found[:most])
    if most is not None and len(found) > most:
        yield f"  …… 另有 {len(found) - most} 个，全部列在 --format json 和 --receipt 里"
    yield ""


def summary(found: Recalculated) -> str:
    """Return the counts in one sentence."""
    kept = {*found.skipped, *found.waived, *(each.cell for each in found.doubtful)}
    total = len(found.computed) + len(kept.difference(found.computed))
    if not total:
        return "工作簿里没有公式。"
    told = f"共 {total} 个公式单元格，重算 {len(found.computed)} 个，缓存不符 {len(found.stale)} 个"
    counts = (("有疑", found.doubtful), ("未重算", found.skipped), ("已接受", found.waived))
    told += "".join(f"，{what} {len(cells)} 个" for what, cells in counts if cells)
    if len(found.engines) > 1:
        told += f"，两个引擎不同 {len(found.differing)} 个，只有一个引擎算出 {len(found.alone)} 个"
    return f"{told}。"


def recalc_document(book: str, found: Recalculated, written: Written | None = None) -> dict[str, Any]:
    """Return the document of docs/schema/recalc.schema.json; `written` is None where nothing was to be written."""
    return {
        "schema": SCHEMA,
        "book": book,
        "engines": list(found.engines),
        "summary": {
            "recalculated": len(found.computed),
            "stale": len(found.stale),
            "dependants": len(found.dependants),
            "doubtful": len(found.doubtful),
            "alone": len(found.alone),
            "differing": len(found.differing),
            "not_recalculated": len(found.skipped),
            "accepted": len(found.waived),
            "volatile": len(found.volatile),
        },
        "stale": [_cell(e.cell) | {"stored": _json(e.first), "computed": _json(e.second)} for e in found.stale],
        "dependants": [_cell(cell) for cell in found.dependants],
        "doubtful": [
            _cell(e.cell) | {"stored": _json(e.stored), "computed": _json(e.computed), "reason": e.reason}
            for e in found.doubtful
        ],
        "alone": [_cell(cell) | {"engine": name} for cell, name in found.alone.items()],
        "differing": [
            _cell(e.cell) | dict(zip(found.engines, (_json(e.first), _json(e.second)), strict=True))
            for e in found.differing
        ],
        "not_recalculated": reasons(found.skipped),
        "accepted": reasons(found.waived),
        "unused_accepts": list(found.unused),
        "volatile": [_cell(cell) for cell in found.volatile],
        "written": None if written is None else _written(found, written),
    }


def _written(found: Recalculated, written: Written) -> dict[str, Any]:
    return {
        "output": written.output,
        "backup": written.backup,
        "receipt": written.receipt,
        "changed": len(found.changed),
        "filled": len(found.filled),
        "renewed": len(found.renewed),
        "changes": changes(found),
    }


def changes(found: Recalculated) -> list[dict[str, Any]]:
    """Return every cell whose stored result is written anew, with both results."""
    written = (*found.stale, *found.renewed)
    return [_cell(e.cell) | {"old": _json(e.first), "new": _json(e.second)} for e in written]


def reasons(cells: Mapping[Cell, str]) -> list[dict[str, Any]]:
    """Return cells with the reason why they keep their result."""
    return [_cell(cell) | {"reason": reason} for cell, reason in cells.items()]


def stale_line(found: Difference) -> str:
    """Return a cell with its stored result and the right one."""
    return f"{place(found.cell)}  缓存 {_shown(found.first)}，应为 {_shown(found.second)}"


def change_line(found: Difference) -> str:
    """Return a cell with its former result and the one written."""
    return f"{place(found.cell)}  {_shown(found.first)} → {_shown(found.second)}"


def doubtful_line(found: Doubt) -> str:
    """Return a cell with its stored result, the one computed, and why neither is certain."""
    computed = f"，算得 {_shown(found.computed)}"
    return f"{place(found.cell)}  缓存 {_shown(found.stored)}{computed}：{found.reason}"


def differing_line(found: Difference, engines: Sequence[str]) -> str:
    """Return a cell with what either engine says."""
    return f"{place(found.cell)}  {engines[0]} {_shown(found.first)}，{engines[1]} {_shown(found.second)}"


def skipped_line(cell: Cell, reason: str) -> str:
    """Return a cell with the reason why it keeps its result."""
    return f"{place(cell)}  {reason}"


def place(cell: Cell) -> str:
    """Return where a cell stands, sheet and address."""
    return f"{cell[0]}!{cell_address(*cell[1:])}"


def _cell(cell: Cell) -> dict[str, Any]:
    return {"sheet": cell[0], "cell": cell_address(*cell[1:])}


def _shown(value: Scalar) -> str:
    if value is None:
        return "空白"
    if isinstance(value, ErrorValue):
        return value.value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return f"{value:.{_DIGITS}g}" if isinstance(value, float) else "“{}”".format(value.replace("\n", "\\n"))


def _json(value: Scalar) -> object:
    return {"error": value.value} if isinstance(value, ErrorValue) else value
