"""Difference before detail: this calculation against the last, line by line, with reasons; and the headcount walk."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from openhro.core import bulk
from openhro.core.bulk import Keys
from openhro.payroll import engine, shelf
from openhro.payroll.engine import DEDUCTIONS, Ints, Section
from openhro.payroll.models import Calculation, Membership, OpeningBalance, Variance
from openhro.payroll.register import place_of
from openhro.payroll.rules import variance as rules
from openhro.payroll.services.plan import Plan, Snapshot, Stretch, rows_of
from openhro.people import queries as people

Flags = NDArray[np.bool_]
_T = TypeVar("_T", bound=np.generic)
COMPARED = (Section.EARNING, *DEDUCTIONS, Section.EMPLOYER, Section.NET)
MOST_EXPLAINED = 20_000
"""Explained changes that are kept as rows, the largest first; unexplained ones are all kept, and all are counted."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Changes of single lines, as columns; `line` is a place in the comparison's list of lines."""

    who: Keys
    line: Ints
    prior: Ints
    current: Ints
    reason: NDArray[np.str_]

    def some(self, rows: Ints | Flags | slice) -> Changes:
        """Some of them."""
        return Changes(self.who[rows], self.line[rows], self.prior[rows], self.current[rows], self.reason[rows])

    def largest_first(self) -> Changes:
        """Ordered by their size."""
        return self.some(np.argsort(-np.abs(self.current - self.prior), kind="stable"))

    @classmethod
    def joined(cls, parts: list[Changes]) -> Changes:
        """All of several."""
        columns = (np.concatenate([getattr(part, name) for part in parts]) for name in cls.__slots__)
        return cls(*columns)


@dataclass(frozen=True, slots=True)
class Both:
    """Everybody of a stretch who is in either run: their rows, and their places there (-1: not there)."""

    everybody: Keys
    then: shelf.Rows
    now: shelf.Rows
    then_at: Ints
    now_at: Ints

    @classmethod
    def of(cls, then: shelf.Rows, now: shelf.Rows) -> Both:
        everybody = np.union1d(then.keys, now.keys)
        return cls(everybody, then, now, bulk.places(everybody, then.keys), bulk.places(everybody, now.keys))

    def old(self, values: NDArray[_T]) -> NDArray[_T]:
        """A column of the earlier rows for everybody."""
        return _spread(values, self.then_at)

    def new(self, values: NDArray[_T]) -> NDArray[_T]:
        """A column of this run's rows for everybody."""
        return _spread(values, self.now_at)


def _spread(values: NDArray[_T], at: Ints) -> NDArray[_T]:
    """Each value at its place; zero (or False) for whoever has none."""
    found = np.zeros(len(at), values.dtype)
    found[at >= 0] = values[at[at >= 0]]
    return found


