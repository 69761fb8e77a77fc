"""The HTML page: nothing escapes, nothing is fetched, filters work in a browser, and it prints on A4."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from browser import Browser, browser

from perfxl.files.read.reading import read
from perfxl.jobs.check import understand_and_judge
from perfxl.jobs.evaluate import understand
from perfxl.jobs.judging import Judgement
from perfxl.model.acceptance import Acceptance, Accepted, Lapsed
from perfxl.model.coverage import Coverage
from perfxl.model.finding import Finding, Severity
from perfxl.model.place import Place
from perfxl.output.bookresult import BookResult
from perfxl.output.page.charts import charts
from perfxl.output.page.excerpt import Drawing, Excerpt
from perfxl.output.page.page import html_page
from perfxl.sheets.address import Box, position_of
from perfxl.sheets.snapshot import Cell, Sheet, Snapshot

HOSTILE = """"><script>alert(1)</script>'&<img src=x onerror=alert(2)>\u202e\x1b"""
ROWS = ("甲", "乙", "丙", "丁", "戊")


def result(path: Path, name: str = "") -> BookResult:
    evaluated, done = understand_and_judge(read(path))
    return BookResult(name or path.name, done, evaluated=evaluated)


def sheet_of(*lines: str, merges: tuple[Box, ...] = ()) -> Sheet:
    cells = {
        (row, column): Cell(text)
        for row, line in enumerate(lines, 1)
        for column, text in enumerate(line.split("|"), 1)
        if text
    }
    return Sheet("表", cells, merges)


def drawn(sheet: Sheet, cell: str, *related: str) -> Excerpt:
    evaluated = understand(Snapshot("表.xlsx", (sheet,)))
    places = tuple(Place(sheet.name, each) for each in related)
    finding = Finding("PX105", "比率", Severity.ERROR, Place(sheet.name, cell), "不符", related=places)
    found = Drawing(evaluated).excerpt(finding)
    assert found
    return found


@pytest.fixture(scope="module")
def example(root: Path) -> BookResult:
    return result(root / "workbooks" / "pingshan-2020.xlsx")


def test_the_finding_stands_in_its_rows_below_the_heading(example: BookResult) -> None:
    assert example.evaluated
    assert example.done
    drawing = Drawing(example.evaluated)
    for finding in example.done.findings:
        found = drawing.excerpt(finding)
        assert found
        marked = [(row.number, cell) for row in found.rows for cell in row.cells if cell.mark == "found"]
        assert [number for number, _ in marked] == [position_of(finding.place.cell or "")[0]]
        assert found.rows[0].heading


def test_rows_left_out_are_shown_as_a_gap_and_marked_ones_stay() -> None:
    lines = ["项目|数", *(f"{name}|{number}" for number, name in enumerate(ROWS * 6)), "合计|99"]
    found = drawn(sheet_of(*lines), "B32", "B2", "B31")
    assert [row.number for row in found.rows] == [1, 2, None, 31, 32]
    assert [cell.mark for row in found.rows for cell in row.cells if cell.mark] == ["related", "related", "found"]


def test_many_related_rows_and_columns_are_cut_down_to_what_can_be_read() -> None:
    wide = "|".join(str(number) for number in range(40))
    found = drawn(sheet_of(*[wide] * 60), "T60", *(f"T{row}" for row in range(2, 60)))
    assert len([row for row in found.rows if row.number]) <= 12
    assert found.letters[:2] == ("A", "B")
    assert "T" in found.letters
    assert len(found.letters) <= 12


def test_a_merged_cell_is_drawn_once_over_its_columns_and_says_its_text_once() -> None:
    sheet = sheet_of("甲||数", "类|子|1", "|丑|2", "|寅|3", merges=(Box(1, 1, 1, 2), Box(2, 1, 4, 1)))
    found = drawn(sheet, "C3")
    assert [(cell.text, cell.span) for cell in found.rows[0].cells] == [("甲", 2), ("数", 1)]
    assert [row.cells[0].text for row in found.rows[1:]] == ["类", "", ""]


def test_a_finding_on_the_whole_book_has_no_rows(example: BookResult) -> None:
    assert example.evaluated
    whole = Finding("PX601", "规则包有效期", Severity.INFO, Place(), "过期")
    assert Drawing(example.evaluated).excerpt(whole) is None


def test_charts_show_projects_quarters_and_groups_with_their_figures(example: BookResult) -> None:
    assert example.evaluated
    found = list(charts(example.evaluated.derived.evaluation))
    quarters, *groups, projects = found
    assert len(projects.bars) > 15
    assert [bar.tick for bar in quarters.bars] == pytest.approx([0.25, 0.5, 0.75, 1])
    assert [bar.behind for bar in quarters.bars] == [bar.share < (bar.tick or 0) for bar in quarters.bars]
    assert len(groups) == 2
    page = html_page([example])
    assert all(bar.text in page for chart in found for bar in chart.bars)
    assert not list(charts(understand(Snapshot("空.xlsx")).evaluation))


