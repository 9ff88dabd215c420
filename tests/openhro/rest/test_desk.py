"""The desk over REST: the acceptance rows of the clocks, a request from raised to rated, mails, setup, refusals."""

import pytest
from tests import make
from tests.openhro.desk import make_desk as make_
from tests.openhro.desk.make_desk import CHRISTMAS_EVE, address, at, contracts, with_mail
from tests.openhro.desk.test_mail import letter, mail_server, to  # noqa: F401
from tests.openhro.rest.make_rest import Caller

from openhro.core import clock
from openhro.core.actor import Role
from openhro.core.scope import scope
from openhro.desk.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_.desk()


def wanted(desk, **values):
    given = {"client_id": desk.client.pk, "catalogue_item_id": desk.letter.pk, "answers": {"purpose": "Bank"}}
    return given | values


def travelled(when, call, *args, **kwargs):
    """A token lives for a day, so each instant has its own."""
    with clock.travel(at(when) if isinstance(when, str) else when):
        return call(*args, **kwargs)


def asked(desk, when=CHRISTMAS_EVE, **values):
    return travelled(when, lambda: Caller(desk.tom).post("/tickets", wanted(desk, **values)))


def as_agent(desk, when, path, body=None):
    return travelled(when, lambda: Caller(desk.agent).post(path, body))


def clocks(desk, ticket, when=CHRISTMAS_EVE):
    found = travelled(when, lambda: Caller(desk.agent).get(f"/tickets/{ticket['id']}/clocks").items)
    return {one["metric"]: one for one in found}


def test_s_1_and_s_6_due_instants_are_in_utc(desk):
    made = asked(desk)
    assert (made.status, made["priority"], made["state"], made["out_of_scope"]) == (201, "P3", "new", "")
    found = clocks(desk, made)
    assert found["first_response"]["due_at"] == "2026-12-29T10:30:00Z"
    assert found["resolution"]["due_at"] == "2026-12-30T14:00:00Z"
    weekend = asked(desk, at("2026-11-21 11:00"))
    assert clocks(desk, weekend, "2026-11-21 11:00")["first_response"]["due_at"] == "2026-11-23T13:00:00Z"


def test_s_3_a_calendar_with_a_lunch_break(desk):
    week = {str(day): [["09:00", "13:00"], ["14:00", "18:00"]] for day in range(5)}
    body = {"client_id": desk.client.pk, "name": "split", "zone": "Europe/London", "windows": week}
    hour = dict.fromkeys(("P1", "P2", "P3", "P4"), 60)
    policy = {
        "client_id": desk.client.pk,
        "code": "standard",
        "goals": [{"metric": "first_response", "targets": hour, "calendar": "split"}],
    }
    lead = Caller(desk.lead)
    assert lead.post("/work-calendars", body)["version"] == 1
    assert lead.post("/desk/policies", policy)["version"] == 2
    made = asked(desk, at("2026-11-23 12:30"))
    assert clocks(desk, made, "2026-11-23 12:30")["first_response"]["due_at"] == "2026-11-23T14:30:00Z"


@pytest.mark.parametrize(("second", "state"), [("13:59:59", "met"), ("14:00:00", "met"), ("14:00:01", "breached")])
def test_s_7_to_the_second(desk, second, state):
    made = asked(desk)
    path = f"/tickets/{made['id']}"
    assert as_agent(desk, "2026-12-24 15:10", f"{path}/actions/resolve", {"text": "x"}).refused == (409, "TASKS_OPEN")
    [task] = travelled(CHRISTMAS_EVE, lambda: Caller(desk.agent).get(f"{path}/tasks").items)
    as_agent(desk, "2026-12-24 15:30", f"/ticket-tasks/{task['id']}/actions/do")
    done = as_agent(desk, f"2026-12-30 {second}", f"{path}/actions/resolve", {"text": "Here it is."})
    assert done["state"] == "resolved"
    assert clocks(desk, made, "2026-12-31 09:00")["resolution"]["state"] == state


