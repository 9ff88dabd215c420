"""Every move of a run from its page: it happens and says so, or is refused with a sentence and changes nothing."""

import pytest
from tests import make
from tests.openhro.payroll import make_pages, make_payroll, make_release

from openhro.core import clock
from openhro.core.actor import Role
from openhro.core.scope import scope
from openhro.payroll.models import PayRun, Problem, Variance

pytestmark = pytest.mark.usefixtures("committed")


def do(run, action):
    return f"/payroll/runs/{run.pk}/do/{action}/"


def state(at, run):
    return make_release.fresh(at.at, run).state


def said(answer):
    return answer.content.decode()


@pytest.fixture
def at():
    return make_pages.pages(2)


def test_a_run_is_opened_locked_and_calculated_from_the_page(at, browser):
    desk = browser(at.at.specialist)
    answer = desk.post(f"/payroll/periods/{at.at.periods[0].pk}/open/", follow=True)
    assert "The run is open." in said(answer)
    with scope(at.at.specialist):
        run = PayRun.objects.get(period=at.at.periods[0])
    assert "Inputs are locked." in said(desk.post(do(run, "lock"), follow=True))
    assert state(at, run) == "locked"
    assert "The calculation has begun." in said(desk.post(do(run, "calculate"), follow=True))
    twice = desk.post(f"/payroll/periods/{at.at.periods[0].pk}/open/")
    assert twice.status_code == 409
    assert "already has its regular run" in said(twice)


def test_a_later_month_is_not_locked_before_the_earlier_is_released(at, browser):
    first = at.at.act(make_pages.services.open_run, at.at.periods[0].pk)
    second = at.at.act(make_pages.services.open_run, at.at.periods[1].pk)
    answer = browser(at.at.specialist).post(do(second, "lock"))
    assert answer.status_code == 422
    assert f"{first.code} is not released yet" in said(answer)
    assert state(at, second) == "collecting"


def test_unlock_names_what_becomes_void_and_wants_a_reason(at, browser):
    run = make_payroll.calculated(at.at)
    make_pages.handed_on(at, run)
    desk = browser(at.at.specialist)
    page = said(desk.get(do(run, "unlock")))
    assert "2 approvals become void" in page
    assert "The results of calculation 1 become void" in page
    assert "2 approvals become void" in said(desk.get(f"/payroll/runs/{run.pk}/"))  # the dialog says it too
    refused = desk.post(do(run, "unlock"), {"reason": "  "})
    assert refused.status_code == 422
    assert "This field is required." in said(refused)
    assert state(at, run) == "reviewed"
    assert "Unlocked." in said(desk.post(do(run, "unlock"), {"reason": "A bonus was missing"}, follow=True))
    assert state(at, run) == "collecting"


def test_a_run_is_cancelled_with_a_reason(at, browser):
    run = at.at.act(make_pages.services.open_run, at.at.periods[0].pk)
    assert browser(at.at.specialist).post(do(run, "cancel"), {"reason": ""}).status_code == 422
    browser(at.at.specialist).post(do(run, "cancel"), {"reason": "Wrong month"})
    assert state(at, run) == "cancelled"
    gone = browser(at.at.specialist).get(do(run, "cancel"))
    assert gone.status_code == 409


def test_questions_are_answered_where_they_are_read_then_the_run_is_handed_on(browser):
    at = make_pages.pages(2)
    make_pages.close(at, 4)
    make_pages.hire(at.at, "Farah Aziz|Technician|Production", 2_900_000, 140, nino=False)
    with scope(at.at.specialist):
        make_pages.services.set_recurring(
            at.at.specialist, at.at.staff[1].pk, at.elements["bonus"].pk, 41_250, start=make_pages.date(2026, 9, 1)
        )
    run, desk = make_payroll.calculated(at.at, 5), browser(at.at.specialist)
    with scope(at.at.specialist):
        changes = list(Variance.objects.filter(calculation=run.calculation, needs_answer=True))
        warning = Problem.objects.get(calculation=run.calculation, severity="warning")
    early = desk.post(do(run, "prepare"), {"seen": make_release.seen(run)})
    assert early.status_code == 422
    assert "still need an answer" in said(early)
    place = f"/payroll/runs/{run.pk}/variance/{changes[0].pk}/"
    empty = desk.post(place, {"answer": " "})
    assert empty.status_code == 422
    assert f'id="f-answer-{changes[0].pk}"' in said(empty)
    for change in changes:
        url = f"/payroll/runs/{run.pk}/variance/{change.pk}/"
        answer = desk.post(url, {"answer": "Patent award, paid each month"}, follow=True)
    assert "Patent award, paid each month" in said(answer)
    checked = desk.post(f"/payroll/runs/{run.pk}/checks/{warning.pk}/", {"answer": "On its way"}, follow=True)
    assert "On its way" in said(checked)
    assert "Hand to the reviewer" in said(desk.get(f"/payroll/runs/{run.pk}/"))
    done = desk.post(do(run, "prepare"), {"seen": make_release.seen(run)}, follow=True)
    assert "you cannot review your own work" in said(done)
    late = desk.post(place, {"answer": "Something else"})
    assert late.status_code == 422
    assert "already handed on" in said(late)


def test_an_error_cannot_be_answered_only_mended(at, browser):
    make_pages.hire(at.at, "Noel Pike|Machinist|Production", 3_000_000, 141, bank=False)
    run = make_payroll.calculated(at.at)
    with scope(at.at.specialist):
        error = Problem.objects.get(calculation=run.calculation, severity="error")
    answer = browser(at.at.specialist).post(f"/payroll/runs/{run.pk}/checks/{error.pk}/", {"answer": "It is fine"})
    assert answer.status_code == 422
    with scope(at.at.specialist):
        assert Problem.objects.get(pk=error.pk).answered_at is None


