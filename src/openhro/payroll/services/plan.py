"""What a run reads: the plan of the whole, its stretches of employments, and the snapshot of one stretch.

A run is read in stretches, so that ten million people need no more memory than thirty thousand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import F
from numpy.typing import NDArray

from openhro.core import bulk
from openhro.core.actor import Actor
from openhro.core.bulk import Keys
from openhro.payroll import engine, register, shelf
from openhro.payroll.engine import Ints
from openhro.payroll.models import Calculation, Membership, PayElement, PayRun
from openhro.payroll.register import place_of
from openhro.payroll.rules.moves import PUBLISHED
from openhro.payroll.rules.validation import Finding
from openhro.people import queries as people
from paycalc.run import Dates

Flags = NDArray[np.bool_]
Days = NDArray[np.datetime64]


@dataclass(slots=True)
class Plan:
    """What is the same for every stretch of a run."""

    by: Actor
    run: PayRun
    pack: engine.Pack
    dates: Dates
    elements: list[PayElement]
    layout: shelf.Layout
    before: list[Calculation]

    @property
    def last(self) -> Calculation | None:
        """The group's results before this run."""
        group = self.run.period.group_id
        return next((one for one in self.before if one.run.period.group_id == group), None)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The employments after one id, up to another; together the stretches hold every id that there is."""

    number: int
    after: UUID
    upto: UUID


@dataclass(frozen=True, slots=True)
class Stays:
    """The days on which the group pays, a row for each stretch of days, by employment and day; every row has one.

    `at` is the employment's place in the roster; `last` is NaT where it is open.
    """

    at: Ints
    start: Days
    last: Days

    def begins(self) -> Days:
        """The first of these days of every row."""
        return self.start[self._first()]

    def ends(self) -> Days:
        """The last of these days of every row."""
        first = self._first()
        days: Days = self.last[np.append(first[1:], len(self.at))[: len(first)] - 1]
        return days

    def _first(self) -> Ints:
        return np.unique(self.at, return_index=True)[1]

    def of(self, row: int) -> tuple[Days, Days]:
        """The stretches of one row."""
        begin, end = np.searchsorted(self.at, (row, row + 1))
        return self.start[begin:end], self.last[begin:end]


@dataclass(slots=True)
class Snapshot:
    """What a calculation reads of a stretch, as columns in the order of employment ids.

    `roster` has the days of the employments and `stays` those in the group; `elsewhere` are those whom another group
    pays on a day of the period, `lines_elsewhere` those whom it has at the period's end. `elements` is amounts, then
    units; `refused` marks who is left out by a finding; `earlier` are the stretch's rows of the results that were
    looked at, by calculation.
    """

    roster: people.PayRoster
    stays: Stays
    elsewhere: Keys
    lines_elsewhere: Keys
    dates: Dates
    columns: dict[str, Ints]
    elements: Ints
    refused: Flags
    findings: list[Finding] = field(default_factory=list)
    earlier: dict[UUID, shelf.Rows] = field(default_factory=dict)

    @property
    def ids(self) -> Keys:
        """The employments."""
        return self.roster.ids

    def fault(self, row: int, code: str, message: str, name: str = "") -> None:
        """Leave somebody out."""
        self.refused[row] = True
        who = bulk.uuids(self.ids[row : row + 1])[0]
        self.findings.append(Finding.error(who, code, message, name))


def plan_of(by: Actor, run: PayRun) -> Plan:
    """What is read once for a run."""
    group, period = run.period.group, run.period
    pack = engine.pack(group.pack)
    elements = list(PayElement.objects.filter(client_id=run.client_id, pack=group.pack).order_by("sort", "code"))
    names = tuple(element.code for element in elements)
    layout = shelf.Layout(
        tuple(column.name for column in pack.inputs),
        tuple(column.name for column in pack.results),
        names + tuple(f"{n}#units" for n in names),
    )
    dates = Dates(period.pay_date, period.start, period.end)
    return Plan(by, run, pack, dates, elements, layout, _of_employer(run))


WHOLE = Stretch(0, bulk.LOWEST, bulk.HIGHEST)


def asked_of(plan: Plan, stretch: Stretch) -> people.Asked:
    """What is asked about the people of a stretch."""
    period, group = plan.run.period, plan.run.period.group
    return people.Asked(
        plan.run.client_id, group.employer_id, period.start, period.end, period.pay_date, stretch.after, stretch.upto
    )


class Order:
    """The order in which lists and files show the people of a run: by staff number, then id."""

    def __init__(self, plan: Plan) -> None:
        ordered = people.pay_order(plan.by, asked_of(plan, WHOLE))
        self._place = np.argsort(ordered, kind="stable")
        self._ids = ordered[self._place]

    def places(self, ids: Keys) -> Ints:
        """The place of each; there are gaps where others are not paid by the run."""
        return self._place[bulk.places(ids, self._ids)]


def stretches(plan: Plan) -> Iterator[Stretch]:
    """The stretches of a run: so many members each, the last one to the end of all ids."""
    members, after, number = _held(plan.run), bulk.LOWEST, 0
    while True:
        ids = members.filter(employment_id__gt=after).order_by("employment_id").values_list("employment_id", flat=True)
        last = ids.distinct()[shelf.CHUNK - 1 : shelf.CHUNK]
        upto = next(iter(last), bulk.HIGHEST)
        if upto != bulk.HIGHEST and not members.filter(employment_id__gt=upto).exists():
            upto = bulk.HIGHEST
        yield Stretch(number, after, upto)
        if upto == bulk.HIGHEST:
            return
        after, number = upto, number + 1


def members_of(run: PayRun) -> int:
    """How many employments the group of a run has in its period."""
    count: int = _held(run).values("employment_id").distinct().count()
    return count


def rows_of(plan: Plan, stretch: Stretch, snapshot: Snapshot, calculation: Calculation) -> shelf.Rows:
    """The stretch's rows of earlier results, those of people who are gone too; read once."""
    if calculation.pk not in snapshot.earlier:
        snapshot.earlier[calculation.pk] = register.stretch(place_of(calculation), stretch.after, stretch.upto)
    return snapshot.earlier[calculation.pk]


def _held(run: PayRun) -> Any:
    period = run.period
    return Membership.objects.filter(group=period.group, valid__overlap=(period.start, _after(period.end)))


def _after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def earlier(run: PayRun) -> list[Calculation]:
    """Sealed calculations of the group's earlier pay dates within 366 days, newest first."""
    period = run.period
    return list(
        Calculation.objects.filter(
            run__period__group=period.group, run__period__pay_date__lt=period.pay_date, state="sealed",
            run__calculation_id=F("pk"), run__period__pay_date__gt=date.fromordinal(period.pay_date.toordinal() - 366),
        ).select_related("run__period__group").order_by("-run__period__pay_date", "-run_id")
    )  # fmt: skip


def _of_employer(run: PayRun) -> list[Calculation]:
    """Earlier results of the group, and what other groups of its employer and pack have released, newest first."""
    group, period = run.period.group, run.period
    others = Calculation.objects.filter(
        client_id=run.client_id, pack=group.pack, run__period__group__entity=group.entity_id,
        run__period__group__provider_entity=group.provider_entity_id, run__period__pay_date__lte=period.pay_date,
        run__period__pay_date__gt=date.fromordinal(period.pay_date.toordinal() - 366), state="sealed",
        run__calculation_id=F("pk"), run__state__in=PUBLISHED,
    ).exclude(run__period__group=group).select_related("run__period__group")  # fmt: skip
    found = [*earlier(run), *others]
    return sorted(found, key=lambda one: (one.run.period.pay_date, one.run_id), reverse=True)
