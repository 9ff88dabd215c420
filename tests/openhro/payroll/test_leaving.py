"""Why somebody is not in a run any more, or newly in it: only what the facts say, else a person must answer."""

from datetime import date

import pytest
from tests.openhro.payroll import make_payroll, make_release
from tests.openhro.payroll.make_members import member, move, second_group

from openhro.core.scope import scope
from openhro.payroll import queries, services
from openhro.payroll.models import Membership, Variance
from openhro.people import services as people

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def at(settings, tmp_path):
    """April is released; four people were paid."""
    settings.OUT = tmp_path
    made = make_payroll.payroll((3_600_000, 3_000_000, 2_800_000, 2_600_000))
    make_release.released(made, make_release.desk(made))
    return made


def reasons(at, run, job):
    with scope(at.specialist):
        return {one.reason for one in Variance.objects.filter(calculation=run.calculation, employment=job)}


def walked(at, run):
    with scope(at.specialist):
        return queries.walk(at.specialist, run.pk)


def leave(at, job, day):
    with scope(at.specialist):
        people.end_employment(at.specialist, job.pk, people.Leaving(end=day, reason="voluntary"))


def test_who_left_moved_or_vanished_is_told_apart(at):
    left, moved, vanished, _stays = at.staff
    other = second_group(at)
    leave(at, left, date(2026, 4, 30))
    move(at, moved, other, date(2026, 5, 1))
    at.act(services.end_membership, member(at, vanished).pk, last=date(2026, 4, 30))
    run = make_payroll.calculated(at, 1)
    assert [reasons(at, run, job) for job in (left, moved, vanished)] == [{"leaver"}, {"moved"}, {"", "follows_pay"}]
    walk = walked(at, run)
    told = (
        walk.opening,
        walk.hires,
        walk.moved_in,
        walk.leavers,
        walk.moved_out,
        walk.unexplained,
        walk.refused,
        walk.paid,
    )
    assert told == (4, 0, 0, 1, 1, -1, 0, 1)
    with scope(at.specialist):
        open_ = Variance.objects.filter(calculation=run.calculation, employment=vanished, needs_answer=True)
        assert [one.line for one in open_] == ["element:basic"]


def test_who_leaves_within_the_period_left_and_who_leaves_later_did_not(at):
    now, later = at.staff[:2]
    leave(at, now, date(2026, 5, 15))
    leave(at, later, date(2026, 6, 15))
    at.act(services.end_membership, member(at, later).pk, last=date(2026, 5, 15))
    run = make_payroll.calculated(at, 1)
    assert reasons(at, run, now) == {"leaver"}
    assert "leaver" not in reasons(at, run, later)


def test_who_comes_from_another_group_moved_and_did_not_join(at):
    other = second_group(at)
    hired = make_payroll.employ(other, 3_100_000, start=date(2026, 4, 1))
    make_release.released(other, make_release.desk(other))
    move(other, hired, at, date(2026, 5, 1))
    new = make_payroll.employ(at, 3_200_000, start=date(2026, 5, 4))
    run = make_payroll.calculated(at, 1)
    assert (reasons(at, run, hired), reasons(at, run, new)) == ({"moved"}, {"hire"})
    walk = walked(at, run)
    assert (walk.opening, walk.hires, walk.moved_in, walk.unexplained, walk.paid) == (4, 1, 1, 0, 6)


def test_who_was_employed_for_long_and_is_first_paid_now_has_no_reason(at):
    other = second_group(at)
    late = make_payroll.employ(other, 3_100_000, start=date(2026, 1, 5))
    with scope(at.specialist):
        Membership.objects.filter(employment=late).delete()  # as after an import of people alone
    at.act(services.add_members, at.group.pk, [(late.pk, date(2026, 5, 1), None)])
    run = make_payroll.calculated(at, 1)
    assert reasons(at, run, late) == {"", "follows_pay"}
    walk = walked(at, run)
    assert (walk.hires, walk.unexplained, walk.paid) == (0, 1, 5)
