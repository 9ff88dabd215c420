"""From stored facts to columns: who is paid, with which facts, pay lines and balances. Same facts, same bytes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openhro.core import bulk
from openhro.core.bulk import Column, Keys
from openhro.payroll.engine import Ints
from openhro.payroll.rules.validation import Finding, check_people
from openhro.payroll.services import facts, given
from openhro.payroll.services.plan import Days, Flags, Plan, Snapshot, Stays, Stretch, asked_of
from openhro.people import queries as people


def gather(plan: Plan, texts: facts.Texts, stretch: Stretch) -> Snapshot:
    """Read all facts of a stretch as of the run's period."""
    employed = people.pay_roster(plan.by, asked_of(plan, stretch))
    held = _Held.of(plan, stretch, employed)
    roster, stays = held.mine(employed)
    count = len(roster)
    columns = {column.name: np.full(count, column.default or 0, np.int64) for column in plan.pack.inputs}
    elements = np.zeros((count, 2 * len(plan.elements)), np.int64)
    snapshot = Snapshot(
        roster, stays, held.elsewhere(), held.lines_elsewhere(plan), plan.dates, columns, elements,
        np.zeros(count, np.bool_),
    )  # fmt: skip
    given.pay_lines(plan, stretch, snapshot)
    facts.tax_facts(plan, texts, stretch, snapshot)
    facts.balances(plan, stretch, snapshot)
    snapshot.findings += _unpaid(plan, employed, held)
    found = check_people(roster, plan.run.period.group.country)
    for code, rows, severity, message in found:
        snapshot.findings += [Finding(who, severity, code, message) for who in bulk.uuids(roster.ids[rows])]
        if severity == "error":
            snapshot.refused |= rows
    return snapshot


_MEMBERS = """
select employment_id, group_id = %(group)s, coalesce(lower(valid), '0001-01-01'::date),
    coalesce(upper(valid), 'infinity'::date)
from payroll_membership
where client_id = %(client)s and employment_id > %(after)s and employment_id <= %(upto)s
    and valid && daterange(%(first)s, %(last)s, '[]')
order by employment_id, valid
"""
_MEMBER_KINDS = {"id": "uuid", "here": "boolean", "lower": "date", "upper": "date"}


@dataclass(frozen=True, slots=True)
class _Held:
    """The days of the period's memberships on which the employer employs, of the run's group (`here`) and of others.

    `at` is the employment's place among the employer's; `last` and `upper` are NaT where they are open.
    """

    id: Keys
    at: Ints
    here: Flags
    start: Days
    last: Days
    upper: Days

    @classmethod
    def of(cls, plan: Plan, stretch: Stretch, employed: people.PayRoster) -> _Held:
        period = plan.run.period
        values = {
            "client": plan.run.client_id, "group": period.group_id, "after": stretch.after, "upto": stretch.upto,
            "first": period.start, "last": period.end,
        }  # fmt: skip
        rows = bulk.read(_MEMBERS, values, _MEMBER_KINDS)
        at = bulk.places(rows["id"], employed.ids)
        at, rows = at[at >= 0], _some(rows, at >= 0)
        start = np.maximum(employed.start[at], rows["lower"])
        last = np.fmin(employed.end[at], rows["upper"] - np.timedelta64(1, "D"))
        worked = np.isnat(last) | (last >= start)
        kept = _some(rows, worked)
        return cls(kept["id"], at[worked], kept["here"], start[worked], last[worked], kept["upper"])

    def mine(self, employed: people.PayRoster) -> tuple[people.PayRoster, Stays]:
        """Whom the run's group pays, and on which days: in several stretches for those who left it and came back."""
        members = np.zeros(len(employed), np.bool_)
        members[self.at[self.here]] = True
        place = np.cumsum(members) - 1
        stays = Stays(place[self.at[self.here]], self.start[self.here], self.last[self.here])
        return people.of_members(employed, members), stays

    def elsewhere(self) -> Keys:
        """Whom another group pays on some day of the period."""
        return self.id[~self.here]

    def lines_elsewhere(self, plan: Plan) -> Keys:
        """Whom another group has at the end of the period: it pays their recurring lines."""
        end = np.datetime64(plan.run.period.end)
        return self.id[~self.here & (np.isnat(self.upper) | (self.upper > end))]


def _some(rows: dict[str, Column], kept: Flags) -> dict[str, Column]:
    return {name: column[kept] for name, column in rows.items()}


def _unpaid(plan: Plan, employed: people.PayRoster, held: _Held) -> list[Finding]:
    """Whom the employer employs on a day of the period on which no group pays them."""
    paid = np.zeros(len(employed), np.int64)
    np.add.at(paid, held.at, _days_of(plan, held.start, held.last))
    told = "Employed, but in no pay group on some or all days of this period. These days are not paid."
    found = bulk.uuids(employed.ids[paid < _days_of(plan, employed.start, employed.end)])
    return [Finding.warning(who, "NOT_IN_A_GROUP", told) for who in found]


def _days_of(plan: Plan, start: Days, last: Days) -> Ints:
    """The days of each span that lie in the period."""
    first, end = np.datetime64(plan.run.period.start), np.datetime64(plan.run.period.end)
    days: Ints = (np.fmin(last, end) - np.maximum(start, first)).astype(np.int64) + 1
    return days
