"""The days on which a group pays somebody: in several stretches, and the days that no group pays."""

from datetime import date
from decimal import Decimal

import pytest
from tests import make
from tests.openhro.payroll import make_payroll
from tests.openhro.payroll.make_members import member, move, second_group
from tests.openhro.people import make_people

from openhro.core.scope import scope
from openhro.payroll import queries, services, shelf
from openhro.payroll.models import Problem
from openhro.payroll.register import place_of
from openhro.people import services as people

pytestmark = pytest.mark.usefixtures("committed")


def line_of(at, run, job, name):
    with scope(at.specialist):
        place = place_of(run.calculation)
        return int(shelf.read(place, job.pk).amounts[0, place.layout.amounts.index(name)])


def warned(at, run):
    with scope(at.specialist):
        rows = Problem.objects.filter(calculation=run.calculation, code="NOT_IN_A_GROUP", severity="warning")
        return {one.employment_id for one in rows}


def unplaced(at, start=date(2026, 4, 1)):
    """Somebody who is employed, and in no group."""
    with scope(at.specialist):
        person = people.add_person(at.specialist, at.at.client.pk, make_people.new_person())
        terms = people.Terms(external_id=make.unique("e"), start=start, country="GB", entity_id=at.at.uk.pk)
        pay = people.Pay(basis="annual", amount_minor=3_000_000, currency="GBP", hours_week=Decimal("37.5"))
        return people.hire(
            at.specialist, person.pk, terms, post=make_people.post(), pay=pay, account=make_people.bacs()
        )


def test_whom_no_group_pays_is_warned_of():
    at = make_payroll.payroll((3_600_000,))
    job, later = unplaced(at), unplaced(at, start=date(2026, 5, 4))
    run = make_payroll.calculated(at)
    assert (run.calculation.people, run.calculation.refused) == (1, 0)
    assert warned(at, run) == {job.pk}
    may = None
    with scope(at.specialist):
        assert later.pk not in {one.employment_id for one in queries.problems(at.specialist, run.pk)}
    at.act(services.unlock_run, run.pk, reason="somebody is missing")
    at.act(services.add_members, at.group.pk, [(job.pk, date(2026, 4, 1), None)])
    at.act(services.set_tax_facts, at.at.client.pk, job.pk, "gb", make_payroll.GB_FACTS, start=date(2026, 4, 1))
    at.act(services.cancel_run, run.pk, reason="again")
    may = make_payroll.calculated(at)
    assert (may.calculation.people, warned(at, may)) == (2, set())


def test_days_between_two_groups_are_warned_of_and_other_groups_days_are_not():
    at = make_payroll.payroll((3_600_000, 3_600_000))
    moved, gap = at.staff
    other = second_group(at)
    move(at, moved, other, date(2026, 4, 16))
    at.act(services.end_membership, member(at, gap).pk, last=date(2026, 4, 10))
    at.act(services.add_members, other.group.pk, [(gap.pk, date(2026, 4, 13), None)])
    assert warned(at, make_payroll.calculated(at)) == {gap.pk}


def test_who_ends_or_begins_with_the_employment_is_not_warned_of():
    at = make_payroll.payroll((3_600_000,))
    [job] = at.staff
    with scope(at.specialist):
        people.end_employment(at.specialist, job.pk, people.Leaving(end=date(2026, 4, 15), reason="voluntary"))
    run = make_payroll.calculated(at)
    assert (run.calculation.people, warned(at, run)) == (1, set())


def test_whose_employment_ended_before_the_new_group_began_is_not_paid_there():
    at = make_payroll.payroll((3_600_000,))
    [job], other = at.staff, second_group(at)
    move(at, job, other, date(2026, 4, 16))
    with scope(at.specialist):
        people.end_employment(at.specialist, job.pk, people.Leaving(end=date(2026, 4, 10), reason="voluntary"))
    assert make_payroll.calculated(other).calculation.people == 0
    assert make_payroll.calculated(at).calculation.people == 1


def test_who_comes_back_within_a_period_is_paid_for_both_stretches():
    at = make_payroll.payroll((3_600_000,))
    [job], other = at.staff, second_group(at)
    move(at, job, other, date(2026, 4, 8))
    move(at, job, at, date(2026, 4, 22))
    runs = [make_payroll.calculated(one) for one in (at, other)]
    # April 2026 has 22 working days: 5 up to the 7th and 7 from the 22nd on here, 10 between them there
    assert [line_of(at, run, job, "earned_regular") for run in runs] == [163_636, 136_364]
    with scope(at.specialist):
        steps = [queries.explain(at.specialist, run.pk, job.pk).sections[0].steps for run in runs]
    assert [{one.label: one.text for one in told}["Days paid"] for told in steps] == ["12", "10"]


def test_terms_that_change_in_a_gap_pay_each_stretch_by_its_own():
    at = make_payroll.payroll((2_640_000,))
    [job], other = at.staff, second_group(at)
    move(at, job, other, date(2026, 4, 8))
    move(at, job, at, date(2026, 4, 22))
    raised = people.Pay(basis="annual", amount_minor=5_280_000, currency="GBP", hours_week=Decimal("37.5"))
    at.act(people.set_pay_terms, job.pk, date(2026, 4, 15), raised)
    runs = [make_payroll.calculated(one) for one in (at, other)]
    # 100 a day before the 15th, 200 from then on: 5 and 7 days here, 5 and 5 there
    assert [line_of(at, run, job, "earned_regular") for run in runs] == [190_000, 150_000]
    with scope(at.specialist):
        told = queries.explain(at.specialist, runs[0].pk, job.pk).sections[0].steps
    assert [one.text for one in told if one.label == "Days paid"] == ["5", "7"]


def test_recurring_lines_are_paid_once_by_where_the_period_ends():
    at = make_payroll.payroll((3_600_000,))
    [job], other = at.staff, second_group(at)
    with scope(at.specialist):
        bonus = next(one for one in queries.elements(at.specialist, at.at.client.pk, "gb") if one.code == "bonus")
    at.act(services.set_recurring, job.pk, bonus.id, 10_000, start=date(2026, 4, 1))
    move(at, job, other, date(2026, 4, 8))
    move(at, job, at, date(2026, 4, 22))
    runs = [make_payroll.calculated(one) for one in (at, other)]
    assert [line_of(at, run, job, "earned_bonus") for run in runs] == [10_000, 0]
