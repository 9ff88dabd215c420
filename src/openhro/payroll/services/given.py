"""The pay of a stretch: salaries by the day, recurring lines and inputs, summed into the pack's columns."""

from __future__ import annotations

import numpy as np

from openhro.core import bulk
from openhro.core.bulk import Column, Keys
from openhro.payroll import engine
from openhro.payroll.engine import Ints
from openhro.payroll.rules import pay
from openhro.payroll.rules.validation import Finding, repeated
from openhro.payroll.services.plan import Plan, Snapshot, Stretch
from openhro.people import queries as people
from openhro.ui.formats import said

_NOT_GIVEN = -(2**63)
_PER_YEAR = np.array([pay.PER_YEAR.get(basis, 0) for basis in people.BASES], np.int64)
_HOURLY = people.BASES.index("hourly")


def pay_lines(plan: Plan, stretch: Stretch, snapshot: Snapshot) -> None:
    """Amounts and units of the client's elements, then summed into the pack's pay columns."""
    group, count = plan.run.period.group, len(plan.elements)
    amounts, units = snapshot.elements[:, :count], snapshot.elements[:, count:]
    for i, element in enumerate(plan.elements):
        if element.unit == "salary":
            amounts[:, i] = _salaries(snapshot, group.frequency, group.day_rule)
    _recurring(plan, stretch, snapshot, amounts)
    _inputs(plan, stretch, snapshot, amounts, units)
    for i, element in enumerate(plan.elements):
        snapshot.columns[element.category] += amounts[:, i]
    if engine.EMPLOYED_DAYS in snapshot.columns:
        worked, whole = _days(snapshot, "calendar_days")
        snapshot.columns[engine.EMPLOYED_DAYS] = np.where(worked < whole, worked, 0)


def _salaries(snapshot: Snapshot, frequency: str, rule: str) -> Ints:
    """The period's salary of every row; the few whose terms changed within it are paid by the days of each."""
    terms = snapshot.roster.terms
    worked, whole = _days(snapshot, rule)
    last, first = _ends(snapshot.roster)
    yearly = terms.amount_minor * _PER_YEAR[terms.basis]
    has = np.flatnonzero(last >= 0)
    annual = np.zeros(len(snapshot.ids), np.int64)
    annual[has] = yearly[last[has]]
    salaries = pay.salary(annual, frequency, worked, whole)
    begun = np.maximum(snapshot.stays.begins(), _span(snapshot)[0])
    for row in has[(last[has] > first[has]) | (terms.first[first[has]] > begun[has])]:
        part = slice(int(first[row]), int(last[row]) + 1)
        days = _days_of_terms(snapshot, rule, int(row), part)
        salaries[row] = pay.mixed_salary(yearly[part].tolist(), days.tolist(), frequency, whole)
    return salaries


def _days_of_terms(snapshot: Snapshot, rule: str, row: int, part: slice) -> Ints:
    """The days paid by each version of somebody's terms, over all stretches of days in the group."""
    terms, (start, last) = snapshot.roster.terms, snapshot.stays.of(row)
    until = terms.until[part] - np.timedelta64(1, "D")
    begin = np.maximum(terms.first[part][:, None], start[None, :])
    days, _ = pay.days_paid(rule, begin, np.fmin(until[:, None], last[None, :]), *_span(snapshot))
    total: Ints = days.sum(axis=1)
    return total


def _span(snapshot: Snapshot) -> tuple[np.datetime64, np.datetime64]:
    return np.datetime64(snapshot.dates.start), np.datetime64(snapshot.dates.end)


def _days(snapshot: Snapshot, rule: str) -> tuple[Ints, int]:
    """Days of the period on which the group pays everybody, and the days of the whole period."""
    stays, worked = snapshot.stays, np.zeros(len(snapshot.ids), np.int64)
    days, whole = pay.days_paid(rule, stays.start, stays.last, *_span(snapshot))
    np.add.at(worked, stays.at, days)
    return worked, whole


def _ends(roster: people.PayRoster) -> tuple[Ints, Ints]:
    """Where the last and the first terms of each row stand; -1 for a row without."""
    terms, last, first = roster.terms, np.full(len(roster), -1, np.int64), np.full(len(roster), -1, np.int64)
    order = np.arange(len(terms.at))
    last[terms.at] = order
    first[terms.at[::-1]] = order[::-1]
    return last, first


def _hourly(roster: people.PayRoster) -> Ints:
    """Each row's hourly rate by its last terms, in minor units: as agreed, or of salary and hours; 0 without terms."""
    terms, (last, _) = roster.terms, _ends(roster)
    agreed = terms.basis == _HOURLY
    rates = pay.hourly_rate(terms.amount_minor * _PER_YEAR[terms.basis], terms.hours_week_hundredths)
    rates = np.where(agreed, terms.amount_minor, rates)
    found = np.zeros(len(roster), np.int64)
    found[last >= 0] = rates[last[last >= 0]]
    return found


