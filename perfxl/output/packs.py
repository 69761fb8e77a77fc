"""Rule packs as text for people: every rule with its source, and whether that source was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields

from perfxl.jobs.compare import Difference
from perfxl.model.derivation import Status
from perfxl.output.tables import padded, width
from perfxl.output.visible import lines_text
from perfxl.rules.law import Sourced
from perfxl.rules.rulebook import sourced
from perfxl.rules.schema import Pack

_STATUS = {Status.CONFIRMED: "已核实", Status.UNCONFIRMED: "未核实"}


def list_text(packs: Sequence[Pack]) -> str:
    """Return one line a pack: name, title, place, years."""
    wide = max((width(pack.name) for pack in packs), default=0)
    return lines_text(f"{padded(pack.name, wide)}  {pack.title}（{pack.place}，{_validity(pack)}）" for pack in packs)


def pack_text(pack: Pack) -> str:
    """Return all that a pack says, inherited rules included."""
    head = [f"{pack.name}  {pack.title}", f"适用地区：{pack.place}", f"有效期：{_validity(pack)}"]
    head += [f"沿用：{pack.extends}"] if pack.extends else []
    rules = [line for path, part in sourced(pack) for line in _rule(path, part)]
    return lines_text([*head, "", *rules])


def differences_lines(found: Sequence[Difference]) -> list[str]:
    """Return a line for each figure that packs give differently."""
    return [f"有 {len(found)} 个数，各规则包算出的不同：", *map(_difference, found)]


def _difference(one: Difference) -> str:
    values = "，".join(f"{name} {value or '不计算'}" for name, value in one.values.items())
    return f"  {one.place}  {one.name}（表上 {one.stated.text or '空白'}）：{values}"


def _validity(pack: Pack) -> str:
    first, last = pack.validity.first, pack.validity.last
    return f"{first} 至 {last}" if last else f"{first} 起"


def _rule(path: str, part: Sourced) -> Iterator[str]:
    yield f"[{_STATUS[part.status]}] {getattr(part, 'name', path)}（{path}）"
    law = getattr(part, "law", None) or _values(part)
    yield f"    规则：{law}"
    yield f"    依据：{part.citation}"


def _values(part: Sourced) -> str:
    """Tell a part without a law by its plain values."""
    own = {e.name: getattr(part, e.name) for e in fields(part) if e.name not in ("citation", "status")}
    return "；".join(f"{name} = {_plain(value)}" for name, value in own.items())


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return "、".join(f"{key}→{inner}" for key, inner in value.items())
    return "、".join(map(str, value)) if isinstance(value, tuple) else str(value)
