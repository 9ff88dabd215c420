"""From stored facts to columns: who is paid, with which facts, pay lines and balances. Same facts, same bytes."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import F, Q

from openhro.core.actor import Actor
from openhro.payroll import engine, register, shelf
from openhro.payroll.engine import Ints
from openhro.payroll.models import (
    Calculation,
    Membership,
    OpeningBalance,
    PayElement,
    PayInput,
    PayRun,
    RecurringElement,
    TaxFacts,
)
from openhro.payroll.register import place_of
from openhro.payroll.rules import pay
from openhro.payroll.rules.moves import PUBLISHED
from openhro.payroll.rules.validation import Finding, check_person
from openhro.people import queries as people
from paycalc.calendars import same_span
from paycalc.run import Dates, carry

HOURS_SCALE = 10_000


@dataclass(slots=True)
class Snapshot:
    """Everything a calculation reads, as columns in the order of employment ids. `elements` is amounts, then units."""

    ids: list[UUID]
    roster: list[people.PayRosterRow]
    columns: dict[str, Ints]
    elements: Ints
    layout: shelf.Layout
    dates: Dates
    findings: list[Finding] = field(default_factory=list)

    def order(self) -> Ints:
        """Each row's place by staff number, then id: the order of every list and file of the run."""
        # Rows stand by id, and sorting keeps the order of equals.
        by_number = sorted(range(len(self.ids)), key=[row.number for row in self.roster].__getitem__)
        places = np.empty(len(self.ids), np.int64)
        places[by_number] = np.arange(len(self.ids))
        return places

    def hash(self) -> bytes:
        """The fingerprint of the inputs: a resumed calculation goes on only where it is the same."""
        seal = hashlib.sha256(b"".join(i.bytes for i in self.ids) + repr(self.layout).encode())
        for name in sorted(self.columns):
            seal.update(name.encode() + self.columns[name].tobytes())
        seal.update(self.elements.tobytes())
        # Who is left out and why is part of the results: a bank account that came meanwhile must not be half believed.
        seal.update(repr(sorted(map(astuple, self.findings), key=repr)).encode())
        return seal.digest()


def gather(by: Actor, run: PayRun) -> Snapshot:
    """Read all facts of a run as of its period."""
    group, period = run.period.group, run.period
    pack = engine.pack(group.pack)
    held = Membership.objects.filter(group=group, valid__overlap=(period.start, _after(period.end)))
    members = set(held.values_list("employment_id", flat=True))
    edges = held.filter(Q(valid__startswith__gte=period.start) | Q(valid__endswith__lte=period.end)).order_by("valid")
    parts = dict(edges.values_list("employment_id", "valid"))
    employer = group.entity_id or group.provider_entity_id
    assert employer is not None  # the table's own constraint
    roster = people.pay_roster(by, run.client_id, employer, period.start, period.end, pay_date=period.pay_date)
    mine = (row for row in roster if row.employment_id in members)
    mine = (_of_group(row, parts[row.employment_id]) if row.employment_id in parts else row for row in mine)
    rows = sorted(mine, key=lambda row: row.employment_id.bytes)
    ids = [row.employment_id for row in rows]
    dates = Dates(period.pay_date, period.start, period.end)
    elements = list(PayElement.objects.filter(client_id=run.client_id, pack=group.pack).order_by("sort", "code"))
    names = tuple(element.code for element in elements)
    facts = tuple(column.name for column in pack.inputs)
    layout = shelf.Layout(
        facts, tuple(column.name for column in pack.results), names + tuple(f"{n}#units" for n in names)
    )
    columns = {column.name: np.full(len(ids), column.default or 0, np.int64) for column in pack.inputs}
    snapshot = Snapshot(ids, rows, columns, np.zeros((len(ids), 2 * len(names)), np.int64), layout, dates)
    at = {employment: row for row, employment in enumerate(ids)}
    _pay_lines(snapshot, run, elements, at)
    if engine.EMPLOYED_DAYS in columns:
        worked, whole = _days(snapshot, "calendar_days")
        columns[engine.EMPLOYED_DAYS] = np.where(worked < whole, worked, 0)
    _facts(snapshot, run, at)
    _balances(snapshot, run, at)
    for row in rows:
        snapshot.findings += check_person(row, group.country)
    return snapshot


def _of_group(row: people.PayRosterRow, member: Any) -> people.PayRosterRow:
    """Somebody's days in the group: who moves to another group within a period is paid by each for its own days."""
    until = date.fromordinal(member.upper.toordinal() - 1) if member.upper else None
    last = min((day for day in (row.end, until) if day), default=None)
    return replace(row, start=max(row.start, member.lower), end=last)


