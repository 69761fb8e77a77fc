"""A sheet hands over the table that it lays out; recognition, which no run asks any more, reads the same there."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from perfxl.attachments.attachment import Attachment, as_sheet
from perfxl.attachments.plan import plan
from perfxl.files.read.reading import read
from perfxl.jobs.attach import plan_for
from perfxl.jobs.evaluate import understand
from perfxl.model.table import Evaluation, Table
from perfxl.recognition.recognise import recognise_sheet


def recognised(attachment: Attachment) -> Table:
    """Return the one table that recognition finds on the sheet."""
    (table,) = recognise_sheet(as_sheet(attachment.spec))
    return table


def laid_out(attachments: tuple[Attachment, ...]) -> list[Attachment]:
    return [each for each in attachments if each.table]


def assert_recognised_as_laid_out(attachment: Attachment) -> None:
    assert attachment.table
    assert replace(recognised(attachment), confidence=1.0, account={}, missing=()) == attachment.table


def test_the_small_departments_sheets(department: Evaluation) -> None:
    attachments = plan(department, Decimal(10)).attachments
    assert [each.spec.name for each in laid_out(attachments)] == ["附件1", "附件2", "附件3", "附件4"]
    for each in laid_out(attachments):
        assert_recognised_as_laid_out(each)
    assert recognised(attachments[-1]).kind == "indicator_library"


@pytest.mark.parametrize("book", ["pingshan-2020", "template"])
def test_the_worked_examples_sheets(root: Path, book: str) -> None:
    evaluated = understand(read(root / "workbooks" / f"{book}.xlsx"))
    for each in laid_out(plan_for(evaluated).attachments):
        assert_recognised_as_laid_out(each)
