"""How much of what Excel stored in workbooks made elsewhere our recalculation gives: `make recalc-corpus`.

Cells that follow the clock or chance, or rest on such, have no right answer and are left out; so are cells without a
stored one. Fifteen digits have to agree. Goals hold for all cells (no error over a good value, few differing, few not
recalculated), and one for those whose formulas use none but the functions of the clerk's cases (tests/recalc/cases).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "recalc"))

from casebook import cases, same
from measuring import verdict

from perfxl.errors import InputError
from perfxl.files.read.formulas import read_calculation
from perfxl.formulas.calculation import Calculation, Cell, FormulaSheet, children
from perfxl.formulas.tokens import called_functions
from perfxl.jobs.recalc import engines, recalc
from perfxl.recalc.agreement import is_good
from perfxl.recalc.engine import Engine
from perfxl.sheets.address import cell_address
from perfxl.sheets.values import ErrorValue, Scalar

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "corpus"
BOOKS = frozenset({".xlsx", ".xlsm"})
GOAL = 0.98
MOST_DIFFERING, MOST_SKIPPED = 0.005, 0.06
UNKNOWN = "NOSUCHFUNC"  # of a case, and no function
_OPERATORS = {"ANCHORARRAY", "SINGLE"}  # A1# and @A1, as files spell them


@dataclass(frozen=True, slots=True)
class Answer:
    """One cell: what Excel stored, what the engine gives (`reason`: why it gives nothing), the formula's functions."""

    book: str
    cell: Cell
    formula: str
    functions: frozenset[str]
    stored: Scalar
    computed: Scalar
    reason: str = ""

    @property
    def agrees(self) -> bool:
        """Whether both are the same."""
        return not self.reason and same(self.stored, self.computed)

    @property
    def is_harm(self) -> bool:
        """Whether an error would be put over a good value."""
        return not self.agrees and not self.reason and is_good(self.stored) and isinstance(self.computed, ErrorValue)

    @property
    def cause(self) -> str:
        """Why they differ, in words that many cells share."""
        if self.reason:
            return f"没有重算：{self.reason}"
        if isinstance(self.stored, ErrorValue) or isinstance(self.computed, ErrorValue):
            return f"错误值不同：应为{_kind(self.stored)}，得{_kind(self.computed)}"
        if type(self.stored) is not type(self.computed):
            return f"类型不同：应为{_kind(self.stored)}，得{_kind(self.computed)}"
        return f"{_kind(self.stored)}不同{_digits(self.stored, self.computed)}"


def _kind(value: Scalar) -> str:
    if isinstance(value, ErrorValue):
        return value.value
    return {bool: "真假", float: "数", str: "文本"}.get(type(value), "空白")


def _digits(one: Scalar, other: Scalar) -> str:
    """Tell how near two numbers are."""
    if not isinstance(one, float) or not isinstance(other, float):
        return ""
    near = abs(one - other) <= 1e-9 * max(abs(one), abs(other))
    return "，前九位相同" if near else "，九位以内就不同"


def functions_of(formula: str) -> frozenset[str]:
    """Return the functions that a formula calls, by their plain names."""
    return called_functions(formula) - _OPERATORS


def named() -> frozenset[str]:
    """Return the functions of the clerk's cases."""
    return frozenset().union(*(functions_of(case.stored) for case in cases())) - {UNKNOWN}


def answers(book: Calculation, engine: Engine) -> Iterator[Answer]:
    """Recalculate a workbook and yield its cells that can be compared."""
    found = recalc(book, (engine,))
    restless = set(found.volatile)
    left = {**found.skipped, **{each.cell: each.reason for each in found.doubtful}}
    for sheet in book.sheets:
        for (row, column), formula in _formulas(sheet):
            cell, stored = (sheet.name, row, column), sheet.values.get((row, column))
            if cell not in restless and stored is not None:
                value, reason = found.computed.get(cell), left.get(cell, "")
                yield Answer(book.path.name, cell, formula, functions_of(formula), stored, value, reason)


def _formulas(sheet: FormulaSheet) -> Iterator[tuple[tuple[int, int], str]]:
    for position, formula in sheet.formulas.items():
        yield position, formula
        block = sheet.blocks.get(position)
        for child in children(position, block.box) if block else ():
            yield child, formula


