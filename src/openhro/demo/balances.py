"""The old system: what it paid since the tax year began, worked out with paycalc, so that year-to-date figures hold.

This is the one place of the platform beside payroll that calls paycalc: it plays the client's former payroll.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from openhro.demo.inputs import WEEK, Span, period_lines
from openhro.demo.story import Employee, Story, amount, employer
from paycalc.calendars import same_span
from paycalc.columns import Array, Kind, Section, decode, encode
from paycalc.packs import Pack, load
from paycalc.run import Dates, carry, run

PERIODS = {"biweekly": 26, "monthly": 12}
FREQUENCIES = ("frequency", "pay_frequency")
HUNDREDTHS = 100
GROSS = "gross"


def opening(story: Story, group: dict[str, Any], spans: list[Span]) -> tuple[list[str], dict[str, dict[str, str]]]:
    """(columns, {who: {column: text}}): everybody's accumulators after the last of the spans, zeros left out."""
    pack = load(group["pack"])
    people = [one for one in story.of_entity(employer(group)) if one.works_on(spans[0].start, spans[-1].end)]
    names = [column.name for column in pack.inputs if column.kind is Kind.ACCUMULATOR]
    held = {name: np.zeros(len(people), np.int64) for name in names}
    earned = [column.name for column in pack.results if column.section is Section.EARNING]
    gross = np.zeros(len(people), np.int64)
    before: Dates | None = None
    for span in spans:
        dates = Dates(span.pay_date, span.start, span.end)
        rows = np.array([i for i, one in enumerate(people) if one.works_on(span.start, span.end)])
        columns = _columns(story, group, pack, [people[i] for i in rows], span)
        if before is not None:
            # Through the pack's own carrying over, so that what starts anew with a month or year does.
            held = {name: values * _keeps(pack, name, before, dates) for name, values in held.items()}
            gross *= int(same_span("tax_year", before.pay, dates.pay, pack.tax_year))
        columns |= {name: values[rows] for name, values in held.items()}
        slips = run(pack, columns, dates)
        if slips.problems:
            problem = slips.problems[0]
            raise ValueError(f"{people[rows[problem.row]].id} on {span.pay_date}: {problem.sentence}")
        for name, values in carry(pack, slips.columns, dates, dates).items():
            held[name][rows] = values
        gross[rows] += np.sum([slips.columns[name] for name in earned], axis=0)
        before = dates
    return [*names, GROSS], {
        one.id: {name: decode(pack.input(name), int(held[name][i]), pack.currency) for name in names if held[name][i]}
        | {GROSS: amount(int(gross[i]))}
        for i, one in enumerate(people)
        if one.start <= spans[-1].end
    }


def _keeps(pack: Pack, name: str, before: Dates, after: Dates) -> int:
    kept = same_span(pack.input(name).resets or "tax_year", before.pay, after.pay, pack.tax_year)
    return int(kept)


def _columns(
    story: Story, group: dict[str, Any], pack: Pack, people: list[Employee], span: Span
) -> dict[str, Array]:  # fmt: skip
    """Facts and pay of a period as columns."""
    frequency = next(column for column in pack.inputs if column.name in FREQUENCIES)
    columns = {frequency.name: np.full(len(people), frequency.choices.index(group["frequency"]), np.int64)}
    facts = [one.facts_on(span.pay_date) for one in people]
    wanted = {name for given in facts for name in given} | {c.name for c in pack.inputs if c.default is None}
    for name in wanted - {frequency.name}:
        column = pack.input(name)
        columns[name] = np.array([encode(column, given.get(name, ""), pack.currency) for given in facts], np.int64)
    categories = {element["code"]: element for element in story["elements"][pack.code]}
    place = {one.id: i for i, one in enumerate(people)}

    def pay(who: str, code: str, minor: int) -> None:
        name = categories[code]["category"]
        columns.setdefault(name, np.zeros(len(people), np.int64))[place[who]] += minor

    for one in people:
        if one.basis == "annual":
            pay(one.id, "basic", _salary(one, group["frequency"], span))
        for line in one.recurring:
            if line.start <= span.end and (line.last is None or line.last >= span.end):
                pay(one.id, line.element, line.minor)
    for given in period_lines(story, people, span):
        rate = _hourly(story.by_id[given.who], span.end) * categories[given.element].get("multiplier", 1_000_000)
        units = HUNDREDTHS * 1_000_000
        worth = (2 * (given.hundredths or 0) * rate + units) // (2 * units)
        pay(given.who, given.element, given.minor if given.minor is not None else worth)
    return columns


def _salary(one: Employee, frequency: str, span: Span) -> int:
    """The period's share of the salary; a part of it, by weekdays, for those who join or leave."""
    full = (2 * one.rate_on(span.end) + PERIODS[frequency]) // (2 * PERIODS[frequency])
    whole = _weekdays(span.start, span.end)
    worked = _weekdays(max(one.start, span.start), min(one.end or span.end, span.end))
    return full if worked == whole else (2 * full * worked + whole) // (2 * whole)


def _weekdays(first: date, last: date) -> int:
    return int(np.busday_count(first, last + timedelta(days=1)))


def _hourly(one: Employee, on: date) -> int:
    if one.basis == "hourly":
        return one.rate_on(on)
    hours = 52 * WEEK[one.country]
    return (2 * one.rate_on(on) * 100 + hours) // (2 * hours)
