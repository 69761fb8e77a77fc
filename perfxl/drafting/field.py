"""A field (字段) of a report: what one place of a template prints, and the name by which it is found again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

BARE = "#"  # ends the name of a field that is printed without its unit
NOTHING = "—"
GAP = "【待填："  # begins the mark of what a person has to fill in


@dataclass(frozen=True, slots=True)
class Field:
    """One field.

    name    the path by which templates call it: 预算执行.合计.执行率; "" for one that is found again by no name
    text    what is printed; "" where the workbook does not say
    bare    the same without the unit, as tables print it
    value   the exact value as the unit counts it (a rate is a fraction); None where it is no number
    unit    "万元", "%", "人", ...
    quantum the last printed place, in terms of `value`
    free    the text of a person, which a second run does not touch
    """

    name: str
    text: str = ""
    bare: str = ""
    value: Decimal | None = None
    unit: str = ""
    quantum: Decimal = Decimal(1)
    free: bool = False

    def __str__(self) -> str:
        """Return what is printed; a missing text is a marked gap."""
        return self.text or gap(self.name)

    def __bool__(self) -> bool:
        """Whether there is anything to print."""
        return bool(self.text)

    @property
    def bound(self) -> bool:
        """A second run finds it again: a figure, a word worked out, a gap; not the words of a person or a label."""
        worked_out = self.value is not None or "(" in self.name
        return bool(self.name) and (self.missing or (worked_out and not self.free))

    @property
    def missing(self) -> bool:
        """The workbook does not say."""
        return not self.text

    def __getitem__(self, key: str) -> Field | bool:
        """Return what templates may ask of a field: 数 (no unit; — where blank), 文 (nothing where blank), 有."""
        if key == "数":
            shown = self.bare or self.text or NOTHING
            return replace(self, name=self.name + BARE if self.name else "", text=shown, bare=shown)
        if key == "文":
            return self if self.text else Blank()
        if key == "有":
            return bool(self.text)
        raise KeyError(key)


class Blank(Field):
    """A field that prints nothing."""

    def __init__(self) -> None:
        super().__init__("")

    def __str__(self) -> str:
        """Return nothing."""
        return ""


def gap(name: str) -> str:
    """Return the mark of what a person has to fill in: 【待填：存在问题】."""
    return f"{GAP}{name.removeprefix('文字.').removesuffix(BARE).replace('.', '·') or '内容'}】"
