"""Sick pay and family pay: what GOV.UK's calculators settle, refusals, and the Decimal reference day by day."""

from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

import numpy as np
import pytest
from bench.decimal_gb_statutory import Leave, Spell, family_pay, sick_pay
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.paycalc.gb.people import GB, paid, problem, slips

from paycalc import Dates
from paycalc.columns import day_number, pack_code
from paycalc.packs.gb.columns import LETTERS
from paycalc.packs.gb.columns_statutory import FAMILY
from paycalc.run import run

SICK = {"tax_code": "NT", "ni_letter": "X", "qualifying_days": "12345", "sick_average_pay": "300"}
LEAVE = {
    "tax_code": "NT", "ni_letter": "X", "family_payment": "SMP", "family_from": "2026-05-04", "family_earnings": "4000",
    "family_qualifying_week": "2026-02-01", "absence_from": "2026-05-04", "absence_to": "2026-05-31",
}  # fmt: skip


def sick(day, **facts):
    return paid(day, **(SICK | {"absence_from": facts["sick_from"], "absence_to": day.isoformat()} | facts))


def test_the_first_three_days_were_unpaid_until_april_2026_and_are_paid_since():
    before = sick(date(2026, 1, 18), sick_from="2026-01-12", sick_to="2026-01-16")
    assert (before["earned_ssp"], before["ssp_days"], before["ssp_outcome"]) == ("47.50", "2", "entitled")
    since = sick(date(2026, 7, 19), sick_from="2026-07-13", sick_to="2026-07-17")
    assert (since["earned_ssp"], since["ssp_days"], since["net_pay"]) == ("123.25", "5", "123.25")


def test_low_pay_gives_no_sick_pay_before_april_2026_and_four_fifths_since():
    before = sick(date(2026, 1, 18), sick_from="2026-01-12", sick_to="2026-01-16", sick_average_pay="124.99")
    assert (before["earned_ssp"], before["ssp_outcome"]) == ("0.00", "not_earned_enough")
    assert sick(date(2026, 7, 19), sick_from="2026-07-13", sick_average_pay="90")["earned_ssp"] == "72.00"


def test_a_linked_spell_serves_no_waiting_days_again_and_stops_after_28_weeks():
    spell = {"sick_from": "2026-01-12", "sick_to": "2026-01-16"}
    assert sick(date(2026, 1, 18), sick_waiting_days_served="3", **spell)["earned_ssp"] == "118.75"
    assert sick(date(2026, 1, 18), sick_waiting_days_served="3", sick_days_paid="138", **spell)["ssp_days"] == "2"


def test_two_payments_of_one_spell_make_its_whole_amount():
    spell = {"sick_from": "2026-07-13", "sick_to": "2026-08-12", "qualifying_days": "135"}
    whole = sick(date(2026, 8, 31), **spell)
    july = sick(date(2026, 7, 31), **spell)
    august = paid(date(2026, 8, 31), **SICK | spell | {"absence_from": "2026-08-01", "absence_to": "2026-08-31"})
    assert int(whole["ssp_days"]) == int(july["ssp_days"]) + int(august["ssp_days"])
    assert Decimal(whole["earned_ssp"]) == Decimal(july["earned_ssp"]) + Decimal(august["earned_ssp"])


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"qualifying_days": ""}, "bad_pattern"),
        ({"qualifying_days": "1123"}, "bad_pattern"),
        ({"qualifying_days": "789"}, "bad_pattern"),
        ({"sick_to": "2026-07-01"}, "ends_before_start"),
        ({"sick_from": "2025-04-05"}, "figure_missing"),
        ({"sick_from": "2026-04-01", "sick_to": "2026-04-10"}, "figure_missing"),
    ],
)
def test_a_spell_without_law_or_sense_stops_the_row(facts, code):
    given = SICK | {"sick_from": "2026-07-13", "sick_to": "2026-07-17"} | facts
    assert problem(date(2026, 7, 31), **given) == code


def test_family_pay_of_a_month_is_taxed_and_totalled_by_its_name():
    slip = paid(date(2026, 5, 31), **LEAVE | {"tax_code": "BR"})
    assert (slip["earned_family"], slip["smp_ytd"], slip["sap_ytd"]) == ("1800.00", "1800.00", "0.00")
    assert (slip["gross_pay"], slip["income_tax"], slip["family_outcome"]) == ("1800.00", "360.00", "entitled")


def test_low_earnings_in_the_qualifying_week_give_no_family_pay():
    slip = paid(date(2026, 5, 31), **LEAVE | {"family_earnings": "999.99"})
    assert (slip["earned_family"], slip["family_outcome"]) == ("0.00", "awe_below_lel")


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"family_from": ""}, "missing_fact"),
        ({"family_qualifying_week": ""}, "missing_fact"),
        ({"family_qualifying_week": "2024-01-07"}, "figure_missing"),
        ({"family_weeks": "40"}, "too_many_weeks"),
        ({"family_payment": "SPBP"}, "figure_missing"),
        ({"family_payment": "SNCP"}, "figure_missing"),
        ({"family_payment": "ShPP"}, "figure_missing"),
        ({"family_earnings_weeks": "0"}, "missing_fact"),
    ],
)
def test_a_leave_without_its_facts_or_figures_stops_the_row(facts, code):
    assert problem(date(2026, 5, 31), **LEAVE | facts) == code


