"""Recognised tables as text for people, columns aligned (a Chinese character is two wide)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from perfxl.model.table import Evaluation, Table
from perfxl.output.jsonout import field_addresses, row_span
from perfxl.output.words import words


def map_text(evaluation: Evaluation, unknown: Sequence[str] = (), own: Sequence[str] = (), language: str = "zh") -> str:
    """Return the recognised tables, then the sheets without one and the sheets that perfxl made."""
    word = words(language)
    lines = [word["tables"].format(count=len(evaluation.tables))] if evaluation.tables else [word["no_table"]]
    for table in evaluation.tables:
        lines += ["", *_table(table, language)]
    notes = (("unknown_sheets", unknown), ("own_sheets", own))
    listed = [word[key].format(names="、".join(names)) for key, names in notes if names]
    return "\n".join([*lines, *([""] if listed else []), *listed])


def _table(table: Table, language: str) -> Iterator[str]:
    word = words(language)
    first, last = row_span(table)
    facts = [f"{table.sheet}!{table.range}", word["rows"].format(first=first, last=last)]
    facts += [word["unit"].format(unit=table.unit) if table.unit else word["no_unit"]]
    facts += [word["confidence"].format(confidence=f"{table.confidence:.2f}")]
    yield f"{table.name}（{table.kind}）"
    yield "  " + "  ".join(facts)
    addresses = field_addresses(table)
    wide = max((width(key) for key in addresses), default=0)
    for key, address in addresses.items():
        yield f"    {padded(key, wide)}  {address}"


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def padded(text: str, wide: int) -> str:
    """Return the text filled up with spaces to a width in terminal columns."""
    return text + " " * (wide - width(text))
