"""One workbook in the library: loaded whole, then asked and changed cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import formualizer

from perfxl.formulas.calculation import Cell
from perfxl.recalc.engine import EngineError
from perfxl.recalc.formualizer.addressing import Addresses
from perfxl.recalc.formualizer.conversion import result
from perfxl.recalc.formualizer.lambdas import LambdaCaller
from perfxl.recalc.formualizer.loading import Content, package
from perfxl.recalc.formualizer.registration import registered
from perfxl.recalc.normal.lambdas import EACH
from perfxl.recalc.normal.normalise import Normaliser
from perfxl.recalc.normal.special import ADDRESS
from perfxl.sheets.values import ErrorValue, Scalar

_DEFAULT = "Sheet1"  # a sheet that the library makes itself, and another of this name in other case is this one
_FAILURES = (
    formualizer.ExcelEvaluationError,
    formualizer.FormualizerHostError,
    formualizer.ParserError,
    formualizer.TokenizerError,
    RuntimeError,
    ValueError,
)


class Library:
    """A workbook of the library; formulas are given to it normalised."""

    def __init__(self, sheets: Iterable[Content], normaliser: Normaliser, *, mac: bool = False) -> None:
        settings = formualizer.EvaluationConfig()
        settings.date_system = "1904" if mac else "1900"
        settings.enable_parallel = False
        config = formualizer.WorkbookConfig(eval_config=settings, enable_changelog=False)
        sheets = list(sheets)
        self._own = {name: _DEFAULT for name, *_ in sheets if name.casefold() == _DEFAULT.casefold()}
        self._book = formualizer.Workbook.from_bytes(package(self._named(sheets), mac=mac), config=config)
        self._book.set_temporal_egress("serial")
        self._normaliser, self._mac = normaliser, mac
        self.register()

    def register(self) -> None:
        """Make our own functions known."""
        register(self._book, mac=self._mac)
        self._book.register_function(EACH, LambdaCaller(self._normaliser.lambdas).each, min_args=3)
        self._book.register_function(ADDRESS, Addresses(self._normaliser.scope).read, min_args=2)

    def set_value(self, cell: Cell, value: Scalar) -> None:
        """Set a constant."""
        if isinstance(value, ErrorValue):
            self.set_formula(cell, value.value)
        else:
            self._book.set_value(*self._placed(cell), value)

    def set_formula(self, cell: Cell, formula: str) -> None:
        """Set a formula, without "="; EngineError where the library cannot read it."""
        try:
            self._book.set_formula(*self._placed(cell), f"={formula}")
        except _FAILURES as error:
            raise EngineError("计算引擎无法识别这个公式") from error

    def evaluate(self) -> None:
        """Compute whatever is not up to date; EngineError where the library breaks off."""
        try:
            self._book.evaluate_all()
        except _FAILURES as error:
            raise EngineError("计算引擎中途失败") from error

    def get(self, cell: Cell) -> Scalar:
        """Return a value; EngineError where it is an error that Excel would not show."""
        return result(self._book.get_value(*(self._placed(cell) if self._own else cell)))

    def _named(self, sheets: Iterable[Content]) -> Iterator[Content]:
        return ((self._own.get(name, name), values, formulas) for name, values, formulas in sheets)

    def _placed(self, cell: Cell) -> Cell:
        """Return a cell by the name under which the library holds its sheet."""
        return (self._own.get(cell[0], cell[0]), *cell[1:])

    def precedents(self, cell: Cell) -> tuple[str, ...]:
        """Return the references that a formula rests on directly, as the library spells them."""
        sheet, row, column = self._placed(cell)
        report = self._book.precedents(f"'{sheet}'!R{row}C{column}")
        return tuple(str(each) for each in report.to_dict().get("precedents", ()))


def register(book: formualizer.Workbook, *, mac: bool = False) -> None:
    """Make the functions of ours known to a workbook of the library."""
    for name, function in registered(mac=mac).items():
        book.register_function(name, function, min_args=0, allow_override_builtin=True)


def unsound(contents: Sequence[Content], normaliser: Normaliser) -> Iterator[Cell]:
    """Yield the cells over whose formulas the library breaks off even where all other cells are blank."""
    library = None
    for name, _, formulas in contents:
        for position, formula in formulas.items():
            library = library or Library([(sheet, {}, {}) for sheet, *_ in contents], normaliser)
            try:
                library.set_formula((name, *position), formula)
                library.evaluate()
                library.set_value((name, *position), None)
            except EngineError:
                library = None
                yield (name, *position)


@lru_cache(maxsize=1)
def _probe() -> formualizer.Workbook:
    book = formualizer.Workbook()
    book.add_sheet("S")
    register(book)
    for name in (EACH, ADDRESS):
        book.register_function(name, lambda *_: 0, min_args=0)
    return book


@lru_cache(maxsize=1)
def _ours() -> frozenset[str]:
    return frozenset(registered())


@lru_cache(maxsize=4096)
def knows(name: str) -> bool:
    """Whether the library has a function, or we do."""
    if name in _ours():
        return True
    try:
        _probe().set_formula("S", 1, 1, f"={name}()")
        value = _probe().evaluate_cell("S", 1, 1)
    except _FAILURES:
        _probe.cache_clear()
        return False
    return not (isinstance(value, dict) and value.get("kind") in {"Name", "NImpl"})
