"""Whether a part is well-formed XML, found out without building a tree of it."""

from __future__ import annotations

from xml.parsers import expat


def well_formed(data: bytes) -> bool:
    """Whether the bytes are well-formed XML; nothing outside them is looked at."""
    parser = expat.ParserCreate(namespace_separator=" ")
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):  # the latter two for encodings that are unknown
        return False
    return True
