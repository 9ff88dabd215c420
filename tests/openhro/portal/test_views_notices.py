"""The bell: who is told of what, reading, and that nobody reads another's."""

from datetime import date

import pytest
from tests import make
from tests.openhro.engagements import make_engagements, make_levels

from openhro.core import journal, notices
from openhro.core.actor import Role, system
from openhro.core.models import JournalEntry, Notice
from openhro.core.scope import scope
from openhro.engagements import services
from openhro.portal.notices import TOLD, tell

pytestmark = pytest.mark.django_db


def told(event: str) -> None:
    """What the job does after the commit."""
    with scope(system()):
        for entry in JournalEntry.objects.filter(event=event):
            tell(entry)


def bell(by) -> list[str]:
    with scope(by):
        return [row.text for row in notices.mine(by)]


def test_every_event_that_is_told_is_declared_and_followed():
    assert set(TOLD) <= set(journal.EVENTS)
    assert all(tell in journal.followers(event) for event in TOLD)


def test_the_client_hears_that_a_contract_waits_and_the_provider_that_it_was_signed():
    at = make_engagements.world()
    other = make_engagements.actor(Role.CLIENT_ADMIN, make.client())
    contract = make_engagements.reviewed(at, code="ENG-HAL-01")
    told("engagements.sent_for_review")
    assert bell(at.ca) == ["ENG-HAL-01 waits for your signature"]
    assert bell(at.em) == bell(other) == []
    make_engagements.act(at.ca, services.sign, contract.pk, "client")
    told("engagements.client_signed")
    assert bell(at.pa) == ["The client signed ENG-HAL-01: counter-sign it"]
    assert bell(at.ca) == ["ENG-HAL-01 waits for your signature"]


def test_telling_twice_says_it_once():
    at = make_engagements.world()
    make_engagements.reviewed(at, code="ENG-HAL-01")
    told("engagements.sent_for_review"), told("engagements.sent_for_review")
    assert len(bell(at.ca)) == 1


def test_opening_a_notice_marks_it_read_and_leads_on():
    at = make_engagements.world()
    contract = make_engagements.reviewed(at, code="ENG-HAL-01")
    told("engagements.sent_for_review")
    browser = make.browser(at.ca)
    assert "Notices, 1 unread" in browser.get("/notices/").content.decode()
    with scope(system()):
        row = Notice.objects.get(user_id=at.ca.user)
    assert browser.get(f"/notices/{row.pk}/").url == f"/engagements/{contract.pk}/"
    with scope(system()):
        row.refresh_from_db()
    assert row.read_at is not None
    assert "Notices, 0 unread" in browser.get("/notices/").content.decode()


def test_another_persons_notice_is_not_there_and_stays_unread():
    at = make_engagements.world()
    make_engagements.reviewed(at, code="ENG-HAL-01")
    told("engagements.sent_for_review")
    colleague = make_engagements.actor(Role.CLIENT_ADMIN, at.client)
    with scope(system()):
        row = Notice.objects.get(user_id=at.ca.user)
    browser = make.browser(colleague)
    assert browser.get(f"/notices/{row.pk}/").status_code == 404
    assert browser.post("/notices/read/").url == "/notices/"
    with scope(system()):
        row.refresh_from_db()
    assert row.read_at is None


def test_all_are_marked_read_by_a_post_only():
    at = make_engagements.world()
    make_engagements.reviewed(at), told("engagements.sent_for_review")
    browser = make.browser(at.ca)
    assert browser.get("/notices/read/").status_code == 405
    browser.post("/notices/read/")
    with scope(at.ca):
        assert notices.unread(at.ca) == 0


def test_a_notice_leads_nowhere_else():
    client = make.client()
    by = make.actor(Role.CLIENT_ADMIN, client)
    with scope(system()):
        row = Notice.objects.create(
            client=client, user_id=by.user, entry_id=1, text="x", url="//evil.example/", made_at="2026-11-01T00:00Z"
        )
    assert make.browser(by).get(f"/notices/{row.pk}/").url == "/notices/"


def test_the_list_of_notices_takes_the_same_reads_for_one_and_for_many():
    client = make.client()
    by = make.actor(Role.CLIENT_ADMIN, client)
    browser = make.browser(by)

    def add(number: int) -> None:
        with scope(system()):
            Notice.objects.create(
                client=client, user_id=by.user, entry_id=number, text="x", made_at="2026-11-01T00:00Z"
            )

    add(1)
    few = make.reads(browser, "/notices/")
    for number in range(2, 9):
        add(number)
    assert make.reads(browser, "/notices/") == few


def test_the_client_hears_that_a_row_waits_for_consent_and_both_that_a_month_is_closed():
    at = make_engagements.world()
    made = make_levels.promised(at, make_levels.calls(exclusions=("client_cause",)), head={"code": "ENG-HAL-01"})
    month = date(2026, 10, 1)
    make_levels.happened(at, month, 19, 1)
    [row] = make_levels.measured(at, made, month)
    miss = make_levels.rows_of(row)[0]
    make_engagements.act(at.em, services.ask_exclusion, miss.pk, "client_cause", "They were late")
    told("engagements.exclusion_asked")
    assert bell(at.ca) == ["A row of a service level waits for your consent: ENG-HAL-01"]
    make_levels.closed(at, made, month)
    told("engagements.levels_closed")
    assert "A month’s service levels are closed: ENG-HAL-01" in bell(at.ca)
    with scope(system()):
        assert {row.url for row in Notice.objects.filter(user_id=at.ca.user)} == {f"/engagements/{made.pk}/levels/"}
