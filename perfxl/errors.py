"""The exceptions of perfxl: each message is one Chinese sentence that a clerk can act on.

PerfxlError
├── InputError      the input cannot be read or understood (file, path, cell, pack)
└── RefusedError    perfxl will not write, because something would be lost or overwritten
"""


class PerfxlError(Exception):
    """What is wrong, where, and what to do next, in one sentence; the command line exits with 2."""


class InputError(PerfxlError):
    """The input cannot be read or understood."""


class RefusedError(PerfxlError):
    """Writing is refused, because something would be lost, overwritten or half-written."""
