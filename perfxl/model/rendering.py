"""An expression as others read it: the formula Excel computes, the arithmetic a clerk can follow."""

from __future__ import annotations

from collections.abc import Sequence

from perfxl.model.expression import Call, Choose, Expr, Num, Ref, refs
from perfxl.model.figure import Figure
from perfxl.sheets.address import position_of, quoted_sheet

_SYMBOLS = {"+": "+", "-": "-", "*": "*", "/": "/"}
_WORDS = {"+": " + ", "-": " - ", "*": " × ", "/": " ÷ "}
_RANK = {"+": 1, "-": 1, "*": 2, "/": 2}


def formula(expr: Expr, sheet: str) -> str | None:
    """Return the expression as an Excel formula for a cell of `sheet`, without "=".

    None where an operand's cell holds no true number, so that Excel could not compute it.
    """
    if not all(ref.figure.numeric or ref.figure.derived or ref.is_nothing for ref in refs(expr)):
        return None
    return _formula(expr, sheet)


def _formula(expr: Expr, sheet: str) -> str:
    if isinstance(expr, Num):
        return f"{expr.value:f}"
    if isinstance(expr, Ref):
        return reference(expr.figure, sheet)
    if isinstance(expr, Choose):
        left, right = _formula(expr.left, sheet), _formula(expr.right, sheet)
        then, otherwise = _formula(expr.then, sheet), _formula(expr.otherwise, sheet)
        return f"IF({left}{expr.comparison}{right},{then},{otherwise})"
    if expr.op == "round":
        return f"ROUND({_formula(expr.args[0], sheet)},{expr.places})"
    if expr.op in _SYMBOLS:
        return _infix(expr, [_formula(arg, sheet) for arg in expr.args], _SYMBOLS)
    if expr.op == "sum":
        return f"SUM({','.join(ranges(expr.args, sheet))})"
    return f"{expr.op.upper()}({','.join(_formula(arg, sheet) for arg in expr.args)})"


def reference(figure: Figure, sheet: str) -> str:
    """Return how a formula on `sheet` refers to a figure's value; a cell headed % is divided by 100."""
    cell = figure.place.cell or ""
    where = cell if figure.place.sheet == sheet else f"{quoted_sheet(figure.place.sheet or '')}!{cell}"
    return where if figure.scale == 1 else f"{where}/{figure.scale}"


def ranges(args: Sequence[Expr], sheet: str) -> list[str]:
    """Return the arguments of a function on `sheet`, neighbours of one column as a range, as a clerk would: C5:C9."""
    runs: list[list[Expr]] = []
    for arg in args:
        if runs and _follows(runs[-1][-1], arg):
            runs[-1].append(arg)
        else:
            runs.append([arg])
    return [_run(run, sheet) for run in runs]


def _run(run: list[Expr], sheet: str) -> str:
    first, last = _formula(run[0], sheet), _formula(run[-1], sheet)
    return first if len(run) == 1 else f"{first}:{last.rsplit('!', 1)[-1]}"


def _follows(upper: Expr, lower: Expr) -> bool:
    if not (isinstance(upper, Ref) and isinstance(lower, Ref)) or upper.figure.scale != 1 or lower.figure.scale != 1:
        return False
    (row, column), (below, same) = (position_of(ref.figure.place.cell or "A1") for ref in (upper, lower))
    return upper.figure.place.sheet == lower.figure.place.sheet and same == column and below == row + 1


def _infix(call: Call, parts: list[str], symbols: dict[str, str]) -> str:
    texts = [
        f"({text})" if _needs_brackets(call.op, arg, position) else text
        for position, (arg, text) in enumerate(zip(call.args, parts, strict=True))
    ]
    return symbols[call.op].join(texts)


def _needs_brackets(op: str, arg: Expr, position: int) -> bool:
    if isinstance(arg, Ref) and arg.figure.scale != 1:
        return op in "*/" and position > 0
    if not isinstance(arg, Call) or arg.op not in _RANK:
        return isinstance(arg, Num) and arg.value < 0
    return _RANK[arg.op] < _RANK[op] or (_RANK[arg.op] == _RANK[op] and op in "-/" and position > 0)


def arithmetic(expr: Expr) -> str:
    """Return the expression in figures: "(1.94 + 0) ÷ 7 × 100"; branches show the one taken."""
    if isinstance(expr, Num):
        return f"{expr.value:f}"
    if isinstance(expr, Ref):
        if expr.is_nothing:
            return "0"
        return "?" if expr.figure.value is None else f"{expr.figure.value:f}"
    if isinstance(expr, Choose):
        return arithmetic(expr.branch())
    return _operation(expr, [arithmetic(arg) for arg in expr.args])


def _operation(expr: Call, parts: list[str]) -> str:
    if expr.op in _WORDS:
        return _infix(expr, [_spelled(arg, part, expr.op) for arg, part in zip(expr.args, parts, strict=True)], _WORDS)
    if expr.op == "sum":
        told = zip(expr.args, parts, strict=True)
        return " + ".join(part for arg, part in told if not (isinstance(arg, Ref) and arg.is_nothing))
    if expr.op == "round":
        return f"ROUND({parts[0]}, {expr.places})"
    return f"{expr.op.upper()}({', '.join(parts)})"


def _spelled(arg: Expr, part: str, op: str) -> str:
    """A SUM spelled out as an addition needs brackets wherever an addition does."""
    spelled_out = isinstance(arg, Call) and arg.op == "sum" and len(arg.args) > 1
    return f"({part})" if spelled_out and op != "+" else part
