"""Second factors in the journal. allauth tells of them once the change is committed, so these tests commit."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client as Browser
from tests import make

from openhro.core.actor import Role, system
from openhro.core.models import JournalEntry
from openhro.core.scope import scope

pytestmark = pytest.mark.usefixtures("committed")
PASSWORD = "correct horse battery"


@pytest.fixture
def signed_in():
    """A specialist who has just shown the password again."""
    cache.clear()
    with scope(system()):
        user = make.user("Nina Kowalska")
        make.grant(user, Role.PAYROLL_SPECIALIST, make.client())
    browser = Browser()
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    browser.post("/login/again/", {"password": PASSWORD, "next": "/account/2fa/"})
    return browser, user


def told(user):
    with scope(system()):
        return list(JournalEntry.objects.filter(object_id=str(user.pk), event__startswith="clients.").order_by("pk"))


def test_every_change_of_a_second_factor_is_on_record_without_its_secret(signed_in):
    browser, user = signed_in
    before = len(told(user))
    page = browser.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]{16,})</code>", page)[1]
    shown = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    browser.post("/account/2fa/totp/activate/", {"code": shown})
    browser.post("/account/2fa/recovery-codes/generate/")
    browser.post("/account/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=user).exists()
    entries = told(user)[before:]
    assert [(one.event, one.data) for one in entries] == [
        ("clients.factor_added", {"kind": "totp"}),
        ("clients.factor_added", {"kind": "recovery_codes"}),
        ("clients.recovery_codes_renewed", {"kind": "recovery_codes"}),
        ("clients.factor_removed", {"kind": "totp"}),
        ("clients.factor_removed", {"kind": "recovery_codes"}),
    ]
    assert {(one.client_id, one.actor, one.via) for one in entries} == {(None, user.pk, "web")}


def test_a_code_that_was_wrong_changes_and_records_nothing(signed_in):
    browser, user = signed_in
    before = len(told(user))
    browser.get("/account/2fa/totp/activate/")
    assert browser.post("/account/2fa/totp/activate/", {"code": "000000"}).status_code == 200
    assert not Authenticator.objects.filter(user=user).exists()
    assert len(told(user)) == before
