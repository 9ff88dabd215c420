"""The pack's facts and balances of a stretch: what each person's stored texts, last results and old system say."""

from __future__ import annotations

import json

import numpy as np

from openhro.core import bulk
from openhro.core.bulk import Keys
from openhro.payroll import engine, register, shelf
from openhro.payroll.engine import Ints
from openhro.payroll.models import Calculation, OpeningBalance
from openhro.payroll.register import place_of
from openhro.payroll.services.plan import Flags, Plan, Snapshot, Stretch, rows_of
from paycalc.calendars import same_span
from paycalc.run import Dates, carry

_KEYS = """
select employment_id, md5(facts::text)::uuid from payroll_taxfacts
where client_id = %(client)s and pack = %(pack)s and employment_id > %(after)s and employment_id <= %(upto)s
    and valid @> %(day)s::date
"""
_TEXTS = """
select distinct on (md5(facts::text)) md5(facts::text)::uuid, facts from payroll_taxfacts
where client_id = %(client)s and pack = %(pack)s and employment_id > %(after)s and employment_id <= %(upto)s
    and valid @> %(day)s::date and md5(facts::text)::uuid = any(%(unknown)s)
"""


class Texts:
    """Stored tax facts as numbers. A million people share a few thousand sets of facts; each set is read once."""

    def __init__(self, pack: engine.Pack) -> None:
        self.pack = pack
        self.names = [column.name for column in engine.facts(pack)]
        self._blank = np.array([column.default or 0 for column in engine.facts(pack)], np.int64)
        self._place: dict[bytes, int] = {}
        self.values: list[Ints] = []
        self.faults: dict[int, list[str]] = {}
        """Names that the pack no longer understands, by set."""

    def unknown(self, keys: Keys) -> Keys:
        """The sets that were not read yet."""
        distinct = np.unique(keys)
        new = [one.tobytes() not in self._place for one in distinct.view("V16")]
        return distinct[np.array(new, np.bool_)] if len(distinct) else distinct

    def learn(self, key: bytes, texts: dict[str, str]) -> None:
        """Turn one set into numbers."""
        values, place = self._blank.copy(), len(self.values)
        for name, text in texts.items():
            try:
                values[self.names.index(name)] = engine.encoded(self.pack.code, name, text)
            except (ValueError, KeyError, engine.paycalc.BadValue):
                self.faults.setdefault(place, []).append(name)
        self._place[key] = place
        self.values.append(values)

    def places(self, keys: Keys) -> Ints:
        """Where each set stands among `values`."""
        distinct, inverse = np.unique(keys, return_inverse=True)
        at = np.array([self._place[one.tobytes()] for one in distinct.view("V16")], np.int64)
        return at[inverse] if len(at) else np.zeros(0, np.int64)


def tax_facts(plan: Plan, texts: Texts, stretch: Stretch, snapshot: Snapshot) -> None:
    """What the pay group gives, and each person's own facts on the pay date."""
    group = plan.run.period.group
    for column in plan.pack.inputs:
        if column.name in engine.GROUP_FACTS:
            snapshot.columns[column.name][:] = column.choices.index(group.frequency)
    values = {
        "client": plan.run.client_id, "pack": plan.pack.code, "after": stretch.after, "upto": stretch.upto,
        "day": plan.dates.pay,
    }  # fmt: skip
    stored = bulk.read(_KEYS, values, {"id": "uuid", "key": "uuid"})
    unknown = texts.unknown(stored["key"])
    if len(unknown):
        for key, facts in bulk.rows(_TEXTS, values | {"unknown": bulk.uuids(unknown)}):
            texts.learn(key.bytes, json.loads(facts))
    at = bulk.places(stored["id"], snapshot.ids)
    sets = texts.places(stored["key"])[at >= 0]
    at = at[at >= 0]
    _spread(texts, snapshot, at, sets)
    seen = np.zeros(len(snapshot.ids), np.bool_)
    seen[at] = True
    needed = ", ".join(column.label for column in engine.facts(plan.pack) if column.default is None)
    least = f", at least {needed}" if needed else ""
    told = f"There are no tax facts for the pay date; enter them in the person's tax data{least}."
    for row in np.flatnonzero(~seen):
        snapshot.fault(int(row), "TAX_FACTS_MISSING", told)


def _spread(texts: Texts, snapshot: Snapshot, at: Ints, sets: Ints) -> None:
    """Give each row the numbers of its set. What a newer pack no longer understands stops that person alone."""
    if len(sets):
        used, inverse = np.unique(sets, return_inverse=True)
        table = np.stack([texts.values[place] for place in used])
        for i, name in enumerate(texts.names):
            snapshot.columns[name][at] = table[inverse, i]
    for place, names in texts.faults.items():
        for row in at[sets == place]:
            for name in names:
                _outdated(snapshot, int(row), name)


def _outdated(snapshot: Snapshot, row: int, name: str) -> None:
    snapshot.fault(row, "FACT_OUTDATED", "The pack no longer understands this; enter it anew.", name)


def balances(plan: Plan, stretch: Stretch, snapshot: Snapshot) -> None:
    """Year-to-date figures: results of the last run of each person, else the opening balance, else zero.

    The last run may be another group's of the same employer: who moves between groups keeps their year.
    """
    missing = np.ones(len(snapshot.ids), np.bool_)
    for before in plan.before:
        if not missing.any():
            break
        if missing.all():
            rows = rows_of(plan, stretch, snapshot, before)
        else:  # after the first run only those who were not in it are read
            rows = register.among(place_of(before), bulk.uuids(snapshot.ids[missing]))
        at = bulk.places(rows.keys, snapshot.ids)
        mine = (at >= 0) & (rows.state == 0)
        mine[mine] = missing[at[mine]]
        for name, values in _carried(plan, before, rows).items():
            snapshot.columns[name][at[mine]] = values[mine]
        missing[at[mine]] = False
    _opening(plan, snapshot, missing)


def _carried(plan: Plan, before: Calculation, rows: shelf.Rows) -> dict[str, Ints]:
    period = before.run.period
    slips = {name: rows.amounts[:, i] for i, name in enumerate(place_of(before).layout.amounts)}
    return carry(plan.pack, slips, Dates(period.pay_date, period.start, period.end), plan.dates)


def _opening(plan: Plan, snapshot: Snapshot, missing: Flags) -> None:
    """Opening balances of the old system, zeroed across each column's own boundary."""
    at = {who: row for row, who in zip(np.flatnonzero(missing), bulk.uuids(snapshot.ids[missing]), strict=True)}
    rows = OpeningBalance.objects.filter(
        employment_id__in=list(at), pack=plan.pack.code, as_of__lt=plan.dates.pay
    ).order_by("as_of")
    for balance in rows if at else ():
        row = int(at[balance.employment_id])
        for name, text in balance.values.items():
            if name == engine.GROSS:
                continue
            try:
                value = engine.encoded(plan.pack.code, name, text if _keeps(plan, name, balance) else "0")
            except (KeyError, engine.paycalc.BadValue):
                _outdated(snapshot, row, name)
            else:
                snapshot.columns[name][row] = value


def _keeps(plan: Plan, name: str, balance: OpeningBalance) -> bool:
    """Whether no boundary of the balance lies between the old system's last pay and this one."""
    column = plan.pack.by_name.get(name)
    resets = column.resets if column else None
    return same_span(resets or "tax_year", balance.as_of, plan.dates.pay, plan.pack.tax_year)
