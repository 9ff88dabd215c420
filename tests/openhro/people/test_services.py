"""Verbs of people: what they write, what they refuse, and that a refusal writes nothing."""

from datetime import date
from decimal import Decimal

import pytest
from tests.openhro.people import make_people as mp

from openhro.core.scope import scope
from openhro.people import queries, services

pytestmark = pytest.mark.django_db


def test_a_hired_person_is_seen_with_work_pay_and_masked_account():
    house = mp.house()
    job = mp.hired(house, given_name="Tom", date_of_birth=date(1999, 9, 2))
    with scope(house.hr):
        seen = queries.person(house.hr, job.person_id, as_of=date(2026, 6, 1))
    [employment] = seen.employments
    assert employment.state == "active"
    assert employment.employer == "Acme Ltd"
    assert employment.assignment.job_title == "Technician"
    assert (employment.pay.amount_minor, employment.pay.currency) == (3_200_000, "GBP")
    assert [bank.number for bank in employment.banks] == ["•••• 9911"]
    assert employment.service == (0, 4)
    assert seen.hidden == frozenset()


def test_promotion_then_an_earlier_transfer_shows_in_both():
    house = mp.house()
    job = mp.hired(house)
    with scope(house.hr):
        services.assign(house.hr, job.pk, date(2026, 10, 1), {"job_title": "Lead"})
        services.set_pay_terms(house.hr, job.pk, date(2026, 10, 1), mp.pay(4_000_000, reason="promotion"))
        on = {
            day: queries.person(house.hr, job.person_id, as_of=date(2026, *day)).employments[0]
            for day in [(9, 30), (10, 1)]
        }
        assert on[9, 30].assignment.job_title, on[9, 30].pay.amount_minor == ("Technician", 3_200_000)
        assert (on[10, 1].assignment.job_title, on[10, 1].pay.amount_minor) == ("Lead", 4_000_000)
        services.assign(house.hr, job.pk, date(2026, 9, 25), {"department": "Calibration"})
        views = [
            queries.person(house.hr, job.person_id, as_of=date(2026, *day)).employments[0].assignment
            for day in [(9, 24), (9, 25), (10, 1)]
        ]
    assert [(view.job_title, view.department) for view in views] == [
        ("Technician", "Assembly"), ("Technician", "Calibration"), ("Lead", "Calibration"),
    ]  # fmt: skip
    assert Decimal(1) == views[0].fte
