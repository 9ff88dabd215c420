"""Difference before detail: this calculation against the last, line by line, with reasons; and the headcount walk."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np

from openhro.core.actor import Actor
from openhro.payroll import engine, shelf
from openhro.payroll.engine import DEDUCTIONS, Ints, Section
from openhro.payroll.models import Calculation, OpeningBalance, PayInput, Variance
from openhro.payroll.rules import variance as rules
from openhro.payroll.services.gather import Snapshot, earlier, place_of

COMPARED = (Section.EARNING, *DEDUCTIONS, Section.EMPLOYER, Section.NET)
MOST_EXPLAINED = 20_000
"""Explained changes that are kept as rows, the largest first; unexplained ones are all kept, and all are counted."""


@dataclass(slots=True)
class Side:
    """One of the two runs: its rows and where each employment stands in them."""

    rows: shelf.Rows
    layout: shelf.Layout
    at: dict[UUID, int]

    @classmethod
    def of(cls, calculation: Calculation) -> Side:
        place = place_of(calculation)
        rows = shelf.read(place)
        return cls(rows, place.layout, {employment: i for i, employment in enumerate(rows.ids())})

    def paid(self, employment: UUID) -> bool:
        row = self.at.get(employment)
        return row is not None and not self.rows.state[row]


def build_variances(by: Actor, calculation: Calculation, snapshot: Snapshot) -> dict[str, Any]:
    """Store the changes against the run before; returns the headcount walk with the count of each reason."""
    before = next(iter(earlier(calculation.run)), None)
    now = Side.of(calculation)
    if before is None:
        return _first_walk(snapshot, now)
    then = Side.of(before)
    everybody = sorted({*then.at, *now.at}, key=lambda i: i.bytes)
    situations = _situations(calculation, before, snapshot, then, now)
    lines = _changes(calculation, everybody, then, now)
    counts = _store(calculation, everybody, lines, situations, _one_offs(calculation, before))
    return _walk(snapshot, then, now) | {"reasons": counts, "against": before.run.code}


def _line_values(side: Side, pack: engine.Pack) -> dict[str, Ints]:
    """The compared lines of a run, as arrays over its rows: the client's own elements, then the pack's lines."""
    lines = {
        f"element:{name}": side.rows.elements[:, i] for i, name in enumerate(side.layout.elements) if "#" not in name
    }
    for i, name in enumerate(side.layout.amounts):
        column = pack.by_name.get(name)
        if column is not None and column.section in COMPARED and column.section is not Section.EARNING:
            lines[name] = side.rows.amounts[:, i]
    return lines


def _changes(calculation: Calculation, everybody: list[UUID], then: Side, now: Side) -> dict[str, tuple[Ints, Ints]]:
    """Prior and current amount of each line for everybody in either run."""
    pack = engine.pack(calculation.pack)
    old, new = _line_values(then, pack), _line_values(now, pack)
    old_at = np.array([then.at.get(i, -1) for i in everybody])
    new_at = np.array([now.at.get(i, -1) for i in everybody])

    def spread(values: Ints | None, at: Any) -> Ints:
        if values is None or not len(values):  # a run in which nobody was paid has no row to point at
            return np.zeros(len(everybody), np.int64)
        return np.where(at >= 0, values[at], 0)

    return {name: (spread(old.get(name), old_at), spread(new.get(name), new_at)) for name in {**new, **old}}


def _situations(
    calculation: Calculation, before: Calculation, snapshot: Snapshot, then: Side, now: Side
) -> dict[UUID, rules.Situation]:
    """What the facts say about everybody who is in this run or was in the last one."""
    last, this = before.run.period, calculation.run.period
    pack = engine.pack(calculation.pack)
    names = [c.name for c in engine.facts(pack) if c.name in then.layout.facts and c.name in now.layout.facts]
    old_columns = [then.layout.facts.index(name) for name in names]
    new_columns = [now.layout.facts.index(name) for name in names]
    found: dict[UUID, rules.Situation] = {}
    for i, row in enumerate(snapshot.roster):
        there = then.at.get(row.employment_id)
        facts = there is not None and not np.array_equal(
            then.rows.facts[there, old_columns], now.rows.facts[now.at[row.employment_id], new_columns]
        )
        terms = any(last.start < part.first <= this.end and part.first > row.start for part in row.terms)
        part = row.start > last.start or (row.end is not None and row.end < this.end)
        found[row.employment_id] = rules.Situation(
            start=row.start, end=row.end, joined=there is None and row.start > last.end,
            left=row.end is not None and row.end < this.end, part_period=part, terms_changed=terms, facts_changed=facts,
            refused=bool(now.rows.state[i]) or (there is not None and bool(then.rows.state[there])),
        )  # fmt: skip
    gone = rules.Situation(last.start, last.end, False, True, False, False, False, False)
    return {**dict.fromkeys(then.at, gone), **found}


def _one_offs(calculation: Calculation, before: Calculation) -> set[tuple[UUID, str]]:
    """Employments and elements with an input in either period: what was given once is its own reason."""
    periods = [calculation.run.period_id, before.run.period_id]
    rows = PayInput.objects.filter(period_id__in=periods, superseded_at=None, removed=False)
    return {(employment, f"element:{code}") for employment, code in rows.values_list("employment_id", "element__code")}


def _store(
    calculation: Calculation,
    everybody: list[UUID],
    lines: dict[str, tuple[Ints, Ints]],
    situations: dict[UUID, rules.Situation],
    one_offs: set[tuple[UUID, str]],
) -> dict[str, int]:
    """Keep the changes that reach the group's threshold; returns how many there are of each reason."""
    group = calculation.run.period.group
    limit = rules.Threshold(group.variance_percent, group.variance_minor)
    gross = sum(
        (new - old for name, (old, new) in lines.items() if name.startswith("element:")),
        np.zeros(len(everybody), np.int64),
    )
    counts: Counter[str] = Counter()
    kept: list[Variance] = []
    for name, (old, new) in lines.items():
        for row in np.flatnonzero(old != new):
            prior, current = int(old[row]), int(new[row])
            if not limit.reached(prior, current):
                continue
            who = everybody[row]
            why = rules.reason(name, situations[who], (who, name) in one_offs, bool(gross[row]))
            counts[why or "unexplained"] += 1
            kept.append(
                Variance(
                    client_id=calculation.client_id, calculation=calculation, employment_id=who, line=name,
                    prior_minor=prior, current_minor=current, reason=why, detail=rules.REASONS.get(why, ""),
                    needs_answer=not why,
                )
            )  # fmt: skip
    kept.sort(key=lambda v: (not v.needs_answer, -abs(v.current_minor - v.prior_minor)))
    Variance.objects.bulk_create(kept[: counts["unexplained"] + MOST_EXPLAINED], batch_size=2_000)
    return dict(counts)


def _walk(snapshot: Snapshot, then: Side, now: Side) -> dict[str, Any]:
    """Paid last time, plus who joined, less who left, less who is left out now: paid now."""
    opening = sum(1 for who in then.at if then.paid(who))
    refused = sum(1 for who in now.at if not now.paid(who) and then.paid(who))
    leavers = sum(1 for who in then.at if then.paid(who) and who not in now.at)
    hires = sum(1 for who in now.at if now.paid(who) and not then.paid(who))
    return rules.walk(opening, hires, leavers, refused)


def _first_walk(snapshot: Snapshot, now: Side) -> dict[str, Any]:
    """The first run with us: those whom the old system paid are the opening."""
    moved = set(OpeningBalance.objects.filter(employment_id__in=snapshot.ids).values_list("employment_id", flat=True))
    paid = [who for who in snapshot.ids if now.paid(who)]
    opening = sum(1 for who in snapshot.ids if who in moved)
    refused = sum(1 for who in moved if who in now.at and not now.paid(who))
    return rules.walk(opening, sum(1 for who in paid if who not in moved), 0, refused) | {"reasons": {}, "against": ""}
