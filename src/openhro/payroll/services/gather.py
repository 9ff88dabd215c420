"""From stored facts to columns: who is paid, with which facts, pay lines and balances. Same facts, same bytes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from openhro.core import bulk
from openhro.payroll.rules.validation import Finding, check_people
from openhro.payroll.services import facts, given
from openhro.payroll.services.plan import Plan, Snapshot, Stretch, asked_of
from openhro.people import queries as people


def gather(plan: Plan, texts: facts.Texts, stretch: Stretch) -> Snapshot:
    """Read all facts of a stretch as of the run's period."""
    roster = _roster(plan, stretch)
    count = len(roster)
    columns = {column.name: np.full(count, column.default or 0, np.int64) for column in plan.pack.inputs}
    elements = np.zeros((count, 2 * len(plan.elements)), np.int64)
    snapshot = Snapshot(roster, plan.dates, columns, elements, np.zeros(count, np.bool_))
    given.pay_lines(plan, stretch, snapshot)
    facts.tax_facts(plan, texts, stretch, snapshot)
    facts.balances(plan, stretch, snapshot)
    found = check_people(roster, plan.run.period.group.country)
    for code, rows, severity, message in found:
        snapshot.findings += [Finding(who, severity, code, message) for who in bulk.uuids(roster.ids[rows])]
        if severity == "error":
            snapshot.refused |= rows
    return snapshot


_MEMBERS = """
select employment_id, coalesce(lower(valid), '0001-01-01'::date), coalesce(upper(valid), 'infinity'::date)
from payroll_membership
where group_id = %(group)s and employment_id > %(after)s and employment_id <= %(upto)s
    and valid && daterange(%(first)s, %(last)s, '[]')
order by employment_id, valid
"""


def _roster(plan: Plan, stretch: Stretch) -> people.PayRoster:
    """The members of the stretch whom the employer employs, each with their days in the group.

    Who moves to another group within a period is paid by each for its own days.
    """
    period, group = plan.run.period, plan.run.period.group
    roster = people.pay_roster(plan.by, asked_of(plan, stretch))
    values = {
        "group": group.pk, "after": stretch.after, "upto": stretch.upto, "first": period.start, "last": period.end,
    }  # fmt: skip
    held = bulk.read(_MEMBERS, values, {"id": "uuid", "lower": "date", "upper": "date"})
    roster = people.of_members(roster, np.isin(roster.ids, held["id"]))
    first, last = np.datetime64(period.start), np.datetime64(period.end)
    edge = (held["lower"] >= first) | (held["upper"] <= last)
    at = bulk.places(held["id"][edge], roster.ids)
    lower, upper, at = held["lower"][edge][at >= 0], held["upper"][edge][at >= 0], at[at >= 0]
    start, end = roster.start.copy(), roster.end.copy()
    start[at] = np.maximum(start[at], lower)
    end[at] = np.fmin(end[at], upper - np.timedelta64(1, "D"))
    return replace(roster, start=start, end=end)