def collect(folder: Path, engine: Engine) -> tuple[list[Answer], list[str]]:
    """Return the answers of all workbooks in a folder and those in it, and what is wrong with those not computed."""
    found: list[Answer] = []
    unread: list[str] = []
    for path in sorted(each for each in folder.rglob("*") if each.suffix.lower() in BOOKS and each.is_file()):
        try:
            found += answers(read_calculation(path), engine)
        except InputError as error:
            unread.append(str(error))
    return found, unread


def share(found: Iterable[Answer]) -> tuple[int, int, float]:
    """Return how many agree, of how many, and their share (1 where there are none)."""
    agreeing = [answer.agrees for answer in found]
    return sum(agreeing), len(agreeing), sum(agreeing) / len(agreeing) if agreeing else 1.0


def within(found: Iterable[Answer], functions: frozenset[str]) -> list[Answer]:
    """Return the answers whose formulas use none but these functions."""
    return [answer for answer in found if answer.functions <= functions]


def report(found: list[Answer], unread: list[str]) -> Iterator[str]:
    """Yield the lines of the report."""
    if not found:
        yield "没有可以比较的公式单元格：文件夹里没有工作簿，或其中没有存着结果的公式。"
        yield from unread
        return
    agreeing, total, part = share(found)
    yield f"全部公式      {agreeing}/{total} 格相同，占 {part:.2%}"
    yield from _goals(found)
    agreeing, total, part = share(within(found, named()))
    goal = verdict(f"{GOAL:.0%}", part >= GOAL)
    yield f"只用所列函数  {agreeing}/{total} 格相同，占 {part:.2%}（{goal}）"
    yield from unread
    yield "\n按函数（相同/全部，一格里的每个函数都计）："
    yield from _by_function(found)
    yield "\n不同的格按原因："
    causes = Counter(answer.cause for answer in found if not answer.agrees)
    yield from (f"{count:6}  {cause}" for cause, count in causes.most_common())


def _goals(found: list[Answer]) -> Iterator[str]:
    total = len(found)
    harm, skipped = sum(answer.is_harm for answer in found), sum(bool(answer.reason) for answer in found)
    differing = total - skipped - sum(answer.agrees for answer in found)
    yield f"错误值盖过好值  {harm} 格（{verdict('0', not harm)}）"
    yield _goal("算出而不同", differing, total, MOST_DIFFERING)
    yield _goal("没有重算", skipped, total, MOST_SKIPPED)


def _goal(what: str, count: int, total: int, most: float) -> str:
    return f"{what}  {count} 格，占 {count / total:.2%}（{verdict(f'{most:.1%} 以内', count / total <= most)}）"


def _by_function(found: list[Answer]) -> Iterator[str]:
    total = Counter(name for answer in found for name in answer.functions)
    right = Counter(name for answer in found if answer.agrees for name in answer.functions)
    yield from (f"  {name:<18}{right[name]:5}/{total[name]}" for name in sorted(total))


def _differences(found: Iterable[Answer]) -> Iterator[str]:
    for answer in found:
        if not answer.agrees:
            sheet, row, column = answer.cell
            place = f"{answer.book} {sheet}!{cell_address(row, column)}"
            yield f"{place}  ={answer.formula}  应为 {answer.stored!r}，得 {answer.reason or repr(answer.computed)}"


def main() -> int:
    """Compare and print; returns 2 where there is nothing to compare."""
    parser = argparse.ArgumentParser(description="与别处工作簿里 Excel 存下的结果对比")
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER, help="工作簿所在的文件夹")
    parser.add_argument("--engine", default="formualizer", help="计算引擎（默认 formualizer）")
    parser.add_argument("--cells", action="store_true", help="逐格列出不同的和没有重算的格")
    options = parser.parse_args()
    if not options.folder.is_dir():
        print(f"找不到文件夹 {options.folder}，请检查路径。", file=sys.stderr)
        return 2
    found, unread = collect(options.folder, engines(options.engine)[0])
    print(*report(found, unread), sep="\n")
    if options.cells:
        print("", *_differences(found), sep="\n")
    return 0 if found else 2


if __name__ == "__main__":
    sys.exit(main())
