"""Excel held still while perfxl works (静默), and put back as it was whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from perfxl.excel.com import Com

OURS = "perfxl"  # how our texts in the status bar begin
MANUAL = -4135  # xlCalculationManual
_STATE: dict[str, object] = {"StatusBar": None, "ScreenUpdating": False, "EnableEvents": False, "Calculation": MANUAL}


@contextmanager
def quiet(app: Com, text: str) -> Iterator[None]:
    """Stop redrawing, events and calculation, and show a text in the status bar, until the block ends."""
    before: dict[str, Com] = {}
    try:
        for name, value in _STATE.items():
            before[name] = _foreign(getattr(app, name))
            setattr(app, name, text if name == "StatusBar" else value)
        yield
    finally:
        for name, value in reversed(before.items()):
            with suppress(Exception):  # the rest must be restored all the same
                setattr(app, name, value)


def _foreign(value: Com) -> Com:
    """Return a setting to come back to: a text of ours in the status bar has had its time."""
    return False if isinstance(value, str) and value.startswith(OURS) else value


@contextmanager
def without_alerts(app: Com) -> Iterator[None]:
    """Have Excel ask nothing, as it would before it deletes a sheet."""
    before = app.DisplayAlerts
    app.DisplayAlerts = False
    try:
        yield
    finally:
        app.DisplayAlerts = before
