"""A department whose figures all tie, drawn at random: what its workbooks are laid out from.

Nothing here knows the checks: figures follow from the definitions of the field alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from random import Random

CENT = Decimal("0.01")
NAMES = (
    "道路养护",
    "图书采购",
    "水质监测",
    "职业培训",
    "社区服务",
    "防汛物资储备",
    "档案数字化",
    "食品抽检",
    "园林管护",
    "信息系统运维",
)
QUANTITIES = (
    ("养护里程", "公里"),
    ("培训人次", "人次"),
    ("抽检批次", "批次"),
    ("购置设备", "台"),
    ("开展活动", "场"),
    ("编制报告", "份"),
)
QUALITIES = ("验收合格率", "设备完好率", "培训考核合格率", "成果达标率")
TIMES = ("任务按期完成率", "经费发放及时率", "办结及时率")
BENEFITS = (("受益人口", "人"), ("服务企业", "家"), ("惠及农户", "户"))
GOOD = "达成年度指标"


def half_up(value: Decimal, places: int = 2) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@dataclass
class Line:
    """An indicator: `target` and `actual` as written, with the numbers behind them (None of a qualitative one)."""

    level1: str
    level2: str
    name: str
    sign: str
    target: Decimal | None
    actual: Decimal | None
    unit: str
    weight: Decimal
    score: Decimal
    reason: str = ""

    def written(self, value: Decimal | None, sign: str = "") -> str:
        return GOOD if value is None else f"{sign}{value.normalize():f}{self.unit}"


@dataclass
class Project:
    name: str
    initial: Decimal
    budget: Decimal
    spent: Decimal
    carryover: Decimal
    carryover_spent: Decimal
    lines: list[Line] = field(default_factory=list)

    @property
    def rate(self) -> Decimal:
        return half_up(self.spent / self.budget, 4)

    @property
    def execution_score(self) -> Decimal:
        return half_up(10 * min(self.spent / self.budget, Decimal(1)))

    @property
    def indicator_score(self) -> Decimal:
        return sum((line.score for line in self.lines), Decimal(0))

    @property
    def total(self) -> Decimal:
        return self.execution_score + self.indicator_score


@dataclass
class Department:
    year: int
    projects: list[Project]
    personnel: tuple[Decimal, Decimal, Decimal]
    public: tuple[Decimal, Decimal, Decimal]
    quarters: list[Decimal]
    three_public: dict[str, tuple[Decimal, Decimal]]
    procurement: dict[str, tuple[Decimal, Decimal, Decimal]]
    staff: dict[str, tuple[int, int]]
    assets: dict[str, Decimal]

    def projects_sum(self, key: str) -> Decimal:
        return sum((getattr(project, key) for project in self.projects), Decimal(0))

    @property
    def basic(self) -> tuple[Decimal, Decimal, Decimal]:
        one, two, three = (a + b for a, b in zip(self.personnel, self.public, strict=True))
        return one, two, three

    @property
    def project(self) -> tuple[Decimal, Decimal, Decimal]:
        return self.projects_sum("initial"), self.projects_sum("budget"), self.projects_sum("spent")

    @property
    def total(self) -> tuple[Decimal, Decimal, Decimal]:
        one, two, three = (a + b for a, b in zip(self.basic, self.project, strict=True))
        return one, two, three


def department(rng: Random) -> Department:
    """Draw a department."""
    projects = [project(rng, name) for name in rng.sample(NAMES, rng.randint(3, 5))]
    personnel, public = amounts(rng, 800, 3000), amounts(rng, 80, 400)
    made = Department(
        rng.randint(2021, 2024), projects, personnel, public, [], {}, {}, {}, {},
    )  # fmt: skip
    made.quarters = split(rng, made.total[2], (22, 26, 25, 27))
    made.three_public = {key: limit(rng, low, high) for key, low, high in
                         (("reception", 1, 9), ("purchase", 15, 30), ("running", 4, 20))}  # fmt: skip
    made.procurement = {key: amounts(rng, 50, 600) for key in ("货物", "工程", "服务")}
    made.staff = {key: (quota, rng.randint(quota * 8 // 10, quota)) for key in ("行政编制", "事业编制")
                  if (quota := rng.randint(12, 60))}  # fmt: skip
    made.assets = {key: money(rng, 100, 3000) for key in ("流动资产", "固定资产净值", "无形资产净值")}
    return made


def money(rng: Random, low: int, high: int) -> Decimal:
    return Decimal(rng.randint(low * 100, high * 100)) / 100


def amounts(rng: Random, low: int, high: int) -> tuple[Decimal, Decimal, Decimal]:
    """Draw what was budgeted at first, in the end, and spent."""
    initial = money(rng, low, high)
    budget = half_up(initial * Decimal(rng.randint(90, 112)) / 100)
    return initial, budget, half_up(budget * Decimal(rng.randint(931, 999)) / 1000)


def limit(rng: Random, low: int, high: int) -> tuple[Decimal, Decimal]:
    budget = money(rng, low, high)
    return budget, half_up(budget * Decimal(rng.randint(50, 98)) / 100)


def split(rng: Random, whole: Decimal, shares: tuple[int, ...]) -> list[Decimal]:
    parts = [half_up(whole * Decimal(share * 10 + rng.randint(-15, 15)) / 1000) for share in shares[:-1]]
    return [*parts, whole - sum(parts, Decimal(0))]


def project(rng: Random, name: str) -> Project:
    initial, budget, spent = amounts(rng, 60, 900)
    carried = half_up(budget * Decimal(rng.randint(5, 20)) / 100) if rng.random() < 0.5 else Decimal(0)
    of_carried = half_up(carried * spent / budget)
    made = Project(name, initial, budget, spent, carried, of_carried)
    made.lines = lines(rng, made)
    return made


def lines(rng: Random, of: Project) -> list[Line]:
    (first, unit), (second, unit2) = rng.sample(QUANTITIES, 2)
    benefit, people = rng.choice(BENEFITS)
    rate = Decimal(rng.randint(85, 98))
    cost = half_up(of.budget * Decimal("1.02"))
    made = [
        quantity(rng, "产出指标", "数量指标", first, unit, 15),
        quantity(rng, "产出指标", "数量指标", second, unit2, 10),
        percent(rng, "产出指标", "质量指标", rng.choice(QUALITIES), rate, 10),
        percent(rng, "产出指标", "时效指标", rng.choice(TIMES), Decimal(rng.randint(88, 97)), 10),
        Line("产出指标", "成本指标", "项目总成本", "≤", cost, of.spent, "万元", Decimal(5), Decimal(5)),
        quantity(rng, "效益指标", "社会效益", benefit, people, 20, large=True),
        Line("效益指标", "可持续影响", "长效机制建设", "", None, None, "", Decimal(10), Decimal(rng.choice((9, 10)))),
        percent(rng, "满意度指标", "服务对象满意度", "群众满意度", Decimal(rng.randint(85, 93)), 10),
    ]
    for line in made:
        if line.score < line.weight:
            line.reason = rng.choice(("受汛期影响，进度略慢", "部分设备到货延迟", "参训人员临时调整"))
    return made


def quantity(
    rng: Random, level1: str, level2: str, name: str, unit: str, weight: int, *, large: bool = False
) -> Line:  # fmt: skip
    target = Decimal(rng.randint(1200, 9800) if large else rng.randint(21, 480))
    actual = (target * Decimal(rng.choice((100, 100, 103, 108, 115, 92)) / 100)).to_integral_value(ROUND_HALF_UP)
    return scored(level1, level2, name, target, actual, unit, weight)


def percent(rng: Random, level1: str, level2: str, name: str, target: Decimal, weight: int) -> Line:
    actual = min(Decimal(100), target + Decimal(rng.choice((0, 10, 15, 20, 35, -20))) / 10)
    return scored(level1, level2, name, target, actual, "%", weight)


def scored(level1: str, level2: str, name: str, target: Decimal, actual: Decimal, unit: str, weight: int) -> Line:
    points = half_up(min(actual / target, Decimal(1)) * weight)
    return Line(level1, level2, name, "≥", target, actual, unit, Decimal(weight), points)