class Parsed(HTMLParser):
    """What a page is made of, as a browser would see it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def hostile_result() -> BookResult:
    sheet = sheet_of(f"{HOSTILE}|数", f"{HOSTILE}|{HOSTILE}")
    evaluated = understand(Snapshot("表.xlsx", (Sheet(HOSTILE, sheet.cells),)))
    finding = Finding("PX105", HOSTILE, Severity.ERROR, Place(HOSTILE, "B2"), *[HOSTILE] * 5, table=HOSTILE)
    acceptance = Acceptance(*[HOSTILE] * 8)
    done = Judgement((finding,), Coverage(), (Accepted(finding, acceptance),), (Lapsed(acceptance, HOSTILE),))
    return BookResult(HOSTILE, done, evaluated=evaluated)


def test_no_text_of_a_workbook_becomes_markup() -> None:
    page = html_page([hostile_result(), BookResult(HOSTILE, error=HOSTILE)])
    parsed = Parsed(page)
    assert parsed.tags.count("script") == 1
    assert "img" not in parsed.tags
    assert not [name for name, _ in parsed.attributes if name.startswith("on")]
    assert "\x1b" not in page
    assert "\u202e" not in page


def test_the_page_asks_for_nothing(example: BookResult) -> None:
    parsed = Parsed(html_page([example]))
    assert not {"link", "img", "iframe", "object", "embed"} & set(parsed.tags)
    assert not [value for name, value in parsed.attributes if name in ("src", "href") and not value.startswith("#")]
    policy = next(value for name, value in parsed.attributes if value.startswith("default-src"))
    assert "default-src 'none'" in policy
    assert re.search(r"script-src 'sha256-[\w+/=]+'", policy)


def test_accepted_and_lapsed_findings_stand_apart() -> None:
    page = html_page([hostile_result()])
    assert page.index("<h2>问题") < page.index("<h2>已核实") < page.index("<h2>不再适用的核实说明")


def test_a_clean_book_says_what_was_compared(tmp_path: Path, many: Callable[[Path, int], Path]) -> None:
    page = html_page([result(many(tmp_path / "对.xlsx", 0))])
    assert page.count("<article") == 0
    assert "未发现问题" in page


@pytest.fixture(scope="module")
def shown(
    needs: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory, many: Callable[[Path, int], Path]
) -> Iterator[tuple[Browser, Path]]:
    """Open the page of a workbook with 300 findings and of a second one."""
    program, folder = needs("chromium"), tmp_path_factory.mktemp("page")
    page = folder / "结果.html"
    books = [result(many(folder / "三百.xlsx", 300)), result(many(folder / "三.xlsx", 3))]
    page.write_text(html_page(books), "utf-8")
    with browser(program, folder / "profile") as opened:
        opened.open(page)
        yield opened, folder


def shown_count(page: Browser) -> int:
    return int(
        page.evaluate("Array.from(document.querySelectorAll('.finding')).filter(f => f.offsetHeight > 0).length")
    )


def choose(page: Browser, name: str, index: int) -> str:
    script = f"""(() => {{ const s = document.querySelector('select[name={name}]'); s.selectedIndex = {index};
        s.dispatchEvent(new Event('change', {{bubbles: true}})); return s.value; }})()"""
    return str(page.evaluate(script))


def test_filters_work_in_a_browser_without_an_error(shown: tuple[Browser, Path]) -> None:
    page = shown[0]
    assert shown_count(page) == 303
    assert page.evaluate("document.querySelector('.filters output').value") == "显示 303 / 303 项"
    assert choose(page, "book", 2) == "三.xlsx"
    assert shown_count(page) == 3
    choose(page, "book", 0)
    sheet = choose(page, "sheet", 1)
    assert shown_count(page) == page.evaluate(f"document.querySelectorAll('.finding[data-sheet=\"{sheet}\"]').length")
    page.evaluate("document.querySelector('input[value=error]').click()")
    assert shown_count(page) == 0
    assert page.evaluate("document.querySelector('.none').hidden") is False
    page.evaluate("document.querySelector('.filters button').click()")
    assert shown_count(page) == 303
    assert choose(page, "code", 1) == "PX105"
    assert shown_count(page) > 0
    page.evaluate("document.querySelector('.filters button').click()")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.errors == []
    assert [url for url in page.requests if not url.startswith(("file:", "about:"))] == []


def test_the_marked_cell_has_a_red_box(shown: tuple[Browser, Path]) -> None:
    style = "getComputedStyle(document.querySelector('td.found'))"
    assert shown[0].evaluate(f"{style}.outlineColor + {style}.outlineStyle") == "rgb(208, 33, 28)solid"


def test_it_prints_on_a4_without_the_filters(shown: tuple[Browser, Path], needs: Callable[[str], str]) -> None:
    printed = shown[0].printed(shown[1] / "结果.pdf")
    told = subprocess.run([needs("pdfinfo"), printed], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Page size: +59[45]\.\d+ x 84[12]", told)
    text = subprocess.run([needs("pdftotext"), printed, "-"], capture_output=True, text=True, check=True).stdout
    assert "全部显示" not in text
    assert "显示 303" not in text
    assert len(set(re.findall(r"项目清单\d!E\d+", text))) > 200
