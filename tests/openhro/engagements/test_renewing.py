"""Terms that end: both sides are told in time, a contract renews itself or ends with its term, and nothing runs twice."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tests.openhro.engagements import make_engagements as they
from tests.openhro.engagements import make_terms as its
from tests.openhro.engagements.make_engagements import refused
from tests.openhro.engagements.make_terms import on

from openhro.core import clock
from openhro.core.actor import Role, system
from openhro.core.errors import Forbidden, Invalid
from openhro.core.models import JournalEntry
from openhro.core.scope import scope
from openhro.engagements import services, tasks
from openhro.engagements.rules import Term

pytestmark = pytest.mark.django_db


def run(day: date) -> list:
    with on(day):
        return they.act(system(), services.let_terms_end)


def told(made, event: str) -> list[dict]:
    with scope(system()):
        rows = JournalEntry.objects.filter(object_id=str(made.pk), event=f"engagements.{event}").order_by("pk")
        return [row.data for row in rows]


@pytest.mark.parametrize(
    ("term", "ends_on", "notice_by", "told_on"),
    [
        (Term(date(2026, 3, 1), None, 12, "auto", 3), date(2027, 2, 28), date(2026, 11, 30), date(2026, 10, 31)),
        (Term(date(2026, 3, 1), None, 12, "auto", 3, 1), date(2028, 2, 29), date(2027, 11, 30), date(2027, 10, 31)),
        (Term(date(2026, 1, 1), date(2026, 12, 31), 12, "none", 1), date(2026, 12, 31), date(2026, 11, 30),
         date(2026, 10, 31)),
        (Term(date(2026, 1, 1), None, None, "none", 3), None, None, None),
        (Term(date(2026, 1, 1), date(2026, 6, 30), None, "none", 0), date(2026, 6, 30), date(2026, 6, 30),
         date(2026, 5, 31)),
    ],
)  # fmt: skip
def test_the_days_of_a_term(term, ends_on, notice_by, told_on):
    assert (term.ends_on, term.notice_by, term.told_on) == (ends_on, notice_by, told_on)


def test_a_contract_that_renews_itself_tells_both_sides_in_time_and_goes_on():
    at = they.world()
    made = they.live(at, term_months=12, renewal="auto")
    assert run(date(2026, 10, 30)) == []
    assert [one.pk for one in run(date(2026, 10, 31))] == [made.pk]
    assert run(date(2026, 12, 1)) == [] == run(date(2027, 2, 28))
    [data] = told(made, "term_ends")
    assert data == {"ends_on": "2027-02-28", "notice_by": "2026-11-30", "renewal": "auto"}
    run(date(2027, 3, 1))
    after = its.stored(made)
    assert (after.state, after.renewals, after.effective_to) == ("live", 1, None)
    assert told(made, "renewed") == [{"ends_on": "2028-02-29", "renewals": 1}]
    assert run(date(2027, 3, 1)) == []


def test_a_named_last_day_moves_with_the_renewal():
    at = they.world()
    made = they.live(at, term_months=12, renewal="auto", effective_to=date(2027, 2, 28))
    run(date(2027, 3, 1))
    assert its.stored(made).effective_to == date(2028, 2, 29)
    run(date(2030, 3, 1))
    assert (its.stored(made).effective_to, its.stored(made).renewals) == (date(2031, 2, 28), 4)


def test_a_contract_that_does_not_renew_ends_with_its_term():
    at = they.world()
    made = they.live(at, term_months=12)
    run(date(2026, 10, 31))
    assert told(made, "term_ends")[0]["renewal"] == "none"
    run(date(2026, 11, 30))
    assert its.stored(made).state == "live"
    run(date(2026, 12, 1))
    after = its.stored(made)
    assert (after.state, after.notice_side, after.effective_to) == ("notice", "term", date(2027, 2, 28))
    assert run(date(2027, 2, 28)) == []
    run(date(2027, 3, 1))
    assert its.stored(made).state == "exiting"


def test_notice_that_has_run_out_begins_the_exit_by_itself():
    at = they.world()
    made = they.live(at)
    with clock.travel(datetime(2026, 11, 23, 12, tzinfo=UTC)):
        they.act(at.ca, services.give_notice, made.pk, "client", date(2027, 2, 23))
    assert run(date(2027, 2, 23)) == []
    run(date(2027, 2, 24))
    assert its.stored(made).state == "exiting"


def test_notice_in_time_keeps_a_contract_from_renewing():
    at = they.world()
    made = they.live(at, term_months=12, renewal="auto")
    with on(date(2026, 11, 30)):
        they.act(at.ca, services.give_notice, made.pk, "client", date(2027, 2, 28))
    run(date(2027, 3, 1))
    assert (its.stored(made).state, its.stored(made).renewals) == ("exiting", 0)


def test_what_renews_itself_needs_a_term():
    at = they.world()
    answer = refused(Invalid, at.em, services.draft_engagement, at.client.pk, they.terms(renewal="auto"))
    assert (answer.code, answer.field) == ("TERM_REQUIRED", "term_months")


def test_only_the_product_and_an_administrator_let_terms_end():
    at = they.world()
    they.live(at, term_months=12)
    for role in (Role.ENGAGEMENT_MANAGER, Role.CLIENT_ADMIN, Role.EMPLOYEE):
        assert refused(Forbidden, they.actor(role, at.client), services.let_terms_end).status == 403


def test_one_hourly_job_does_all_that_is_due():
    at = they.world()
    made = they.live(
        at, term_months=12, renewal="auto",
        price=they.pepm(index="UK-CPI", index_from=date(2027, 3, 1), index_cap=Decimal(4)),
    )  # fmt: skip
    they.act(at.em, services.enter_index_value, "UK-CPI", date(2027, 1, 1), Decimal(3), "https://www.ons.gov.uk")
    its.agreed(at, made, effective_on=date(2027, 3, 1))
    with on(date(2027, 3, 1)):
        tasks.terms_due(0)
        tasks.terms_due(0)
    after = its.stored(made)
    assert (after.notice_months, after.renewals) == (6, 1)
    with scope(system()):
        assert [one.kind for one in after.amendments.order_by("number")] == ["amendment", "indexation"]
