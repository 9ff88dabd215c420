"""Pages of those who run a desk: its setup, what newer versions move, the queue as a file, and moves around a request."""

from __future__ import annotations

import pytest
from tests import make
from tests.openhro.desk import make_desk as make_
from tests.openhro.desk.make_desk import act, address, at, contracts, due, fresh, with_mail

from openhro.core import clock
from openhro.core.actor import Role, system
from openhro.core.scope import scope
from openhro.desk import services
from openhro.desk.models import Agent, Category, KnownProblem

pytestmark = pytest.mark.django_db
MONDAY = at("2026-11-23 09:00")


@pytest.fixture
def desk():
    return make_.desk()


@pytest.fixture(autouse=True)
def at_ten():
    with clock.travel(at("2026-11-23 10:00")):
        yield


def test_a_desk_is_set_up_on_a_page(desk):
    lead, url = make.browser(desk.lead), f"/desk/setup/?client={desk.client.code}"
    words = make.text(lead.get(url))
    assert all(told in words for told in ("General", "standard", "london", "letters"))
    for reader in (desk.agent, desk.hr):
        assert make.browser(reader).get(url).status_code == 403
    other = contracts.actor(Role.ENGAGEMENT_MANAGER, make.client())
    assert make.browser(other).get(url).status_code == 404


def test_people_are_let_into_a_queue_and_taken_out(desk):
    lead, path = make.browser(desk.lead), f"/desk/setup/queues/{desk.queue.pk}/agents/"
    expert = contracts.actor(Role.PAYROLL_SPECIALIST, desk.client)
    assert lead.post(path, {"user_id": expert.user, "skilled_in": "letters, tax"}).status_code == 302
    with scope(system()):
        assert Agent.objects.get(user_id=expert.user).skills == ["letters", "tax"]
    assert lead.post(path, {"user_id": expert.user, "remove": "1"}).status_code == 302
    with scope(system()):
        assert not Agent.objects.filter(user_id=expert.user).exists()
    assert lead.post(path, {"user_id": desk.tom.user}).status_code == 404
    assert make.browser(desk.agent).post(path, {"user_id": expert.user}).status_code == 403


def test_a_category_is_added_below_another_and_changed(desk):
    lead, url = make.browser(desk.lead), f"/desk/setup/categories/new/?client={desk.client.code}"
    typed = {
        "code": "tax", "name": "Tax codes", "function": "payroll", "queue_id": desk.queue.pk,
        "parent_id": desk.general.pk, "policy_code": "standard",
    }  # fmt: skip
    assert lead.post(url, typed).status_code == 302
    with scope(system()):
        made = Category.objects.get(code="tax", client=desk.client)
    assert "General: Tax codes" in make.text(lead.get(f"/desk/setup/?client={desk.client.code}"))
    change = typed | {"name": "Tax", "confidential": "on"}
    assert lead.post(f"/desk/setup/categories/{made.pk}/", change).status_code == 302
    assert (fresh(made).name, fresh(made).confidential, fresh(made).code) == ("Tax", True, "tax")
    assert make.browser(desk.agent).post(url, typed).status_code == 403


@pytest.mark.parametrize("kind", ["policies", "calendars"])
def test_what_a_newer_version_moves_is_listed_and_then_moved(desk, kind):
    ticket, lead = desk.asked(MONDAY), make.browser(desk.lead)
    if kind == "policies":
        goal = services.GoalTerms("resolution", make_.HOURS, "london")
        act(desk.lead, services.publish_policy, desk.client.pk, make_.promises(goals=[goal], escalations=()))
        pk, after = desk.policy.pk, at("2026-11-23 17:00")
    else:
        closed = make_.london(holidays=[("2026-11-24", "Closed")])
        act(desk.lead, services.publish_calendar, desk.client.pk, closed)
        pk, after = desk.calendar.pk, at("2026-11-27 15:30")
    url, before = f"/desk/setup/{kind}/{pk}/recount/", due(ticket, "resolution")
    assert "#1" in make.text(lead.get(url))
    assert due(ticket, "resolution") == before
    assert make.browser(desk.agent).post(url).status_code == 403
    assert lead.post(url).status_code == 302
    assert due(ticket, "resolution") == after
    assert "Nothing moves" in make.text(lead.get(url))


def test_the_queue_is_a_file_without_secrets_or_formulas(desk):
    desk.asked(MONDAY, subject="=HYPERLINK(1)")
    desk.asked(MONDAY, category_id=desk.secret.pk, subject="My manager shouts")
    found = make.browser(desk.agent).get(f"/desk/export.csv?client={desk.client.code}").content.decode()
    assert ("shouts" in found, "Confidential" in found, ",=HYPERLINK" in found) == (False, True, False)
    other = contracts.actor(Role.DESK_SPECIALIST, make.client())
    assert make.browser(other).get(f"/desk/export.csv?client={desk.client.code}").status_code == 404
    assert make.browser(desk.tom).get(f"/desk/export.csv?client={desk.client.code}").status_code == 403


def test_a_request_moves_to_another_queue_is_followed_and_gets_a_cause(desk):
    ticket, browser = desk.asked(MONDAY), make.browser(desk.agent)
    second = act(desk.lead, services.set_queue, desk.client.pk, "tax", "Tax")
    friend, url = with_mail(contracts.actor(Role.MANAGER, desk.client), "mia"), f"/desk/tickets/{ticket.pk}/moves"
    assert browser.post(f"{url}/requeue/", {"queue_id": second.pk}).status_code == 302
    assert fresh(ticket).queue_id == second.pk
    assert "Nobody here has that address." in make.text(browser.post(f"{url}/share/", {"who": "x@example.org"}))
    assert browser.post(f"{url}/share/", {"who": address(friend)}).status_code == 302
    assert make.browser(friend).get(f"/home/requests/{ticket.pk}/").status_code == 200
    assert "name a new one" in make.text(browser.post(f"{url}/link_to_problem/", {"title": ""}))
    assert browser.post(f"{url}/link_to_problem/", {"title": "An old P45"}).status_code == 302
    with scope(system()):
        assert fresh(ticket).problem_id == KnownProblem.objects.get().pk
