"""Sick pay, family pay, orders, a director's letters and the minimum wage, day by day with Decimal, for comparison."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal

from bench.decimal_gb import MAIN, rni

D = Decimal
PENNY = D("0.01")
DAY = timedelta(days=1)
NEW = date(2026, 4, 6)


@dataclass
class Spell:
    """A spell of sickness and the days that a payment covers."""

    first: date
    last: date
    begin: date
    end: date
    days: str
    average: Decimal
    waiting_before: int = 0
    days_before: int = 0


def sick_pay(s: Spell) -> tuple[Decimal, int]:
    """(amount, days) of a payment: the spell's pay up to its end less that up to the day before it."""
    amount, days = _sick(s, min(s.end, s.last))
    earlier, counted = _sick(s, max(s.begin, s.first) - DAY)
    return (amount - earlier, days - counted) if min(s.end, s.last) >= max(s.begin, s.first) else (D(0), 0)


def _sick(s: Spell, upto: date) -> tuple[Decimal, int]:
    new = s.first >= NEW
    if not new and ((s.last - s.first).days + 1 < 4 or s.average < 125):
        return D(0), 0
    weekly = min(D("123.25"), s.average * D("0.8")) if new else D("118.75")
    daily = (weekly / len(s.days)).quantize(D("0.0001"), ROUND_DOWN)
    waiting = max((0 if new else 3) - s.waiting_before, 0)
    most = max(28 * len(s.days) - s.days_before, 0)
    weeks: dict[date, int] = {}
    day, paid = s.first, 0
    while day <= upto:
        weekday = (day.weekday() + 1) % 7
        if str(weekday) in s.days:
            if waiting:
                waiting -= 1
            elif paid < most:
                paid += 1
                sunday = day - timedelta(days=weekday)
                weeks[sunday] = weeks.get(sunday, 0) + 1
        day += DAY
    return sum(((daily * n).quantize(PENNY, ROUND_CEILING) for n in weeks.values()), D(0)), paid


@dataclass
class Leave:
    """A paid leave and the days that a payment covers."""

    kind: str
    first: date
    weeks: int
    begin: date
    end: date
    average: Decimal  # cut to seven decimals
    test: int


def flat(day: date, first: date) -> Decimal | None:
    """The flat weekly rate of a day, None where none is held."""
    weekday = (first.weekday() + 1) % 7
    changes = [(date(2027, 4, 4), None), (date(2026, 4, 5), D("194.32")), (date(2025, 4, 6), D("187.18"))]
    for sunday, rate in changes:
        if day >= sunday + timedelta(days=weekday):
            return rate
    return None


def family_pay(leave: Leave) -> Decimal | None:
    """The amount of a payment; None where a rate of one of its days is not held."""
    if leave.average < leave.test:
        return D(0)
    share = leave.average * D("0.9")
    share = share.quantize(PENNY, ROUND_HALF_UP) if leave.kind == "SPP" else share.quantize(D("1e-7"), ROUND_DOWN)
    begin = max(leave.begin, leave.first)
    end = min(leave.end, leave.first + timedelta(days=7 * leave.weeks - 1))
    rates = []
    for number in range((end - begin).days + 1):
        day = begin + timedelta(days=number)
        whole = leave.kind in ("SMP", "SAP") and day < leave.first + timedelta(days=42)
        limit = share if whole else flat(day, leave.first)
        if limit is None:
            return None
        rates.append(min(share, limit))
    sevenths = D(0)
    for place in range(0, len(rates), 7):
        week = rates[place : place + 7]
        sevenths += 7 * week[0] if len(week) == 7 and week[0] == week[6] else sum(week)
    return (sevenths / 7).quantize(D("1e-7"), ROUND_DOWN).quantize(PENNY, ROUND_CEILING)


DEA = {
    "weekly": [(100, "0", "0.05"), (160, "0.03", "0.06"), (220, "0.05", "0.10"), (270, "0.07", "0.14"),
               (375, "0.11", "0.22"), (520, "0.15", "0.30"), (10**9, "0.20", "0.40")],
    "monthly": [(430, "0", "0.05"), (690, "0.03", "0.06"), (950, "0.05", "0.10"), (1160, "0.07", "0.14"),
                (1615, "0.11", "0.22"), (2240, "0.15", "0.30"), (10**9, "0.20", "0.40")],
}  # fmt: skip
COUNCIL = {
    "weekly": [(75, "0"), (135, "0.03"), (185, "0.05"), (225, "0.07"), (355, "0.12"), (505, "0.17")],
    "monthly": [(300, "0"), (550, "0.03"), (740, "0.05"), (900, "0.07"), (1420, "0.12"), (2020, "0.17")],
}
ARREST = {
    "weekly": ([("172.61", "0", "0.15"), ("345.22", "25.89", "0.20"), ("575.37", "71.92", "0.25"),
                ("863.06", "143.84", "0.50")], "2.30"),
    "monthly": ([("750", "0", "0.15"), ("1500", "112.50", "0.20"), ("2500", "312.50", "0.25"),
                 ("3750", "625", "0.50")], "10"),
}  # fmt: skip
TIMES = {"weekly": ("weekly", 1), "fortnightly": ("weekly", 2), "four_weekly": ("weekly", 4), "monthly": ("monthly", 1)}


def orders(net: Decimal, frequency: str, other: Decimal, rate: str) -> tuple[Decimal, Decimal, Decimal]:
    """(council tax, arrestment, DEA at the rate) on net earnings that have all three."""
    held, n = TIMES[frequency]
    half = {"rounding": ROUND_HALF_DOWN}
    council = next((net * D(share) for upto, share in COUNCIL[held] if net <= upto * n), None)
    if council is None:
        top = D(COUNCIL[held][-1][0] * n)
        council = top * D("0.17") + (net - top) / 2
    council = council.quantize(PENNY, **half)
    bands, least = ARREST[held]
    arrested = D(0)
    for start, fixed, share in bands:
        if net > D(start) * n:
            arrested = D(fixed) * n + (net - D(start) * n) * D(share)
            arrested = max(arrested, D(least) * n) if fixed == "0" else arrested
    arrested = arrested.quantize(PENNY, **half)
    place = 1 if rate == "standard" else 2
    dea = next((net * D(row[place])).quantize(PENNY, **half) for row in DEA[held] if net <= row[0] * n)
    room = (net * D("0.4")).quantize(PENNY, ROUND_FLOOR) - other - council - arrested
    return council, arrested, min(dea, max(room, D(0)))


def director(earned: dict[str, Decimal], year: int) -> tuple[Decimal, Decimal]:
    """(employee, employer) of a director's whole year by letter, each on top of the letters before it."""
    below = employee = employer = D(0)
    for letter in "BMAZJCHVFILSDEKN":
        top = below + earned.get(letter, D(0))
        start = 5000 if letter in "ABCJ" else 50270 if letter in "HMVZ" else 25000
        middle = max(min(top, D(50270)) - max(below, D(12570)), D(0))
        above = max(top - max(below, D(50270)), D(0))
        first = max(min(top, D(50270)) - max(below, D(start)), D(0))
        employee += rni(middle * MAIN[letter]) + rni(above * (D(0) if letter in "CKS" else D("0.02")))
        employer += rni(first * D("0.15")) + rni(above * D("0.15"))
        below = top
    return employee, employer
