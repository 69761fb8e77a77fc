"""Findings as JUnit XML: a suite for each workbook, a test for each check that was to be done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring  # only written here, never read

from perfxl.attachments.statement import coverage_lines, incompleteness, summary
from perfxl.checks.registry import Check, checks
from perfxl.jobs.judging import Judgement
from perfxl.model.acceptance import Accepted
from perfxl.model.finding import Finding, Severity
from perfxl.output.bookresult import BookResult
from perfxl.output.visible import lines_text, visible_xml

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_READING = "核对范围"


def check_junit(results: Sequence[BookResult], fail_on: Severity = Severity.ERROR, strict: bool = False) -> str:
    """Return a suite for each book; a test fails for findings at or above a level, lesser ones are its output.

    A check with nothing to look at, or left out on request, is skipped, one that erred is an error. The test 核对范围
    tells what was read; with `strict` it fails where something was not.
    """
    root = Element("testsuites", name="perfxl check")
    for each in results:
        suite = SubElement(root, "testsuite", name=visible_xml(each.book))
        for case in _cases(each, fail_on, strict):
            case.set("classname", visible_xml(each.book))
            suite.append(case)
        _count(suite)
    indent(root)
    return f"{_XML}{tostring(root, encoding='unicode')}"


def _count(suite: Element) -> None:
    suite.set("tests", str(len(suite)))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(sum(case.find(tag) is not None for case in suite)))


def _cases(result: BookResult, fail_on: Severity, strict: bool) -> Iterator[Element]:
    if result.done is None:
        case = Element("testcase", name=_READING)
        SubElement(case, "error", message=visible_xml(result.error))
        yield case
        return
    yield _reading(result.done, strict)
    for check in checks():
        yield _case(check, result.done, fail_on)


def _reading(done: Judgement, strict: bool) -> Element:
    """Return the test that tells what the result rests on."""
    case = Element("testcase", name=_READING)
    left = [*incompleteness(done.coverage)]
    if strict and not done.coverage.complete:
        SubElement(case, "failure", message="有没有读的内容").text = visible_xml(lines_text(left))
    lapsed = (f"不再适用的核实说明（{each.acceptance.source}）：{each.why}" for each in done.lapsed)
    lines = (summary(done.findings, done.coverage), *left, *lapsed, *coverage_lines(done.coverage))
    SubElement(case, "system-out").text = visible_xml(lines_text(lines))
    return case


def _case(check: Check, done: Judgement, fail_on: Severity) -> Element:
    case = Element("testcase", name=f"{check.code} {check.name}")
    _tell_undone(case, check, done)
    found = [finding for finding in done.findings if finding.code == check.code]
    grave = [finding for finding in found if finding.severity.rank >= fail_on.rank]
    if grave:
        failure = SubElement(case, "failure", message=f"{len(grave)} 项", type=grave[0].severity.value)
        failure.text = visible_xml(lines_text(map(_told, grave)))
    _tell_beside(case, [finding for finding in found if finding not in grave], done.accepted)
    return case


def _tell_beside(case: Element, lesser: Sequence[Finding], accepted: Sequence[Accepted]) -> None:
    """Write what does not fail a test: findings below the level, and accepted ones."""
    code = str(case.get("name")).partition(" ")[0]
    lines = [*map(_told, lesser), *(_accepted(each) for each in accepted if each.finding.code == code)]
    if lines:
        SubElement(case, "system-out").text = visible_xml(lines_text(lines))


def _tell_undone(case: Element, check: Check, done: Judgement) -> None:
    erred = next((failed for failed in done.coverage.failed if failed.code == check.code), None)
    if erred:
        SubElement(case, "error", message=f"检查出错（{erred.error}），没有做成")
    elif check.code in done.coverage.deselected:
        SubElement(case, "skipped", message="按要求没有做")
    elif check.code in done.coverage.idle:
        SubElement(case, "skipped", message="没有对应的表")


def _told(finding: Finding) -> str:
    place = str(finding.place) or "整个工作簿"
    return f"{place}  {finding.severity.term}  {finding.message}{f'建议：{finding.fix}' if finding.fix else ''}"


def _accepted(each: Accepted) -> str:
    one = each.acceptance
    return f"已核实（{one.role}，{one.date}：{one.reason}）  {_told(each.finding)}"
