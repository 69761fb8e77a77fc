"""Derivations written as calls of the worksheet functions: =PX_EXECRATE(E5,D5) in place of =ROUND(E5/D5,4)."""

from __future__ import annotations

from decimal import Decimal

from perfxl.filling.wishes import LEFT_OUT, Wish, Written, wish
from perfxl.functions.laws import DEFAULT
from perfxl.functions.registry import call
from perfxl.model.derivation import Derivation
from perfxl.rules.loader import load
from perfxl.rules.rulebook import Rulebook


def as_function(derivation: Derivation, rules: Rulebook) -> str | None:
    """Return the formula of a cell as a call, without "="; None where no function gives exactly the derived value.

    So no function can ever say otherwise than the rule it stands for.
    """
    wished = wish(derivation, rules) if derivation.value is not None else None
    if wished is None:
        return None
    args = _with_pack(wished, rules)
    while args[-1] == LEFT_OUT:
        args.pop()
    value = derivation.value
    if call(wished.name, [value for _, value in args]) != (float(value) if isinstance(value, Decimal) else value):
        return None
    text = f"{wished.name}({','.join(text for text, _ in args)})"
    return text if derivation.target.scale == 1 else f"{text}*{derivation.target.scale}"


def _with_pack(wished: Wish, rules: Rulebook) -> list[Written]:
    """Name the pack where its rule is another than that of the default pack, which a call without a name goes by."""
    args, rests_on = list(wished.args), wished.rests_on
    if rests_on is None or not rules.packs or rests_on(rules.packs[-1]) == rests_on(load(DEFAULT)):
        return args
    name = rules.packs[-1].name
    return [*args, *[LEFT_OUT] * (wished.position - len(args)), (f'"{name}"', name)]