class Comparison:
    """What changed since the last run, gathered stretch by stretch."""

    def __init__(self, plan: Plan, calculation: Calculation) -> None:
        self.plan, self.calculation, self.before = plan, calculation, plan.last
        group = plan.run.period.group
        self.limit = rules.Threshold(group.variance_percent, group.variance_minor)
        self.lines: list[str] = []
        self.counts: Counter[str] = Counter()
        self.heads: Counter[str] = Counter()
        self.open: list[Changes] = []
        self.explained: list[Changes] = []
        now = plan.run.period.pay_date
        self.law = self.before is not None and engine.law_changed(plan.pack, self.before.run.period.pay_date, now)

    def add(self, stretch: Stretch, snapshot: Snapshot, now: shelf.Rows) -> None:
        """Compare one stretch."""
        if self.before is None:
            self._first(snapshot, now)
            return
        both = Both.of(rows_of(self.plan, stretch, snapshot, self.before), now)
        situations = self._situations(both, snapshot)
        self._count_heads(both, situations)
        lines = self._lines(both)
        gross = np.zeros(len(both.everybody), np.int64)
        for name, (old, new) in lines.items():
            if name.startswith("element:"):
                gross += new - old
        one_offs = self._one_offs(stretch)
        for name, (old, new) in lines.items():
            once = np.isin(both.everybody, one_offs[name]) if name in one_offs else np.zeros(len(gross), np.bool_)
            why = rules.reasons(name, situations, once, gross != 0, self.law)
            changed = (old != new) & self.limit.reached(old, new)
            self._keep(name, Changes(both.everybody, np.zeros_like(old), old, new, why).some(changed))

    def _keep(self, name: str, changes: Changes) -> None:
        """Count changes of a line, and keep those that somebody will look at."""
        if not len(changes.who):
            return
        if name not in self.lines:
            self.lines.append(name)
        changes.line[:] = self.lines.index(name)
        for reason, count in zip(*np.unique(changes.reason, return_counts=True), strict=True):
            self.counts[str(reason) or "unexplained"] += int(count)
        self.open.append(changes.some(changes.reason == ""))
        self.explained.append(changes.some(changes.reason != ""))
        if sum(len(part.who) for part in self.explained) > 4 * MOST_EXPLAINED:
            self.explained = [self._largest()]

    def _largest(self) -> Changes:
        return Changes.joined(self.explained).largest_first().some(slice(MOST_EXPLAINED))

    def store(self) -> dict[str, Any]:
        """Write the changes down; returns the headcount walk with the count of each reason."""
        walk = rules.walk(self.heads)
        if self.explained:
            for part in (Changes.joined(self.open).largest_first(), self._largest()):
                Variance.objects.bulk_create(self._rows(part), batch_size=2_000)
        against = self.before.run.code if self.before else ""
        return walk | {"reasons": dict(self.counts), "against": against}

    def _rows(self, changes: Changes) -> list[Variance]:
        columns = (changes.line.tolist(), changes.prior.tolist(), changes.current.tolist(), changes.reason.tolist())
        return [
            Variance(
                client_id=self.calculation.client_id, calculation=self.calculation, employment_id=who,
                line=self.lines[line], prior_minor=prior, current_minor=current, reason=why,
                detail=rules.REASONS.get(why, ""), needs_answer=not why,
            )
            for who, line, prior, current, why in zip(bulk.uuids(changes.who), *columns, strict=True)
        ]  # fmt: skip

    def _lines(self, both: Both) -> dict[str, tuple[Ints, Ints]]:
        """Prior and current amount of each line for everybody."""
        assert self.before is not None
        old = self._values(both.then, place_of(self.before).layout)
        new = self._values(both.now, self.plan.layout)
        nothing = np.zeros(len(both.everybody), np.int64)
        return {
            name: (both.old(old[name]) if name in old else nothing, both.new(new[name]) if name in new else nothing)
            for name in {**new, **old}
        }

    def _values(self, rows: shelf.Rows, layout: shelf.Layout) -> dict[str, Ints]:
        """The compared lines of a run: the client's own elements, then the pack's lines."""
        lines = {f"element:{name}": rows.elements[:, i] for i, name in enumerate(layout.elements) if "#" not in name}
        for i, name in enumerate(layout.amounts):
            column = self.plan.pack.by_name.get(name)
            if column is not None and column.section in COMPARED and column.section is not Section.EARNING:
                lines[name] = rows.amounts[:, i]
        return lines

    def _situations(self, both: Both, snapshot: Snapshot) -> rules.Situations:
        """What the facts say about everybody who is in this run or was in the last one."""
        assert self.before is not None
        last, this = self.before.run.period, self.plan.run.period
        last_start, last_end = np.datetime64(last.start), np.datetime64(last.end)
        roster, terms = snapshot.roster, snapshot.roster.terms
        here, there = both.now_at >= 0, both.then_at >= 0
        begins, ends = snapshot.stays.begins(), snapshot.stays.ends()
        moved = (terms.first > last_start) & (terms.first <= np.datetime64(this.end))
        changed = np.zeros(len(roster), np.bool_)
        changed[terms.at[moved & (terms.first > begins[terms.at])]] = True
        refused = both.new(both.now.state != 0) | both.old(both.then.state != 0) & here
        joined = here & ~there & both.new(roster.start > last_end)
        left = both.new(roster.end <= np.datetime64(this.end))
        left[~here] = self._ended(both.everybody[~here])
        moved = np.isin(both.everybody, snapshot.elsewhere)
        strangers = here & ~there & ~joined & ~moved
        moved[strangers] = self._came(both.everybody[strangers])
        return rules.Situations(
            joined=joined, left=left, moved=moved,
            part_period=there & both.new((begins > last_start) | (ends < np.datetime64(this.end))),
            terms_changed=both.new(changed),
            facts_changed=self._facts_changed(both),
            refused=refused,
        )  # fmt: skip

    def _ended(self, gone: Keys) -> Flags:
        """Of those who are not in the run any more: whose employment ended by the end of its period."""
        run = self.plan.run
        named = people.names_of(self.plan.by, run.client_id, bulk.uuids(gone)) if len(gone) else {}
        ends = [named[who].end if who in named else None for who in bulk.uuids(gone)]
        return np.array([end is not None and end <= run.period.end for end in ends], np.bool_)

    def _came(self, new: Keys) -> Flags:
        """Of those who are new in the run and did not join now: whom another group paid since the last run's period."""
        assert self.before is not None
        if not len(new):
            return np.zeros(0, np.bool_)
        run, since = self.plan.run, self.before.run.period.start
        held = Membership.objects.filter(
            client_id=run.client_id, employment_id__in=bulk.uuids(new), valid__overlap=(since, run.period.end)
        ).exclude(group=run.period.group_id)
        return np.isin(new, bulk.keys_of(held.values_list("employment_id", flat=True).distinct()))

    def _facts_changed(self, both: Both) -> Flags:
        """Who is in both runs with other tax facts."""
        assert self.before is not None
        old, new = place_of(self.before).layout.facts, self.plan.layout.facts
        changed = np.zeros(len(both.everybody), np.bool_)
        for column in engine.facts(self.plan.pack):
            if column.name in old and column.name in new:
                then, now = both.then.facts[:, old.index(column.name)], both.now.facts[:, new.index(column.name)]
                changed |= both.old(then) != both.new(now)
        return changed & (both.then_at >= 0) & (both.now_at >= 0)

    def _one_offs(self, stretch: Stretch) -> dict[str, Keys]:
        """By line, who has an input of it in either period: what was given once is its own reason."""
        assert self.before is not None
        values = {
            "periods": [self.plan.run.period_id, self.before.run.period_id],
            "after": stretch.after, "upto": stretch.upto,
        }  # fmt: skip
        lines = bulk.read(_ONCE, values, {"id": "uuid", "element": "uuid"})
        return {
            f"element:{element.code}": lines["id"][lines["element"] == element.pk.bytes]
            for element in self.plan.elements
        }

    def _count_heads(self, both: Both, s: rules.Situations) -> None:
        """Paid last time, and why everybody who is not in both came or went; paid now is what is left."""
        here, there = both.now_at >= 0, both.then_at >= 0
        before, after = both.old(both.then.state == 0), both.new(both.now.state == 0)
        gone, new = before & ~here, after & ~there
        counted = {
            "opening": before, "hires": new & s.joined & ~s.moved, "moved_in": new & s.moved,
            "returned": after & there & ~before, "leavers": gone & s.left & ~s.moved, "moved_out": gone & s.moved,
            "refused": before & here & ~after,
        }  # fmt: skip
        for name, rows in counted.items():
            self.heads[name] += int(rows.sum())
        self.heads["unexplained"] += int((new & ~s.joined & ~s.moved).sum()) - int((gone & ~s.left & ~s.moved).sum())

    def _first(self, snapshot: Snapshot, now: shelf.Rows) -> None:
        """The first run with us: those whom the old system paid are the opening."""
        ids = bulk.uuids(snapshot.ids)
        rows = OpeningBalance.objects.filter(employment_id__in=ids).values_list("employment_id", flat=True)
        moved = np.isin(snapshot.ids, bulk.keys_of(rows.distinct()))
        paid = now.state == 0
        self.heads["opening"] += int(moved.sum())
        self.heads["refused"] += int((moved & ~paid).sum())
        self.heads["hires"] += int((paid & ~moved).sum())


_ONCE = """
select employment_id, element_id from payroll_payinput
where period_id = any(%(periods)s) and employment_id > %(after)s and employment_id <= %(upto)s
    and superseded_at is null and not removed
"""
