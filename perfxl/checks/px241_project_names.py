"""同一项目在清单和自评表中的名称应当相同。

清单和自评表各有一个对不上、字面又相近的，视为同一项目写了两个名称；只报“核实”。

错例
    清单写“道路养护”，自评表写“道路养护工程”
正例
    清单、自评表都写“道路养护”
依据
表间勾稽：各处项目名称一致。
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from perfxl.checks.evidence.book import Checked
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding, Severity
from perfxl.model.table import Role
from perfxl.numerals.characters import name_key

CODE = "PX241"
NAME = "项目名称不一致"
GROUP = "cross"
LOOKS_AT = ("project_form",)
_LIKE = 0.6
_Names = dict[str, Figure]


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each form whose project the list calls otherwise."""
    lists = book.evaluation.of("project_list")
    forms = _named(form.fields.get("project_name") for form in book.evaluation.of(*LOOKS_AT))
    listed = _named(row.cells.get("label") for table in lists for row in table.of_role(Role.LINE))
    left = {key: figure for key, figure in listed.items() if key not in forms}
    for key, figure in forms.items():
        other = _likest(key, left) if listed and key not in listed else None
        if other:
            yield Finding(
                CODE, NAME, Severity.WARNING, figure.place,
                f"自评表的项目名称“{figure.text.strip()}”与项目清单的“{other.text.strip()}”（{other.place}）不一致。",
                figure.text, other.text,
                "请核对；是同一项目的，统一名称。",
                related=(other.place,),
            )  # fmt: skip


def _named(figures: Iterator[Figure | None]) -> _Names:
    return {name_key(figure.text): figure for figure in figures if figure and figure.text.strip()}


def _likest(key: str, others: _Names) -> Figure | None:
    ranked = sorted(others, key=lambda other: SequenceMatcher(None, key, other).ratio(), reverse=True)
    near = [other for other in ranked[:1] if SequenceMatcher(None, key, other).ratio() >= _LIKE]
    return others[near[0]] if near else None