def test_three_people_approve_the_hash_that_they_saw(at, browser):
    run = make_payroll.calculated(at.at)
    make_release.answered(at.at, run)
    seen = make_release.seen(run)
    pat, rae, hannah = browser(at.at.specialist), browser(at.at.reviewer), browser(at.desk.approver)
    other = pat.post(do(run, "prepare"), {"seen": "0" * 64})
    assert other.status_code == 422
    assert "The results changed since you looked at them." in said(other)
    pat.post(do(run, "prepare"), {"seen": seen})
    own = pat.post(do(run, "review"), {"seen": seen})
    assert own.status_code == 422
    assert "Somebody else must check this" in said(own)
    assert state(at, run) == "calculated"
    rae.post(do(run, "review"), {"seen": seen, "note": "Looked at overtime"})
    assert state(at, run) == "reviewed"
    assert rae.post(do(run, "client_approve"), {"seen": seen}).status_code == 403
    back = f"/approvals/?done={run.pk}"
    told = hannah.post(do(run, "client_approve"), {"seen": seen, "next": back}, follow=True)
    assert told.redirect_chain[-1][0] == back
    assert "The money is confirmed" in said(told)
    assert state(at, run) == "client_approved"


def test_an_approval_leads_to_no_other_site(at, browser):
    run = make_payroll.calculated(at.at)
    make_release.answered(at.at, run)
    given = {"seen": make_release.seen(run), "next": "//elsewhere.example/"}
    answer = browser(at.at.specialist).post(do(run, "prepare"), given)
    assert answer["Location"] == f"/payroll/runs/{run.pk}/"


def test_funding_must_cover_everything_and_release_is_somebody_elses(at, browser):
    run = make_release.approved(at.at, at.desk)
    fay, rex = browser(at.desk.funder), browser(at.desk.releaser)
    page = said(fay.get(do(run, "fund")))
    assert "Cash requirement" in page
    short = fay.post(do(run, "fund"), {"how": "cleared_funds", "reference": "CR-77", "amount": "10.00"})
    assert short.status_code == 422
    assert "nothing is paid in part" in said(short)
    assert 'value="CR-77"' in said(short)
    odd = fay.post(do(run, "fund"), {"how": "cleared_funds", "reference": "CR-77", "amount": "ten"})
    assert "is not an amount such as 1234.50." in said(odd)
    fay.post(do(run, "fund"), {"how": "cleared_funds", "reference": "CR-77", "amount": "1,000,000.00"})
    assert state(at, run) == "funded"
    with make_release.days_before(run):
        own = fay.post(do(run, "release"))
        assert own.status_code == 422
        assert "Somebody else must check this" in said(own)
        assert state(at, run) == "funded"
        assert "Net pay to 2 people" in said(rex.get(do(run, "release")))
        assert "Released." in said(rex.post(do(run, "release"), follow=True))
    assert state(at, run) == "released"


def test_a_released_run_is_paid_filed_and_closed(at, browser):
    run, desk = make_release.released(at.at, at.desk), browser(at.at.specialist)
    with make_release.days_before(run):
        early = desk.post(do(run, "mark_paid"))
        assert early.status_code == 422
        assert "Payments settle on" in said(early)
    with clock.travel(make_pages.noon(run.period.pay_date)):
        desk.post(do(run, "mark_paid"))
        assert state(at, run) == "paid"
        half = desk.post(do(run, "mark_filed"), {"name_1": "FPS", "reference_1": "4471", "name_2": "EPS"})
        assert half.status_code == 422
        assert "Name each filing with the reference" in said(half)
        assert 'value="EPS"' in said(half)
        desk.post(do(run, "mark_filed"), {"name_1": "FPS", "reference_1": "4471"})
        assert state(at, run) == "filed"
        assert "Every book says the same." in said(desk.post(do(run, "close"), follow=True))
    assert state(at, run) == "closed"
    page = said(desk.get(f"/payroll/runs/{run.pk}/files/"))
    assert "4471" in page


MOVES = (
    "lock", "calculate", "prepare", "review", "client_approve", "fund", "release", "mark_paid", "mark_filed", "close",
    "unlock", "cancel",
)  # fmt: skip


@pytest.mark.parametrize("action", MOVES)
def test_no_move_is_made_by_the_wrong_role_or_from_another_client(halden, browser, action):
    stranger = make.actor(Role.PAYROLL_SPECIALIST, make.client())
    for method in ("get", "post"):
        assert getattr(browser(stranger), method)(do(halden.run, action)).status_code == 404
        assert getattr(browser(halden.tom), method)(do(halden.run, action)).status_code == 403
    if action != "client_approve":
        assert browser(halden.desk.approver).post(do(halden.run, action)).status_code == 403
    assert state(halden, halden.run) == "calculated"


def test_a_move_that_is_not_possible_now_says_which_are(halden, browser):
    desk = browser(halden.at.specialist)
    assert desk.get(do(halden.run, "close")).status_code == 409
    late = desk.post(do(halden.run, "close"))
    assert late.status_code == 422
    assert "This pay run is calculated, so you cannot close it. Possible now: hand it to the reviewer" in said(late)
    assert desk.get(do(halden.run, "nonsense")).status_code == 404
