"""When what a run owes must be paid over, by the country of the pay group. Dates only; the amounts are the results'.

A payee that no rule of its country names has no day: a day that is not known is never guessed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from openhro.core.calendars import add_business_days, add_months, banking_days, roll, working_days

NEXT_DAY_MINOR = 10_000_000
"""IRS Pub. 15 (2025), deposit rules: liabilities of 100,000 dollars or more are deposited on the next business day."""


@dataclass(frozen=True, slots=True)
class Due:
    """The day by which a payee must have the money (None: not fixed by law), and why."""

    day: date | None
    because: str


def due(country: str, payee: str, pay_date: date, amount_minor: int) -> Due:
    """When a payee of a country's pack is due; of a payee such as us-co the country's own rule is the part `us`."""
    if payee == "client":
        return Due(None, "It stays with the employer, who passes it on.")
    rules = _RULES.get(country, {})
    rule = rules.get(payee) or rules.get(payee.partition("-")[0] + "-")
    return rule(pay_date, amount_minor) if rule else Due(None, "No due date known.")


def _hmrc(pay_date: date, _amount_minor: int) -> Due:
    """HMRC manual DMBM520055: the 22nd after the tax month (which ends on the 5th) when paid electronically."""
    month = pay_date.replace(day=1) if pay_date.day <= 5 else add_months(pay_date.replace(day=1), 1)
    return Due(
        roll(month.replace(day=22), "preceding", banking_days("GB")),
        "Electronic payments by the 22nd after the tax month; on a weekend or holiday, the working day before.",
    )


def _uk_pension(pay_date: date, _amount_minor: int) -> Due:
    """SI 1996/1715 reg. 16: electronic payment of what was taken from pay, by the 22nd of the month after."""
    day = add_months(pay_date.replace(day=1), 1).replace(day=22)
    because = "What was taken from pay by the 22nd of the next month; the scheme's own schedule may be earlier."
    return Due(roll(day, "preceding", banking_days("GB")), because)


def _us_agency(_pay_date: date, _amount_minor: int) -> Due:
    return Due(None, "By the deposit schedule that the state's agency has given the employer.")


def _irs(pay_date: date, amount_minor: int) -> Due:
    """IRS Pub. 15 (2025), semiweekly schedule: paid Wednesday to Friday, next Wednesday; else the Friday after."""
    days = banking_days("US")
    if amount_minor >= NEXT_DAY_MINOR:
        return Due(add_business_days(pay_date, 1, days), "100,000 dollars or more: the next business day.")
    weekday = pay_date.weekday()
    nominal = pay_date + timedelta(days=(2 - weekday) % 7 or 7) if weekday in (2, 3, 4) else _friday(pay_date)
    # A semiweekly depositor always has three business days after the semiweekly period ends.
    ends = pay_date + timedelta(days=4 - weekday) if weekday in (2, 3, 4) else _friday(pay_date) - timedelta(days=3)
    day = max(roll(nominal, "following", days), add_business_days(ends, 3, days))
    return Due(
        day, "Semiweekly schedule, the earlier of the two; a monthly depositor has until the 15th of next month."
    )


def _finanzamt(pay_date: date, _amount_minor: int) -> Due:
    """Wage tax: EStG s. 41a (1), the 10th after the month; AO s. 108 (3), on a weekend or holiday the day after."""
    day = add_months(pay_date.replace(day=1), 1).replace(day=10)
    because = "Monthly return and payment by the 10th of the next month; on a weekend or holiday, the day after."
    return Due(roll(day, "following", working_days("DE")), because)


def _contributions(pay_date: date, _amount_minor: int) -> Due:
    """SGB IV s. 23 (1): the third-last banking day of the month of the work, taken to be that of the pay date.

    24 and 31 December and public holidays are none to the insurers; those of one Land only, where a fund has its seat,
    are not counted out here.
    """
    after, banks, open_ = add_months(pay_date.replace(day=1), 1), banking_days("DE"), working_days("DE")
    counted = (
        day for day in (after - timedelta(days=back) for back in range(1, 29))
        if banks.is_working(day) and open_.is_working(day) and (day.month, day.day) not in ((12, 24), (12, 31))
    )  # fmt: skip
    because = "Contributions by the third-last banking day of the month in which the work is done."
    return Due(list(islice(counted, 3))[-1], because)


def _friday(pay_date: date) -> date:
    """The Friday after the Saturday-to-Tuesday period of a day."""
    return pay_date + timedelta(days=(4 - pay_date.weekday()) % 7)


_RULES: dict[str, dict[str, Callable[[date, int], Due]]] = {
    "DE": {"finanzamt": _finanzamt, "krankenkasse": _contributions, "minijob-zentrale": _contributions},
    "GB": {"hmrc": _hmrc, "pension": _uk_pension},
    "US": {"irs": _irs, "us-": _us_agency},
}
"""By country and payee; a name that ends in a hyphen is of all payees that begin so."""
