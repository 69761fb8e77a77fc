"""What a reviewer asks of a check (审核): which checks are done, and what was accepted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from perfxl.checks.registry import checks
from perfxl.errors import InputError
from perfxl.model.acceptance import Acceptance
from perfxl.model.finding import Group
from perfxl.model.selection import Selection, names
from perfxl.model.table import Evaluation


@dataclass(frozen=True, slots=True)
class Review:
    """The checks to do, the findings that were accepted elsewhere than in the workbook, and last year's workbook."""

    selection: Selection = field(default_factory=Selection)
    acceptances: tuple[Acceptance, ...] = ()
    previous: Evaluation | None = None

    @property
    def unselected(self) -> Review:
        """The same with all checks: what may be written hangs on no selection."""
        return Review(acceptances=self.acceptances)


WHOLE = Review()  # all checks


def selection(select: Sequence[str] = (), ignore: Sequence[str] = ()) -> Selection:
    """Return a selection of checks; InputError where an entry is neither a group nor the beginning of a code."""
    chosen = Selection(tuple(map(_normal, select)), tuple(map(_normal, ignore)))
    known = tuple(_known((*chosen.select, *chosen.ignore)))
    for entry in (*chosen.select, *chosen.ignore):
        if not any(names(entry, code, group) for code, group in known):
            raise InputError(_unknown(entry, [code for code, _ in known]))
    return chosen


def _normal(entry: str) -> str:
    """Return an entry as it is compared: "px105" is PX105, "合计与差额" is sums."""
    text = entry.strip()
    return next((group.value for group in Group if text == group.term), text.upper() if _is_code(text) else text)


def _is_code(text: str) -> bool:
    return text[:2].casefold() == "px"


def _known(entries: Iterable[str]) -> Iterator[tuple[str, Group]]:
    """Yield code and group of all checks; the laws of reports, whose words take a while, where an entry is of them."""
    yield from ((check.code, check.group) for check in checks())
    if any(entry == "PX" or entry.startswith("PX5") for entry in entries):
        from perfxl.prose.laws.registry import laws  # noqa: PLC0415 (late: see above)

        yield from ((law.code, law.group) for law in laws())


def _unknown(entry: str, codes: Sequence[str]) -> str:
    groups = "、".join(f"{group.value}（{group.term}）" for group in Group)
    near = "".join(f"（是否应为{name}）" for name in get_close_matches(entry, [*Group, *codes], 1, 0.7))
    return f"没有叫“{entry}”的检查{near}，请写编号（如 PX105）、编号的开头（如 PX1），或类别：{groups}。"
