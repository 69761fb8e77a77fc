"""The schema of a pack's rules for monitoring (绩效运行监控): lights, milestones, what must be answered by when."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from perfxl.rules.law import Fraction, Law, Text
from perfxl.rules.validation import Bounds, Part

Month = Annotated[int, Bounds(ge=1, le=12)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Light(Part):
    """预警灯: the word from `at_least` on; `alert`: what has it must be explained."""

    word: Text
    at_least: Decimal
    alert: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lights(Law):
    """预警灯的分档: the steps, best first, of how far something is against the schedule (1 is on time)."""

    steps: Annotated[tuple[Light, ...], Bounds(min_length=1)]

    def of(self, progress: Decimal) -> Light:
        """Return the light of a progress against the schedule."""
        return next((step for step in self.steps if progress >= step.at_least), self.steps[-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Overshoot(Law):
    """超额完成: from `at_least` x the year's target on an indicator has a light of its own, whatever the month."""

    word: Text
    at_least: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone(Part):
    """节点: from the end of `month` on, execution of the year's budget has to be `at_least` that."""

    month: Month
    at_least: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestones(Law):
    """序时节点: in the order of the months."""

    steps: Annotated[tuple[Milestone, ...], Bounds(min_length=1)]

    def of(self, month: int) -> Milestone | None:
        """Return the latest milestone that has come at the end of a month, None before the first."""
        return next((step for step in reversed(self.steps) if step.month <= month), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap(Law):
    """目标完成与预算执行的差距: how many points (as a fraction) they may lie apart."""

    most: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(Law):
    """答复期限: working days from the report on."""

    days: Annotated[int, Bounds(gt=0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitoring(Part):
    """绩效运行监控: what a pack does not state is not judged.

    spending    the light of a project by its spending, against the months gone
    indicators  the light of a quantitative indicator; the goal has the worst of its indicators'
    overshoot   the light of an indicator that is far beyond its target
    """

    spending: Lights | None = None
    indicators: Lights | None = None
    overshoot: Overshoot | None = None
    milestones: Milestones | None = None
    gap: Gap | None = None
    reply: Reply | None = None
