"""Annotated copies: comments stand at the very words, and nothing else changes."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from wordfile import W, paragraph, run, save, table, textbox

from perfxl.errors import RefusedError
from perfxl.model.finding import Finding, Severity
from perfxl.model.place import Place
from perfxl.package import save as saving
from perfxl.report.annotating import Annotated, annotated
from perfxl.report.opening import open_document
from perfxl.report.reading import read_report

SLIP = "三公经费预算7.00万元，实际支出1.94万元，预算执行率为27.73%，控制较好。"
SAID = "27.73%"


def finding(path: Path, said: str, message: str = "应为27.71%") -> Finding:
    """Return a finding at the first place of a report that says so."""
    one = next(one for one in read_report(path) if said in one.text)
    start = one.text.index(said)
    place = Place(paragraph=one.number, span=(start, start + len(said)))
    return Finding("PX505", "比率", Severity.ERROR, place, message, said, "27.71%", "请核对。", "定义。")


def annotate(path: Path, *findings: Finding) -> tuple[Path, Annotated]:
    """Write the annotated copy, and return where, and what was done."""
    document = open_document(path)
    done = annotated(document, findings)
    target = path.with_name("批注稿.docx")
    saving.save(document.archive, target, done.parts)
    return target, done


def part(path: Path, name: str) -> etree._Element:
    with zipfile.ZipFile(path) as package:
        return etree.fromstring(package.read(name))


def commented(path: Path) -> list[str]:
    """Return the words that each comment stands at, in the order of the comments' numbers."""
    words: dict[str, str] = {}
    open_: set[str] = set()
    for element in part(path, "word/document.xml").iter():
        name, number = etree.QName(element).localname, element.get(f"{{{W}}}id", "")
        if name == "commentRangeStart":
            words[number] = ""
            open_.add(number)
        elif name == "commentRangeEnd":
            open_.remove(number)
        elif name == "t":
            words |= {each: words[each] + (element.text or "") for each in open_}
    assert not open_
    return [words[number] for number in sorted(words, key=int)]


def comments(path: Path) -> list[str]:
    return ["".join(map(str, each.itertext())) for each in part(path, "word/comments.xml")]


