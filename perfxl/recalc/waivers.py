"""The list of what is known not to be recalculable (接受清单), each entry with its reason: CI may pass all the same.

A YAML list; an entry names a function (every cell whose formula calls it) or cells of one sheet:
    - {function: DISPIMG, reason: WPS 的单元格图片，没有可算的值}
    - {cell: 汇总!B3:B9, book: 自评表.xlsx, reason: 引用财务系统导出的价格表}
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TypeVar

from perfxl.errors import InputError
from perfxl.formulas.calculation import Calculation, Cell, children
from perfxl.formulas.tokens import called_functions, split_name, split_prefix
from perfxl.recalc.results import Difference, Doubt, Recalculated
from perfxl.sheets.address import Box

_Each = TypeVar("_Each", Difference, Doubt)
_KEYS = ("function", "cell", "book", "reason")


@dataclass(frozen=True, slots=True)
class Waiver:
    """One entry: cells that may keep their stored result, and why.

    told      the entry as its file names it
    function  cells whose formula calls it, in capitals; "" for cells named by place
    sheet, box  those cells, the sheet's name case folded
    book      the name of the workbook it holds for, wildcards allowed; "" for all
    """

    told: str
    reason: str
    function: str = ""
    sheet: str = ""
    box: Box | None = None
    book: str = ""

    def covers(self, cell: Cell, calls: frozenset[str]) -> bool:
        """Whether a cell whose formula calls these functions is meant."""
        if self.box is None:
            return self.function in calls
        return cell[0].casefold() == self.sheet and self.box.contains(cell[1:])

    def holds_for(self, path: Path) -> bool:
        """Whether a workbook is meant."""
        return not self.book or fnmatchcase(path.name.casefold(), self.book.casefold())


def read_waivers(path: Path) -> tuple[Waiver, ...]:
    """Read a list; InputError says which entry is wrong and how."""
    import yaml  # noqa: PLC0415 (only with --accept)

    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (yaml.YAMLError, RecursionError) as error:
        raise InputError(f"接受清单“{path.name}”不是合格的 YAML，请检查缩进、冒号和引号。") from error
    except UnicodeDecodeError as error:
        raise InputError(f"接受清单“{path.name}”不是 UTF-8 编码，请用 UTF-8 另存后重试。") from error
    except (OSError, ValueError) as error:
        raise InputError(f"读不了接受清单“{path}”，请检查路径和文件名。") from error
    if not isinstance(content, list):
        raise InputError(f"接受清单“{path.name}”应是一个列表，每条以“- ”开头，写明 function 或 cell，和 reason。")
    return tuple(_entry(each, f"接受清单“{path.name}”第 {number} 条") for number, each in enumerate(content, 1))


def _entry(entry: object, where: str) -> Waiver:
    if not isinstance(entry, Mapping) or not all(isinstance(value, str) for value in entry.values()):
        raise InputError(f"{where}应写成“function: 函数名”或“cell: 表名!单元格”，和“reason: 原因”，都是文字。")
    unknown = [str(key) for key in entry if key not in _KEYS]
    if unknown:
        raise InputError(f"{where}有不认识的“{unknown[0]}”，只能写 {'、'.join(_KEYS)}。")
    if not entry.get("reason", "").strip():
        raise InputError(f"{where}没有写 reason（为什么不能重算也可以），请补上。")
    if bool(entry.get("function")) == bool(entry.get("cell")):
        raise InputError(f"{where}要写 function 或 cell 之一，不能都写或都不写。")
    return replace(_covering(entry, where), book=entry.get("book", ""))


def _covering(entry: Mapping[str, str], where: str) -> Waiver:
    if entry.get("function"):
        function = entry["function"].strip()
        return Waiver(function, entry["reason"], split_name(function.removesuffix("()"))[1].upper())
    sheet, mark, cells = entry["cell"].strip().replace("！", "!").rpartition("!")
    name = split_prefix(f"{sheet}!")[1]
    box: Box | None = None
    with suppress(ValueError):
        box = Box.parse(cells.replace("：", ":"))
    if box is None or not (mark and name):
        raise InputError(f"{where}的 cell“{entry['cell']}”看不懂，请写成“表名!B3”或“表名!B3:B9”。")
    return Waiver(entry["cell"], entry["reason"], sheet=name.casefold(), box=box)


def waive(found: Recalculated, calculation: Calculation, entries: Sequence[Waiver]) -> Recalculated:
    """Return the result with the cells that the entries cover taken apart; a stale result is never waived."""
    held = [entry for entry in entries if entry.holds_for(calculation.path)]
    if not held:
        return found
    met = _met(found, calculation, held)
    used = set().union(*met.values())
    return replace(
        found,
        skipped=_without(found.skipped, met),
        alone=_without(found.alone, met),
        doubtful=_others(found.doubtful, met),
        differing=_others(found.differing, met),
        waived={cell: covering[0].reason for cell, covering in met.items()},
        unused=tuple(entry.told for entry in held if entry not in used),
    )


def _without(cells: Mapping[Cell, str], met: Container[Cell]) -> dict[Cell, str]:
    return {cell: reason for cell, reason in cells.items() if cell not in met}


def _others(found: Iterable[_Each], met: Container[Cell]) -> tuple[_Each, ...]:
    return tuple(each for each in found if each.cell not in met)


def _met(found: Recalculated, calculation: Calculation, held: Sequence[Waiver]) -> dict[Cell, list[Waiver]]:
    """Return the cells without a certain result that entries cover, each with those entries."""
    cells = found.uncertain()
    calls = _calls(calculation, cells) if any(entry.function for entry in held) else {}
    covering = {cell: [entry for entry in held if entry.covers(cell, calls.get(cell, frozenset()))] for cell in cells}
    return {cell: entries for cell, entries in covering.items() if entries}


def _calls(calculation: Calculation, wanted: Container[Cell]) -> dict[Cell, frozenset[str]]:
    """Return the functions that give each of the wanted cells its value."""
    calls: dict[Cell, frozenset[str]] = {}
    for sheet in calculation.sheets:
        for position, formula in sheet.formulas.items():
            block = sheet.blocks.get(position)
            filled = (position, *(children(position, block.box) if block else ()))
            cells = [cell for each in filled if (cell := (sheet.name, *each)) in wanted]
            calls.update(dict.fromkeys(cells, called_functions(formula) if cells else frozenset()))
    return calls
