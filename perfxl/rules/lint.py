"""What the schema cannot see: sums of weights, order of steps, rules that no code reads, keys that name nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain

from perfxl.rules.citations import misplaced
from perfxl.rules.kind import FUNDS, LAST, Computation, Kind
from perfxl.rules.kinds import kinds
from perfxl.rules.law import Step
from perfxl.rules.loader import load_named, raw
from perfxl.rules.schema import Department, DepartmentIndicator, Pack

_SUMS = ("sum", "total")
_BLOCKS = ("title", "unit", "funds", "total")  # what a kind may expect besides its own keys


def lint(name: str) -> list[str]:
    """Return what is wrong with a pack, one Chinese sentence each; InputError for an unknown name."""
    pack = load_named(name)
    cited = [f"规则包“{pack.name}”：{problem}" for problem in misplaced(*raw(name))]
    return [*lint_pack(pack), *cited]


def lint_pack(pack: Pack) -> list[str]:
    """Return what is wrong with a loaded pack."""
    return [f"规则包“{pack.name}”：{problem}" for check in _CHECKS for problem in check(pack)]


def _laws(pack: Pack) -> Iterator[str]:
    named = {relation.rule for kind in kinds().values() for relation in kind.relations if relation.rule} | set(_SUMS)
    for key in sorted(named - pack.rules.keys()):
        yield f"rules 缺少表内关系用到的“{key}”，请补上或沿用有它的规则包。"
    for key in sorted(pack.rules.keys() - named):
        yield f"rules 的“{key}”没有任何表用到，写了也不起作用，请改为表种的 relations 里写的名称，或删去。"


def _years(pack: Pack) -> Iterator[str]:
    first, last = pack.validity.first, pack.validity.last
    if last is not None and last < first:
        yield f"validity 的 last（{last}）早于 first（{first}）；沿用了别的规则包的，请写明自己的 last。"


def _signs(pack: Pack) -> Iterator[str]:
    told = [sign for rule in (pack.project.indicators if pack.project else ()) for sign in rule.signs]
    for sign in ("≥", ">", "=", "≤", "<"):
        if pack.project and told.count(sign) != 1:
            yield f"project.indicators 中符号“{sign}”应恰有一条规则，现有{told.count(sign)}条。"


def _orders(pack: Pack) -> Iterator[str]:
    if not pack.project:
        return
    grades = [step.at_least for step in pack.project.grades.steps]
    bands = [bound for band in pack.project.qualitative.bands for bound in (band.high, band.low)]
    if grades != sorted(grades, reverse=True):
        yield "project.grades.steps 应从高到低排列。"
    if bands != sorted(bands, reverse=True):
        yield "project.qualitative.bands 应从高到低排列，且互不重叠。"


def _department(pack: Pack) -> Iterator[str]:
    for key, told in (("department", pack.department), ("score_table", pack.score_table)):
        yield from _scored_table(key, told) if told else ()


def _scored_table(key: str, told: Department) -> Iterator[str]:
    own = [entry.weight or Decimal(0) for entry in told.indicators if not entry.extra]
    for part, points in (("indicators", own), ("blocks", list(told.blocks.values()))):
        if points and sum(points) != told.total:
            yield f"{key}.{part} 分值合计为{sum(points)}，应为{told.total}。"
    for entry in told.indicators:
        yield from (f"{key} 指标“{entry.name}”{problem}" for problem in _indicator(entry))


def _indicator(entry: DepartmentIndicator) -> Iterator[str]:
    points = sum((part.points for part in entry.parts), Decimal(0))
    if entry.parts and entry.weight not in (None, points):
        yield f"各部分合计{points}分，应为{entry.weight}分。"
    if not all(_rising(part.steps) for part in entry.parts):
        yield "的 steps 应从低到高排列，最后一档不写界限。"
    for path in dict.fromkeys(chain.from_iterable((*part.over, *part.under) for part in entry.parts)):
        if not all(map(_known, path.split("|"))):
            yield f"的“{path}”没有这样的数，应写成“表种.行.列”。"


def _known(path: str) -> bool:
    """Whether a path "kind.item.column" (or "kind..field") names figures that tables of the kind have."""
    name, item, key = [*path.split("."), "", "", ""][:3]
    kind = kinds().get(name)
    if kind is None:
        return False
    columns, rows = kind.columns.get(key) or kind.funds.get(key), kind.items.get(item) or kind.fund_items.get(item)
    return bool(columns and rows) if item else kind.fields.get(key) is not None


def _rising(steps: Sequence[Step]) -> bool:
    bounds = [step.below if step.below is not None else step.at_most for step in steps]
    told = [bound for bound in bounds[:-1] if bound is not None]
    return not steps or (bounds[-1] is None and len(told) == len(bounds) - 1 and told == sorted(told))


def lint_kind(kind: Kind) -> list[str]:
    """Return what is wrong with a kind: keys that name no column, field or row of it, one Chinese sentence each."""
    return [
        f"表种“{kind.key}”（{kind.name}）的 {where} 写了“{key}”，没有这样的列、项或行，请改正。"
        for where, keys, known in _references(kind)
        for key in keys
        if key not in known
    ]


def _references(kind: Kind) -> Iterator[tuple[str, Iterable[str], Collection[str]]]:
    """Yield where a kind names keys, the keys, and those that may be named there."""
    columns, fields, rows = (block.keys() for block in (kind.columns, kind.fields, kind.items))
    needs = kind.requires
    yield "requires", (*needs.columns, *needs.any, *needs.also), columns
    yield "requires.fields", needs.fields, fields
    yield "requires.items", (*needs.items, *needs.need), rows
    yield "parts", chain(kind.parts, *kind.parts.values()), rows
    yield "totals", (entry.column for entry in kind.totals if entry.column), columns
    yield "excludes", kind.excludes, _foreign_columns()
    funds = {f"{FUNDS}{key}" for key in kind.funds.keys()}  # noqa: SIM118 (no dict)
    yield "expects", kind.expects, {*columns, *fields, *kind.foot.keys(), *_BLOCKS, *funds}
    before = {f"{LAST}{key}" for key in columns}
    yield "relations", chain.from_iterable(map(_operands, kind.relations)), {*columns, *fields, *before}


def _foreign_columns() -> set[str]:
    return {f"{name}.{key}" for name, kind in kinds().items() for key in kind.columns.keys()}  # noqa: SIM118 (no dict)


def _operands(relation: Computation) -> Iterator[str]:
    yield from relation.columns
    yield from [relation.target] if relation.target else []
    for operand in relation.of:
        yield from (operand,) if isinstance(operand, str) else operand


_CHECKS: tuple[Callable[[Pack], Iterator[str]], ...] = (_years, _laws, _signs, _orders, _department)
