"""All that a template may name (字段), of a department or of one project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from perfxl.drafting.charts import charts, score_groups
from perfxl.drafting.cover import cover
from perfxl.drafting.field import Field
from perfxl.drafting.nodes import TableNode, Texts, place_key
from perfxl.drafting.printing import number
from perfxl.drafting.sentences import VERBS
from perfxl.errors import InputError
from perfxl.model.table import Evaluation, Role, Table
from perfxl.numerals.characters import name_key
from perfxl.rules.kinds import kinds
from perfxl.sheets.snapshot import Snapshot

FORMS = ("project_form", "transfer_form")


@dataclass(frozen=True)
class Draft:
    """What a report can say.

    fields  by the names that templates call them
    texts   what people wrote, which knows what was asked for
    """

    fields: Mapping[str, Any]
    texts: Texts


@cache
def tables() -> Mapping[str, Sequence[str]]:
    """Return the kinds of tables by the names that templates call them."""
    text = (files("perfxl.drafting") / "tables.yaml").read_text("utf-8")
    loaded: dict[str, list[str]] = yaml.safe_load(text)
    return loaded


def department(snapshot: Snapshot, evaluation: Evaluation, attachments: Sequence[str] = ()) -> Draft:
    """Return what the report of a department can say; `attachments` are the titles of its attachments."""
    texts = _texts(evaluation)
    fields: dict[str, Any] = {**VERBS, **cover(snapshot, evaluation), "文字": texts, "图": charts(evaluation)}
    for name, keys in tables().items():
        fields[name] = TableNode(name, kinds()[keys[0]], evaluation.of(*keys))
    fields["附件"] = [Field(f"附件.{place}", title, title) for place, title in enumerate(attachments, 1)]
    fields["等级"] = list(_grades(evaluation.of("project_list")))
    fields["评分分组"] = list(_groups(evaluation.of("score_table")))
    return Draft(fields, texts)


def project(snapshot: Snapshot, evaluation: Evaluation, forms: Sequence[Table], name: str | None) -> Draft:
    """Return what the report of one project can say; InputError where it is not clear which project is meant."""
    form = _form(forms, name)
    draft = department(snapshot, evaluation)
    own = TableNode("项目", kinds()[form.kind], (form,))
    return Draft({**draft.fields, "项目": own}, draft.texts)


def _texts(evaluation: Evaluation) -> Texts:
    written: dict[str, list[str]] = {}
    for each in evaluation.materials:
        if each.text:
            written.setdefault(place_key(each.position), []).append(each.text)
    return Texts(written)


def _form(forms: Sequence[Table], name: str | None) -> Table:
    known = {name_key(form.text("project_name")): form for form in forms}
    if not known:
        raise InputError("工作簿里没有项目，写不了项目支出绩效评价报告，请检查项目清单或项目支出绩效自评表。")
    if name is None and len(known) > 1:
        told = "、".join(form.text("project_name") for form in list(known.values())[:5])
        raise InputError(f"工作簿里有 {len(known)} 个项目（{told}等），请用 --project 写明是哪一个。")
    found = known.get(name_key(name)) if name else next(iter(known.values()))
    if found is None:
        told = "、".join(form.text("project_name") for form in list(known.values())[:5])
        raise InputError(f"工作簿里没有名为“{name}”的项目，有的是：{told}等，请核对 --project。")
    return found


def _grades(lists: Sequence[Table]) -> Iterator[Mapping[str, Field]]:
    """Yield the grades that projects have, in the order of their first project, with how many have them."""
    rows = [row for table in lists for row in table.rows if row.role not in (Role.TOTAL, Role.SUBTOTAL)]
    told = [row.text("grade") or _derived_grade(row.cells.get("grade")) for row in rows]
    for grade in sorted({word for word in told if word}, key=told.index):
        word = Field(f"等级.{grade}.名称", grade, grade)
        yield {"名称": word, "个数": number(f"等级.{grade}.个数", Decimal(told.count(grade)), "个", Decimal(1))}


def _derived_grade(figure: object) -> str:
    return str(getattr(figure, "text", "") or "")


def _groups(scores: Sequence[Table]) -> Iterator[Mapping[str, Field]]:
    """Yield the groups of the score table with their points and scores."""
    for name, points, score in score_groups(scores[0]) if scores else ():
        called = f"评分分组.{name}"
        yield {
            "名称": Field(f"{called}.名称", name, name),
            "分值": number(f"{called}.分值", points, "分"),
            "得分": number(f"{called}.得分", score, "分"),
        }
