"""Who is paid in which group, on which days: joining, ending, moving; never inside results that are sealed."""

from datetime import date
from uuid import uuid4

import pytest
from tests import make
from tests.openhro.engagements import make_engagements
from tests.openhro.payroll import make_payroll
from tests.openhro.payroll.make_members import second_group
from tests.openhro.rest.make_rest import Caller

from openhro.core.actor import Role
from openhro.core.errors import Conflict, Forbidden, Invalid, NotFound
from openhro.core.models import JournalEntry
from openhro.core.scope import scope
from openhro.payroll import services
from openhro.payroll.models import Membership

pytestmark = pytest.mark.usefixtures("committed")


def days(at, job):
    """The groups of somebody with their first and last days."""
    with scope(at.specialist):
        rows = Membership.objects.filter(employment=job).select_related("group").order_by("valid")
        return [(one.group.code, one.valid.lower, one.valid.upper) for one in rows]


def held(at, job):
    with scope(at.specialist):
        return Membership.objects.get(employment=job, valid__endswith=None).pk


def refused(kind, at, service, *args, **kwargs):
    with pytest.raises(kind) as caught:
        at.act(service, *args, **kwargs)
    return caught.value.code


def test_a_membership_ends_with_a_last_day_and_the_journal_says_so():
    at = make_payroll.payroll((3_600_000,))
    [job] = at.staff
    at.act(services.end_membership, held(at, job), last=date(2026, 4, 30))
    assert days(at, job) == [("uk-monthly", date(2026, 1, 5), date(2026, 5, 1))]
    with scope(at.specialist):
        told = JournalEntry.objects.filter(event="payroll.member_ended").get()
        assert told.data == {"employment": str(job.pk), "last": "2026-04-30"}
    with scope(at.specialist):
        mine = Membership.objects.get(employment=job).pk
    # a later last day would pay somebody again who may be elsewhere by now: they join anew
    assert refused(Conflict, at, services.end_membership, mine, last=date(2026, 5, 31)) == "MEMBER_ENDED"
    assert days(at, job) == [("uk-monthly", date(2026, 1, 5), date(2026, 5, 1))]


def test_somebody_moves_to_another_group_from_a_day_on():
    at = make_payroll.payroll((3_600_000,))
    [job], other = at.staff, second_group(at)
    at.act(services.move_member, held(at, job), other.group.pk, start=date(2026, 5, 1))
    assert days(at, job) == [
        ("uk-monthly", date(2026, 1, 5), date(2026, 5, 1)), ("uk-staff", date(2026, 5, 1), None),
    ]  # fmt: skip
    with scope(at.specialist):
        told = JournalEntry.objects.filter(event="payroll.member_moved").get()
        assert told.data == {"employment": str(job.pk), "from": "uk-monthly", "to": "uk-staff", "start": "2026-05-01"}


def test_who_was_put_into_the_wrong_group_moves_from_the_first_day():
    at = make_payroll.payroll((3_600_000,))
    [job], other = at.staff, second_group(at)
    at.act(services.move_member, held(at, job), other.group.pk, start=date(2026, 1, 5))
    assert days(at, job) == [("uk-staff", date(2026, 1, 5), None)]


def test_days_that_do_not_fit_and_the_same_group_are_refused():
    at = make_payroll.payroll((3_600_000,))
    [job], other = at.staff, second_group(at)
    mine = held(at, job)
    before = days(at, job)
    assert refused(Invalid, at, services.end_membership, mine, last=date(2026, 1, 4)) == "DATES"
    assert refused(Invalid, at, services.move_member, mine, other.group.pk, start=date(2026, 1, 4)) == "DATES"
    assert refused(Conflict, at, services.move_member, mine, at.group.pk, start=date(2026, 5, 1)) == "SAME_GROUP"
    assert refused(NotFound, at, services.move_member, mine, uuid4(), start=date(2026, 5, 1)) == "NOT_FOUND"
    assert refused(NotFound, at, services.end_membership, uuid4(), last=date(2026, 5, 1)) == "NOT_FOUND"
    assert days(at, job) == before


def test_sealed_results_keep_their_members():
    at = make_payroll.payroll((3_600_000,))
    [job], other = at.staff, second_group(at)
    run, mine = make_payroll.calculated(at), held(at, job)
    before = days(at, job)
    assert refused(Conflict, at, services.end_membership, mine, last=date(2026, 4, 29)) == "PERIOD_SEALED"
    assert refused(Conflict, at, services.move_member, mine, other.group.pk, start=date(2026, 4, 30)) == "PERIOD_SEALED"
    assert days(at, job) == before
    at.act(services.end_membership, mine, last=date(2026, 4, 30))
    at.act(services.unlock_run, run.pk, reason="April is worked out again")
    at.act(services.end_membership, mine, last=date(2026, 4, 15))
    assert days(at, job) == [("uk-monthly", date(2026, 1, 5), date(2026, 4, 16))]


