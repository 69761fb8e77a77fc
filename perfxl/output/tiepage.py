"""The report as a page (报告核对页): its text, each figure coloured by its verdict, its operands on pointing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from perfxl.jobs.checkreport import CheckedReport
from perfxl.model.finding import Finding, Severity
from perfxl.output.ties import tie_told, ties
from perfxl.output.visible import visible
from perfxl.prose.checking import CheckedText
from perfxl.prose.claim import Claim
from perfxl.prose.judging import Verdict
from perfxl.prose.passages import Paragraph, Passage, Shape
from perfxl.prose.wording import named

_GOOD = (Verdict.TIED, Verdict.LAST_DIGIT)
_NAMES = {"tied": "相符", "contradicted": "不符", "open": "未判断", "untouched": "没有可核对的数"}
_STYLE = """
:root{--ink:#1d1f21;--soft:#5c6166;--rule:#d5d8db}
*{box-sizing:border-box}
body{margin:0 auto;padding:28px 32px 80px;max-width:900px;color:var(--ink);font:15px/1.8 "Source Han Sans SC",
"Noto Sans CJK SC","Microsoft YaHei",sans-serif;overflow-wrap:anywhere}
h1{font-size:21px;margin:0 0 4px}h2{font-size:16px;margin:26px 0 8px;border-bottom:2px solid var(--ink)}
.counts{color:var(--soft);margin:0 0 6px}.text{display:grid;grid-template-columns:3.2em 1fr;gap:3px 10px}
.no{color:#9aa0a6;font-size:11px;text-align:right;padding-top:5px}.heading{font-weight:600}
.cells{display:flex;flex-wrap:wrap}.cells>span{border:1px solid var(--rule);padding:0 8px;margin:-1px 0 0 -1px}
.f{position:relative;border-bottom:2px solid;padding:0 1px;border-radius:2px 2px 0 0;cursor:help}
.f.tied{background:#e6f4ea;border-color:#1e7b34}.f.contradicted{background:#fdecea;border-color:#b3261e;font-weight:600}
.f.open{background:#fff6dd;border-color:#8a6100}.f.untouched{background:#f0f1f2;border-color:#a7abaf;border-bottom-style:dotted}
.f:hover::after,.f:focus::after{content:attr(data-tip);position:absolute;left:0;top:1.9em;z-index:3;width:max-content;
max-width:min(30em,70vw);white-space:pre-line;padding:6px 10px;background:#fff;border:1px solid var(--ink);
font:400 13px/1.6 inherit;font-weight:400;box-shadow:0 3px 10px #0003}
.finding{margin:0 0 8px}.finding b.error{color:#b3261e}.finding b.warning{color:#8a6100}.finding b.info{color:#1f4e78}
.soft{color:var(--soft);font-size:13px}a{color:inherit}
@media print{body{padding:0;font-size:10.5pt}.f{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
"""
_SEVERITIES = {Severity.ERROR: "错误", Severity.WARNING: "核实", Severity.INFO: "提示"}


def tie_page(report: str, book: str | None, done: CheckedReport) -> str:
    """Return a page without scripts and without links outside; `report` and `book` are shown as they were given."""
    states = figure_states(done.text)
    counted = Counter(states.values())
    counts = "，".join(f"{name} {counted[state]}" for state, name in _NAMES.items())
    against = f"；与工作簿 {_shown(book)} 核对" if book else ""
    findings = "".join(_finding(finding) for finding in done.text.findings) or "<p>没有查出不符。</p>"
    text = "".join(_passages(done.text, states))
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>报告核对</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head><body><h1>报告核对：{_shown(report)}</h1>"
        f'<p class="counts">文中的数 {len(states)} 个：{counts}{against}。</p>'
        f'<p class="soft">图例：{"　".join(map(_legend, _NAMES))}。指着一个数，看它由哪些数怎样算出。</p>'
        f'<h2>查出的问题</h2>{findings}<h2>原文</h2><div class="text">{text}</div></body></html>'
    )


def figure_states(done: CheckedText) -> dict[Claim, str]:
    """Return for each figure tied, contradicted, open or untouched; an operand of what ties has been tied by it."""
    ranked = (("contradicted", _wrong(done)), ("tied", _tied(done)), ("open", set(done.verdicts)))
    return {
        claim: next((state for state, claims in ranked if claim in claims), "untouched")
        for claim in done.analysis.report.claims
    }


def _wrong(done: CheckedText) -> set[Claim]:
    wrong = {claim for claim, answer in done.verdicts.items() if answer.verdict is Verdict.CONTRADICTED}
    return wrong | {binding.claim for binding in done.analysis.bindings if not binding.tied}


def _tied(done: CheckedText) -> set[Claim]:
    good = [answer for answer in done.answers if answer.verdict in _GOOD]
    tied = {claim for answer in good for claim in (answer.said, *answer.operands)}
    return tied | {binding.claim for binding in done.analysis.bindings if binding.tied}


def _shown(text: str | None) -> str:
    return escape(visible(text or ""))


def _legend(state: str) -> str:
    return f'<span class="f {state}">{_NAMES[state]}</span>'


def _finding(finding: Finding) -> str:
    severity = finding.severity
    place = finding.place.paragraph
    where = f'<a href="#p{place}">第{place}段</a>' if place else ""
    fix = f'<br><span class="soft">{_shown(finding.fix)}</span>' if finding.fix else ""
    tag = f'<b class="{severity.value}">{_SEVERITIES[severity]}</b>'
    return f'<p class="finding">{tag} {finding.code} {where} {_shown(finding.message)}{fix}</p>'


def _passages(done: CheckedText, states: Mapping[Claim, str]) -> Iterator[str]:
    """Yield the paragraphs as they stand in the file, the cells of a table's row side by side."""
    figures: dict[int, list[Claim]] = defaultdict(list)
    for claim in states:
        figures[claim.place.paragraph or 0].append(claim)
    tips = _tips(done)
    for passage in done.analysis.report.passages:
        drawn = [_paragraph(one, figures[one.number], states, tips) for one in passage.paragraphs]
        yield from _drawn(passage, drawn)


def _tips(done: CheckedText) -> dict[Claim, str]:
    """Return for each figure its arithmetic and its cell, or which other figures were recomputed from it."""
    tips: dict[Claim, list[str]] = defaultdict(list)
    for tie in ties(done):
        tips[tie.claim] += tie_told(tie)
    for answer in done.answers:
        for claim in answer.operands if answer.verdict in _GOOD else ():
            tips[claim].append(f"用来核对：{named(answer.said)}")
    return {claim: "\n".join(dict.fromkeys(told)) for claim, told in tips.items()}


def _drawn(passage: Passage, drawn: Sequence[str]) -> Iterator[str]:
    number = passage.paragraphs[0].number
    if passage.shape is Shape.ROW:
        cells = "".join(f"<span>{text}</span>" for text in drawn)
        yield f'<div class="no" id="p{number}">{number}</div><div class="cells">{cells}</div>'
        return
    style = ' class="heading"' if passage.shape is Shape.HEADING else ""
    for paragraph, text in zip(passage.paragraphs, drawn, strict=True):
        yield f'<div class="no" id="p{paragraph.number}">{paragraph.number}</div><div{style}>{text}</div>'


def _paragraph(
    paragraph: Paragraph, figures: Sequence[Claim], states: Mapping[Claim, str], tips: Mapping[Claim, str]
) -> str:
    told, spot = "", 0
    for claim in sorted(figures, key=lambda claim: claim.place.span or (0, 0)):
        start, end = claim.place.span or (0, 0)
        if spot <= start < end:
            tip = tips.get(claim) or _NAMES[states[claim]]
            words = _shown(paragraph.text[start:end])
            told += _shown(paragraph.text[spot:start])
            told += f'<span class="f {states[claim]}" tabindex="0" data-tip="{_shown(tip)}">{words}</span>'
            spot = end
    return told + _shown(paragraph.text[spot:])
