"""`perfxl check`: list what does not tie; with an output file, show it in a copy of the workbook."""

from __future__ import annotations

import argparse
from pathlib import Path

from perfxl.cli import console, options, previous
from perfxl.cli.places import output_file
from perfxl.errors import InputError
from perfxl.files.read.reading import read
from perfxl.jobs.check import check
from perfxl.jobs.judging import Judgement
from perfxl.output.documents import check_document, dumps
from perfxl.output.findings import result_text
from perfxl.output.results import clearing_lines, file_lines, marking_lines, sheet_lines, values_only_lines
from perfxl.output.visible import one_line

WHOLE = ("sarif", "junit", "html")  # formats that are one document, whatever the number of books


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    options.books(parser, "要检查的工作簿")
    options.many(parser)
    options.cluster(parser)
    parser.add_argument("--details", action="store_true", help="几个工作簿时，在一览之后逐个列出全部检查结果")
    parser.add_argument("--report", metavar="报告", help="要核对的报告（.docx、.txt、.md），可以只核对报告")
    parser.add_argument("--ties", action="store_true", help="列出报告中每个数的核对情况：由哪些数怎样算出")
    parser.add_argument(
        "-o",
        "--output",
        metavar="文件",
        help="另写一份工作簿，加“检查结果”表，并给有问题的单元格上底色、加批注（只能检查一个工作簿）；"
        "--format 为 sarif、junit、html 时，结果写到这个文件；"
        "有 --report 时，另写一份 .docx 报告，在有问题的文字上加批注",
    )
    parser.add_argument("--clear-marks", action="store_true", help="不检查，只把以前加的底色和批注清除，写到 -o")
    accepting = "把这处问题写进“核实说明”表，不再计入：位置（三公经费!D9）、编号@位置、编号，或 all；可重复"
    parser.add_argument("--accept", action="append", default=[], metavar="问题", help=accepting)
    parser.add_argument("--reason", metavar="说明", help="--accept 的说明：为什么可以这样；不写则留空，以后在表里填")
    parser.add_argument("--role", metavar="岗位", help="--accept 的岗位，如 财务科长；不写姓名")
    parser.add_argument("--date", metavar="日期", help="--accept 的日期，如 2026-03-01；写了说明而不写日期，用当天")
    options.in_place(parser)
    options.overwrite(parser)
    options.overwrite_edited(parser)
    previous.configure(parser)
    options.selection(parser)
    options.fail_on(parser)
    options.output_format(parser, *WHOLE)
    options.common(parser)


def execute(args: argparse.Namespace) -> int:
    """Check the books and the report, mark one book, or clear its marks."""
    if args.report:
        from perfxl.cli.checkreport import check_report_file  # noqa: PLC0415 (a workbook alone starts without prose)

        return check_report_file(args)
    if not args.books:
        raise InputError("缺少参数：工作簿（或用 --report 写明报告），用 perfxl check --help 查看用法。")
    leave = options.summary_to_write(args)
    names, args.books = args.books, options.listed_books(args, leave)
    if args.clear_marks:
        return _clear(args)
    if args.accept:
        from perfxl.cli.accept import accept_findings  # noqa: PLC0415 (most checks accept nothing)

        return accept_findings(args)
    if args.format in WHOLE:
        from perfxl.cli.checkfile import check_into_one  # noqa: PLC0415 (most checks make no such file)

        return check_into_one(args, names)
    if args.output or args.in_place:
        return _mark(args)
    if not options.batch_wanted(args):
        return _one(args)
    from perfxl.cli.checkmany import check_many  # noqa: PLC0415 (one workbook starts without what runs many)

    return check_many(args, names)


def _one(args: argparse.Namespace) -> int:
    done = _check(args.books[0], args)
    console.say(_text(args.books[0], done, args))
    return options.exit_code(done, args)


def _check(book: str, args: argparse.Namespace) -> Judgement:
    console.progress(f"正在检查 {book} …", args.quiet)
    done = check(read(Path(book)), args.pack, options.review(book, args))
    console.clear()
    return done


def _text(book: str, done: Judgement, args: argparse.Namespace) -> str:
    if args.format == "json":
        return dumps(check_document(book, done))
    return "\n".join([*map(one_line, values_only_lines(Path(book))), result_text(done)])


def _mark(args: argparse.Namespace) -> int:
    from perfxl.files.write.writing import fingerprint, write  # noqa: PLC0415 (most checks write nothing)
    from perfxl.jobs.marking import check_and_mark  # noqa: PLC0415

    book, target = _one_book(args)
    console.progress(f"正在检查 {book} …", args.quiet)
    before = fingerprint(book)
    done = check_and_mark(read(book), args.pack, args.overwrite_edited, options.review(book, args))
    backup = write(book, done.changes, target, in_place=args.in_place, expected=before)
    console.clear()
    lines = [_text(args.books[0], done.judgement, args)]
    if args.format == "text" and not args.quiet:
        told = (*sheet_lines(done.own, options.ADVICE), *marking_lines(done.changes), *file_lines(book, target, backup))
        lines += ("", *map(one_line, told))
    console.say("\n".join(lines))
    return options.exit_code(done.judgement, args)


def _clear(args: argparse.Namespace) -> int:
    from perfxl.files.write.writing import fingerprint, write  # noqa: PLC0415
    from perfxl.jobs.marking import clear_marks  # noqa: PLC0415

    book, target = _one_book(args)
    before = fingerprint(book)
    changes = clear_marks(read(book))
    backup = write(book, changes, target, in_place=args.in_place, expected=before)
    if not args.quiet:
        console.say_lines((*clearing_lines(changes), *file_lines(book, target, backup)))
    return 0


def _one_book(args: argparse.Namespace) -> tuple[Path, Path]:
    if len(args.books) > 1:
        raise InputError("用 -o、--in-place 或 --clear-marks 时一次只能处理一个工作簿，请分别运行。")
    book = Path(args.books[0])
    return book, output_file(book, args.output, args.in_place, args.overwrite)
