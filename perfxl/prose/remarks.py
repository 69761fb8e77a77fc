"""What a law remarks without recomputing a number (发现): words against figures, slips of writing."""

from __future__ import annotations

from dataclasses import dataclass

from perfxl.model.finding import Severity
from perfxl.model.place import Place
from perfxl.prose.claim import Claim


@dataclass(frozen=True, slots=True)
class Remark:
    """Something wrong at a place, with the claims that show it; `tied` where it holds after all.

    related  cells of a workbook that belong to it
    """

    law: str
    severity: Severity
    place: Place
    said: str
    expected: str
    message: str
    fix: str = ""
    operands: tuple[Claim, ...] = ()
    tied: bool = False
    related: tuple[Place, ...] = ()
