"""Build the add-in: from `macros/` and the registry to one file, the same bytes on any system."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from perfxl.functions.registry import REGISTRY
from perfxl.install.addin import helpsheet, package, project, sources, wrappers

FILE_NAME = "perfxl.xlam"


def content(places: helpsheet.Places = helpsheet.BESIDE) -> bytes:
    """Return the add-in as bytes.

    InputError where a source is missing or not ASCII, or a component that the build needs is not installed.
    """
    functions = REGISTRY.values()
    ribbon = sources.ribbon()
    pictures = {name: sources.picture(name) for name in sorted(set(re.findall(r'\bimage="(\w+)"', ribbon)))}
    skeleton = project.skeleton(modules(), sources.module(sources.WORKBOOK))
    return package.zip_parts(
        package.parts(skeleton, helpsheet.xml(functions, places), ribbon, pictures, sources.notice())
    )


def modules() -> Mapping[str, str]:
    """Return the standard modules by name: those of `macros/` and the functions made from the registry."""
    written = {name: sources.module(name) for name in sources.MODULES}
    return {**written, wrappers.NAME: wrappers.source(REGISTRY.values())}


def build(target: Path, places: helpsheet.Places = helpsheet.BESIDE) -> None:
    """Write the add-in to `target`, whole or not at all; its folder is made where it is missing."""
    made = content(places)
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.new")
    unfinished.write_bytes(made)
    unfinished.replace(target)
