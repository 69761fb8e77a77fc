"""What recalculations found as JUnit XML: a suite a workbook, a test a worksheet that has formulas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring  # only written here, never read

from perfxl.output.recalculation import differing_line, doubtful_line, place, skipped_line, stale_line
from perfxl.output.visible import lines_text, visible_xml
from perfxl.recalc.results import Recalculated

_XML = "<?xml version='1.0' encoding='utf-8'?>\n"


def recalc_junit(suites: Sequence[Element]) -> str:
    """Return the document of one suite a workbook."""
    counts = {key: str(sum(int(suite.get(key, "0")) for suite in suites)) for key in ("tests", "failures", "errors")}
    root = Element("testsuites", {"name": "perfxl recalc", **counts})
    root.extend(suites)
    indent(root)
    return f"{_XML}{tostring(root, encoding='unicode')}"


def recalc_suite(book: str, found: Recalculated) -> Element:
    """Return the suite of one workbook; a worksheet fails where a cache is not proven, what was accepted is told."""
    problems, accepted = _by_sheet(_problems(found)), _by_sheet(_accepted(found))
    doubtful = (each.cell for each in found.doubtful)
    sheets = dict.fromkeys(cell[0] for cell in (*found.computed, *doubtful, *found.skipped, *found.waived))
    suite = _suite(book, len(sheets), failures=len(problems))
    for sheet in sheets:
        case = _case(suite, book, sheet)
        if sheet in problems:
            failure = SubElement(case, "failure", message=f"{len(problems[sheet])} 个单元格未通过重算核对")
            failure.text = visible_xml(lines_text(problems[sheet]))
        if sheet in accepted:
            SubElement(case, "system-out").text = visible_xml(lines_text(accepted[sheet]))
    return suite


def error_suite(book: str, sentence: str) -> Element:
    """Return the suite of a workbook that could not be recalculated: why."""
    suite = _suite(book, 1, errors=1)
    SubElement(_case(suite, book, "重算"), "error", message=visible_xml(sentence))
    return suite


def _suite(book: str, tests: int, failures: int = 0, errors: int = 0) -> Element:
    counts = {"tests": str(tests), "failures": str(failures), "errors": str(errors)}
    return Element("testsuite", {"name": visible_xml(book), **counts})


def _case(suite: Element, book: str, name: str) -> Element:
    return SubElement(suite, "testcase", classname=visible_xml(book), name=visible_xml(name))


def _by_sheet(lines: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for sheet, line in lines:
        found.setdefault(sheet, []).append(line)
    return found


def _problems(found: Recalculated) -> Iterator[tuple[str, str]]:
    yield from ((each.cell[0], stale_line(each)) for each in found.stale)
    yield from ((doubt.cell[0], doubtful_line(doubt)) for doubt in found.doubtful)
    yield from ((each.cell[0], differing_line(each, found.engines)) for each in found.differing)
    yield from ((cell[0], f"{place(cell)}  未重算：{reason}") for cell, reason in found.skipped.items())


def _accepted(found: Recalculated) -> Iterator[tuple[str, str]]:
    yield from ((cell[0], f"已接受：{skipped_line(cell, reason)}") for cell, reason in found.waived.items())
