"""Refusals as pages: the right status, the sentence, the code, and a way on; our own faults without the database."""

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import Client as Browser
from django.test import RequestFactory
from tests import make

from openhro.core import errors, web

PAGES = [
    (errors.Malformed("CURSOR", "Begin again."), 400, "Begin again."),
    (errors.Forbidden("FORBIDDEN", "Ask an administrator."), 403, "You can’t do this"),
    (errors.NotFound("person"), 404, "We can’t find this"),
    (errors.Conflict("ILLEGAL_TRANSITION", "Possible now: propose."), 409, "Possible now: propose."),
    (errors.Stale("STALE", "Reload it."), 412, "This has moved on"),
    (errors.Invalid("RULE", "Name a company."), 422, "Name a company."),
    (errors.TooMany("LOCKED_OUT", "Wait 15 minutes."), 429, "Wait 15 minutes."),
]


def asked(path: str = "/people/"):
    request = RequestFactory().get(path, headers={"referer": "http://testserver/engagements/"})
    request.session = {}
    request._messages = FallbackStorage(request)
    return request


@pytest.mark.django_db
@pytest.mark.parametrize(("refused", "status", "says"), PAGES, ids=[str(status) for _, status, _ in PAGES])
def test_each_refusal_is_a_page_that_helps(refused, status, says):
    answer = web.refusal(asked(), refused)
    words = make.text(answer)
    assert answer.status_code == status
    assert says in words
    assert "Go to your first page" in words
    assert (refused.code in words) is (status != 404)


@pytest.mark.django_db
def test_a_conflict_leads_back_to_where_one_came_from_on_our_own_site():
    conflict = errors.Conflict("X", "Y")
    assert 'href="http://testserver/engagements/"' in web.refusal(asked(), conflict).content.decode()
    elsewhere = asked()
    elsewhere.META["HTTP_REFERER"] = "https://evil.example/"
    assert "evil.example" not in web.refusal(elsewhere, conflict).content.decode()


def test_our_own_fault_is_said_without_reading_the_database():
    answer = web.server_error(asked())
    assert answer.status_code == 500
    assert "Something broke on our side" in make.text(answer)


@pytest.mark.django_db
def test_a_form_without_its_token_is_told_to_reload():
    answer = Browser(enforce_csrf_checks=True).post("/login/", {"login": "x", "password": "y"})
    assert answer.status_code == 403
    assert "This form was open for too long" in make.text(answer)


@pytest.mark.django_db
def test_an_address_that_does_not_exist_is_our_404():
    answer = Browser().get("/nothing/here/")
    assert answer.status_code == 404
    assert "We can’t find this" in make.text(answer)
