"""The reference of all worksheet functions (函数说明), made from the registry.

`python -m perfxl.functions.pages > docs/functions.md` writes it anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from perfxl.functions.coercion import display_text
from perfxl.functions.registry import REGISTRY
from perfxl.functions.signature import Argument, Function
from perfxl.sheets.values import ErrorValue, Result

_INTRODUCTION = """# 工作表函数

在单元格里像 Excel 自带函数一样使用，例如 `=PX_EXECRATE(E5,D5)`；在插入函数对话框里属于“预算绩效”一类。

- 每个函数都可以给一格，也可以给区域；给区域时结果随之溢出。大小不同的区域像 Excel 一样配对：一行或一列的重复使用，
  配不上的位置是 `#N/A`。
- 出错时返回真正的错误值，不返回文字，所以 SUM 不会悄悄漏掉它：参数类型不对 `#VALUE!`，没有预算（除数为 0）`#DIV/0!`，
  缺少数据 `#N/A`，数值不合理 `#NUM!`；参数里已有的错误照样传出。
- 空白不是 0：引用了空白单元格的结果是 `#N/A`；可以省略的参数请不写，而不要引用空白单元格。
- 文本数字（“1,234.50万元”）不会悄悄当作数，请先用 `PX_NUMBER` 或 `PX_WAN` 读出。
- 金额按 15 位有效数字精确计算，四舍五入。结果只取决于参数，与工作簿、日期、电脑设置无关。
- “规则包”参数写规则包的名称，省略时用 mof-2020；名称不认识是 `#VALUE!`，规则包没有这条规则是 `#N/A`。

本文由函数登记表生成，请勿直接修改。
"""


def page() -> str:
    """Return the whole reference as Markdown."""
    return "\n".join([_INTRODUCTION, *_index(), "", *map(_section, REGISTRY.values())])


def shown(result: Result) -> str:
    """Return a result as the docs print it; rows of an array in braces as Excel writes them."""
    if isinstance(result, list):
        return "{" + ";".join(",".join(map(shown, row)) for row in result) + "}"
    return result.value if isinstance(result, ErrorValue) else display_text(result)


def usage(function: Function) -> str:
    """Return how a function is called: PX_EXECRATE(全年执行数, 全年预算数, [规则包])."""
    return f"{function.name}({', '.join(map(_placeholder, function.arguments))})"


def _placeholder(argument: Argument) -> str:
    label = f"{argument.label}, …" if argument.repeats else argument.label
    return f"[{label}]" if argument.optional else label


def _index() -> Iterator[str]:
    yield "| 函数 | 用途 |"
    yield "|---|---|"
    for function in REGISTRY.values():
        yield f"| [{function.name}](#{function.name.lower()}) | {_cell(function.help)} |"


def _section(function: Function) -> str:
    return "\n".join([f"## {function.name}", "", function.help, "", f"`{usage(function)}`", "", *_body(function)])


def _body(function: Function) -> Iterator[str]:
    yield "| 参数 | 说明 |"
    yield "|---|---|"
    for argument in function.arguments:
        yield f"| {argument.label} `{argument.name}` | {_cell(argument.help)} |"
    yield f"\n返回：{function.returns}。\n"
    yield "| 错误值 | 什么时候 |"
    yield "|---|---|"
    for error, reason in function.errors.items():
        yield f"| `{error}` | {_cell(reason)}。 |"
    yield "\n| 例 | 结果 | 说明 |"
    yield "|---|---|---|"
    for example in function.examples:
        yield f"| `={_cell(example.formula)}` | {_cell(shown(example.result))} | {_cell(example.note)} |"
    yield f"\n依据：{function.source}。\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.buffer.write(page().encode("utf-8"))
