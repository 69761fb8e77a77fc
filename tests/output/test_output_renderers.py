"""SARIF and JUnit of several books: by their schemas, well-formed whatever a cell holds, nothing left unsaid.

NOTICE.md says whose the schema of SARIF is.
"""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator

from perfxl.jobs.judging import Judgement
from perfxl.model.acceptance import Acceptance, Accepted, Lapsed
from perfxl.model.coverage import Coverage, FailedCheck, TableCoverage
from perfxl.model.finding import Finding, Severity
from perfxl.model.place import Place
from perfxl.model.table import Unread
from perfxl.output.bookresult import BookResult
from perfxl.output.documents import dumps
from perfxl.output.junit import check_junit
from perfxl.output.sarif import sarif_document

USED = Draft202012Validator(yaml.safe_load((Path(__file__).parent / "sarif_used.yaml").read_text("utf-8")))
PUBLISHED = Draft7Validator(json.loads((Path(__file__).parent / "sarif-schema-2.1.0.json").read_text("utf-8")))
WHOLE = Coverage((TableCoverage("staff", "人员", "表", "A1:D9", 40),), idle=("PX240",), deselected=("PX467",))
ACCEPTANCE = Acceptance("PX106", "自评表", "甲", "9 → 10", "财政已批复", "财务科长", "2026-03-01", "核实说明!A2")


def finding(text: str = "执行率不对", cell: str | None = "E12", code: str = "PX105", **more: object) -> Finding:
    place = Place("三公" if cell else None, cell)
    return Finding(code, "比率", Severity.ERROR, place, text, "27.73%", "27.71%", "改", "某办法", **more)  # type: ignore[arg-type]


def book(*findings: Finding, coverage: Coverage = WHOLE, name: str = "甲 局/自评表.xlsx") -> BookResult:
    accepted = (Accepted(finding(code="PX106"), ACCEPTANCE),)
    lapsed = (Lapsed(ACCEPTANCE, "该问题已不存在"),)
    return BookResult(name, Judgement(findings, coverage, accepted, lapsed))


def run_of(*books: BookResult) -> dict:
    document = json.loads(dumps(sarif_document(books)))
    USED.validate(document)
    PUBLISHED.validate(document)
    run: dict = document["runs"][0]
    return run


def suites(*books: BookResult, fail_on: Severity = Severity.ERROR, strict: bool = False) -> list[Element]:
    return list(fromstring(check_junit(books, fail_on, strict)))


def case(suite: Element, name: str) -> Element:
    return next(each for each in suite if (each.get("name") or "").startswith(name))


def test_sarif_gives_file_cell_level_and_rule() -> None:
    related = (Place("三公", "C12"), Place("三公", "B12"))
    run = run_of(book(finding(related=related), finding("份数不符", None)))
    first, whole, accepted = run["results"]
    assert first["ruleId"] in {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert first["level"] == "error"
    location = first["locations"][0]
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "三公!E12"
    assert location["physicalLocation"]["region"]["startLine"] == 12
    assert location["physicalLocation"]["artifactLocation"]["uri"].startswith("%E7%94%B2%20%E5%B1%80/")
    assert [each["id"] for each in first["relatedLocations"]] == [1, 2]
    assert whole["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}
    assert accepted["suppressions"][0]["justification"] == "财政已批复"
    assert run["artifacts"][0]["properties"]["coverage"]["checks"]["deselected"] == ["PX467"]
    assert run["artifacts"][0]["properties"]["lapsed"][0]["why"] == "该问题已不存在"


def test_a_fingerprint_stays_when_rows_move_and_changes_with_the_figures() -> None:
    def prints(*found: Finding) -> list[str]:
        return [each["partialFingerprints"]["perfxl/v1"] for each in run_of(book(*found))["results"][: len(found)]]

    named = finding(table="三公表", row="合计")
    moved = finding(cell="E15", table="三公表", row="合计")
    other = finding(table="三公表", row="接待费")
    assert prints(named) == prints(moved)
    assert prints(named) != prints(other)
    assert len(set(prints(named, moved))) == 2


def test_books_and_checks_that_failed_are_told() -> None:
    erred = Coverage(WHOLE.tables, failed=(FailedCheck("PX240", "项目数量", "KeyError"),))
    run = run_of(BookResult("坏.xlsx", error="读不了。"), book(coverage=erred))
    assert run["invocations"][0]["executionSuccessful"] is False
    texts = [note["message"]["text"] for note in run["invocations"][0]["toolExecutionNotifications"]]
    assert texts == ["读不了。", "检查 PX240（项目数量）出错（KeyError），没有做成。"]
    broken, other = suites(BookResult("坏.xlsx", error="读不了。"), book(coverage=erred))
    assert broken.get("errors") == "1"
    assert case(other, "PX240").find("error") is not None


def test_an_absolute_path_is_a_files_address(tmp_path: Path) -> None:
    uri = run_of(book(name=str(tmp_path / "自评 表.xlsx")))["artifacts"][0]["location"]["uri"]
    assert uri.startswith("file:///")
    assert "%20" in uri


def test_junit_has_a_test_a_check_and_tells_what_was_read() -> None:
    (suite,) = suites(book(finding(), finding("另一处", "E13")))
    assert (suite.get("failures"), suite.get("skipped")) == ("1", "2")
    failed = case(suite, "PX105").find("failure")
    assert failed is not None
    assert failed.get("message") == "2 项"
    assert "三公!E13  错误  另一处建议：改" in (failed.text or "")
    reading = case(suite, "核对范围").findtext("system-out") or ""
    assert "在可核对的 40 个数里发现 2 项" in reading
    assert "不再适用的核实说明（核实说明!A2）：该问题已不存在" in reading
    assert "财务科长" in (case(suite, "PX106").findtext("system-out") or "")
    assert [each.get("message") for name in ("PX240", "PX467") for each in case(suite, name).findall("skipped")] == [
        "没有对应的表",
        "按要求没有做",
    ]


def test_junit_fails_by_level_and_by_what_was_not_read() -> None:
    lesser = Finding("PX105", "比率", Severity.WARNING, Place("表", "A1"), "请核实")
    (suite,) = suites(book(lesser))
    assert suite.get("failures") == "0"
    assert "请核实" in (case(suite, "PX105").findtext("system-out") or "")
    assert suites(book(lesser), fail_on=Severity.WARNING)[0].get("failures") == "1"
    unread = Coverage(WHOLE.tables, unread=(Unread("表", "F2:F9", 8, 1, "备用列", "A1:D9"),))
    assert suites(book(coverage=unread), strict=True)[0].get("failures") == "1"


@given(st.text(st.characters(exclude_categories=[])), st.text(max_size=20))
def test_any_text_of_a_cell_gives_documents_that_can_be_read(text: str, name: str) -> None:
    hostile = Finding("PX105", text, Severity.ERROR, Place(text, "A1"), text, text, text, text, text)
    held = book(hostile, name=name or "x")
    (suite,) = suites(held)
    assert suite.get("failures") == "1"
    document = json.loads(dumps(sarif_document([held])))
    USED.validate(document)
    PUBLISHED.validate(document)
