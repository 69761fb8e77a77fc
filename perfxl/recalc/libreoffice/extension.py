"""The LibreOffice extension (.oxt) with our functions: everything in it follows from the registry."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from html import escape
from importlib import resources
from pathlib import Path

import perfxl
from perfxl.functions.registry import REGISTRY
from perfxl.functions.signature import Argument, Function

ADDIN = "PX"
CELLS = "cells0"  # no function of the registry: its names have letters only where this has a digit
MOST = 64
_MODULE = "perfxl_addin.py"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX_FILE = 0o644 << 16

_IDL = """module org {{ module perfxl {{
interface XFunctions {{
{methods}
}};
}}; }};
"""
_METHOD = "  sequence< sequence<any> > {name}({arguments});"

_COMPONENTS = f"""<?xml version="1.0" encoding="UTF-8"?>
<components xmlns="http://openoffice.org/2010/uno-components">
 <component loader="com.sun.star.loader.Python" uri="{_MODULE}">
  <implementation name="{ADDIN}">
   <service name="org.perfxl.Functions"/>
   <service name="com.sun.star.sheet.AddIn"/>
  </implementation>
  <implementation name="org.perfxl.Recalculation">
   <service name="org.perfxl.Recalculation"/>
  </implementation>
 </component>
</components>
"""

_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">
 <manifest:file-entry manifest:media-type="application/vnd.sun.star.uno-typelibrary;type=RDB"
  manifest:full-path="XFunctions.idl"/>
 <manifest:file-entry manifest:media-type="application/vnd.sun.star.uno-components"
  manifest:full-path="perfxl.components"/>
 <manifest:file-entry manifest:media-type="application/vnd.sun.star.configuration-data"
  manifest:full-path="CalcAddIns.xcu"/>
</manifest:manifest>
"""

_DESCRIPTION = """<?xml version="1.0" encoding="UTF-8"?>
<description xmlns="http://openoffice.org/extensions/description/2006">
 <identifier value="org.perfxl"/>
 <version value="{version}"/>
</description>
"""

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:component-data xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 oor:name="CalcAddIns" oor:package="org.openoffice.Office">
<node oor:name="AddInInfo"><node oor:name="{addin}" oor:op="replace"><node oor:name="AddInFunctions">
{functions}
</node></node></node>
</oor:component-data>
"""


def method_name(function: str) -> str:
    """Return the method that stands for a function: UNO allows no underscores in names."""
    return function.removeprefix("PX_").lower().replace("_", "0")


def office_name(function: str) -> str:
    """Return a function's name as LibreOffice reads it in a file: add-in, dot, method."""
    return f"{ADDIN}.{method_name(function).upper()}"


def files() -> dict[str, bytes]:
    """Return the files of the extension by their paths in it."""
    module = resources.files("perfxl.recalc.libreoffice").joinpath("inside", _MODULE)
    texts = {
        "CalcAddIns.xcu": _settings(REGISTRY),
        "META-INF/manifest.xml": _MANIFEST,
        "XFunctions.idl": _interface(REGISTRY),
        "description.xml": _DESCRIPTION.format(version=perfxl.__version__),
        "perfxl.components": _COMPONENTS,
    }
    return {_MODULE: module.read_bytes()} | {path: text.encode() for path, text in texts.items()}


def parameters(function: Function) -> tuple[Argument, ...]:
    """Return the arguments as the add-in declares them: one that repeats as often as MOST allows.

    UNO has a form for any number of arguments, but LibreOffice takes ranges in their place for arrays to spread over.
    """
    *first, last = function.arguments
    return (*first, *(last,) * (MOST - len(first))) if last.repeats else function.arguments


def unpack(folder: Path) -> None:
    """Write the extension as LibreOffice keeps an installed one."""
    for path, content in files().items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def pack() -> bytes:
    """Return the extension as an .oxt; the same registry gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, content in sorted(files().items()):
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.create_system, entry.external_attr = 3, _UNIX_FILE
            entry.compress_type = zipfile.ZIP_STORED  # what deflate gives depends on the zlib at hand
            archive.writestr(entry, content)
    return buffer.getvalue()


def _interface(registry: Mapping[str, Function]) -> str:
    methods = [_METHOD.format(name=CELLS, arguments="[in] com::sun::star::table::XCellRange cells")]
    methods += [
        _METHOD.format(name=method_name(name), arguments=", ".join(_parameters(function)))
        for name, function in registry.items()
    ]
    return _IDL.format(methods="\n".join(methods))


def _parameters(function: Function) -> Iterator[str]:
    return (f"[in] any argument{number}" for number, _ in enumerate(parameters(function), 1))


def _settings(registry: Mapping[str, Function]) -> str:
    cells = Argument("cells", "单元格", "单元格或区域")
    nodes = [_node(CELLS, f"{ADDIN}.{CELLS.upper()}", "perfxl 重算时读取单元格用，不要自己填写。", (cells,))]
    nodes += [_node(method_name(name), name, each.help, parameters(each)) for name, each in registry.items()]
    return _SETTINGS.format(addin=ADDIN, functions="\n".join(nodes))


def _node(method: str, display: str, text: str, arguments: tuple[Argument, ...]) -> str:
    parameters = "".join(
        f'<node oor:name="argument{number}" oor:op="replace">{_texts(argument.label, argument.help)}</node>'
        for number, argument in enumerate(arguments, 1)
    )
    return (
        f'<node oor:name="{method}" oor:op="replace">{_texts(display, text)}'
        '<prop oor:name="Category"><value>Add-In</value></prop>'
        f'<node oor:name="Parameters">{parameters}</node></node>'
    )


def _texts(display: str, text: str) -> str:
    return "".join(
        f'<prop oor:name="{name}"><value xml:lang="en-US">{escape(value)}</value></prop>'
        for name, value in (("DisplayName", display), ("Description", text))
    )
