"""How the derivations hang on each figure: what another reading of it would mend or break."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from perfxl.checks.evidence.substitution import Readings, holds
from perfxl.model.derivation import Derivation
from perfxl.model.place import Place


@dataclass(frozen=True)
class Links:
    """The derivations of a book by the cells that take part in them."""

    derivations: Sequence[Derivation]
    _at: dict[Place, list[Derivation]] = field(default_factory=lambda: defaultdict(list), init=False)

    def __post_init__(self) -> None:
        for item in self.derivations:
            for place in {item.target.place, *(figure.place for _, figure in item.operands())}:
                self._at[place].append(item)

    def net(self, place: Place, value: Decimal, besides: Derivation | None = None) -> int:
        """Return how many derivations `value` at a cell would mend, less those it would break; `besides` apart."""
        return sum(_change(item, {place: value}) for item in self._at.get(place, ()) if item is not besides)


def _change(item: Derivation, reading: Readings) -> int:
    before, after = holds(item, {}), holds(item, reading)
    return 0 if before is None or after is None else int(after) - int(before)
