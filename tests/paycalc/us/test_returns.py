"""W-2 boxes and Form 941 lines add up from the pays."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from tests.paycalc.us.people import PACK, crowd, pay

from paycalc.calendars import Dates
from paycalc.packs.us.returns import W2_BOXES, form_941
from paycalc.parameters import Law
from paycalc.run import carry, run

QUARTER = [column.name.removesuffix("_quarter") for column in PACK.results if column.name.endswith("_quarter")]


def pays(first: date, count: int, people: dict[str, np.ndarray]):
    """Biweekly pays, each carried into the next; the slips of all of them."""
    carried: dict[str, np.ndarray] = {}
    days = [first + timedelta(days=14 * number) for number in range(count + 1)]
    for day, after in pairwise(days):
        slips = run(PACK, people | carried, Dates.on(day))
        assert slips.problems == []
        carried = carry(PACK, slips.columns, Dates.on(day), Dates.on(after))
        yield slips.columns


def test_941_adds_up_the_quarter_and_line_7_is_fractions_of_cents():
    people = {name: values for name, values in crowd(400, seed=4).items() if not name.startswith("ytd_")}
    people |= {"frequency": np.full(400, 1), "tips": np.where(np.arange(400) % 7 == 0, 12_345, 0)}
    totals, withheld, last = dict.fromkeys(QUARTER, 0), 0, {}
    for columns in pays(date(2026, 1, 2), 7, people):
        last = columns
        withheld += sum(int(columns[name].sum()) for name in ("oasdi", "medicare", "additional_medicare"))
    totals = {name: int(last[f"{name}_quarter"].sum()) for name in QUARTER}
    assert totals["employee_fica"] == withheld
    lines = form_941(Law(PACK.package, Dates.on(date(2026, 3, 27)), "USD"), totals)
    assert abs(lines["7"]) <= 400 * 7  # at most half a cent for each of the two taxes of each pay
    assert lines["12"] == lines["3"] + lines["5e"] + lines["7"]
    assert lines["5a"] + lines["5b"] == totals["oasdi_wages"] + totals["oasdi_tips"]


def test_a_quarter_starts_anew_but_the_year_goes_on():
    people = {"frequency": np.array([1]), "work_state": np.array([0]), "regular": np.array([500_000])}
    slips = list(pays(date(2026, 3, 6), 4, people))
    assert [int(columns["fit_wages_quarter"][0]) for columns in slips] == [500_000, 1_000_000, 500_000, 1_000_000]
    assert int(slips[-1]["fit_wages_to_date"][0]) == 2_000_000


def test_w2_boxes_name_results_of_the_pack():
    names = {column.name for column in PACK.results}
    assert set(W2_BOXES.values()) <= names


def test_tips_share_the_social_security_base_with_wages():
    slip = pay(regular="1000", tips="300")
    assert (slip["oasdi_wages"], slip["oasdi_tips"], slip["oasdi"]) == ("1000.00", "300.00", "80.60")
    assert (slip["fit_wages"], slip["futa_wages"], slip["gross_pay"]) == ("1300.00", "1300.00", "1000.00")
    near = pay(regular="1000", tips="300", ytd_oasdi_wages="183000", ytd_oasdi_tips="400")
    assert (near["oasdi_wages"], near["oasdi_tips"]) == ("1000.00", "100.00")
    assert near["oasdi_tips_to_date"] == "500.00"


def test_paid_leave_of_washington_leaves_tips_out():
    slip = pay(work_state="WA", regular="1000", tips="300", sui_account="none")
    assert (slip["leave_wages"], slip["state_other_tax"]) == ("1000.00", "7.54")