def test_a_flat_rate_that_is_not_held_is_refused_with_its_publication():
    leave = LEAVE | {"family_payment": "SPP", "family_from": "2025-04-01", "family_qualifying_week": "2024-12-29"}
    made = slips(date(2025, 4, 30), **leave | {"absence_from": "2025-04-01", "absence_to": "2025-04-14"})
    assert [one.code for one in made.problems] == ["figure_missing"]
    assert "HMRC, Rates and thresholds for employers" in made.problems[0].sentence


def test_weeks_given_pay_bereavement_neonatal_and_shared_parental_leave():
    for kind in ("SPBP", "SNCP", "ShPP"):
        slip = paid(date(2026, 5, 31), **LEAVE | {"family_payment": kind, "family_weeks": "2"})
        assert (slip["earned_family"], slip[f"{kind.lower()}_ytd"]) == ("388.64", "388.64")


SPELLS = st.builds(
    Spell, first=st.dates(date(2026, 4, 6), date(2026, 12, 31)), last=st.none(), begin=st.none(), end=st.none(),
    days=st.sets(st.sampled_from("0123456"), min_size=1).map(lambda days: "".join(sorted(days))),
    average=st.integers(0, 30_000).map(lambda pence: Decimal(pence) / 100),
    waiting_before=st.integers(0, 3), days_before=st.integers(0, 200),
)  # fmt: skip
SPANS = st.tuples(st.integers(0, 250), st.integers(-40, 260), st.integers(0, 60))


@settings(deadline=None, max_examples=120)
@given(SPELLS, SPANS, st.booleans())
def test_decimal_gives_the_same_sick_pay(spell, span, new):
    if not new:
        spell.first -= timedelta(days=365)
    limit = date(2027, 4, 5) if spell.first >= date(2026, 4, 6) else date(2026, 4, 5)
    spell.last = min(spell.first + timedelta(days=span[0]), limit)
    spell.begin = spell.first + timedelta(days=span[1])
    spell.end = spell.begin + timedelta(days=span[2])
    columns = {
        "pay_frequency": 3, "tax_code": pack_code("NT"), "ni_letter": LETTERS.index("X"), "sick_from": day_number(spell.first),
        "sick_to": day_number(spell.last), "absence_from": day_number(spell.begin), "absence_to": day_number(spell.end),
        "qualifying_days": pack_code(spell.days), "sick_average_pay": int(spell.average * 100),
        "sick_waiting_days_served": spell.waiting_before, "sick_days_paid": spell.days_before,
    }  # fmt: skip
    made = run(GB, {name: np.array([value]) for name, value in columns.items()}, Dates.on(date(2026, 6, 1)))
    assert made.problems == []
    amount, days = sick_pay(spell)
    assert (made.columns["earned_ssp"][0], made.columns["ssp_days"][0]) == (int(amount * 100), days)


@settings(deadline=None, max_examples=120)
@given(
    st.sampled_from(FAMILY[1:]), st.dates(date(2025, 4, 13), date(2027, 2, 1)), st.integers(1, 2), SPANS,
    st.integers(50_000, 900_000), st.tuples(st.integers(1, 10), st.integers(0, 3)),
)  # fmt: skip
def test_decimal_gives_the_same_family_pay(kind, first, weeks, span, earnings, counts):
    if kind in ("SMP", "SAP"):
        weeks *= 19
    begin = first + timedelta(days=span[1])
    end = begin + timedelta(days=span[2])
    week, months = counts
    average = Decimal(earnings) * 12 / 100 / months / 52 if months else Decimal(earnings) / 100 / week
    test = 125 if first < date(2026, 4, 6) else 129
    leave = Leave(kind, first, weeks, begin, end, average.quantize(Decimal("1e-7"), ROUND_DOWN), test)
    columns = {
        "pay_frequency": 3, "tax_code": pack_code("NT"), "ni_letter": LETTERS.index("X"), "family_payment": FAMILY.index(kind),
        "family_from": day_number(first), "family_weeks": weeks, "family_earnings": earnings,
        "family_earnings_weeks": week, "family_earnings_months": months,
        "family_qualifying_week": day_number(date(2025, 5, 4) if test == 125 else date(2026, 5, 3)),
        "absence_from": day_number(begin), "absence_to": day_number(end),
    }  # fmt: skip
    made = run(GB, {name: np.array([value]) for name, value in columns.items()}, Dates.on(date(2026, 6, 1)))
    expected = family_pay(leave)
    if expected is None:
        assert [one.code for one in made.problems] == ["figure_missing"]
    else:
        assert made.problems == []
        assert made.columns["earned_family"][0] == int(expected * 100)
