"""Derivations written as calls of the worksheet functions: =PX_EXECRATE(E5,D5) in place of =ROUND(E5/D5,4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import cast

from perfxl.functions.packs import DEFAULT
from perfxl.functions.registry import REGISTRY, call
from perfxl.model.derivation import Derivation, FunctionCall
from perfxl.model.expression import Expr, Num, Ref
from perfxl.model.figure import Figure
from perfxl.model.rendering import formula, ranges, reference
from perfxl.rules.loader import load
from perfxl.rules.rulebook import Rulebook
from perfxl.rules.schema import Pack
from perfxl.sheets.values import Given, Missing, Result, Scalar

_Argument = tuple[str, Given]  # as the formula has it, and its value
_LEFT_OUT: _Argument = ("", Missing.MISSING)


def as_function(derivation: Derivation, rules: Rulebook) -> str | None:
    """Return the formula of a cell as a call, without "="; None where no function gives exactly the derived value.

    So no function can ever say otherwise than the rule it stands for.
    """
    function, target = derivation.function, derivation.target
    told = _arguments(function, target.place.sheet or "") if function else None
    if function is None or told is None:
        return None
    args = _with_pack(function, told, rules)
    if not _gives(derivation.value, call(function.name, [given for _, given in args])):
        return None
    text = f"{function.name}({','.join(text for text, _ in args).rstrip(',')})"
    return text if target.scale == 1 else f"{text}*{target.scale}"


def _gives(value: Decimal | str | None, result: Result) -> bool:
    return value is not None and result == (float(value) if isinstance(value, Decimal) else value)


def _arguments(function: FunctionCall, sheet: str) -> list[_Argument] | None:
    """Return the arguments for a cell of `sheet`; None where an operand is no cell or constant."""
    told = [_argument(arg, sheet) for arg in function.args]
    args = [arg for arg in told if arg is not None]
    if len(args) < len(told):
        return None
    return _in_ranges(function, args, sheet) if REGISTRY[function.name].arguments[0].shape == "whole" else args


def _argument(arg: Expr | Figure | str | None, sheet: str) -> _Argument | None:
    """Return one argument; a number that stands as text is read by PX_NUMBER."""
    if arg is None:
        return _LEFT_OUT
    if isinstance(arg, str):
        return f'"{arg}"', arg
    if isinstance(arg, Figure):
        return reference(arg, sheet), arg.text
    if isinstance(arg, Num):
        return f"{arg.value:f}", float(arg.value)
    return _operand(arg, sheet) if isinstance(arg, Ref) else None


def _operand(ref: Ref, sheet: str) -> _Argument | None:
    figure, text = ref.figure, formula(ref, sheet)
    if figure.value is None:
        return None
    if text is not None:
        return text, float(figure.value)
    if figure.scale != 1 or figure.formula is not None:
        return None
    return f"PX_NUMBER({reference(figure, sheet)})", call("PX_NUMBER", [figure.text])


def _in_ranges(function: FunctionCall, args: Sequence[_Argument], sheet: str) -> list[_Argument] | None:
    """Return the arguments of a function that takes ranges, which hold true numbers only."""
    operands = [arg for arg in function.args if isinstance(arg, (Num, Ref)) and formula(arg, sheet) is not None]
    if len(operands) < len(args):
        return None
    return [(",".join(ranges(operands, sheet)), [[cast(Scalar, value)] for _, value in args])]


def _with_pack(function: FunctionCall, args: list[_Argument], rules: Rulebook) -> list[_Argument]:
    """Name the pack where its rule is another than that of the default pack, which a call without a name goes by."""
    own = rules.packs[-1] if rules.packs else None
    if own is None or all(_part(own, path) == _part(load(DEFAULT), path) for path in function.rests_on):
        return args
    position = [argument.name for argument in REGISTRY[function.name].arguments].index("pack")
    return [*args, *[_LEFT_OUT] * (position - len(args)), (f'"{own.name}"', own.name)]


def _part(pack: Pack, path: str) -> object:
    """Return a part of a pack by its dotted path, None where the pack has none."""
    part: object = pack
    for key in path.split("."):
        part = part.get(key) if isinstance(part, Mapping) else getattr(part, key, None)
    return part
