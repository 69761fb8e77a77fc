"""Reports that the tests compose: clean ones are left alone, and what is planted into them is found."""

from __future__ import annotations

import pytest
from composing import STYLES
from ledger import Ledger
from planting import Plant, clean, plants, slips
from prosecases import checked

from perfxl.model.finding import Finding, Severity

SEEDS = range(3)
RECALL = 0.95


def grave(text: str) -> list[Finding]:
    """Return the errors and warnings in a text."""
    return [finding for finding in checked(text).findings if finding.severity is not Severity.INFO]


def found(plant: Plant) -> bool:
    """Whether a finding stands in the planted paragraph, or names a figure there."""
    return any(
        plant.paragraph in (finding.place.paragraph, *(place.paragraph for place in finding.related))
        for finding in grave(plant.text)
    )


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("seed", range(12))
def test_a_clean_report_is_left_alone(style: str, seed: int) -> None:
    text = clean(STYLES[style](Ledger(seed)))
    assert [(finding.code, finding.said, finding.message) for finding in grave(text)] == []


@pytest.mark.parametrize("style", STYLES)
def test_a_wrong_figure_is_found(style: str) -> None:
    tried = [plant for seed in SEEDS[:1] for plant in plants(STYLES[style](Ledger(seed)), seed)]
    missed = [(plant.paragraph, plant.was, plant.now) for plant in tried if not found(plant)]
    assert len(missed) <= (1 - RECALL) * len(tried) + 1, missed


@pytest.mark.parametrize("style", STYLES)
def test_a_slip_of_unit_or_sign_is_found(style: str) -> None:
    tried = [plant for _, plant in slips(STYLES[style](Ledger(7)))]
    missed = [(plant.paragraph, plant.was, plant.now) for plant in tried if not found(plant)]
    assert len(missed) <= (1 - RECALL) * len(tried) + 3, missed