def others(path: Path) -> dict[str, bytes]:
    """Return the parts that an annotated copy has no reason to change."""
    changed = {"word/document.xml", "word/comments.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist() if name not in changed}


def test_a_comment_stands_at_the_words_of_a_finding(tmp_path: Path) -> None:
    path = save(tmp_path / "报告.docx", paragraph("一、概况"), paragraph(run(SLIP, "<w:b/>")), footnotes=())
    copy, done = annotate(path, finding(path, SAID))
    assert (done.exact, done.loose, done.standing) == (1, 0, 0)
    assert commented(copy) == [SAID]
    assert comments(copy) == ["错误 PX505 应为27.71%建议：请核对。依据：定义。"]
    assert read_report(copy) == read_report(path)
    assert others(copy) == others(path)
    bold = [each for each in part(copy, "word/document.xml").iter(f"{{{W}}}t") if each.text == SAID]
    assert bold[0].getparent().find(f"{{{W}}}rPr/{{{W}}}b") is not None  # type: ignore[union-attr]


def test_what_the_comments_leave_is_the_document_as_it_was(tmp_path: Path) -> None:
    path = save(tmp_path / "报告.docx", paragraph(SLIP[:20], SLIP[20:]))
    copy, _ = annotate(path, finding(path, "7.00万元"), finding(path, SAID), finding(path, "实际支出1.94万元"))
    assert commented(copy) == ["7.00万元", SAID, "实际支出1.94万元"]
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
    assert [one.text for one in read_report(copy)] == [SLIP]


@pytest.mark.parametrize(
    "body",
    [
        (paragraph(SLIP[:25], run(SLIP[25:30], "<w:i/>"), SLIP[30:]),),
        (paragraph("<w:r><w:t>三公经费</w:t><w:tab/><w:t>执行率27.73%</w:t><w:br/><w:t>。</w:t></w:r>"),),
        (paragraph("执行率", f'<w:ins w:id="7" w:author="甲">{run("为27.73%。")}</w:ins>'),),
        (paragraph("执行率", f"<w:hyperlink>{run('为27.73%')}</w:hyperlink>", "。"),),
        (paragraph(f"<w:sdt><w:sdtContent>{run('执行率27.73%')}</w:sdtContent></w:sdt>"),),
        (paragraph('<w:del w:id="3" w:author="甲"><w:r><w:delText>率</w:delText></w:r></w:del>', "A&B<C，27.73%。"),),
        (paragraph("<w:r><w:t>执行率 &#x32;7.73% 。</w:t></w:r>"),),
        (table(("三公经费", "7.00", "1.94", "27.73%"), ("合计", "8", "2", "3")),),
        (paragraph(textbox(paragraph("框内")), "预算执行率27.73%。"),),
        (paragraph("预算执行率27.73%", textbox(paragraph("框内")), "。"),),
        (paragraph('<w:r><w:t xml:space="preserve"> 执行率  27.73%  </w:t></w:r>'),),
    ],
)
def test_in_every_kind_of_run(tmp_path: Path, body: tuple[str, ...]) -> None:
    path = save(tmp_path / "报告.docx", *body)
    copy, done = annotate(path, finding(path, SAID))
    assert (done.exact, commented(copy)) == (1, [SAID])
    assert read_report(copy) == read_report(path)


def test_a_run_whose_format_was_tracked_is_left_whole(tmp_path: Path) -> None:
    changed = '<w:b/><w:rPrChange w:id="9" w:author="甲"><w:rPr/></w:rPrChange>'
    path = save(tmp_path / "报告.docx", paragraph("执行率", run("为27.73%。", changed)))
    copy, _ = annotate(path, finding(path, SAID))
    assert commented(copy) == ["为27.73%。"]


def test_notes_and_boxes_are_commented_on_in_the_paragraph_that_they_hang_on(tmp_path: Path) -> None:
    reference = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    path = save(
        tmp_path / "报告.docx",
        paragraph("三公经费", reference, "控制较好。"),
        paragraph("如图", textbox(paragraph("执行率27.73%"))),
        footnotes=(paragraph("其中公务接待费0.65万元。"),),
    )
    copy, done = annotate(path, finding(path, "0.65万元"), finding(path, SAID))
    assert (done.exact, done.loose) == (0, 2)
    assert commented(copy)[0] == "三公经费控制较好。"
    assert commented(copy)[1].startswith("如图")
    assert others(copy) == others(path)


def test_comments_that_stand_already_are_kept_and_ours_not_repeated(tmp_path: Path) -> None:
    path = save(tmp_path / "报告.docx", paragraph(SLIP))
    first, _ = annotate(path, finding(path, SAID))
    again = first.rename(tmp_path / "再次.docx")
    copy, done = annotate(again, finding(again, SAID), finding(again, "1.94万元", "与表不一致"))
    assert (done.exact, done.standing) == (1, 1)
    assert commented(copy) == [SAID, "1.94万元"]
    assert len(comments(copy)) == 2


def test_nothing_is_lost_of_a_document_with_everything(tmp_path: Path) -> None:
    picture = (
        '<w:r><w:drawing><wp:inline xmlns:wp="urn:wp"><pic r="rId9" xmlns="urn:pic"/></wp:inline></w:drawing></w:r>'
    )
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
    field += '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>目录</w:t></w:r>'
    field += '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    moved = f'<w:moveFrom w:id="4" w:author="甲">{run("旧")}</w:moveFrom>'
    moved += f'<w:moveTo w:id="5" w:author="甲">{run("新")}</w:moveTo>'
    noted = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    inner = table(("三公经费", SLIP)) + paragraph("")
    path = save(
        tmp_path / "全.docx", paragraph(field), paragraph(picture, moved, noted, "正文"), table(("外", inner)),
        paragraph(textbox(paragraph("框内"))), footnotes=(paragraph("脚注"),),
    )  # fmt: skip
    copy, done = annotate(path, finding(path, SAID))
    assert (done.exact, commented(copy)) == (1, [SAID])
    assert others(copy) == others(path)
    assert read_report(copy) == read_report(path)
    kept = [part(one, "word/document.xml") for one in (path, copy)]
    names = ("moveFrom", "moveTo", "instrText", "drawing", "AlternateContent", "tbl", "footnoteReference", "sectPr")
    counts = [{name: len(list(one.iter(f"{{*}}{name}"))) for name in names} for one in kept]
    assert counts[0] == counts[1]
    assert all(counts[0].values())
    words = ["".join(one.itertext()) for one in kept]
    assert words[0] == words[1]


def test_several_findings_at_one_place_are_one_comment(tmp_path: Path) -> None:
    path = save(tmp_path / "报告.docx", paragraph(SLIP))
    copy, _ = annotate(path, finding(path, SAID), finding(path, SAID, "与工作簿不一致"))
    assert commented(copy) == [SAID]
    assert "与工作簿不一致" in comments(copy)[0]


def test_another_prefix(tmp_path: Path) -> None:
    path = save(tmp_path / "报告.docx", paragraph(SLIP), prefix="ns0")
    copy, _ = annotate(path, finding(path, SAID))
    assert commented(copy) == [SAID]


def test_without_findings_the_copy_is_the_document(tmp_path: Path) -> None:
    path = save(tmp_path / "报告.docx", paragraph(SLIP))
    copy, _ = annotate(path)
    assert copy.read_bytes() == path.read_bytes()


def test_a_signed_document_is_refused(tmp_path: Path) -> None:
    path = save(tmp_path / "报告.docx", paragraph(SLIP), signed=True)
    with pytest.raises(RefusedError, match="签名"):
        annotate(path, finding(path, SAID))


@pytest.mark.parametrize("seed", range(40))
def test_however_a_text_is_cut_into_runs(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    cuts = sorted(rng.sample(range(1, len(SLIP)), rng.randint(0, 12)))
    pieces = [SLIP[start:end] for start, end in zip([0, *cuts], [*cuts, len(SLIP)], strict=True)]
    marks = ["", '<w:proofErr w:type="spellStart"/>', '<w:bookmarkStart w:id="5" w:name="a"/><w:bookmarkEnd w:id="5"/>']
    inside = [each for piece in pieces for each in (run(piece, rng.choice(["", "<w:b/>"])), rng.choice(marks)) if each]
    path = save(tmp_path / "报告.docx", paragraph(*inside))
    spans = [(start, rng.randint(start + 1, len(SLIP))) for start in rng.sample(range(len(SLIP)), 6)]
    findings = [
        Finding("PX505", "比率", Severity.ERROR, Place(paragraph=1, span=span), f"第{number}处")
        for number, span in enumerate(spans)
    ]
    copy, done = annotate(path, *findings)
    assert done.exact == 6
    assert commented(copy) == [SLIP[start:end] for start, end in spans]
    assert read_report(copy) == read_report(path)


def test_libreoffice_shows_the_comments(tmp_path: Path, office: Callable[..., Path]) -> None:
    path = save(tmp_path / "报告.docx", paragraph(SLIP), table(("三公经费", "1.94"), ("合计", "1.95")))
    copy, _ = annotate(path, finding(path, SAID), finding(path, "1.95", "合计不符"))
    text = office(copy, "fodt").read_text(encoding="utf-8")
    assert text.count("<office:annotation ") == 2
    assert "合计不符" in text


def test_the_copy_of_what_libreoffice_wrote(tmp_path: Path, office: Callable[..., Path]) -> None:
    source = tmp_path / "报告.txt"
    source.write_text(f"一、概况\n{SLIP}\n", encoding="utf-8")
    path = office(source, "docx")
    copy, done = annotate(path, finding(path, SAID))
    assert (done.exact, commented(copy)) == (1, [SAID])
    assert others(copy) == others(path)
