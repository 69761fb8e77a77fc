"""Documents lead somewhere: every relative link has its file, every command told is a target of make."""

from __future__ import annotations

import re
from pathlib import Path

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#:]+)(?:#[^)]*)?\)")


def test_links_lead_to_files(texts: dict[Path, str]) -> None:
    broken = [
        f"{path.name}: {target}"
        for path, text in texts.items()
        if path.suffix == ".md"
        for target in LINK.findall(text)
        if not (path.parent / target).exists()
    ]
    assert broken == []


def test_told_make_targets_exist(texts: dict[Path, str], root: Path) -> None:
    targets = set(re.findall(r"^([a-z][\w-]*):", texts[root / "Makefile"], re.MULTILINE))
    told = {
        name
        for path, text in texts.items()
        if path.suffix == ".md"
        for name in re.findall(r"(?:`|^)make ([a-z][\w-]*)", text, re.MULTILINE)
    }
    assert told
    assert told <= targets
