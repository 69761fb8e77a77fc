"""Which workbook this is (身份): many departments send files of one name, and a file may be another by tomorrow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import uuid4

from perfxl.excel.com import Com, refusals

IDENTITY_NAME = "_perfxl_id"  # a hidden defined name of the workbook's own scope


@dataclass(frozen=True, slots=True)
class Identity:
    """What an open workbook is known by.

    name   as Excel's title shows it
    path   with the folder, or an address on the web; only its name where it was never saved
    token  random, kept in the workbook since the first command that wrote into it; "" before. Copies share it.
    """

    name: str
    path: str = ""
    token: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from every other workbook and from its own copies."""
        return self.token, self.path.casefold()


def identify(book: Com, name: str) -> Identity:
    """Return what an open workbook is known by; `name` is known already."""
    token = ""
    with refusals():
        token = str(book.Names(IDENTITY_NAME).RefersTo).strip('="')
    return Identity(name, str(book.FullName), token)


def make_known(book: Com, identity: Identity) -> Identity:
    """Give a workbook its token where it has none and Excel lets it have one."""
    if identity.token:
        return identity
    token = uuid4().hex
    with refusals() as refused:
        book.Names.Add(IDENTITY_NAME, f'="{token}"', False)
    return identity if refused else replace(identity, token=token)