def test_the_new_groups_sealed_results_do_not_gain_a_member_either():
    at = make_payroll.payroll((3_600_000, 2_400_000))
    job, other = at.staff[0], second_group(at)
    make_payroll.calculated(other)
    code = refused(Conflict, at, services.move_member, held(at, job), other.group.pk, start=date(2026, 4, 16))
    assert code == "PERIOD_SEALED"
    at.act(services.move_member, held(at, job), other.group.pk, start=date(2026, 5, 1))


def test_a_group_of_another_employer_takes_nobody():
    at = make_payroll.payroll((3_600_000,))
    [job] = at.staff
    new = services.NewGroup(
        at.at.client.pk, "eor", "By the provider", "GB", "gb", "GBP", "monthly", "Europe/London",
        provider_entity_id=make_engagements.provider_entity("GB").pk,
    )  # fmt: skip
    eor = at.act(services.add_group, new)
    before = days(at, job)
    assert (
        refused(Conflict, at, services.move_member, held(at, job), eor.pk, start=date(2026, 5, 1)) == "OTHER_EMPLOYER"
    )
    at.act(services.end_membership, held(at, job), last=date(2026, 4, 30))
    code = refused(Conflict, at, services.add_members, eor.pk, [(job.pk, date(2026, 5, 1), None)])
    assert code == "OTHER_EMPLOYER"
    assert [one[0] for one in days(at, job)] == [one[0] for one in before]


def test_two_stays_of_one_person_may_come_in_one_request_but_not_the_same_days():
    at = make_payroll.payroll((3_600_000,))
    [job] = at.staff
    at.act(services.end_membership, held(at, job), last=date(2026, 3, 31))
    stays = [(job.pk, date(2026, 5, 1), date(2026, 5, 31)), (job.pk, date(2026, 7, 1), None)]
    assert at.act(services.add_members, at.group.pk, stays) == 2
    assert [one[1] for one in days(at, job)] == [date(2026, 1, 5), date(2026, 5, 1), date(2026, 7, 1)]
    twice = [(job.pk, date(2026, 4, 1), date(2026, 4, 10)), (job.pk, date(2026, 4, 10), date(2026, 4, 20))]
    assert refused(Invalid, at, services.add_members, at.group.pk, twice) == "MEMBER_TWICE"
    assert len(days(at, job)) == 3


def test_the_wrong_role_and_the_other_client_change_no_membership():
    at, stranger = make_payroll.payroll((3_600_000,)), make_payroll.payroll((2_400_000,))
    [job], other = at.staff, second_group(at)
    mine, hr = held(at, job), make.actor(Role.CLIENT_HR, at.at.client)
    before = days(at, job)
    for by, kind in ((hr, Forbidden), (stranger.specialist, NotFound)):
        assert refused(kind, at, services.end_membership, mine, last=date(2026, 4, 30), by=by)
        assert refused(kind, at, services.move_member, mine, other.group.pk, start=date(2026, 5, 1), by=by)
    code = refused(NotFound, at, services.move_member, mine, stranger.group.pk, start=date(2026, 5, 1))
    assert (code, days(at, job)) == ("NOT_FOUND", before)


def test_members_are_ended_and_moved_by_rest():
    at = make_payroll.payroll((3_600_000, 2_400_000))
    pat, other = Caller(at.specialist), second_group(at)
    one, two = (held(at, job) for job in at.staff)
    path = f"/pay-groups/{at.group.pk}/members"
    moved = pat.post(f"{path}/{one}/actions/move", {"to_group_id": other.group.pk, "start": "2026-05-01"})
    assert (moved["group_id"], moved["valid_from"]) == (str(other.group.pk), "2026-05-01")
    ended = pat.post(f"{path}/{two}/actions/end", {"last": "2026-06-30"})
    assert (ended["id"], ended["valid_to"]) == (str(two), "2026-06-30")
    assert pat.post(f"{path}/{two}/actions/end", {"last": "2020-06-30"}).refused == (422, "DATES")
    elsewhere = f"/pay-groups/{other.group.pk}/members/{two}/actions/end"
    assert pat.post(elsewhere, {"last": "2026-05-31"}).refused == (404, "NOT_FOUND")
