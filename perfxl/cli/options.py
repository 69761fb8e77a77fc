"""Options that several verbs share."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from perfxl.cli import console
from perfxl.errors import InputError
from perfxl.files.listing import list_books
from perfxl.files.remote import is_address
from perfxl.model.acceptance import Acceptance
from perfxl.model.finding import Finding, Group, Severity
from perfxl.output.results import Advice
from perfxl.settings.reading import NAME as SETTINGS
from perfxl.settings.reading import read_settings, settings_file, settings_for
from perfxl.settings.schema import Accept, Settings

if TYPE_CHECKING:
    from perfxl.batch.batch import Runner
    from perfxl.batch.results import Line
    from perfxl.jobs.judging import Judgement
    from perfxl.jobs.review import Review

ADVICE = Advice("详细的检查结果请用 perfxl check 查看。", "加 --overwrite-edited")


def book(parser: argparse.ArgumentParser) -> None:
    """Add the workbook to work on."""
    parser.add_argument("book", metavar="工作簿", help="要处理的工作簿（.xlsx 或 .xlsm）")


def books(parser: argparse.ArgumentParser, told: str) -> None:
    """Add the workbooks to work on, as `listed_books` reads them, and --recursive."""
    parser.add_argument(
        "books", nargs="*", metavar="工作簿", help=f"{told}：文件、文件夹或通配符（如 2024年/*.xlsx），可写多个"
    )
    parser.add_argument("-r", "--recursive", action="store_true", help="文件夹里的下级文件夹也读")


def many(parser: argparse.ArgumentParser) -> None:
    """Add what matters to many workbooks: --workers, --timeout, --resume, --summary and --expect."""
    parser.add_argument("--workers", type=int, metavar="个数", help="几个工作簿时用几个进程，默认每个处理器核心一个")
    parser.add_argument(
        "--timeout", type=float, metavar="秒", help="几个工作簿时每个最多做多久，超过的停下并指出；默认 300，0 为不限"
    )
    parser.add_argument(
        "--resume", action="store_true", help="接着上次中断的同一条命令做：内容没有变、已经做完的工作簿不再做"
    )
    parser.add_argument(
        "--summary", metavar="文件", help="汇总写到这里：.xlsx 工作簿，.csv 文件，或放 CSV 文件的文件夹"
    )
    parser.add_argument(
        "--expect",
        metavar="名单",
        help="应报送的单位名单（.xlsx 或一行一个单位的 .txt）：列出未报送、重复、年度或名称不符的",
    )


def cluster(parser: argparse.ArgumentParser) -> None:
    """Add --scheduler."""
    parser.add_argument(
        "--scheduler", metavar="地址", help="在 Dask 集群上做，写调度程序的地址，如 tcp://10.0.0.5:8786"
    )


def runner(args: argparse.Namespace) -> Runner:
    """Return what runs the tasks: the cores of this machine, or the cluster of --scheduler."""
    if getattr(args, "scheduler", None):
        from perfxl.batch.cluster import run_on_cluster  # noqa: PLC0415 (an extra)

        return lambda left, count: run_on_cluster(args.scheduler, left, count)
    from perfxl.batch.running import run_all  # noqa: PLC0415 (one workbook starts without what runs many)
    from perfxl.batch.watch import LIMIT  # noqa: PLC0415

    limit = LIMIT if args.timeout is None else max(0.0, args.timeout)
    return lambda left, count: run_all(left, count, args.workers, limit)


def summary_to_write(args: argparse.Namespace) -> list[Path]:
    """Return what --summary and --expect name, which are no workbooks to work on; see `summary_files` for errors."""
    if not args.summary:
        return [Path(args.expect)] if args.expect else []
    from perfxl.batch.summary import summary_files  # noqa: PLC0415 (one workbook starts without what runs many)

    return [*summary_files(Path(args.summary), args.overwrite), *([Path(args.expect)] if args.expect else [])]


def batch_wanted(args: argparse.Namespace) -> bool:
    """Whether the workbooks are told as many: there are several, they lie elsewhere, or what is for many is asked."""
    asked = (args.summary, args.expect, args.scheduler)
    return len(args.books) > 1 or any(asked) or any(map(is_address, args.books))


def listed_books(args: argparse.Namespace, leave: Iterable[Path] = ()) -> list[str]:
    """Return the workbooks that the arguments mean, and tell what was passed over; InputError where none is left.

    What was passed over stays in `args.passed`.
    """
    listing = list_books(args.books, args.recursive, leave)
    if not listing.books:
        raise InputError("\n".join(listing.notes))
    for note in listing.notes:
        console.complain(note)
    args.passed = listing.notes
    return listing.books


def common(parser: argparse.ArgumentParser) -> None:
    """Add --pack and --quiet."""
    pack(parser)
    parser.add_argument("--quiet", action="store_true", help="不显示进度和摘要")


def pack(parser: argparse.ArgumentParser) -> None:
    """Add --pack."""
    parser.add_argument(
        "--pack",
        action="append",
        default=[],
        metavar="规则包",
        help="使用的规则包，写名称或规则包文件夹的路径，可重复；不写则按工作簿的地区、年度选用",
    )


def stated_packs(args: argparse.Namespace) -> list[str]:
    """Return the packs of --pack, else what the one perfxl.toml of all the books states: packs, or place and year."""
    named: list[str] = args.pack
    books = filter(None, [getattr(args, "book", None), *getattr(args, "books", ())])
    files = {settings_file(Path(book) / "x" if Path(book).is_dir() else Path(book)) for book in books}
    file = files.pop() if len(files) == 1 and not named else None
    return _stated_in(file) if file else named


def _stated_in(file: Path) -> list[str]:
    stated = read_settings(file)
    beside = ((name, file.parent / name) for name in stated.packs)
    packs = [str(path) if (path / "pack.yaml").is_file() else name for name, path in beside]
    return packs or [str(each) for each in (stated.place, stated.year) if each]


def output_format(parser: argparse.ArgumentParser, *more: str) -> None:
    """Add --format: text, json, and what else the verb can write."""
    parser.add_argument("--format", choices=("text", "json", *more), default="text", help="输出格式，默认 text")


def fail_on(parser: argparse.ArgumentParser) -> None:
    """Add --fail-on and --strict."""
    parser.add_argument(
        "--fail-on",
        choices=[severity.value for severity in Severity],
        default=Severity.ERROR.value,
        help="从哪一级检查结果起退出码为 1：error 错误、warning 核实、info 提示；默认 error",
    )
    parser.add_argument("--strict", action="store_true", help="有没有读的数、没有识别到的表时退出码也为 1")


def selection(parser: argparse.ArgumentParser) -> None:
    """Add --select and --ignore."""
    groups = "、".join(group.value for group in Group)
    what = f"按编号（PX105）、编号开头（PX1）或类别（{groups}），逗号隔开，可重复"
    parser.add_argument("--select", action="append", metavar="检查", help=f"只做这些检查：{what}")
    parser.add_argument("--ignore", action="append", default=[], metavar="检查", help="不做这些检查，写法同上")


def review(book: str | Path | None, args: argparse.Namespace) -> Review:
    """Return what is asked of a check, by the command line and by the perfxl.toml that holds for the workbook.

    --select takes the place of what the file selects, --ignore is added to what it ignores.
    """
    from perfxl.cli.previous import last_year  # noqa: PLC0415
    from perfxl.jobs.review import Review, selection  # noqa: PLC0415 (verbs that judge nothing start without checks)

    stated = settings_for(Path(book)) if book else Settings()
    select = stated.select if args.select is None else _entries(args.select)
    accepted = tuple(_acceptance(each) for each in stated.accept if each.book in ("", book and Path(book).name))
    last = last_year(book, args) if getattr(args, "previous", None) else None
    return Review(selection(select, (*stated.ignore, *_entries(args.ignore))), accepted, last)


def _acceptance(one: Accept) -> Acceptance:
    date = one.date.isoformat()
    return Acceptance(one.code, one.table, one.row, one.figures, one.reason, one.role, date, SETTINGS)


def _entries(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(entry for text in given for entry in re.split(r"[,，、\s]+", text) if entry)


def as_(parser: argparse.ArgumentParser) -> None:
    """Add --as."""
    parser.add_argument(
        "--as",
        dest="as_",
        choices=("formulas", "values", "functions"),
        default="formulas",
        help="填成公式 formulas、数值 values 还是加载项的 PX_ 函数 functions，默认 formulas",
    )


def filling(parser: argparse.ArgumentParser) -> None:
    """Add --as and --replace."""
    as_(parser)
    parser.add_argument("--replace", action="store_true", help="与规则不符的已填内容也覆盖（回执中逐项写明）")


def in_place(parser: argparse.ArgumentParser) -> None:
    """Add --in-place."""
    parser.add_argument("--in-place", action="store_true", help="直接改原文件，原文件另存为带时间的备份")


def overwrite(parser: argparse.ArgumentParser) -> None:
    """Add --overwrite."""
    parser.add_argument("--overwrite", action="store_true", help="输出文件已经存在时覆盖它")


def overwrite_edited(parser: argparse.ArgumentParser) -> None:
    """Add --overwrite-edited."""
    parser.add_argument("--overwrite-edited", action="store_true", help="生成后被手工改过的附件也重新生成")


def exit_code(done: Judgement, args: argparse.Namespace) -> int:
    """Return 1 where a finding is at or above --fail-on, a check erred, or with --strict something was not read."""
    return int(_reaches(done.findings, args.fail_on) or bool(done.coverage.failed) or not (_whole(done, args)))


def line_code(line: Line, args: argparse.Namespace) -> int:
    """Return what `exit_code` returns, for one workbook of many; 2 where it could not be read."""
    if line.error:
        return console.CANNOT
    counts = {Severity.ERROR: line.errors, Severity.WARNING: line.warnings, Severity.INFO: line.infos}
    reached = any(count for level, count in counts.items() if level.rank >= Severity(args.fail_on).rank)
    return int(reached or bool(line.failed) or (args.strict and not line.complete))


def findings_code(findings: Iterable[Finding], fail_on: str) -> int:
    """Return 1 where a finding is at or above the level, else 0."""
    return int(_reaches(findings, fail_on))


def _reaches(findings: Iterable[Finding], fail_on: str) -> bool:
    least = Severity(fail_on).rank
    return any(finding.severity.rank >= least for finding in findings)


def _whole(done: Judgement, args: argparse.Namespace) -> bool:
    return done.coverage.complete or not args.strict
