"""Converters of vectors about attachment orders, statutory sick pay and family pay.

The rows are about the deduction or payment alone: code NT and letter X keep tax and contributions out of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from paycalc import money
from paycalc.golden import Converted, Row

__all__ = ["attachments", "family_pay", "sick_pay"]

_HELD: Final = (date(2025, 4, 6), date(2027, 4, 5))
OUTSIDE: Final = "a pay date outside 6 April 2025 to 5 April 2027"
_FREQUENCY: Final = {
    "weekly": "weekly",
    "fortnightly": "fortnightly",
    "every_2_weeks": "fortnightly",
    "fourweekly": "four_weekly",
    "four_weekly": "four_weekly",
    "every_4_weeks": "four_weekly",
    "monthly": "monthly",
}
_ALONE: Final = {"tax_code": "NT", "ni_letter": "X"}
_OTHER: Final = re.compile(r"other deductions in force ([0-9]+(?:\.[0-9]{1,2})?)")


def attachments(rows: Sequence[Row], out: Converted) -> None:
    """One payment whose net earnings are the row's; deductions in force are an order of that amount."""
    for row in rows:
        frequency = _FREQUENCY.get(row["period_type"].lower())
        kind = row["order_type"].upper()
        if frequency is None:
            out.drop(row, "a pay frequency that the pack does not cover")
            continue
        golden = _ALONE | {
            "day": "2025-04-30",
            "pay_frequency": frequency,
            "regular_pay": row["attachable_net_earnings"],
            "order_amount": (_OTHER.search(row["note"]) or ["", "0"])[1],
        }
        if "DEA" in kind and row["rate"].lower() in ("standard", "higher"):
            golden |= {"dea_rate": row["rate"].lower(), "expect.order_dea": row["expected_deduction"]}
        elif "CTAEO" in kind or "COUNCIL TAX" in kind:
            golden |= {"council_tax_order": "yes", "expect.order_council_tax": row["expected_deduction"]}
        elif "ARRESTMENT" in kind:
            golden |= {"arrestment": "yes", "expect.order_arrestment": row["expected_deduction"]}
        else:
            out.drop(row, "an order for which no figures are held")
            continue
        out.rows.append(golden)


def sick_pay(rows: Sequence[Row], out: Converted) -> None:
    """The whole spell in one payment on its last day."""
    for row in rows:
        first, last = row["first_day"], row["last_day"]
        if not _HELD[0] <= date.fromisoformat(last) <= _HELD[1]:
            out.drop(row, "a spell that ends outside the held law of 6 April 2025 to 5 April 2027")
        elif "no linked sickness" not in row["note"]:
            out.drop(row, "linked sickness, of which the source does not say what was paid")
        else:
            out.rows.append(
                _ALONE
                | {
                    "day": last,
                    "pay_frequency": "monthly",
                    "sick_from": first,
                    "sick_to": last,
                    "absence_from": first,
                    "absence_to": last,
                    "qualifying_days": row["qualifying_weekdays"],
                    "sick_average_pay": row["average_weekly_earnings"],
                    "expect.earned_ssp": row["expected_total"],
                    "expect.ssp_days": row["days_paid"],
                    "expect.ssp_outcome": row["outcome"],
                }
            )


def family_pay(rows: Sequence[Row], out: Converted) -> None:
    """A golden row per payday, which covers the days since the payday before it or the start of the leave."""
    for row in rows:
        payments = [part.split(":") for part in row["expected_payments"].split()]
        if row["pay_pattern"] not in _FREQUENCY or row["outcome"] not in ("entitled", "awe_below_lel"):
            out.drop(row, "a pay pattern or outcome that the pack does not know")
            continue
        if sum(money.parse(amount, "GBP") for _, amount in payments) != money.parse(row["expected_total"], "GBP"):
            out.drop(row, "the payments do not sum to the source's total")
            continue
        golden = _leave(row)
        if not payments:
            _paid(row, golden, (row["leave_start"], row["leave_start"], "0"), out)
        day_before = (date.fromisoformat(row["leave_start"]) - timedelta(days=1)).isoformat()
        for (before, _), (day, amount) in pairwise([[day_before, ""], *payments]):
            first = (date.fromisoformat(before) + timedelta(days=1)).isoformat()
            _paid(row, golden, (first, day, amount), out)


def _leave(row: Row) -> Row:
    monthly = row["pay_pattern"] == "monthly"
    weeks = {"one_week": "1", "two_weeks": "2"}.get(row["pay_method"].rpartition("/")[2], "")
    return _ALONE | {
        "pay_frequency": _FREQUENCY[row["pay_pattern"]],
        "family_payment": row["payment"],
        "family_from": row["leave_start"],
        "family_weeks": weeks,
        "family_earnings": row["earnings_in_relevant_period"],
        "family_earnings_weeks": "" if monthly else "8",
        "family_earnings_months": "2" if monthly else "",
        "family_qualifying_week": row["qualifying_week_start"],
        "expect.family_outcome": row["outcome"],
    }


def _paid(row: Row, golden: Row, payment: tuple[str, str, str], out: Converted) -> None:
    first, day, amount = payment
    if not _HELD[0] <= date.fromisoformat(day) <= _HELD[1]:
        out.drop(row, OUTSIDE)
        return
    out.rows.append(golden | {"day": day, "absence_from": first, "absence_to": day, "expect.earned_family": amount})
