"""All probes, in the order in which things go wrong."""

from __future__ import annotations

from collections.abc import Callable

from perfxl.install.doctor import office, ping, runtime
from perfxl.install.doctor.machine import Machine, ThisMachine
from perfxl.install.doctor.probe import Probe


def diagnose(machine: Machine | None = None, server: Callable[[], float] | None = None) -> tuple[Probe, ...]:
    """Look at everything; `server` times one call through Excel's function server, in seconds."""
    machine = machine or ThisMachine()
    return (*runtime.probes(machine), *office.probes(machine), *ping.probes(machine, server))
