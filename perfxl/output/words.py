"""The fixed words of all outputs (固定用语), in Chinese and English; messages of findings are Chinese only."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

LANGUAGES = ("zh", "en")

_WORDS = {
    "error": ("错误", "error"),
    "warning": ("核实", "warning"),
    "info": ("提示", "info"),
    "fix": ("建议", "Fix"),
    "citation": ("依据", "Source"),
    "no_findings": ("未发现问题。", "No findings."),
    "summary": (
        "共 {total} 项：错误 {error}，核实 {warning}，提示 {info}。",
        "Findings: {total} ({error} error, {warning} warning, {info} info).",
    ),
    "no_table": (
        "未识别到已知的表，没有可检查或填写的内容；请确认选对了工作簿，表头是否保留了官方表样的名称。",
        "No known table was recognised, so there is nothing to check or fill.",
    ),
    "book": ("工作簿：{name}", "Workbook: {name}"),
    "sheet": ("【{name}】", "[{name}]"),
    "whole_book": ("整个工作簿", "Whole workbook"),
    "tables": ("识别到 {count} 张表：", "Tables recognised: {count}"),
    "unit": ("单位：{unit}", "unit: {unit}"),
    "no_unit": ("单位：未写明", "unit: not told"),
    "rows": ("第 {first}～{last} 行", "rows {first}-{last}"),
    "confidence": ("把握 {confidence}", "confidence {confidence}"),
    "unknown_sheets": ("没有识别到表的工作表：{names}", "Sheets without a known table: {names}"),
    "own_sheets": ("perfxl 生成的工作表（不作为数据来源）：{names}", "Sheets made by perfxl (not read): {names}"),
    "filled": ("填写单元格 {count} 个。", "Cells filled: {count}."),
    "replaced": ("其中覆盖原有内容 {count} 个。", "Of these, replacing what stood there: {count}."),
    "locked": (
        "受保护未写入 {count} 格：{places}；要填写请先在 Excel 的“审阅”中撤销工作表保护。",
        "Not written, because locked on a protected sheet ({count}): {places}",
    ),
    "beside": (
        "工作簿的结构受保护，不能加工作表，{count} 张（{names}）另存为：{path}",
        "The workbook's structure is locked, so {count} sheets ({names}) were written to: {path}",
    ),
    "and_more": ("{places} 等", "{places} and more"),
    "nothing_to_fill": ("没有需要填写的单元格。", "No cell needed filling."),
    "converted": ("{count} 个单元格的函数公式转为数值。", "Cells turned from functions into values: {count}."),
    "without_value": (
        "{count} 个公式显示错误或没有结果，保留原样：{places}；请改正或在 Excel 中重新计算后再转。",
        "Left as they are, because they show no value ({count}): {places}",
    ),
    "generated": ("生成工作表 {count} 张：{names}", "Sheets generated ({count}): {names}"),
    "removed": ("移除不再需要的工作表 {count} 张：{names}", "Sheets no longer needed and removed ({count}): {names}"),
    "sheets_unchanged": ("工作表没有变化。", "No sheet changed."),
    "kept": (
        "以下工作表生成后被手工改过，已原样保留（要重新生成请加 --overwrite-edited）：{names}",
        "Kept, because edited by hand since (--overwrite-edited regenerates them): {names}",
    ),
    "marked": (
        "改底色 {fills} 格，改批注 {notes} 格。",
        "Backgrounds changed: {fills}; notes changed: {notes}.",
    ),
    "marks_unchanged": ("标记没有变化。", "No mark changed."),
    "preview": ("将填写 {count} 个单元格（预览，未写入）：", "Cells that would be filled ({count}, nothing written):"),
    "blank": ("空白", "blank"),
    "written": ("已写入：{path}", "Written: {path}"),
    "values_only": (
        "“{name}”是 {kind} 格式，只读得到数值、文字和合并单元格，读不到公式、数字格式和出错值，个别检查做不了；"
        "要查得全，请先用 Excel 或 WPS 另存为 .xlsx。",
        "{name} is {kind}: only values and merged cells could be read; save it as .xlsx for all checks.",
    ),
    "taken_over": (
        "原文件是 {kind} 格式，没有改动；新的 .xlsx 里有它的数值、文字、合并单元格和表名，"
        "公式已变为数值，字体、边框、数字格式和图片没有带过来。",
        "The source is {kind} and was left alone; the new .xlsx has its values, merged cells and sheet names, "
        "without formulas, formats and pictures.",
    ),
    "backup": ("原文件已备份为：{path}", "The former file was kept as: {path}"),
    "files": ("结果在“{folder}”：{names}", "Files in {folder}: {names}"),
    "see_check": ("详细的检查结果请用 perfxl check 查看。", "See perfxl check for the findings."),
}


def words(language: str = "zh") -> Mapping[str, str]:
    """Return the catalogue of a language ("zh" or "en"), by key."""
    column = LANGUAGES.index(language)
    return MappingProxyType({key: texts[column] for key, texts in _WORDS.items()})
