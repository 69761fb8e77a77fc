"""What PX_EXPLAIN says of every example, word for word: explained.txt; and every ratio goes by the pack it is told.

To write the file anew: PERFXL_WRITE=1 pytest tests/functions.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from record import on_record
from test_functions_values import call, parsed

from perfxl.functions.packs import PACK
from perfxl.functions.registry import REGISTRY
from perfxl.sheets.values import ErrorValue, Missing

TOLD = Path(__file__).parent / "explained.txt"
RATES = [name for name in REGISTRY if name.endswith("RATE") or name in ("PX_SHARE", "PX_PROGRESS", "PX_DEVIATION")]


def lines() -> Iterator[str]:
    for name, function in REGISTRY.items():
        for example in function.examples if name != "PX_EXPLAIN" else ():
            _, args = parsed(example.formula)
            text = call("PX_EXPLAIN", (name, *args))
            for row in text if isinstance(text, list) else [[text]]:
                yield f"{example.formula}　{'　'.join(str(getattr(one, 'value', one)) for one in row)}"


def test_every_example_is_explained_as_on_record() -> None:
    on_record(TOLD, "\n".join(lines()) + "\n")


@pytest.mark.parametrize("name", [name for name in RATES if PACK in REGISTRY[name].arguments])
def test_a_ratio_goes_by_the_pack_it_is_told(name: str) -> None:
    required = sum(not argument.optional for argument in REGISTRY[name].arguments)
    for given in range(required, len(REGISTRY[name].arguments)):
        left_out = (Missing.MISSING,) * (len(REGISTRY[name].arguments) - 1 - given)
        assert isinstance(call(name, (*[1.0] * given, *left_out, "没有这个包")), ErrorValue)
        assert not isinstance(call(name, (*[1.0] * given, *left_out)), ErrorValue)