def test_s_8_the_acknowledgment_leaves_the_first_response_running(desk):
    made = asked(desk)
    said = travelled(CHRISTMAS_EVE, lambda: Caller(desk.tom).get(f"/tickets/{made['id']}/entries").items)
    assert [one["kind"] for one in said] == ["public", "auto"]
    assert clocks(desk, made, "2026-12-24 16:00")["first_response"]["state"] == "running"
    as_agent(desk, "2026-12-24 16:00", f"/tickets/{made['id']}/actions/answer", {"text": "We are on it."})
    assert clocks(desk, made, "2026-12-24 16:00")["first_response"]["state"] == "met"


def test_s_9_a_token_of_another_client_is_rejected(desk):
    made = asked(desk)
    with scope(desk.agent):
        ticket = Ticket.objects.get(pk=made["id"])
    kim = with_mail(contracts.actor(Role.DESK_SPECIALIST, make.client()), "kim")
    raw = letter(address(kim), "Let me see", to=to(ticket)).decode()
    gate = Caller(desk.world.pa)
    found = gate.post("/desk/mails", {"message": raw})
    assert (found["outcome"], found["code"], found["ticket_id"]) == ("rejected", "TOKEN_OF_ANOTHER_CLIENT", None)
    said = travelled(CHRISTMAS_EVE, lambda: Caller(desk.agent).get(f"/tickets/{made['id']}/entries").items)
    assert len(said) == 2
    told = Caller(desk.world.ca).get("/journal", client_id=desk.client.pk, object_id=made["id"]).items
    assert told[0]["event"] == "desk.mail_refused"
    assert Caller(kim).get(f"/tickets/{made['id']}").refused == (404, "NOT_FOUND")
    assert Caller(desk.agent).post("/desk/mails", {"message": raw}).refused == (403, "FORBIDDEN")


def test_the_demos_pause_is_explained(desk):
    made = asked(desk)
    path = f"/tickets/{made['id']}"
    as_agent(desk, "2026-12-29 10:00", f"{path}/actions/wait_for_requester", {"reason": "Which bank?"})
    travelled("2026-12-30 10:00", lambda: Caller(desk.tom).post(f"{path}/actions/ask_again", {"text": "Leeds"}).good)
    found = clocks(desk, made, "2026-12-30 10:00")
    assert found["first_response"]["due_at"] == "2026-12-29T10:30:00Z"
    assert found["resolution"]["due_at"] == "2026-12-31T14:00:00Z"
    assert [one["reason"] for one in found["resolution"]["pauses"]] == ["Which bank?"]
    explained = f"/ticket-clocks/{found['resolution']['id']}/explain"
    steps = travelled("2026-12-30 10:00", lambda: Caller(desk.agent).get(explained).items)
    assert {"start", "target", "window", "holiday", "pause", "due", "state"} == {one["detail"]["kind"] for one in steps}


def test_a_request_from_raised_to_rated(desk):
    made = Caller(desk.tom).post(
        "/tickets", {"client_id": desk.client.pk, "category_id": desk.general.pk, "subject": "Tax", "text": "0T?"}
    )
    path, agent, tom = f"/tickets/{made['id']}", Caller(desk.agent), Caller(desk.tom)
    assert [one["id"] for one in agent.get("/tickets", client_id=desk.client.pk).items] == [made["id"]]
    assert agent.post(f"{path}/actions/take")["assignee_id"] == str(desk.agent.user)
    assert agent.post(f"{path}/actions/note", {"text": "Old P45"})["kind"] == "internal"
    assert len(tom.get(f"{path}/entries").items) == 2
    task = agent.post(f"{path}/tasks", {"title": "Ask payroll"})
    assert (task.status, agent.post(f"/ticket-tasks/{task['id']}/actions/do")["done_at"] is None) == (201, False)
    assert agent.post(f"{path}/actions/prioritise", {"impact": 1, "urgency": 1})["priority"] == "P1"
    assert agent.post(f"{path}/actions/resolve", {"text": "Corrected."})["state"] == "resolved"
    assert tom.post(f"{path}/actions/reopen", {"text": "Not yet"})["state"] == "open"
    assert agent.post(f"{path}/actions/resolve", {})["state"] == "resolved"
    assert tom.post(f"{path}/actions/rate", {"score": 5})["score"] == 5
    assert tom.post(f"{path}/actions/close")["state"] == "closed"
    assert agent.post(f"{path}/actions/take").refused == (409, "ILLEGAL_TRANSITION")
    assert tom.get("/own-tickets").items[0]["state"] == "closed"
    figures = Caller(desk.lead).get(
        "/desk/figures", client_id=desk.client.pk, start="2026-01-01T00:00:00Z", end="2027-01-01T00:00:00Z"
    )
    assert (figures["csat"], figures["reopen"], figures["attainment"]["resolution"]) == (10_000, 10_000, 10_000)


