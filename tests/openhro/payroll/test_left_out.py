"""Nobody is left out unseen: the preparer says how many, and why; reviewer and client read it."""

from datetime import date

import pytest
from tests.openhro.payroll import make_payroll, make_release
from tests.openhro.rest.make_rest import Caller

from openhro.core.errors import Conflict
from openhro.core.models import JournalEntry
from openhro.core.scope import scope
from openhro.payroll import queries, services
from openhro.payroll.models import Approval, Membership, PayElement
from openhro.people import services as people

pytestmark = pytest.mark.usefixtures("committed")
WHY = "Their accounts come on Friday; paid off-cycle."


@pytest.fixture
def at():
    """Three people: one is paid, one has no account, one is in no group any more and has a bonus."""
    made = make_payroll.payroll((3_200_000, 2_500_000, 2_600_000))
    _paid, broken, gone = made.staff
    with scope(made.specialist):
        people.close_bank_account(made.specialist, broken.bank_accounts.get().pk, date(2026, 4, 1))
        bonus = PayElement.objects.get(client=made.at.client, code="bonus")
    made.act(services.give_input, made.periods[0].pk, services.Line(gone.pk, bonus.pk, "B-1", amount_minor=10_000))
    with scope(made.specialist):
        Membership.objects.filter(employment=gone).delete()
    made.run = make_payroll.calculated(made)
    make_release.answered(made, made.run)
    return made


def prepare(at, **said):
    return at.act(services.prepare_run, at.run.pk, seen=make_release.seen(at.run), **said)


def approvals(at):
    with scope(at.specialist):
        return list(Approval.objects.filter(run=at.run))


@pytest.mark.parametrize(
    "said", [{}, {"left_out": 2}, {"left_out": 2, "left_out_why": "  "}, {"left_out": 1, "left_out_why": WHY}]
)
def test_a_run_that_leaves_people_out_is_not_handed_on_in_silence(at, said):
    with pytest.raises(Conflict) as refused:
        prepare(at, **said)
    assert (refused.value.code, refused.value.detail) == ("EXCLUSIONS_UNACKNOWLEDGED", {"left_out": 2})
    assert approvals(at) == []


def test_what_was_said_is_kept_and_journaled(at):
    prepare(at, left_out=2, left_out_why=WHY)
    [given] = approvals(at)
    assert (given.left_out, given.left_out_why) == (2, WHY)
    with scope(at.specialist):
        told = JournalEntry.objects.get(event="payroll.run_prepared").data
        assert (told["left_out"], told["why"]) == (2, WHY)
        assert [one.left_out for one in queries.approvals(at.specialist, at.run.pk)] == [2]


def test_nobody_left_out_needs_nothing_said():
    at = make_payroll.payroll((3_200_000,))
    at.run = make_payroll.calculated(at)
    make_release.answered(at, at.run)
    with pytest.raises(Conflict) as refused:
        prepare(at, left_out=1, left_out_why=WHY)
    assert refused.value.code == "EXCLUSIONS_UNACKNOWLEDGED"
    prepare(at)
    assert [(one.left_out, one.left_out_why) for one in approvals(at)] == [(0, "")]


def test_the_pages_ask_the_preparer_and_tell_reviewer_and_client(at, browser):
    desk, place = browser(at.specialist), f"/payroll/runs/{at.run.pk}/"
    page = desk.get(f"{place}approvals/").content.decode()
    assert "Why may the run go on without 2 people?" in page
    given = {"seen": make_release.seen(at.run), "note": "Checked"}
    assert desk.post(f"{place}do/prepare/", given).status_code == 422
    assert desk.post(f"{place}do/prepare/", given | {"left_out": "1", "left_out_why": WHY}).status_code == 422
    assert approvals(at) == []
    done = desk.post(f"{place}do/prepare/", given | {"left_out": "2", "left_out_why": WHY})
    assert done.status_code == 302
    reviewed = browser(at.reviewer).get(f"{place}approvals/").content.decode()
    assert "2 people are left out, or have lines that are not paid" in reviewed
    assert WHY in reviewed
    at.act(services.review_run, at.run.pk, seen=make_release.seen(at.run), by=at.reviewer)
    for path in (f"{place}approvals/", "/approvals/"):
        assert WHY in browser(make_release.desk(at).approver).get(path).content.decode(), path


def test_rest_asks_it_too(at):
    pat, path = Caller(at.specialist), f"/runs/{at.run.pk}"
    seen = {"seen": pat.get(path)["result_hash"]}
    assert pat.get(path)["left_out"] == 2
    assert pat.post(f"{path}/actions/prepare", seen).refused == (409, "EXCLUSIONS_UNACKNOWLEDGED")
    assert pat.post(f"{path}/actions/prepare", seen | {"left_out": 2, "left_out_why": WHY}).status == 200
    assert pat.get(f"{path}/approvals").items[0]["left_out_why"] == WHY
