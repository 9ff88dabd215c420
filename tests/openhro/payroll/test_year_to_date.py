"""The year to date of payslips: opening balances in, the rest marked, and from slip to slip it ties."""

from __future__ import annotations

from datetime import date

import pytest
from tests.openhro.payroll import make_payroll
from tests.openhro.payroll import make_release as make
from tests.openhro.payroll.test_reading import ask, every, give

from openhro.core.scope import scope
from openhro.payroll import queries, services
from openhro.payroll.services.payslips import document_of

pytestmark = pytest.mark.usefixtures("committed")

OLD = {
    "ytd_fit_wages": "40000.00", "ytd_fit": "5000.00", "ytd_oasdi_wages": "40000.00", "ytd_oasdi": "2480.00",
    "ytd_medicare_wages": "40000.00", "ytd_medicare": "580.00", "ytd_retirement": "15346.11",
    "ytd_retirement_employer": "1600.00", "ytd_state_tax": "1700.00", "gross": "55000.00",
}  # fmt: skip


@pytest.fixture(autouse=True)
def out(settings, tmp_path):
    settings.OUT = tmp_path


@pytest.fixture
def denver():
    """Two US runs of somebody whose year began with an old system; a 401(k) line of the client's own."""
    at = make.us_payroll((7_800_000,))
    with scope(at.specialist):
        for code, name, category in (("401k", "401(k) 5 %", "retirement"), ("medical", "Medical", "cafeteria")):
            services.add_element(at.specialist, at.at.client.pk, "us", code, name, category=category, sort=40)
    job = at.staff[0]
    at.act(services.set_opening_balance, at.group.pk, job.pk, OLD, as_of=date(2026, 4, 10), source="Old payroll")
    people_, slips, runs = make.desk(at), [], []
    for number in (0, 1):
        for code, amount in (("401k", 32_500), ("medical", 12_000), ("dues", 2_500)):
            give(at, number, job, code, amount_minor=amount)
        if number:
            give(at, 1, job, "bonus", amount_minor=100_000)
        runs.append(make.released(at, people_, number))
        slips.append(ask(at.specialist, queries.payslip, runs[-1].pk, job.pk))
    return at, runs, slips


def test_every_line_with_a_total_of_its_own_begins_with_the_opening_balance(denver):
    _at, _runs, (first, second) = denver
    year = {one.label: one.to_date_minor for one in every(first)}
    now = {one.label: one.amount_minor for one in every(first)}
    assert (now["401(k) 5 %"], year["401(k) 5 %"]) == (32_500, 1_534_611 + 32_500)
    assert year["Social Security"] == now["Social Security"] + 248_000
    assert year["Medicare"] == now["Medicare"] + 58_000
    assert year["State income tax"] == now["State income tax"] + 170_000
    # nothing was paid in here yet, and the year to date is the old system's
    assert (now["Retirement plan, employer"], year["Retirement plan, employer"]) == (0, 160_000)
    # in the second month a bonus is taxed by itself: the opening stays where it was
    tax = {one.label: one.to_date_minor for one in second.taxes}
    assert tax["Federal income tax on supplemental wages"] == 22_000
    held = [value for _label, value in second.balances]
    assert tax["Federal income tax"] + 22_000 in held
    assert 1_534_611 + 65_000 in held


def test_a_line_without_an_opening_says_from_when_it_counts(denver):
    at, (run, _), (first, _second) = denver
    marked = {one.label for one in every(first) if one.from_here}
    assert {"Salary", "Medical", "Union dues", "Social Security, employer", "Medicare, employer"} <= marked
    assert not marked & {"401(k) 5 %", "Social Security", "Federal income tax", "Retirement plan, employer"}
    assert first.counted_from == run.period.pay_date == date(2026, 4, 30)
    document = document_of(make.fresh(at, run), first)
    assert (document.counted_from, document.gross_known) == (date(2026, 4, 30), True)
    assert {line.label for line in document.employer_costs if line.from_here} <= marked


def test_from_slip_to_slip_the_year_ties(denver):
    _at, _runs, (first, second) = denver
    before = {one.key: one.to_date_minor for one in every(first)}
    for one in every(second):
        assert one.to_date_minor == before.pop(one.key, 0) + one.amount_minor, one.label
    assert not before
    assert second.counted_from == first.counted_from


def test_uk_contributions_of_all_letters_and_either_pension_begin_with_theirs():
    at = make_payroll.payroll(())
    job = make_payroll.employ(at, 4_800_000, pension_method="relief_at_source")
    old = {"ni_employee_before": "10.00", "ni2_letter_before": "B", "ni2_ni_employee_before": "5.50",
           "pension_employee_before": "70.00", "student_loan_before": "9.00"}  # fmt: skip
    at.act(services.set_opening_balance, at.group.pk, job.pk, old, as_of=date(2026, 4, 10), source="Old payroll")
    run = make.released(at, make.desk(at))
    slip = ask(at.specialist, queries.payslip, run.pk, job.pk)
    grown = {one.key: one.to_date_minor - one.amount_minor for one in every(slip)}
    assert grown["ni_employee"] == 1_550
    assert grown["pension_relief_at_source"] == 7_000
    assert grown["student_loan"] == 900


def test_who_began_here_has_no_mark():
    at = make_payroll.payroll((3_200_000,))
    run = make.released(at, make.desk(at))
    slip = ask(at.specialist, queries.payslip, run.pk, at.staff[0].pk)
    assert slip.counted_from is None
    assert not any(one.from_here for one in every(slip))
