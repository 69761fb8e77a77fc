"""Filling a Word template (模板): strict and sandboxed, so that a template can only print what there is.

Every `{{ }}` prints a token into the document; what it stands for is put in afterwards (`inserting`), so that no text
of a cell ever passes through the template language.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn

from perfxl.errors import InputError
from perfxl.package.archive import Archive

if TYPE_CHECKING:
    from jinja2 import Environment

OPEN, CLOSE = "\ue0f0", "\ue0f1"
TOKEN = re.compile(f"{OPEN}([0-9]+){CLOSE}")
_TAG = re.compile(r"\{[{%](.*?)[%}]\}", re.S)


@dataclass
class Printed:
    """What the tokens of a document stand for, by their numbers."""

    values: list[Any] = field(default_factory=list)

    def token(self, value: object) -> str:
        """Return a new token for a value."""
        self.values.append(value)
        return f"{OPEN}{len(self.values) - 1}{CLOSE}"


def rendered(archive: Archive, fields: Mapping[str, Any]) -> tuple[bytes, Printed]:
    """Return the document that a template gives, with tokens, and what they stand for; InputError says where it fails.

    The archive has passed the guard of packages.
    """
    from docxtpl import DocxTemplate  # noqa: PLC0415 (heavy; only a report needs it)
    from jinja2 import TemplateError  # noqa: PLC0415

    printed = Printed()
    document = DocxTemplate(io.BytesIO(archive.data))
    try:
        document.render(dict(fields), _environment(printed))
        buffer = io.BytesIO()
        document.save(buffer)
    except TemplateError as error:
        _refuse(archive, str(error.message or error))
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError, AssertionError, OverflowError) as error:
        _refuse(archive, str(error))
    return buffer.getvalue(), printed


def _environment(printed: Printed) -> Environment:
    from jinja2 import StrictUndefined  # noqa: PLC0415
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

    class Unknown(StrictUndefined):
        """A name that templates may not use; its complaint is the name alone."""

        @property
        def _undefined_message(self) -> str:
            return str(self._undefined_name)

    def finalize(value: object) -> str:
        return printed.token(str(value) if isinstance(value, Unknown) else value)

    return ImmutableSandboxedEnvironment(undefined=Unknown, finalize=finalize)


def _refuse(archive: Archive, trouble: str) -> NoReturn:
    where = next(iter(_places(archive, trouble)), "")
    raise InputError(
        f"模板“{archive.path.name}”{where}的写法“{trouble}”不认识，没有写出；可用的字段见 docs/report.md，"
        "随附的模板可用 --template-out 取得。"
    )


def _places(archive: Archive, trouble: str) -> list[str]:
    """Return where the tags stand that hold the words of a complaint: 第12段."""
    from perfxl.report.opening import open_document  # noqa: PLC0415

    told = open_document(archive.path) if archive.path.is_file() else None
    paragraphs = told.paragraphs() if told else ()
    words = [word for word in re.findall(r"\w+", trouble) if word]
    return [
        f"第{paragraph.number}段"
        for paragraph in paragraphs
        for tag in _TAG.findall(paragraph.text)
        if words and any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", tag) for word in words)
    ]
