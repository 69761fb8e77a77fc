"""A worked formula taken apart: PX_SHARE({1;2},3) is the function's name and its arguments."""

from __future__ import annotations

import re

from perfxl.sheets.values import ErrorValue, Given, Missing, Scalar

_CALL = re.compile(r"(?P<name>PX_[A-Z0-9]+)\((?P<args>.*)\)", re.S)
_TOKEN = re.compile(r'"(?:[^"]|"")*"|#[A-Z0-9/]+[!?]?|-?[0-9.]+(?:E[+-]?[0-9]+)?|TRUE|FALSE|[{};,]|\s+')
_DEPTHS = {"{": 1, "}": -1}
_TRUTHS = {"TRUE": True, "FALSE": False}


def parsed(formula: str) -> tuple[str, tuple[Given, ...]]:
    """Return (name, arguments) of one call whose arguments are constants; ValueError where it is anything else."""
    call = _CALL.fullmatch(formula)
    tokens = _TOKEN.findall(call["args"]) if call else []
    if not call or "".join(tokens) != call["args"]:
        raise ValueError(f"not a call with constant arguments: {formula!r}")
    return call["name"], tuple(_argument(part) for part in _split(tokens, ",")) if call["args"] else ()


def _split(tokens: list[str], mark: str) -> list[list[str]]:
    """Split at a mark outside braces."""
    parts: list[list[str]] = [[]]
    depth = 0
    for token in tokens:
        depth += _DEPTHS.get(token, 0)
        if token == mark and not depth:
            parts.append([])
        elif not token.isspace():
            parts[-1].append(token)
    return parts


def _argument(tokens: list[str]) -> Given:
    if not tokens:
        return Missing.MISSING
    if tokens[0] != "{":
        return _constant(tokens)
    return [[_constant(cell) for cell in _split(row, ",")] for row in _split(tokens[1:-1], ";")]


def _constant(tokens: list[str]) -> Scalar:
    (token,) = tokens
    if token.startswith('"'):
        return token[1:-1].replace('""', '"')
    if token.startswith("#"):
        return ErrorValue(token)
    return _TRUTHS[token] if token in _TRUTHS else float(token)
