"""What the tests of the live host share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from excelbooks import ELSEWHERE, EXAMPLE, GUESTS, SHIFTS, Excel, among, shifted

from perfxl.ribbon import commands


@pytest.fixture(autouse=True)
def no_questions_left() -> Iterator[None]:
    """Let go of what a command has planned and nobody answered."""
    yield
    for memory in commands._memories.values():
        memory.drop_pending()


@pytest.fixture
def excel(tmp_path: Path) -> Callable[..., Excel]:
    """Return `excel(path)`, which opens a workbook in the stand-in."""
    return lambda path, name=None: Excel(path, tmp_path / "user", name)


@pytest.fixture(params=["example", *SHIFTS, *ELSEWHERE])
def some_book(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return each of the workbooks in turn."""
    name: str = request.param
    if name == "example":
        return EXAMPLE
    if name in SHIFTS:
        return shifted(tmp_path / "移动.xlsx", *SHIFTS[name], GUESTS if name != next(iter(SHIFTS)) else ())
    return among(request.getfixturevalue("corpus") / name, tmp_path / Path(name).name)
