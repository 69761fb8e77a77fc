"""Which worksheet function, with which arguments, a derivation is (计算项对应的函数)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from perfxl.functions.registry import call
from perfxl.model.derivation import Derivation, Relation
from perfxl.model.expression import Call, Choose, Expr, Num, Ref, refs
from perfxl.model.rendering import formula, reference
from perfxl.rules.kinds import term
from perfxl.rules.rulebook import Rulebook
from perfxl.rules.schema import Pack, Project
from perfxl.sheets.values import Given, Missing, Scalar

_CONTROL = frozenset({("three_public", "execution_rate"), ("staff", "control_rate")})
_MOST_BASES = 4
Written = tuple[str, Given]  # an argument as the formula has it, and its value
LEFT_OUT: Written = ("", Missing.MISSING)


@dataclass(frozen=True, slots=True)
class Wish:
    """A function and the arguments it is to be called with.

    position  of the pack's name among the arguments
    rests_on  what of a pack the result rests on, None where on none
    """

    name: str
    args: Sequence[Written]
    position: int = 0
    rests_on: Callable[[Pack], object] | None = None


def wish(derivation: Derivation, rules: Rulebook) -> Wish | None:
    """Return the call that a derivation asks for, None where no function stands for it."""
    maker = _MAKERS.get(derivation.relation)
    return maker(derivation, rules) if maker else None


def _operand(expr: Expr, derivation: Derivation) -> Written | None:
    """Return an operand as an argument; a number that stands as text is read by PX_NUMBER."""
    sheet = derivation.target.place.sheet or ""
    if isinstance(expr, Num):
        return f"{expr.value:f}", float(expr.value)
    if not isinstance(expr, Ref) or expr.figure.value is None:
        return None
    text = formula(expr, sheet)
    if text is not None:
        return text, float(expr.figure.value)
    if expr.figure.scale != 1 or expr.figure.formula is not None:
        return None
    return f"PX_NUMBER({reference(expr.figure, sheet)})", call("PX_NUMBER", [expr.figure.text])


def _operands(derivation: Derivation, *exprs: Expr | None) -> list[Written] | None:
    found = [_operand(expr, derivation) for expr in exprs if expr is not None]
    told = [each for each in found if each is not None]
    return told if len(told) == len(exprs) else None


def _quotient(expr: Expr) -> tuple[Expr, ...] | None:
    """Return what is divided by what in a rounded quotient."""
    inner = expr.args[0] if isinstance(expr, Call) and expr.op == "round" else expr
    return inner.args if isinstance(inner, Call) and inner.op == "/" else None


def _rate(derivation: Derivation, rules: Rulebook) -> Wish | None:
    parts = _quotient(derivation.expression)
    if parts is None:
        return None
    over, under = parts
    if derivation.field == "carryover_rate":
        bases = under.args if isinstance(under, Call) and under.op in ("sum", "+") else (under,)
        args = _operands(derivation, over, *bases) if len(bases) <= _MOST_BASES else None
        return Wish("PX_CARRYOVERRATE", args, _MOST_BASES + 1, _places("carryover_rate")) if args else None
    args = _operands(derivation, over, under)
    if args is None:
        return None
    if (derivation.kind, derivation.field) in _CONTROL:
        return Wish("PX_CONTROLRATE", args, 2, _places("three_public_control_rate"))
    return Wish("PX_EXECRATE", args, 2, _places("execution_rate")) if derivation.field == "execution_rate" else None


def _places(key: str) -> Callable[[Pack], object]:
    def places(pack: Pack) -> object:
        law = pack.rules.get(key)
        return law.places if law else None

    return places


def _share(derivation: Derivation, rules: Rulebook) -> Wish | None:
    args = _operands(derivation, *(_quotient(derivation.expression) or (None,)))
    return Wish("PX_SHARE", args, 2, _places("budget_share")) if args else None


def _progress(derivation: Derivation, rules: Rulebook) -> Wish | None:
    args = _operands(derivation, *(_quotient(derivation.expression) or (None,)))
    return Wish("PX_PROGRESS", args, 3, _places("spending_progress")) if args else None


def _execution_score(derivation: Derivation, rules: Rulebook) -> Wish | None:
    rate = next((parts for part in _calls(derivation.expression) if (parts := _quotient(part))), None)
    weight = _by_term(derivation).get(term("project_form", "weight"))
    args = _operands(derivation, *(rate or (None,)), *([weight] if weight else []))
    return Wish("PX_EXECSCORE", args, 3, lambda pack: _project(pack, "execution", "weights")) if args else None


def _score(derivation: Derivation, rules: Rulebook) -> Wish | None:
    told = _by_term(derivation)
    target = told.get(term("project_form", "target"))
    args = _operands(derivation, *(told.get(term("project_form", key)) for key in ("target", "actual", "weight")))
    sign = _sign(derivation, target, rules.project) if target and rules.project else None
    if not args or sign is None:
        return None
    return Wish("PX_SCORE", [*args, sign], 4, lambda pack: _project(pack, "indicators", "negative_actual", "bare"))


def _sign(derivation: Derivation, target: Ref, project: Project) -> Written | None:
    """Return the comparison: the target's own cell where it tells it, else as a constant, nothing for a bare target."""
    if target.figure.sign:
        return reference(target.figure, derivation.target.place.sheet or ""), target.figure.text
    if project.bare.law in derivation.rule.law:
        return LEFT_OUT
    rule = next((rule for rule in project.indicators if rule.name == derivation.rule.name), None)
    return (f'"{rule.signs[0]}"', rule.signs[0]) if rule else None


def _total(derivation: Derivation, rules: Rulebook) -> Wish | None:
    expr = derivation.expression
    inner = expr.args[0] if isinstance(expr, Call) and expr.op == "round" else expr
    text = formula(inner, derivation.target.place.sheet or "")
    if not isinstance(inner, Call) or inner.op not in ("sum", "+") or text is None:
        return None
    args = _operands(derivation, *inner.args)
    if args and inner.op == "sum":
        cells = [[cast(Scalar, value)] for _, value in args]
        return Wish("PX_TOTAL", [(text.removeprefix("SUM(").removesuffix(")"), cells)])
    return Wish("PX_TOTAL", args) if args else None


def _grade(derivation: Derivation, rules: Rulebook) -> Wish | None:
    args = _operands(derivation, derivation.expression)
    return Wish("PX_GRADE", args, 1, lambda pack: _project(pack, "grades")) if args else None


def _project(pack: Pack, *keys: str) -> object:
    return [getattr(pack.project, key) for key in keys] if pack.project else None


def _by_term(derivation: Derivation) -> Mapping[str, Ref]:
    found: dict[str, Ref] = {}
    for ref in refs(derivation.expression):
        found.setdefault(ref.term, ref)
    return found


def _calls(expr: Expr) -> Iterator[Expr]:
    """Yield the operations of an expression, outer ones first."""
    if isinstance(expr, Call):
        yield expr
        for arg in expr.args:
            yield from _calls(arg)
    elif isinstance(expr, Choose):
        for part in (expr.left, expr.right, expr.then, expr.otherwise):
            yield from _calls(part)


_MAKERS: Mapping[Relation, Callable[[Derivation, Rulebook], Wish | None]] = {
    Relation.RATE: _rate,
    Relation.SHARE: _share,
    Relation.PROGRESS: _progress,
    Relation.EXECUTION_SCORE: _execution_score,
    Relation.SCORE: _score,
    Relation.TOTAL: _total,
    Relation.GRADE: _grade,
}
