"""`perfxl recalc`: recompute all formulas without Excel; check the stored results, or write copies with right ones."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from perfxl.cli import console, options
from perfxl.cli.console import CANNOT
from perfxl.cli.places import one_output, output_files
from perfxl.cli.recalcbook import Answer, Order, failed, recalc_book
from perfxl.errors import InputError
from perfxl.jobs.recalc import BOTH, ENGINES
from perfxl.output.failures import sentence
from perfxl.output.recalcjunit import recalc_junit
from perfxl.recalc.waivers import Waiver, read_waivers


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    options.books(parser, "要重算的工作簿")
    parser.add_argument(
        "-o",
        "--output",
        metavar="文件",
        help="把重算好的工作簿写到这里，只改公式单元格的缓存结果，并列出改了哪些；多个工作簿时写文件夹",
    )
    parser.add_argument("--check", action="store_true", help="只核对，不写文件：逐个列出缓存与公式不符的单元格")
    parser.add_argument("--accept", metavar="清单", help="YAML 清单：已知不能重算的函数或单元格和原因，不算作问题")
    parser.add_argument("--receipt", action="store_true", help="在写出的工作簿旁边存一份回执（JSON），列出全部改动")
    parser.add_argument(
        "--engine",
        choices=(*ENGINES, BOTH),
        default=next(iter(ENGINES)),
        help="计算引擎：formualizer（默认）、libreoffice（需已安装）、both 两个都算并列出不同之处",
    )
    parser.add_argument(
        "--format", choices=("text", "json", "junit"), default="text", help="输出格式，默认 text；junit 供 CI 使用"
    )
    options.in_place(parser)
    options.overwrite(parser)
    parser.add_argument("--quiet", action="store_true", help="不显示进度和摘要；核对结果照样显示")


def execute(args: argparse.Namespace) -> int:
    """Recalculate the books; 1 where a stored result is wrong or was changed, or a cell could not be computed."""
    _check_usage(args)
    books = options.listed_books(args, _former(args.output))
    several = len(books) > 1 or Path(args.books[0]).is_dir()
    targets = _targets(books, args.output, several)
    order = _order(args)
    answers = {}
    for book in books:
        console.progress(f"正在重算 {book} …", args.quiet)
        answer = _of_many(book, targets[book], order) if several else recalc_book(book, targets[book], order)
        console.clear()
        answers[book] = answer
        if order.format != "junit" and answer.text:
            console.say(f"工作簿：{book}\n{answer.text}\n" if several and order.format == "text" else answer.text)
    _say_end([*answers.values()], order, several)
    _tell_unused(answers, order)
    return max(answer.code for answer in answers.values())


def _check_usage(args: argparse.Namespace) -> None:
    if args.check and (args.output or args.in_place or args.receipt):
        raise InputError("--check 只核对不写文件，不能与 -o、--in-place 或 --receipt 同时使用。")
    if not args.books:
        raise InputError("缺少参数：工作簿；用法请看 perfxl recalc --help。")
    if not args.check:
        one_output(args.output, args.in_place)


def _order(args: argparse.Namespace) -> Order:
    return Order(
        args.check,
        args.engine,
        args.format,
        read_waivers(Path(args.accept)) if args.accept else (),
        args.in_place,
        args.overwrite,
        args.receipt,
        args.quiet,
    )


def _former(output: str | None) -> Iterator[Path]:
    """Yield what an earlier run may have written among the books: it is no input."""
    if output and Path(output).is_dir():
        yield from (path for path in Path(output).rglob("*") if path.is_file())


def _targets(books: Sequence[str], output: str | None, several: bool) -> Mapping[str, str | None]:
    """Return where each book is to be written, as -o would say it."""
    if output and (several or Path(output).is_dir()):
        return {book: str(target) for book, target in output_files(books, Path(output)).items()}
    return dict.fromkeys(books, output)


def _of_many(book: str, target: str | None, order: Order) -> Answer:
    """Recalculate one of several books: what is wrong with it is told, and the others go on."""
    try:
        if target and not order.in_place:
            Path(target).parent.mkdir(parents=True, exist_ok=True)
        return recalc_book(book, target, order)
    except Exception as error:  # one bad book never stops the rest
        told = sentence(error)
        console.complain(told if book in told else f"{book}：{told}")
        return failed(book, told, order)


def _say_end(answers: Sequence[Answer], order: Order, several: bool) -> None:
    if order.format == "junit":
        console.say(recalc_junit([answer.suite for answer in answers if answer.suite is not None]))
    elif several and order.format == "text" and any(answer.code != CANNOT for answer in answers):
        console.say(_tally([answer.code for answer in answers]))


def _tally(codes: Sequence[int]) -> str:
    told = f"共 {len(codes)} 个工作簿：{codes.count(0)} 个全部相符，{codes.count(1)} 个有不符、改动或未重算"
    failures = codes.count(CANNOT)
    return told + (f"，{failures} 个没有做成，原因见标准错误。" if failures else "。")


def _tell_unused(answers: Mapping[str, Answer], order: Order) -> None:
    """Tell which entries of the list no book needed, but not those that a book may need that could not be read."""
    used: set[Waiver] = set().union(*(answer.used for answer in answers.values()))
    unread = [Path(book) for book, answer in answers.items() if answer.code == CANNOT]
    unused = [
        entry.told for entry in order.waivers if entry not in used and not any(entry.holds_for(path) for path in unread)
    ]
    if unused:
        console.complain(f"接受清单中没有用到：{'、'.join(unused)}；这些单元格已能重算或已不存在，请从清单中删去。")
