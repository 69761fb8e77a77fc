"""What a recalculation found, as text, JSON and JUnit XML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring  # only written here, never read

from perfxl.formulas.calculation import Cell
from perfxl.output.documents import SCHEMA
from perfxl.output.visible import lines_text, visible_xml
from perfxl.recalc.results import Difference, Doubt, Recalculated
from perfxl.sheets.address import cell_address
from perfxl.sheets.values import ErrorValue, Scalar

_DIGITS = 15
_XML = "<?xml version='1.0' encoding='utf-8'?>\n"


def recalc_text(found: Recalculated) -> str:
    """Return the cells by what is the matter with them, and a summary."""
    lines = [
        *_listed("缓存与公式不符", map(_stale, found.stale)),
        *_listed("引用了以上单元格", map(_place, found.dependants)),
        *_listed("有疑，保留原有结果", map(_doubtful, found.doubtful)),
        *_listed("两个引擎结果不同", (_differing(each, found.engines) for each in found.differing)),
        *_listed("只有一个引擎算出", (f"{_place(cell)}  {name}" for cell, name in found.alone.items())),
        *_listed("未重算，保留原有结果", (f"{_place(cell)}  {reason}" for cell, reason in found.skipped.items())),
        *_listed("每次重算都会变，没有核对", map(_place, found.volatile)),
    ]
    return lines_text([*lines, summary(found)])


def summary(found: Recalculated) -> str:
    """Return the counts in one sentence."""
    total = len(found.computed) + len(found.skipped) + len(found.doubtful)
    if not total:
        return "工作簿里没有公式。"
    told = f"共 {total} 个公式单元格，重算 {len(found.computed)} 个，缓存不符 {len(found.stale)} 个"
    told += f"，有疑 {len(found.doubtful)} 个" if found.doubtful else ""
    told += f"，未重算 {len(found.skipped)} 个" if found.skipped else ""
    if len(found.engines) > 1:
        told += f"，两个引擎不同 {len(found.differing)} 个，只有一个引擎算出 {len(found.alone)} 个"
    return f"{told}。"


def recalc_document(book: str, found: Recalculated) -> dict[str, Any]:
    """Return the document of docs/schema/recalc.schema.json."""
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
        "not_recalculated": [_cell(cell) | {"reason": reason} for cell, reason in found.skipped.items()],
        "volatile": [_cell(cell) for cell in found.volatile],
    }


def recalc_junit(book: str, found: Recalculated) -> str:
    """Return a test suite with one test a worksheet that has formulas; it fails where a cache is not proven."""
    problems = _problems(found)
    doubtful = (each.cell for each in found.doubtful)
    sheets = dict.fromkeys(cell[0] for cell in (*found.computed, *doubtful, *found.skipped))
    suite = Element("testsuite", name="perfxl recalc", tests=str(len(sheets)), failures=str(len(problems)))
    for sheet in sheets:
        case = SubElement(suite, "testcase", classname=visible_xml(book), name=visible_xml(sheet))
        if sheet in problems:
            failure = SubElement(case, "failure", message=f"{len(problems[sheet])} 个单元格未通过重算核对")
            failure.text = visible_xml(lines_text(problems[sheet]))
    root = Element("testsuites")
    root.append(suite)
    indent(root)
    return f"{_XML}{tostring(root, encoding='unicode')}"


def _problems(found: Recalculated) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    for each in found.stale:
        problems.setdefault(each.cell[0], []).append(_stale(each))
    for doubt in found.doubtful:
        problems.setdefault(doubt.cell[0], []).append(_doubtful(doubt))
    for each in found.differing:
        problems.setdefault(each.cell[0], []).append(_differing(each, found.engines))
    for cell, reason in found.skipped.items():
        problems.setdefault(cell[0], []).append(f"{_place(cell)}  未重算：{reason}")
    return problems


def _stale(found: Difference) -> str:
    return f"{_place(found.cell)}  缓存 {_shown(found.first)}，应为 {_shown(found.second)}"


def _doubtful(found: Doubt) -> str:
    computed = f"，算得 {_shown(found.computed)}"
    return f"{_place(found.cell)}  缓存 {_shown(found.stored)}{computed}：{found.reason}"


def _differing(found: Difference, engines: Sequence[str]) -> str:
    return f"{_place(found.cell)}  {engines[0]} {_shown(found.first)}，{engines[1]} {_shown(found.second)}"


def _listed(title: str, lines: Iterable[str]) -> Iterator[str]:
    told = [f"  {line}" for line in lines]
    if told:
        yield f"{title}（{len(told)} 个）："
        yield from told
        yield ""


def _place(cell: Cell) -> str:
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
