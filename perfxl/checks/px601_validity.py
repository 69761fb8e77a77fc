"""规则包应在有效期之内，也应是本地的：表的评价年度不早于、不晚于所用规则包的有效年度，表上写明的地区就是规则包的地区。

年度取自表题，多个年度时取出现最多的；没有写年度的不判断。规则过期不一定不再适用，因此只报“核实”；同一规则包报一次。

错例
    表题 2024年度……自评表，规则包有效期 2020-01-01 至 2021-12-31
正例
    表题 2021年度……自评表，规则包有效期 2020-01-01 至 2021-12-31
依据
各规则包写明的有效期。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.model.finding import Finding, Severity
from perfxl.rules.rulebook import place_of
from perfxl.rules.schema import Pack

CODE = "PX601"
NAME = "规则包有效期"
GROUP = "form"


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each pack that was not written for the year, or for the place, that the workbook names."""
    yield from _expired(book)
    place, caption = place_of(book.evaluation)
    for pack in book.rules.packs if caption and book.evaluation.tables else ():
        if caption and pack.places and pack.place != place:
            yield Finding(
                CODE, NAME, Severity.WARNING, caption.place,
                f"表上写明属于{place}，所用规则包“{pack.name}”（{pack.title}）是{pack.place}的。",
                place, pack.place,
                f"请核对是否应按{pack.place}的规则评分；不是的，用 --pack 选用{place}的或全国的规则包。",
            )  # fmt: skip


def _expired(book: Checked) -> Iterator[Finding]:
    year = book.evaluation.year
    caption = next((caption for caption in book.evaluation.captions if caption.year == year), None)
    for pack in book.rules.packs:
        if year is not None and caption and book.evaluation.tables and not pack.validity.holds(year):
            yield Finding(
                CODE, NAME, Severity.WARNING, caption.place,
                f"表是{year}年度的，所用规则包“{pack.name}”（{pack.title}）的有效期是{_period(pack)}。",
                f"{year}年度", _period(pack),
                "请核对该年度是否仍按这套规则评分；另有规则的，用 --pack 选用相应的规则包。",
            )  # fmt: skip


def _period(pack: Pack) -> str:
    first, last = pack.validity.first, pack.validity.last
    return f"{first} 至 {last}" if last else f"{first} 起"
