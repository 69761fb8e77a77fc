"""Generators run without recursion: a part of a formula yields the parts that it waits for."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from perfxl.recalc.evaluation.values import Operand

Steps = Generator[Any, Any, Any]  # what it waits for, what it is sent, what it gives: an operand


def run(steps: Steps) -> Operand:
    """Run a generator and all that it waits for; an exception goes to the one that waited."""
    stack: list[Steps] = [steps]
    sent: Operand = None
    failure: Exception | None = None
    while stack:
        try:
            top = stack[-1]
            wanted = top.throw(failure) if failure is not None else top.send(sent)
        except StopIteration as stop:
            stack.pop()
            sent, failure = stop.value, None
        except Exception as error:
            stack.pop()
            failure = error
        else:
            stack.append(wanted)
            sent, failure = None, None
    if failure is not None:
        raise failure
    return sent
