"""Functions of Excel that engines lack or compute otherwise, in Python; by their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from perfxl.functions.signature import Result

FUNCTIONS: Mapping[str, Callable[..., Result]] = {}
