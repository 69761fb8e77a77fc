"""The fifty patterns of published prose, where they are at hand: each gets its verdict in every guise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from prosecases import checked, variants, verdict

PATTERNS = Path(__file__).resolve().parents[3] / "shared" / "patterns.yaml"


def patterns() -> list[dict[str, Any]]:
    if not PATTERNS.exists():
        return []
    found: list[dict[str, Any]] = yaml.safe_load(PATTERNS.read_text(encoding="utf-8"))["patterns"]
    return found


@pytest.mark.skipif(not PATTERNS.exists(), reason="the patterns are not at hand")
@pytest.mark.parametrize("pattern", patterns(), ids=lambda pattern: pattern["id"])
def test_a_pattern_gets_its_verdict(pattern: dict[str, Any]) -> None:
    for text in variants(pattern["text"]):
        assert (verdict(checked(text).findings), text) == (pattern["verdict"], text)
