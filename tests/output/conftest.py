"""A workbook with as many wrong rates as are asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

_A_SHEET = 50


@pytest.fixture(scope="session")
def many() -> Callable[[Path, int], Path]:
    """Return `make(path, number)`: lists of projects, 50 a sheet, of which `number` state a wrong execution rate."""

    def make(path: Path, number: int) -> Path:
        workbook = Workbook()
        workbook.remove(workbook.worksheets[0])
        for sheet in range(max(1, -(-number // _A_SHEET))):
            rows = workbook.create_sheet(f"项目清单{sheet + 1}")
            rows.append(["项目支出清单（单位：万元）"])
            rows.append(["项目名称", "年初预算数", "全年预算数", "全年执行数", "执行率"])
            for line in range(_A_SHEET):
                wrong = sheet * _A_SHEET + line < number
                rows.append([f"第{sheet + 1}批项目{line + 1}", 100, 100, 40 + line, (40 + line + wrong) / 100])
                rows.cell(rows.max_row, 5).number_format = "0.00%"
        workbook.save(path)
        return path

    return make


if __name__ == "__main__":  # for the pictures of the docs
    import sys

    many.__wrapped__()(Path(sys.argv[1]), int(sys.argv[2]))
