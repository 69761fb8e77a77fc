"""The report that perfxl writes, checked by perfxl: clean as written, and every figure changed in it is found."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from corrected import corrected

from perfxl.cli.main import main
from perfxl.files.read.reading import read
from perfxl.jobs.evaluate import Evaluated, understand
from perfxl.model.finding import Finding, Severity
from perfxl.prose.checking import CheckedText, check
from perfxl.prose.claim import Claim
from perfxl.prose.passages import Paragraph
from perfxl.report.reading import read_report

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "prose"))
from planting import changed

PLANTS = 24  # of all figures, drawn at random; the whole of them is measured by hand
SEED = 13


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Evaluated:
    return understand(read(corrected(tmp_path_factory.mktemp("book") / "改正.xlsx")))


@pytest.fixture(scope="module")
def paragraphs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Paragraph, ...]:
    folder = tmp_path_factory.mktemp("report")
    book, target = corrected(folder / "改正.xlsx"), folder / "报告.docx"
    assert main(["report", str(book), "-o", str(target), "--quiet"]) == 0
    return tuple(read_report(target))


def held(paragraphs: Sequence[Paragraph], evaluated: Evaluated) -> CheckedText:
    return check(paragraphs, evaluated.rules, evaluated.derived.evaluation)


def tied(done: CheckedText) -> set[Claim]:
    """Return the claims that follow from others, serve to recompute them, or agree with a cell."""
    good = [answer for answer in done.answers if answer.verdict.value in ("tied", "last_digit")]
    served = {claim for answer in good for claim in (answer.said, *answer.operands)}
    return served | {binding.claim for binding in done.analysis.bindings if binding.tied}


def planted(paragraphs: Sequence[Paragraph], claim: Claim, chance: random.Random) -> list[Paragraph]:
    """Return the report with the figure of a claim changed."""
    span = claim.place.span
    assert span is not None

    def slipped(paragraph: Paragraph) -> Paragraph:
        said = paragraph.text[slice(*span)]
        return replace(paragraph, text=paragraph.text[: span[0]] + changed(said, chance) + paragraph.text[span[1] :])

    return [slipped(one) if one.number == claim.place.paragraph else one for one in paragraphs]


def places(finding: Finding) -> Iterator[tuple[int | None, tuple[int, int] | None]]:
    yield from ((place.paragraph, place.span) for place in (finding.place, *finding.related))


def test_a_written_report_has_no_findings_and_ties(paragraphs: Sequence[Paragraph], evaluated: Evaluated) -> None:
    done = held(paragraphs, evaluated)
    assert done.findings == ()
    assert len(tied(done)) >= 0.9 * len(done.analysis.report.claims) > 300


@pytest.mark.parametrize("kind", [("project", "--project", "节能管理"), ("accounts",)])
def test_the_other_reports_have_no_findings(kind: tuple[str, ...], evaluated: Evaluated, tmp_path: Path) -> None:
    book, target = corrected(tmp_path / "改正.xlsx"), tmp_path / "报告.docx"
    assert main(["report", str(book), "--kind", *kind, "-o", str(target), "--quiet"]) == 0
    assert held(tuple(read_report(target)), evaluated).findings == ()


def test_planted_errors_are_found_and_no_other(paragraphs: Sequence[Paragraph], evaluated: Evaluated) -> None:
    clean = held(paragraphs, evaluated)
    known = sorted(tied(clean), key=lambda claim: (claim.place, claim.index))
    chance = random.Random(SEED)
    missed = []
    for claim in chance.sample(known, PLANTS):
        done = held(planted(paragraphs, claim, chance), evaluated)
        told = [finding for finding in done.findings if finding.severity is not Severity.INFO]
        near = [one for one in told if any(number == claim.place.paragraph for number, _ in places(one))]
        if not near:
            missed.append((claim.place.paragraph, claim.printed))
        assert [one for one in told if one.severity is Severity.ERROR and one not in near] == []
    assert missed == []
