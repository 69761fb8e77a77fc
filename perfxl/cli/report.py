"""`perfxl report`: the Word report of a workbook, and its templates."""

from __future__ import annotations

import argparse
from pathlib import Path

from perfxl.cli import console, options
from perfxl.cli.places import same_file
from perfxl.errors import InputError, RefusedError
from perfxl.files.read.reading import read
from perfxl.jobs.report import draft
from perfxl.output.written import updated_lines, written_lines
from perfxl.package.save import save
from perfxl.report.opening import open_document
from perfxl.report.updating import updated
from perfxl.report.writing import KINDS, Written, report, template_of, write

_ENDING = ".docx"
_EXAMPLES = """
例：
  perfxl report 自评.xlsx -o 报告.docx                     部门整体支出绩效自评报告
  perfxl report 自评.xlsx --kind project --project 节能管理 -o 评价报告.docx
  perfxl report 自评.xlsx --kind accounts -o 绩效说明.docx  决算里的预算绩效情况说明
  perfxl report 自评.xlsx --update 报告.docx -o 报告-新.docx  改过的报告里只更新数
  perfxl report --template-out 模板.docx                   取得模板，在 Word 里改好措辞后用 --template 选用
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("book", nargs="?", metavar="工作簿", help="报告所用的工作簿")
    parser.add_argument("-o", "--output", metavar="文件", help="报告写到这里（.docx）")
    told = "、".join(f"{kind} {name}" for kind, name in KINDS.items())
    parser.add_argument("--kind", choices=tuple(KINDS), default="department", help=f"哪种报告：{told}")
    parser.add_argument("--project", metavar="名称", help="--kind project 时写哪个项目的报告")
    parser.add_argument("--template", metavar="文件", help="用自己的 Word 模板")
    parser.add_argument("--template-out", metavar="文件", help="不写报告，把随附的模板存到这里")
    parser.add_argument("--update", metavar="报告", help="更新以前写出、改过措辞的报告里的数，其余不动，写到 -o")
    options.overwrite(parser)
    options.common(parser)
    parser.epilog = _EXAMPLES


def execute(args: argparse.Namespace) -> int:
    """Write a report, or a template."""
    if args.template_out:
        return _template(args)
    if not args.book or not args.output:
        raise InputError("请写明工作簿，并用 -o 写明报告的文件名，用法见 perfxl report --help。")
    target = _target(args.output, args)
    console.progress(f"正在写报告 {args.output} …", args.quiet)
    drafted = draft(read(Path(args.book)), args.pack, args.kind, args.project)
    template = Path(args.template) if args.template else template_of(args.kind)
    done = report(template, drafted.draft.fields)
    if args.update:
        return _update(args, done, target)
    write(done.data, target)
    console.clear()
    if not args.quiet:
        console.say_lines(written_lines(done, drafted, target))
    return 0


def _update(args: argparse.Namespace, fresh: Written, target: Path) -> int:
    document = open_document(Path(args.update))
    done = updated(document, fresh)
    save(document.archive, target, done.parts)
    console.clear()
    if not args.quiet:
        console.say("\n".join(updated_lines(done, target)))
    return 0


def _template(args: argparse.Namespace) -> int:
    target = _target(args.template_out, args)
    write(template_of(args.kind), target)
    if not args.quiet:
        console.say(f"已写入模板：{target}")
    return 0


def _target(output: str, args: argparse.Namespace) -> Path:
    """Return where to write; RefusedError where somebody's work may be there."""
    target = Path(output)
    if target.suffix.casefold() != _ENDING:
        raise InputError(f"报告和模板是 {_ENDING} 文件，请把“{target.name}”的扩展名改成 {_ENDING}。")
    for source in (args.template, args.update):
        if source and same_file(Path(source), target):
            raise RefusedError(f"输出文件就是“{source}”，请换一个文件名。")
    if target.is_file() and not args.overwrite:
        raise RefusedError(f"输出文件“{target}”已经存在，请换一个文件名，确要覆盖请加 --overwrite。")
    return target