def _after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def _pay_lines(snapshot: Snapshot, run: PayRun, elements: list[PayElement], at: dict[UUID, int]) -> None:
    """Amounts and units of the client's elements, then summed into the pack's pay columns."""
    group, count = run.period.group, len(elements)
    place = {element.pk: i for i, element in enumerate(elements)}
    amounts, units = snapshot.elements[:, :count], snapshot.elements[:, count:]
    for i, element in enumerate(elements):
        if element.unit == "salary":
            amounts[:, i] = _salaries(snapshot, group.frequency, group.day_rule)
    lines = RecurringElement.objects.filter(client_id=run.client_id, valid__contains=run.period.end)
    moved = _moved_on(run)
    for employment, element_id, amount in lines.values_list("employment_id", "element_id", "amount_minor"):
        if employment in at and element_id in place and employment not in moved:
            amounts[at[employment], place[element_id]] += amount
    inputs = PayInput.objects.filter(period=run.period, superseded_at=None, removed=False)
    for line in inputs.values_list("employment_id", "element_id", "units", "rate_minor", "amount_minor").iterator():
        if line[0] not in at:
            told = "This line is for somebody who is not paid in this group."
            field = f"element:{elements[place[line[1]]].code}" if line[1] in place else ""
            snapshot.findings.append(Finding.error(line[0], "NOT_ON_PAYROLL", told, field))
            continue
        row, i = at[line[0]], place[line[1]]
        amount, unit = _line(line[2:], _hourly(snapshot.roster[row]), elements[i].multiplier_micro)
        amounts[row, i] += amount
        units[row, i] += unit
    for i, element in enumerate(elements):
        snapshot.columns[element.category] += amounts[:, i]


def _moved_on(run: PayRun) -> set[UUID]:
    """Members whom another group pays by the period's end: their recurring lines are paid there."""
    elsewhere = Membership.objects.filter(client_id=run.client_id, valid__contains=run.period.end)
    return set(elsewhere.exclude(group=run.period.group).values_list("employment_id", flat=True))


