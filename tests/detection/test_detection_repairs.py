"""A workbook before and after a clerk mended one of two errors: `diff` names that one, what stays and what is new."""

from __future__ import annotations

from random import Random

import pytest
from operators import ERRORS, Book, Plant, changed, planted
from sheets import FORMS

from perfxl.jobs.check import understand_and_judge
from perfxl.jobs.diff import Comparison, compare
from perfxl.jobs.tracing import Fate
from perfxl.model.finding import Finding
from perfxl.recognition.recognise import recognise
from perfxl.sheets.snapshot import Snapshot

SINGLE = sorted(FORMS.keys() - {"部门工作簿"})


def two_errors(form: str, rng: Random) -> tuple[Book, Plant, Snapshot]:
    """Return a clean book, the error that will be mended, and the book with it and, if it can be, another."""
    clean = FORMS[form](rng)
    book = Book(clean, recognise(clean))
    found: list[Plant] = []
    for name in rng.sample(sorted(ERRORS), len(ERRORS)):
        possible = [one for one in ERRORS[name](book) if not any(one.changes.keys() & other.changes for other in found)]
        found += [rng.choice(possible)] if possible and len(found) < 2 else []
    wrong = planted(book, found[0])
    for other in found[1:]:  # a small table with formulas may have no room for two
        wrong = changed(wrong, other.changes)
    return book, found[0], wrong


def known(findings: tuple[Finding, ...]) -> set[tuple[str, str]]:
    return {(one.code, str(one.place)) for one in findings}


def traced(comparison: Comparison, fate: Fate) -> set[tuple[str, str]]:
    both = (each.finding if fate is Fate.MENDED else (each.now or each.finding) for each in comparison.of(fate))
    return known(tuple(one for one in both if one))


@pytest.mark.parametrize("form", SINGLE)
@pytest.mark.parametrize("seed", range(3))
def test_what_was_mended_stays_and_is_new_is_named_and_nothing_else(form: str, seed: int) -> None:
    book, mended, wrong = two_errors(form, Random(f"{form} {seed}"))
    after = changed(wrong, {place: book.cell(place) for place in mended.changes})
    old, new = understand_and_judge(wrong), understand_and_judge(after)
    found = compare(old, new)
    assert {each.new.place for each in found.changed if each.new} <= mended.changes.keys()
    told = {one.finding.code for one in found.of(Fate.MENDED)}
    assert found.changed or "PX467" in told, "how a number is written is no change of the number"
    before, now = known(old[1].findings), known(new[1].findings)
    assert traced(found, Fate.MENDED) == before - now
    assert traced(found, Fate.NEW) == now - before
    assert traced(found, Fate.REMAINING) == before & now
    assert not found.of(Fate.UNKNOWN)
