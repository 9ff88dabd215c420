"""The desk's pages: agents answer and move requests, whoever asked follows in plain words, others see nothing."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from tests import make
from tests.openhro.desk import make_desk as make_
from tests.openhro.desk.make_desk import at, contracts, fresh
from tests.openhro.desk.test_mail import letter, mail_server  # noqa: F401

from openhro.core import clock
from openhro.core.actor import Role, system
from openhro.core.scope import scope
from openhro.desk import queries, services, tasks
from openhro.desk.models import Article, Entry, Ticket

pytestmark = pytest.mark.django_db
MONDAY = at("2026-11-23 09:00")


@pytest.fixture
def desk():
    return make_.desk()


@pytest.fixture
def at_eleven():
    with clock.travel(datetime(2026, 11, 23, 11, tzinfo=UTC)):
        yield


def newest() -> Ticket:
    with scope(system()):
        return Ticket.objects.order_by("-pk").first()


def test_the_queue_shows_the_most_pressing_first_and_hides_secrets(desk, at_eleven):
    desk.asked(at("2026-11-23 10:00"), subject="Later")
    desk.asked(at("2026-11-20 10:00"), subject="Sooner")
    desk.asked(at("2026-11-23 10:30"), category_id=desk.secret.pk, subject="My manager shouts")
    words = make.text(make.browser(desk.agent).get(f"/desk/?client={desk.client.code}"))
    assert words.index("Sooner") < words.index("Later") < words.index("Confidential")
    assert "shouts" not in words
    assert "Nobody waits" in make.text(make.browser(desk.agent).get("/desk/?mine=1"))
    assert "Nobody waits" in make.text(make.browser(desk.agent).get("/desk/?state=closed"))


def test_an_agent_takes_answers_and_resolves(desk, at_eleven):
    ticket, browser = desk.asked(MONDAY), make.browser(desk.agent)
    url = f"/desk/tickets/{ticket.pk}/"
    assert browser.post(f"{url}take/").status_code == 302
    assert browser.post(f"{url}note/", {"text": "Old P45"}).status_code == 302
    assert browser.post(f"{url}answer/", {"text": "Which month?", "then": "wait_for_requester"}).status_code == 302
    assert fresh(ticket).state == "pending_requester"
    words = make.text(browser.get(url))
    assert "Old P45" in words
    assert "Waiting for an answer" in words
    assert "Why then?" in words
    assert browser.post(f"{url}moves/resume/").status_code == 302
    assert browser.post(f"{url}answer/", {"text": "Corrected.", "then": "resolve"}).status_code == 302
    assert fresh(ticket).state == "resolved"


def test_an_answer_that_cannot_be_sent_is_kept_with_the_reason(desk, at_eleven):
    ticket, browser = (
        desk.asked(MONDAY, item_id=desk.letter.pk, category_id=None, answers={"purpose": "Bank"}),
        make.browser(desk.agent),
    )
    answer = browser.post(f"/desk/tickets/{ticket.pk}/answer/", {"text": "Here it is", "then": "resolve"})
    words = make.text(answer)
    assert "Tasks are still open: Write the letter." in words
    assert "Here it is" in answer.content.decode()
    with scope(system()):
        task = queries.tasks(system(), ticket).get()
    assert browser.post(f"/desk/tickets/{ticket.pk}/tasks/{task.pk}/").status_code == 302
    assert (
        browser.post(f"/desk/tickets/{ticket.pk}/answer/", {"text": "Here it is", "then": "resolve"}).status_code == 302
    )


def test_each_move_says_what_it_does_and_does_it(desk, at_eleven):
    ticket, other, browser = desk.asked(MONDAY), desk.asked(MONDAY), make.browser(desk.agent)
    url = f"/desk/tickets/{ticket.pk}/moves"
    assert "original start" in make.text(browser.get(f"{url}/prioritise/"))
    for name, typed, state in (
        ("prioritise", {"impact": "1", "urgency": "1"}, "new"),
        ("assign", {"agent_id": str(desk.agent.user)}, "open"),
        ("hold", {"reason": "Stocktaking"}, "on_hold"),
        ("add_task", {"title": "Ask payroll"}, "on_hold"),
        ("merge", {"number": str(other.number)}, "merged"),
    ):
        assert browser.post(f"{url}/{name}/", typed).status_code == 302, name
        assert fresh(ticket).state == state
    assert browser.get(f"{url}/hold/").status_code == 409
    assert browser.get(f"/desk/tickets/{other.pk}/moves/fly/").status_code == 404
    assert "There is no request of that number." in make.text(
        browser.post(f"/desk/tickets/{other.pk}/moves/merge/", {"number": "99"})
    )


def test_a_ready_answer_is_filled_in(desk, at_eleven):
    ticket = desk.asked(MONDAY)
    macro = make_.act(desk.lead, services.set_macro, desk.client.pk, "hi", "Hello", "Dear {name}, number {number}.")
    browser = make.browser(desk.agent)
    assert "Dear Robin, number 1." in browser.get(f"/desk/tickets/{ticket.pk}/?macro={macro.pk}").content.decode()
    assert browser.get(f"/desk/tickets/{ticket.pk}/?macro=x").status_code == 404


def test_an_agent_enters_what_somebody_said_on_the_phone(desk, at_eleven):
    browser, typed = (
        make.browser(desk.agent),
        {"category_id": desk.general.pk, "subject": "Bank", "text": "New", "channel": "phone"},
    )
    url = f"/desk/new/?client={desk.client.code}"
    assert "Nobody is found so." in make.text(browser.post(url, typed | {"who": "zzz"}))
    assert browser.post(url, typed | {"who": desk.tom_person.external_id}).status_code == 302
    assert (newest().requester_id, newest().channel) == (desk.tom.user, "phone")


def test_somebody_asks_from_the_catalogue_and_reads_the_answer(desk, at_eleven):
    tom = make.browser(desk.tom)
    assert "Employment letter" in make.text(tom.get("/home/requests/new/"))
    url = f"/home/requests/new/{desk.letter.pk}/"
    wrong = tom.post(url, {"a_purpose": "", "text": "By Friday please"})
    assert wrong.status_code == 200
    assert "By Friday please" in wrong.content.decode()
    assert tom.post(url, {"a_purpose": "Bank", "a_needed_by": "2026-12-01", "text": ""}).status_code == 302
    ticket = newest()
    own = f"/home/requests/{ticket.pk}/"
    words = make.text(tom.get(own))
    for told in ("We have it", "We answer by", "Thank you. Your request has the number 1.", "Bank"):
        assert told in words
    desk.act(services.note, ticket.pk, "He moves house.")
    desk.act(services.answer, ticket.pk, "Which bank?")
    desk.act(services.wait_for_requester, ticket.pk)
    words = make.text(tom.get(own))
    assert "We need an answer from you" in words
    assert "moves house" not in words
    assert "Your request 1 waits for it" in make.text(tom.get("/home/"))
    assert tom.post(f"{own}reply/", {"text": "The one in Leeds"}).status_code == 302
    assert fresh(ticket).state == "open"
    assert "We work on it" in make.text(tom.get("/home/requests/"))


def test_somebody_rates_and_reopens_but_not_too_late(desk, at_eleven):
    ticket, tom = desk.asked(MONDAY), make.browser(desk.tom)
    desk.on("2026-11-23 10:00", services.resolve, ticket, "Done.")
    own = f"/home/requests/{ticket.pk}/"
    assert "How was it?" in make.text(tom.get(own))
    assert tom.post(f"{own}rate/", {"score": "5"}).status_code == 302
    assert "How was it?" not in make.text(tom.get(own))
    assert tom.post(f"{own}reopen/", {"text": "Still wrong"}).status_code == 302
    assert fresh(ticket).state == "open"
    assert tom.post(f"{own}cancel/").status_code == 302
    assert fresh(ticket).state == "cancelled"
    assert "This request is cancelled" in make.text(tom.post(f"{own}reply/", {"text": "Hello?"}))


def test_knowledge_is_written_published_and_found(desk, at_eleven):
    lead, tom = make.browser(desk.lead), make.browser(desk.tom)
    url = f"/desk/knowledge/new/?client={desk.client.code}"
    typed = {"title": "Tax codes", "body": "0T means ...", "audience": "everybody", "countries": "gb"}
    assert "two capital letters" in make.text(lead.post(url, typed | {"countries": "Britain"}))
    assert lead.post(url, typed).status_code == 302
    with scope(system()):
        article = Article.objects.get()
    assert tom.get(f"/home/answers/{article.pk}/").status_code == 404
    assert lead.post(f"/desk/knowledge/{article.pk}/publish/").status_code == 302
    assert "Tax codes" in make.text(tom.get("/home/answers/?q=tax"))
    assert "0T means" in make.text(tom.get(f"/home/answers/{article.pk}/"))
    assert "Somebody changed this article" in make.text(
        lead.post(f"/desk/knowledge/{article.pk}/", typed | {"version": "1"})
    )
    assert lead.post(f"/desk/knowledge/{article.pk}/", typed | {"version": "2"}).status_code == 302


def test_figures_and_promises_of_a_client(desk, at_eleven):
    ticket = desk.asked(MONDAY)
    desk.on("2026-11-23 10:00", services.resolve, ticket, "Done.")
    lead = make.browser(desk.lead)
    assert "100.00 %" in make.text(lead.get(f"/desk/figures/?client={desk.client.code}&month=2026-11"))
    assert lead.get(f"/desk/figures/?client={desk.client.code}&month=soon").status_code == 404
    words = make.text(lead.get(f"/desk/promises/?client={desk.client.code}"))
    for told in ("First answer", "16 h", "Christmas Day", "09:00–17:30", "First answer: SP-desk at 75 %"):
        assert told in words


def test_who_may_not_is_told_so_and_other_clients_find_nothing(desk, at_eleven):
    ticket = desk.asked(MONDAY)
    url = f"/desk/tickets/{ticket.pk}/"
    assert make.browser(desk.tom).get("/desk/").status_code == 403
    assert make.browser(desk.tom).get(url).status_code == 403
    assert make.browser(desk.hr).post(f"{url}answer/", {"text": "x"}).status_code == 403
    stranger = make.browser(contracts.actor(Role.DESK_SPECIALIST, make.client()))
    for path in (url, f"{url}moves/hold/", f"/home/requests/{ticket.pk}/"):
        assert stranger.get(path).status_code == 404
    for name in ("answer", "note", "take"):
        assert stranger.post(f"{url}{name}/", {"text": "x"}).status_code == 404
    assert make.browser(desk.hr).get(f"/home/requests/{ticket.pk}/").status_code == 404
    assert fresh(ticket).state == "new"


def test_a_confidential_page_says_nothing_to_client_hr(desk, at_eleven):
    ticket = desk.asked(MONDAY, category_id=desk.secret.pk, subject="My manager shouts")
    words = make.text(make.browser(desk.hr).get(f"/desk/tickets/{ticket.pk}/"))
    assert "shouts" not in words
    assert "Confidential" in words


def test_the_jobs_run_and_run_again(desk, at_eleven):
    ticket = desk.asked(at("2026-11-20 09:00"))
    for _time in range(2):
        tasks.escalate(0)
        tasks.close_resolved(0)
    assert make_.events(ticket, "desk.clock_breached") == ["desk.clock_breached"]
    with scope(system()):
        entry = Entry.objects.get(ticket=ticket, kind="auto")
    tasks.mail(str(entry.pk))


def test_the_command_takes_a_mail_in(desk, tmp_path):
    file, out = tmp_path / "mail.eml", io.StringIO()
    file.write_bytes(letter(make_.address(desk.tom), "My bank changed", subject="New bank"))
    call_command("receive_mail", str(file), stdout=out)
    assert out.getvalue().strip() == "taken"
    assert str(newest().subject) == "New bank"


def test_a_broken_promise_is_left_out_when_the_client_consents(desk, at_eleven):
    ticket = desk.asked(at("2026-11-20 09:00"))
    row, url = make_.newest(ticket, "first_response"), f"/desk/tickets/{ticket.pk}/"
    agent, client = make.browser(desk.agent), make.browser(desk.world.ca)
    assert "Should it not count?" in make.text(agent.get(url))
    assert agent.post(f"/desk/clocks/{row.pk}/leave-out/", {"reason": "Their network was down"}).status_code == 302
    assert "Their network was down" in make.text(client.get(url))
    assert agent.post(f"/desk/clocks/{row.pk}/consent/").status_code == 403
    assert client.post(f"/desk/clocks/{row.pk}/consent/").status_code == 302
    assert "with the client’s consent" in make.text(client.get(url))