_RECURRING = """
select employment_id, element_id, amount_minor from payroll_recurringelement
where client_id = %(client)s and employment_id > %(after)s and employment_id <= %(upto)s and valid @> %(day)s::date
"""


def _recurring(plan: Plan, stretch: Stretch, snapshot: Snapshot, amounts: Ints) -> None:
    """Lines of every period. Whom another group pays by the period's end has them there."""
    run = plan.run
    values = {
        "client": run.client_id, "after": stretch.after, "upto": stretch.upto, "day": run.period.end,
    }  # fmt: skip
    lines = bulk.read(_RECURRING, values, {"id": "uuid", "element": "uuid", "amount": "bigint"})
    at, place = bulk.places(lines["id"], snapshot.ids), _elements(plan, lines["element"])
    mine = (at >= 0) & (place >= 0) & ~np.isin(lines["id"], snapshot.lines_elsewhere)
    np.add.at(amounts, (at[mine], place[mine]), lines["amount"][mine])


_INPUTS = """
select employment_id, element_id, coalesce(units * 10000, 0)::bigint, coalesce(rate_minor, %(none)s),
    coalesce(amount_minor, %(none)s)
from payroll_payinput
where period_id = %(period)s and employment_id > %(after)s and employment_id <= %(upto)s
    and superseded_at is null and not removed
"""
_INPUT_KINDS = {"id": "uuid", "element": "uuid", "units": "bigint", "rate": "bigint", "amount": "bigint"}


def _inputs(plan: Plan, stretch: Stretch, snapshot: Snapshot, amounts: Ints, units: Ints) -> None:
    """The period's own lines: the amount given, or units x rate, half up."""
    values = {
        "period": plan.run.period_id, "after": stretch.after, "upto": stretch.upto, "none": _NOT_GIVEN,
    }  # fmt: skip
    lines = bulk.read(_INPUTS, values, _INPUT_KINDS)
    at, place = bulk.places(lines["id"], snapshot.ids), _elements(plan, lines["element"])
    snapshot.findings += _not_on_payroll(plan, lines["id"][at < 0], place[at < 0])
    mine = (at >= 0) & (place >= 0)
    at, place = at[mine], place[mine]
    lines = {name: column[mine] for name, column in lines.items()}
    snapshot.findings += _twice(plan, snapshot, lines, at, place)
    amount = _amounts(plan, snapshot, lines, at, place)
    np.add.at(amounts, (at, place), amount)
    np.add.at(units, (at, place), lines["units"])


def _twice(plan: Plan, snapshot: Snapshot, lines: dict[str, Column], at: Ints, place: Ints) -> list[Finding]:
    """Lines of one person and element that say the same under different ids: sent twice, or truly two."""
    same = repeated([at, place, lines["units"], lines["rate"], lines["amount"]])
    told = "Several lines of this element say the same. Take one back, or say that each is meant."
    who = bulk.uuids(snapshot.ids[at[same]])
    return [
        Finding.warning(one, "DUPLICATE_LINE", told, f"element:{plan.elements[i].code}")
        for one, i in zip(who, place[same].tolist(), strict=True)
    ]


def _not_on_payroll(plan: Plan, who: Keys, place: Ints) -> list[Finding]:
    """Lines that the run does not pay: of whoever left before the period, and of people of no or another group."""
    run = plan.run
    named = people.names_of(plan.by, run.client_id, bulk.uuids(who)) if len(who) else {}
    found = []
    for one, i in zip(bulk.uuids(who), place.tolist(), strict=True):
        end = named[one].end if one in named else None
        code, told = "NOT_ON_PAYROLL", "This line is for somebody who is not paid in this group."
        if end is not None and end < run.period.start:
            code, told = "TERMINATED", f"This line is for somebody whose employment ended on {said(end)}."
        found.append(Finding.error(one, code, told, f"element:{plan.elements[i].code}" if i >= 0 else ""))
    return found


def _amounts(plan: Plan, snapshot: Snapshot, lines: dict[str, Column], at: Ints, place: Ints) -> Ints:
    """What each line pays, in minor units. A line without rate takes the hourly one, times the element's multiplier."""
    multiplier = np.array([element.multiplier_micro for element in plan.elements] or [0], np.int64)
    rate, factor = _hourly(snapshot.roster)[at], multiplier[place]
    own = lines["rate"] != _NOT_GIVEN
    rate, factor = np.where(own, lines["rate"], rate), np.where(own, 1_000_000, factor)
    worked = pay.units_paid(lines["units"], rate, factor)
    return np.where(lines["amount"] != _NOT_GIVEN, lines["amount"], worked)


def _elements(plan: Plan, keys: Keys) -> Ints:
    """The place of each element among the plan's."""
    mine = bulk.keys_of(element.pk for element in plan.elements)
    order = np.argsort(mine, kind="stable")
    found = bulk.places(keys, mine[order])
    return np.where(found >= 0, order[found], -1) if len(order) else found
