"""Replacing (覆盖): which stated values may give way to what the rules give, when somebody asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from perfxl.model.derivation import Derivation
from perfxl.model.finding import Finding, Severity
from perfxl.model.place import Place

_NOTHING_SAID = frozenset({"PX115", "PX467"})  # a missing reason, how a number is written: nothing against the number
_SCALES = frozenset({"PX171"})  # whose finding on a column speaks of all its cells
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
    doubted, scaled = {finding.place for finding in findings if _doubts(finding)}, _scaled(findings)
    basis = _Basis({derivation.target.place: derivation for derivation in derivations})
    differing = [each for each in _untied(derivations) if each.target.place in doubted or scaled & basis.of(each)]
    may = _places(each for each in _surely_wrong(differing, findings) if not doubted & basis.of(each))
    return Replaceable(may, _places(differing) - may)


def _untied(derivations: Iterable[Derivation]) -> Iterator[Derivation]:
    return (each for each in derivations if each.ties() is False)


def _surely_wrong(derivations: Iterable[Derivation], findings: Iterable[Finding]) -> Iterator[Derivation]:
    wrong = {finding.place for finding in findings if finding.severity is Severity.ERROR}
    return (each for each in derivations if each.target.place in wrong and each.field not in _DECLARED)


def _scaled(findings: Sequence[Finding]) -> set[Place]:
    """Return the cells of columns that stand in another unit than their table's."""
    return {place for finding in findings if finding.code in _SCALES for place in (finding.place, *finding.related)}


def _places(derivations: Iterable[Derivation]) -> frozenset[Place]:
    return frozenset(derivation.target.place for derivation in derivations)


def unsafe(derivations: Sequence[Derivation], findings: Sequence[Finding]) -> frozenset[Place]:
    """Return the cells that nothing may be filled into, since a check calls a figure wrong that they would rest on."""
    wrong = {finding.place for finding in findings if finding.severity is Severity.ERROR and _doubts(finding)}
    wrong |= _scaled(findings)
    basis = _Basis({derivation.target.place: derivation for derivation in derivations})
    return _places(each for each in derivations if wrong & basis.of(each))


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
