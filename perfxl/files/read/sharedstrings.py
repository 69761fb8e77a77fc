"""The shared strings part: the texts that cells refer to by number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from perfxl.files.parts.content import decode_text, rich_text
from perfxl.package.markup import resolved, tags
from perfxl.package.wellformed import well_formed
from perfxl.package.xml import parse, stream, utf8

_ITEM = re.compile(
    rb"""<si>(?:<t(?:\ xml:space="preserve")?(>[^<]*)</t>|((?:(?!</?si).)+))</si>|\s+|(.)""", re.VERBOSE | re.DOTALL
)


def shared_strings(data: bytes, part: str, namespace: str) -> tuple[str, ...]:
    """Return the texts in their order; InputError where the part is malformed."""
    data = utf8(data, part)
    try:
        return tuple(_scanned(data, part, namespace))
    except ValueError:
        return walked(data, part, namespace)


def walked(data: bytes, part: str, namespace: str) -> tuple[str, ...]:
    """Return the texts, read element by element, as `shared_strings` does where a part is unusual."""
    return tuple(rich_text(item) for item in stream(data, part, (f"{{{namespace}}}si",)))


def _scanned(data: bytes, part: str, namespace: str) -> Iterator[str]:
    """Yield the texts found by a pattern that must cover all of the part; ValueError where it does not."""
    if b"<!" in data or not well_formed(data):
        raise ValueError(part)
    opening, last = next(tags(data)), data.rfind(b"</sst>")
    if opening.name != b"sst" or last < opening.end or _namespace(data[: opening.end], part) != namespace:
        raise ValueError(part)
    for match in _ITEM.finditer(data, opening.end, last):
        plain, runs, junk = match.groups()
        if junk:
            raise ValueError(part)
        if plain:
            yield decode_text(resolved(plain[1:].decode()))
        elif runs:
            yield rich_text(parse(b'<si xmlns="%s">%s</si>' % (namespace.encode(), runs), part))


def _namespace(opening: bytes, part: str) -> str | None:
    return etree.QName(parse(opening + b"</sst>", part)).namespace
