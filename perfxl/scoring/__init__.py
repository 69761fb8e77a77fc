"""Scoring (计算): computed cells and scores from the tables and the rules, each with its derivation."""

from perfxl.scoring.derive import derive
from perfxl.scoring.derived import Band, Derived, Unjudged

__all__ = ["Band", "Derived", "Unjudged", "derive"]
