"""How many planted errors are found, and how many findings are about nothing: operator against check."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from benign import BENIGN
from operators import ERRORS, Book, Plant, planted
from sheets import FORMS

from perfxl.jobs.check import check
from perfxl.model.finding import Finding, Severity
from perfxl.numerals.reading import read
from perfxl.recognition.recognise import recognise

_BOOKS = 8  # books drawn before an operator is said to find no cell in a form


@dataclass
class Tally:
    """What came of the plants of one operator: how many, found, with the true value, by which checks, and misses."""

    plants: int = 0
    found: int = 0
    named: int = 0
    valued: int = 0
    false: int = 0
    errors: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Take in what another tally counted."""
        for key in ("plants", "found", "named", "valued", "false", "errors"):
            setattr(self, key, getattr(self, key) + getattr(other, key))
        self.codes.update(other.codes)
        self.missed += other.missed
        self.wrong += other.wrong


def measure(
    seed: int, plants: int, forms: list[str] | None = None, only: Collection[str] | None = None
) -> dict[tuple[str, str], Tally]:  # fmt: skip
    """Return the tally of every operator on every form; of the named ones only where some are named."""
    tallies: dict[tuple[str, str], Tally] = defaultdict(Tally)
    for form in forms or list(FORMS):
        for name in ERRORS:
            if only is None or name in only:
                rng = Random(f"{seed} {form} {name}")
                for number, (book, plant) in enumerate(drawn(rng, form, name, plants)):
                    judge(tallies[name, form], book, plant, f"{form} {seed}/{number}")
    return dict(tallies)


def drawn(rng: Random, form: str, name: str, plants: int) -> Iterator[tuple[Book, Plant]]:
    """Yield books of a form with a plant that was drawn among all that are possible."""
    done = tried = 0
    while done < plants and tried < max(_BOOKS, 3 * plants):
        tried += 1
        snapshot = FORMS[form](rng)
        book = Book(snapshot, recognise(snapshot))
        found = list(ERRORS[name](book))
        if found:
            done += 1
            yield book, rng.choice(found)


def judge(tally: Tally, book: Book, plant: Plant, where: str) -> None:
    """Count what is found of a plant: at its cell or beside it, as grave as the catalogue has it."""
    judged = check(planted(book, plant))
    assert not judged.coverage.failed, (where, plant, judged.coverage.failed)
    findings = judged.findings
    spots = {plant.place, *plant.changes}
    about = [finding for finding in findings if spots & {finding.place, *finding.related}]
    grave = [finding for finding in about if finding.severity.rank >= Severity(plant.level).rank]
    tally.plants += 1
    tally.found += bool(grave)
    tally.valued += plant.truth is not None
    tally.named += any(_names(finding, plant) for finding in grave)
    tally.codes.update({finding.code for finding in grave})
    tally.missed += [] if grave else [f"{where} {_said(plant)}; about it: {[(f.code, f.message) for f in about]}"]
    _count_strays(tally, findings, about, f"{where} {plant.place}")


def _count_strays(tally: Tally, findings: Sequence[Finding], about: Sequence[Finding], where: str) -> None:
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    stray = [finding for finding in errors if finding not in about]
    tally.errors += len(errors)
    tally.false += len(stray)
    tally.wrong += [f"{where}: {finding.code} {finding.place} {finding.message}" for finding in stray]


def _said(plant: Plant) -> str:
    cells = {str(place): str(cell.value) if cell else "" for place, cell in plant.changes.items()}
    return f"{cells} truth {plant.truth}"


def _names(finding: Finding, plant: Plant) -> bool:
    told = read(finding.expected) if finding.expected else None
    if told is None or plant.truth is None or finding.place not in {plant.place, *plant.changes}:
        return False
    value = told.value
    return any(abs(value * factor - plant.truth) <= told.quantum * factor for factor in (1, Decimal("0.01")))


def silent(
    seed: int, draws: int, forms: list[str] | None = None, only: Collection[str] | None = None
) -> list[str]:  # fmt: skip
    """Return the errors and warnings on clean workbooks, as drawn and after each change that is no error."""
    told = []
    for form in forms or list(FORMS):
        for name in BENIGN if only is None else only:
            for number in range(draws):
                told += _spoken(form, name, Random(f"{seed} {form} {name} {number}"), f"{seed}/{number}")
    return told


def _spoken(form: str, name: str, rng: Random, where: str) -> list[str]:
    snapshot = FORMS[form](rng)
    changed = BENIGN[name](Book(snapshot, recognise(snapshot)), rng)
    found = [("", each) for each in check(snapshot).findings] + [(name, each) for each in check(changed).findings]
    return [f"{form} {which} {where}: {f.code} {f.place} {f.message}" for which, f in found if f.severity.rank]
