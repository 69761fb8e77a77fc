"""生成报告, 核对报告: the Word report beside the workbook, written from it, and any report held against it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import takewhile
from pathlib import Path

from perfxl.errors import RefusedError
from perfxl.excel.watch import progress
from perfxl.jobs.checkreport import check_report as check_text
from perfxl.jobs.report import draft
from perfxl.output.reports import annotation_lines, report_text
from perfxl.output.written import updated_lines, written_lines
from perfxl.package.save import save
from perfxl.package.system import fitting
from perfxl.report.annotating import annotated
from perfxl.report.opening import open_document
from perfxl.report.reading import read_report
from perfxl.report.updating import Updated, updated
from perfxl.report.writing import Written, template_of, write
from perfxl.report.writing import report as fill_template
from perfxl.ribbon.beside import folder_of, is_as_written, put, result, series
from perfxl.ribbon.changing import look
from perfxl.ribbon.context import Context

_REPORT, _COPY = "-报告.docx", "-批注稿.docx"
_WORD, _PLAIN = ".docx", (".txt", ".md")
_NAMED = ("报告", "自评", "说明")  # words in the names of files that are reports
_LOCKS = ("~$", ".")
_KIND = "department"


def report(context: Context) -> str:
    """生成报告: write the department's report beside the workbook; in one that people edited only figures change."""
    drafted = draft(look(context), (), _KIND)
    progress()
    fresh = fill_template(template_of(_KIND), drafted.draft.fields)
    first = result(context, _REPORT)
    edited = _edited(context, first)
    if edited is None:
        target = put(context, first, partial(write, fresh.data))
        told = list(written_lines(fresh, drafted, target))
    else:
        target, told = _update(context, edited, fresh)
    context.open(target)
    return "\n".join(told)


def _edited(context: Context, first: Path) -> Path | None:
    """Return the last report of this workbook if a person has worked on it since it was written."""
    last = next(reversed([*takewhile(Path.exists, series(first))]), None)
    return None if last is None or is_as_written(context, last) else last


def _update(context: Context, edited: Path, fresh: Written) -> tuple[Path, list[str]]:
    """Put the figures of today into a copy of a report that a person edited; return where it is and what to tell."""
    document = open_document(edited)
    done = updated(document, fresh)
    if not done.controls:
        target = put(context, edited, partial(write, fresh.data))
        return target, [f"“{edited.name}”不是由“生成报告”写出的，没有动它；另写了一份：{target}"]
    if not done.parts:
        return edited, [f"报告里的数与工作簿相同，没有改动：{edited}"]
    target = put(context, edited, lambda path: save(document.archive, path, done.parts))
    return target, [f"“{edited.name}”您改过，没有动它；另写了一份，只更新数。", *_updated(done, target)]


def _updated(done: Updated, target: Path) -> Iterator[str]:
    """Yield how much was updated and where the report is before each single figure."""
    head, *rest, where = updated_lines(done, target)
    yield from (head, where, *rest)


def check_report(context: Context) -> str:
    """核对报告: hold the report beside the workbook against it; a copy of the report has comments at the words."""
    path, others = _report_beside(context)
    snapshot = look(context)
    progress()
    document = open_document(path) if path.suffix.casefold() == _WORD else None
    done = check_text(document.paragraphs() if document else read_report(path), (), snapshot)
    progress()
    told = [f"核对的是“{path.name}”{_beside_others(others)}。"]
    if document and done.text.findings:
        copy = annotated(document, done.text.findings)
        name, archive = fitting(path.stem, _COPY), document.archive
        target = put(context, path.with_name(name), lambda to: save(archive, to, copy.parts))
        told += annotation_lines(copy, target)
        context.open(target)
    return "\n".join([*told, *(line for line in report_text(done).splitlines() if line)])


def _beside_others(others: int) -> str:
    return f"，旁边 {others + 1} 份报告中最近保存的一份；要核对另一份，请在 Word 里再保存它一次" if others else ""


def _report_beside(context: Context) -> tuple[Path, int]:
    """Return the report to check, the one saved last, and how many others there are; RefusedError where none is."""
    folder = folder_of(context)
    found = _reports(folder)
    if not found:
        raise RefusedError(f"“{folder}”里没有报告（.docx 文件），请把报告放在工作簿旁边，再点一次。")
    latest = max(found, key=lambda path: (path.stat().st_mtime, path.name))
    return latest, len(found) - 1


def _reports(folder: Path) -> list[Path]:
    """Return the files that are named like reports; where none is, all documents of Word."""
    found = [path for path in folder.iterdir() if path.is_file() and _is_text(path)]
    named = [path for path in found if any(word in path.name for word in _NAMED)]
    return named or [path for path in found if path.suffix.casefold() == _WORD]


def _is_text(path: Path) -> bool:
    own = Path(_COPY).stem in path.stem or path.name.startswith(_LOCKS)
    return not own and path.suffix.casefold() in (_WORD, *_PLAIN)
