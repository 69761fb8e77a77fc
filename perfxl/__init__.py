"""perfxl: checks and fills a department's budget performance workbook (预算绩效自评) by dated, cited rules.

For scripts: `perfxl.read(path)` gives one workbook's figures and findings as pandas frames, `perfxl.check(paths)` those
of many. Importing perfxl loads none of it.
"""

__version__ = "0.1.0"
__all__ = ["Book", "Books", "__version__", "check", "read"]


def __getattr__(name: str) -> object:
    """Return a public name, loaded at its first use; the command line starts without pandas."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 (see above)

    return getattr(import_module("perfxl.api"), name)


def __dir__() -> list[str]:
    """Return the public names."""
    return list(__all__)
