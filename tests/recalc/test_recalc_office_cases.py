"""LibreOffice as a second judge of the cases: what it gives is what they expect, or they say why not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from casebook import Case, calculation, cases, same, write

from perfxl.formulas.calculation import Computed
from perfxl.recalc.libreoffice.engine import LibreOffice


@pytest.fixture(scope="module")
def computed(needs: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Computed:
    needs("soffice")
    book = calculation(tmp_path_factory.mktemp("office") / "算例.xlsx")
    write(book)
    return LibreOffice().compute(book)


@pytest.mark.parametrize("case", [case for case in cases() if not case.office], ids=lambda case: case.formula)
def test_libreoffice_gives_what_is_expected(case: Case, computed: Computed) -> None:
    assert case.cell in computed.values, computed.skipped.get(case.cell)
    assert same(computed.values[case.cell], case.result), computed.values[case.cell]
