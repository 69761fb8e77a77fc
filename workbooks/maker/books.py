"""The two books: the worked example, and the blank form made by emptying it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from maker.plan import Book, Cover, Sheet, table
from maker.projects import indicator_rows, project_rows


def example(folder: Path) -> Book:
    """Return the worked example."""
    forms, data = _load(folder / "forms.yaml"), _load(folder / "pingshan-2020.yaml")
    projects = _load(folder / "pingshan-2020-projects.yaml")
    data["tables"] |= {"project_list": project_rows(projects), "indicator_list": indicator_rows(projects)}
    cover = _cover(forms["cover"], [data["department"], f"{data['year']}年度"], data["cover"]["notes"])
    title = f"{data['department']}{data['year']}年度{cover.title}"
    return Book(title, cover, tuple(_sheet(form, data) for form in forms["sheets"]))


def blank(folder: Path) -> Book:
    """Return the blank form: the example without its figures, its place and its year, and a sheet for texts."""
    forms = _load(folder / "forms.yaml")
    sheets = tuple(_emptied(form, sheet) for form, sheet in zip(forms["sheets"], example(folder).sheets, strict=True))
    cover = _cover(forms["cover"], ["", "20XX年度"], [])
    return Book(forms["cover"]["title"], cover, (*sheets, _texts(forms["texts"])))


def _texts(form: dict[str, Any]) -> Sheet:
    tables = tuple(table(told, [], []).emptied() for told in form["tables"])
    return Sheet(**form | {"notes": tuple(form["notes"]), "tables": tables})


def _load(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def _cover(form: dict[str, Any], values: list[str], notes: list[str]) -> Cover:
    filled = values + [""] * (len(form["fields"]) - len(values))
    fields = tuple(zip(form["fields"], filled, strict=True))
    return Cover(form["sheet"], form["title"], form["heading"], fields, tuple(form["notes"] + notes))


def _sheet(form: dict[str, Any], data: dict[str, Any]) -> Sheet:
    name = form["sheet"]
    notes = tuple(form["notes"] + data["notes"].get(name, []))
    tables = tuple(table(told, *_rows(data["tables"][told["key"]])) for told in form["tables"])
    return Sheet(**form | {"title": form["title"].format(year=data["year"]), "notes": notes, "tables": tables})


def _rows(data: dict[str, list[Any]] | list[Any]) -> tuple[list[Any], list[Any]]:
    """Return the rows and the single value above them, if there is one."""
    return (data["rows"], data["lead"]) if isinstance(data, dict) else (data, [])


def _emptied(form: dict[str, Any], sheet: Sheet) -> Sheet:
    tables = tuple(table.emptied() for table in sheet.tables)
    return replace(sheet, title=form["title"].format(year="20XX"), notes=tuple(form["notes"]), tables=tables)