def _line(line: tuple[Any, ...], hourly: int, multiplier: int) -> tuple[int, int]:
    """Amount in minor units and units in 1/10,000 of one input line: the amount given, or units x rate, half up."""
    units, rate, amount = line
    scaled = int((units or 0) * HOURS_SCALE)
    if amount is not None:
        return amount, scaled
    base = rate * 1_000_000 if rate is not None else hourly * multiplier
    sign = -1 if scaled < 0 else 1
    whole = HOURS_SCALE * 1_000_000
    return sign * ((2 * abs(scaled) * base + whole) // (2 * whole)), scaled


def _hourly(row: people.PayRosterRow) -> int:
    """The hourly rate of somebody's last terms of the period, in minor units: as agreed, or from salary and hours."""
    if not row.terms:
        return 0
    last = row.terms[-1]
    if last.basis == "hourly":
        return last.amount_minor
    return pay.hourly_rate(last.amount_minor * pay.PER_YEAR[last.basis], last.hours_week_hundredths)


def _salaries(snapshot: Snapshot, frequency: str, rule: str) -> Ints:
    """The period's salary of every row; the few whose terms changed within it are paid by the days of each."""
    roster = snapshot.roster
    annual = np.array([_annual(row.terms[-1]) if row.terms else 0 for row in roster], np.int64)
    worked, whole = _days(snapshot, rule)
    span = (np.datetime64(snapshot.dates.start), np.datetime64(snapshot.dates.end))
    salaries = pay.salary(annual, frequency, worked, whole)
    for i, row in enumerate(roster):
        if len(row.terms) > 1 or (row.terms and row.terms[0].first > max(row.start, snapshot.dates.start)):
            salaries[i] = _mixed(row, frequency, rule, span)
    return salaries


def _days(snapshot: Snapshot, rule: str) -> tuple[Ints, int]:
    """Days of the period on which everybody is employed, and the days of the whole period."""
    start = np.array([row.start for row in snapshot.roster], "datetime64[D]")
    end = np.array([row.end or "NaT" for row in snapshot.roster], "datetime64[D]")
    span = (np.datetime64(snapshot.dates.start), np.datetime64(snapshot.dates.end))
    return pay.days_paid(rule, start, end, *span)


def _annual(terms: people.Terms) -> int:
    return 0 if terms.basis == "hourly" else terms.amount_minor * pay.PER_YEAR[terms.basis]


def _mixed(row: people.PayRosterRow, frequency: str, rule: str, span: tuple[np.datetime64, np.datetime64]) -> int:
    first = np.array([max(row.start, terms.first) for terms in row.terms], "datetime64[D]")
    one = np.timedelta64(1, "D")
    until = np.array([terms.until or "NaT" for terms in row.terms], "datetime64[D]") - one
    last = np.fmin(until, np.array(row.end or "NaT", "datetime64[D]"))
    days, whole = pay.days_paid(rule, first, last, *span)
    return pay.mixed_salary([_annual(terms) for terms in row.terms], days.tolist(), frequency, whole)


def _facts(snapshot: Snapshot, run: PayRun, at: dict[UUID, int]) -> None:
    """The pack's facts: what the pay group gives, and each person's own on the pay date."""
    group, count = run.period.group, len(at)
    pack = engine.pack(group.pack)
    for column in pack.inputs:
        if column.name in engine.GROUP_FACTS:
            snapshot.columns[column.name] = np.full(count, column.choices.index(group.frequency), np.int64)
    stored = TaxFacts.objects.filter(client_id=run.client_id, pack=group.pack, valid__contains=run.period.pay_date)
    seen: set[UUID] = set()
    for employment, facts in stored.values_list("employment_id", "facts").iterator():
        if employment in at:
            seen.add(employment)
            _fill(snapshot, pack, employment, at[employment], facts)
    needed = ", ".join(column.label for column in engine.facts(pack) if column.default is None)
    least = f", at least {needed}" if needed else ""
    for employment in snapshot.ids:
        if employment not in seen:
            snapshot.findings.append(
                Finding.error(
                    employment,
                    "TAX_FACTS_MISSING",
                    f"There are no tax facts for the pay date; enter them in the person's tax data{least}.",
                )
            )


def _fill(snapshot: Snapshot, pack: engine.Pack, employment: UUID, row: int, texts: dict[str, str]) -> None:
    """Somebody's stored texts as numbers. What a newer pack no longer understands stops that person alone."""
    for name, text in texts.items():
        try:
            snapshot.columns[name][row] = engine.encoded(pack.code, name, text)
        except (KeyError, engine.paycalc.BadValue):
            told = "The pack no longer understands this; enter it anew."
            snapshot.findings.append(Finding.error(employment, "FACT_OUTDATED", told, name))


def _balances(snapshot: Snapshot, run: PayRun, at: dict[UUID, int]) -> None:
    """Year-to-date figures: results of the last run of each person, else the opening balance, else zero.

    The last run may be another group's of the same employer: who moves between groups keeps their year.
    """
    pack = engine.pack(run.period.group.pack)
    missing = set(at)
    for before in _of_employer(run):
        if not missing:
            break
        place = place_of(before)
        few = len(missing) < len(at)  # after the first run only those who were not in it are read
        rows = register.among(place, sorted(missing)) if few else shelf.read(place)
        names = {name: i for i, name in enumerate(place.layout.amounts)}
        slips = {name: rows.amounts[:, i] for name, i in names.items()}
        carried = carry(
            pack,
            slips,
            Dates(before.run.period.pay_date, before.run.period.start, before.run.period.end),
            snapshot.dates,
        )
        for i, employment in enumerate(rows.ids()):
            if employment in missing and rows.state[i] == 0:
                missing.discard(employment)
                for name, values in carried.items():
                    snapshot.columns[name][at[employment]] = values[i]
    _opening(snapshot, run, at, missing)


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


def _opening(snapshot: Snapshot, run: PayRun, at: dict[UUID, int], missing: set[UUID]) -> None:
    """Opening balances of the old system, zeroed across each column's own boundary."""
    pack = engine.pack(run.period.group.pack)
    rows = OpeningBalance.objects.filter(
        employment_id__in=missing, pack=pack.code, as_of__lt=snapshot.dates.pay
    ).order_by("as_of")
    for balance in rows:
        kept = {
            name: text if _keeps(pack, name, balance, snapshot.dates) else "0"
            for name, text in balance.values.items() if name != engine.GROSS
        }  # fmt: skip
        _fill(snapshot, pack, balance.employment_id, at[balance.employment_id], kept)


def _keeps(pack: engine.Pack, name: str, balance: OpeningBalance, dates: Dates) -> bool:
    """Whether no boundary of the balance lies between the old system's last pay and this one."""
    column = pack.by_name.get(name)
    resets = column.resets if column else None
    return same_span(resets or "tax_year", balance.as_of, dates.pay, pack.tax_year)