def test_raising_twice_with_one_key_is_one_request(desk):
    tom = Caller(desk.tom)
    first, second = (tom.post("/tickets", wanted(desk), key="once") for _time in range(2))
    assert first["id"] == second["id"]
    assert tom.post("/tickets", wanted(desk, text="Other"), key="once").refused == (409, "IDEMPOTENCY_REUSE")


def test_state_is_not_patched_and_typos_are_refused(desk):
    made = Caller(desk.tom).post("/tickets", wanted(desk))
    assert Caller(desk.agent).patch(f"/tickets/{made['id']}", {"state": "closed"}).refused == (422, "STATE_READ_ONLY")
    assert Caller(desk.tom).post("/tickets", wanted(desk, opened_at="2020-01-01")).refused == (422, "UNKNOWN_FIELD")


def test_a_confidential_subject_is_hidden_in_lists(desk):
    body = {"client_id": desk.client.pk, "category_id": desk.secret.pk, "subject": "Unfair treatment", "text": "..."}
    made = Caller(desk.tom).post("/tickets", body)
    [row] = Caller(desk.agent).get("/tickets").items
    assert row["subject"] == "Confidential"
    assert Caller(desk.agent).get(f"/tickets/{made['id']}")["subject"] == "Unfair treatment"
    assert Caller(desk.hr).get(f"/tickets/{made['id']}")["subject"] == "Confidential"
    assert Caller(desk.hr).get(f"/tickets/{made['id']}/entries").refused == (403, "CONFIDENTIAL")


def test_a_calendar_edit_lists_what_it_would_move(desk):
    made = asked(desk)
    holidays = [list(one) for one in make_.HOLIDAYS] + [["2026-12-29", "Stocktaking"]]
    body = {
        "client_id": desk.client.pk,
        "name": "london",
        "zone": "Europe/London",
        "windows": make_.WEEK,
        "holidays": holidays,
    }
    lead = lambda: Caller(desk.lead)  # noqa: E731
    newest = travelled("2026-12-24 16:00", lambda: lead().post("/work-calendars", body).good)
    path = f"/work-calendars/{newest['id']}/actions/recalculate"
    listed = travelled("2026-12-24 16:00", lambda: lead().post(path, {}).items)
    assert [(one["metric"], one["after"]) for one in listed] == [
        ("first_response", "2026-12-30T10:30:00Z"), ("resolution", "2026-12-31T14:00:00Z"),
        ("update", "2026-12-31T14:00:00Z"),
    ]  # fmt: skip
    assert clocks(desk, made)["resolution"]["due_at"] == "2026-12-30T14:00:00Z"
    travelled("2026-12-24 16:00", lambda: lead().post(path, {"apply": True}).good)
    assert clocks(desk, made)["resolution"]["due_at"] == "2026-12-31T14:00:00Z"


def test_articles_are_written_published_and_found(desk):
    lead, tom = Caller(desk.lead), Caller(desk.tom)
    made = lead.post(
        "/articles", {"client_id": desk.client.pk, "title": "Tax codes", "body": "0T ...", "countries": ["GB"]}
    )
    assert tom.get("/articles").items == []
    assert tom.get(f"/articles/{made['id']}").refused == (404, "NOT_FOUND")
    assert lead.post(f"/articles/{made['id']}/actions/publish")["state"] == "published"
    assert [one["id"] for one in tom.get("/articles", q="tax").items] == [made["id"]]
    text = {"title": "Tax codes", "body": "Longer"}
    assert lead.patch(f"/articles/{made['id']}", text, version=1).refused == (412, "STALE")
    assert lead.patch(f"/articles/{made['id']}", text, version=2)["body"] == "Longer"
    assert tom.post(f"/articles/{made['id']}/actions/retire").refused == (403, "FORBIDDEN")
