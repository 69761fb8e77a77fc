"""Replacing (覆盖): which stated values may give way to what the rules give, when somebody asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from perfxl.model.derivation import Derivation
from perfxl.model.finding import Finding, Severity
from perfxl.model.place import Place

_NOTHING_SAID = frozenset({"PX115", "PX467"})  # a missing reason, how a number is written: nothing against the number
_DECLARED = frozenset({"weight", "total_weight"})


@dataclass(frozen=True, slots=True)
class Replaceable:
    """The cells whose values differ from their rule and are called wrong: those that may give way, and the others."""

    may: frozenset[Place] = frozenset()
    must_not: frozenset[Place] = frozenset()


def replaceable(derivations: Sequence[Derivation], findings: Sequence[Finding]) -> Replaceable:
    """Return which stated values may give way.

    A value may where a check calls itself wrong for sure, and no check doubts one of the figures that the rule would
    compute with. A total of weights never may, for the form declares it.
    """
    doubted = {finding.place for finding in findings if _doubts(finding)}
    differing = [each for each in derivations if each.target.place in doubted and each.ties() is False]
    basis = _Basis({derivation.target.place: derivation for derivation in derivations})
    may = _places(each for each in _surely_wrong(differing, findings) if not doubted & basis.of(each))
    return Replaceable(may, _places(differing) - may)


def _surely_wrong(derivations: Iterable[Derivation], findings: Iterable[Finding]) -> Iterator[Derivation]:
    wrong = {finding.place for finding in findings if finding.severity is Severity.ERROR}
    return (each for each in derivations if each.target.place in wrong and each.field not in _DECLARED)


def _places(derivations: Iterable[Derivation]) -> frozenset[Place]:
    return frozenset(derivation.target.place for derivation in derivations)


def sound_formulas(derivations: Sequence[Derivation]) -> frozenset[Place]:
    """Return the cells whose own formula gives what the rule gives, so that it need not be replaced."""
    return _places(each for each in derivations if each.target.formula is not None and each.ties())


def _doubts(finding: Finding) -> bool:
    """Whether a finding says that a number may be wrong."""
    return finding.severity is not Severity.INFO and finding.code not in _NOTHING_SAID


@dataclass(frozen=True, slots=True)
class _Basis:
    derivations: Mapping[Place, Derivation]

    def of(self, derivation: Derivation) -> set[Place]:
        """Return the cells that a derivation rests on, and those that these should follow from."""
        found: set[Place] = set()
        open_ = [derivation.target.place]
        while open_:
            item = self.derivations.get(open_.pop())
            new = {figure.place for _, figure in item.operands()} - found if item else set()
            found |= new
            open_ += new
        return found
