"""The validator, which `make test` installs by npm; without it a test fails in CI and is skipped elsewhere."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from validating import program


@pytest.fixture(autouse=True)
def validator() -> None:
    """Skip without the validator, visibly."""
    if program() is None:
        reason = "the Open XML SDK's validator is not installed (make validate)"
        if os.environ.get("CI") and platform.machine() == "x86_64":
            pytest.fail(f"{reason}, and CI must have it", pytrace=False)
        pytest.skip(reason)
