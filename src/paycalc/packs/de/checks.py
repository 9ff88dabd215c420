"""Rows that cannot be paid, each with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.packs.de.columns import KV_GROUPS, RV_GROUPS
from paycalc.packs.de.lohnsteuer.projection import PROJECTED
from paycalc.packs.de.social.month import earlier
from paycalc.packs.de.social.people import is_midijob, is_minijob

if TYPE_CHECKING:
    from paycalc.run import Run

__all__ = ["check"]

NOT_NEGATIVE: Final = (
    "pension_pay", "one_off_pay", "conversion", "conversion_tax_free", "employer_pension", "attachment",
    "post_tax_deduction", "benefit_in_kind", "private_health", "private_care", "lzzfreib", "lzzhinzu", "jfreib",
    "jhinzu", "pkpv", "pkpvagz", "vbezm", "vbezs", "sterbe", "mbv", "jvbez", "jre4ent", "minijob_minimum", "zmvb",
    "sv_days", "employed_days",
)  # fmt: skip
WHOLE_DAYS: Final = np.array([30, 7, 1, 360], np.int64)
MONTHS: Final = 12


def check(r: Run) -> None:
    """Amounts below zero, contribution groups that do not exist together, what needs a figure that is not held."""
    for name in NOT_NEGATIVE:
        if r.given(name):
            r.problem(r[name] < 0, name, "negative_amount", "{value} is below zero, which this amount cannot be.")
    _groups(r)
    _periods(r)
    _one_off(r)


def _groups(r: Run) -> None:
    mini, midi = is_minijob(r), is_midijob(r)
    kv, rv, av, pv = (r[f"{branch}_group"] for branch in ("kv", "rv", "av", "pv"))
    flat = (kv == KV_GROUPS.index("6")) | (rv == RV_GROUPS.index("5"))
    r.problem(~mini & flat, "kv_group", "groups", "The groups 6 and 5 are lump sums of Minijobs; this is none.")
    full = ((kv != KV_GROUPS.index("6")) & (kv != 0)) | (rv == RV_GROUPS.index("3")) | (av != 0) | (pv != 0)
    r.problem(
        mini & full,
        "kv_group",
        "groups",
        "A Minijob has the groups 6 or 0 of health, 1, 5 or 0 of pension and 0 of unemployment and care insurance.",
    )
    half = (rv == RV_GROUPS.index("3")) | (av == 2)
    r.problem(
        midi & half,
        "rv_group",
        "not_covered",
        "A Midijob with the employer's half only (group 3 of pension, 2 of unemployment insurance) is not covered.",
    )
    r.problem(~mini & (r["flat_tax_rate"] > 0), "flat_tax_rate", "flat_tax", "Only a Minijob is taxed by a lump sum.")
    r.problem(
        mini & (rv == RV_GROUPS.index("1")) & (r["minijob_minimum"] == 0),
        "minijob_minimum",
        "figure_missing",
        "The figure 'minimum base of pension insurance in Minijobs' is not held; it is published in SGB VI s. 163 (8). "
        "Give it with the person.",
    )


def _periods(r: Run) -> None:
    again = earlier(r, "sv_days_month") > 0
    often = (r["pay_frequency"] == 1) | (r["pay_frequency"] == 2) | again
    r.problem(
        is_midijob(r) & often,
        "employment",
        "not_covered",
        "A Midijob's contributions need the whole month's pay; it can be paid once a month only.",
    )
    wage = r["regular_pay"] + r["overtime_pay"] + r["taxable_allowance"] + r["tax_only_pay"] + r["pension_pay"]
    r.problem(
        again & (r["pay_frequency"] == 0) & (wage != 0),
        "regular_pay",
        "second_payment",
        "The month's wage was paid already, and its tax is that of the whole month; correct that payslip instead.",
    )
    monthly_or_weekly = (r["pay_frequency"] == 0) | (r["pay_frequency"] == 1)
    r.problem(
        monthly_or_weekly & (r["employed_days"] > 0) & (r["flat_tax_rate"] == 0),
        "employed_days",
        "not_covered",
        "The employment lasts {value} days of the pay period only. Its tax is taken by days (LStR R 39b.5), which is "
        "not covered; pay this period apart.",
    )
    days, whole = r["sv_days"], WHOLE_DAYS[r["pay_frequency"]]
    r.problem(days > whole, "sv_days", "sv_days", "{value} are more contribution days than the pay period has.")
    r.problem(r["zmvb"] > MONTHS, "zmvb", "months", "{value} months of pension are more than a year has.")


def _one_off(r: Run) -> None:
    """The wage of the year is projected for months and years; weeks and days need it told."""
    some = (
        (r["one_off_pay"] != 0) | (r["one_off_tax_only"] != 0) | (r["severance_pay"] != 0) | (r["pension_one_off"] != 0)
    )
    some = (some | (r["mbv"] != 0)) & (r["annual_pay"] == PROJECTED) & (r["flat_tax_rate"] == 0)
    short = (r["pay_frequency"] == 1) | (r["pay_frequency"] == 2)
    r.problem(
        some & short,
        "annual_pay",
        "annual_pay",
        "The wage of the year is projected for monthly and annual pay only; give it as JRE4 with annual_pay = given.",
    )
