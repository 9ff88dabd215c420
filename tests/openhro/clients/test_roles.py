"""Every role of the trade is there, and a role without functions yet holds no right and opens no page but its own."""

import pytest
from tests import make

from openhro.clients import queries, services
from openhro.clients.models import Grant
from openhro.clients.permissions import CLIENT_READ
from openhro.clients.rules import ROLE_NAMES
from openhro.core.actor import Role, system
from openhro.core.errors import Invalid
from openhro.core.permission import REGISTRY
from openhro.core.scope import scope

pytestmark = pytest.mark.django_db
CODES = {
    "PA", "EM", "SP-pay", "SP-ben", "SP-rpo", "SP-lnd", "SP-cmp", "SP-er", "SP-desk", "CA", "CH", "MG", "HM", "IV", "EE",
    "CD", "WB", "AU", "SY", "FD",
}  # fmt: skip
NEW = [Role.INTERVIEWER, Role.CANDIDATE, Role.WHISTLE_BLOWER, Role.PARTNER_SERVICE]


def test_the_roles_are_those_of_the_transition_tables_and_each_has_a_name():
    assert {role.value for role in Role} == CODES
    assert set(ROLE_NAMES) == set(Role)


@pytest.mark.parametrize("role", NEW)
def test_a_role_whose_function_is_not_installed_holds_no_right_and_begins_at_its_account(role):
    assert [name for name, one in REGISTRY.items() if role in one.roles] == []
    client = make.client()
    browser = make.browser(make.actor(role, client))
    assert browser.get("/").url == "/account/"
    assert browser.get("/account/").status_code == 200
    for path in ("/clients/", "/people/", "/payroll/", "/billing/", f"/clients/{client.code}/"):
        assert browser.get(path).status_code in (403, 404), path
    with scope(system()):
        assert role not in {grant.role for grant in queries.people_behind(system(), client.pk)}


def test_who_applies_or_reports_is_not_given_that_role():
    by, user = make.actor(Role.PROVIDER_ADMIN), make.user()
    client = make.client()
    for role, code in (
        (Role.CANDIDATE, "ROLE_NOT_GIVEN"), (Role.WHISTLE_BLOWER, "ROLE_NOT_GIVEN"), (Role.PARTNER_SERVICE, "ROLE_NEEDS_CLIENT"),
    ):  # fmt: skip
        at = None if role is Role.PARTNER_SERVICE else client.pk
        with pytest.raises(Invalid) as caught, scope(by):
            services.grant_role(by, user.pk, role, at)
        assert caught.value.code == code
    with scope(system()):
        assert not Grant.objects.filter(user=user).exists()
    page = make.browser(by).get(f"/clients/{client.code}/users/").content.decode()
    assert 'value="IV"' in page and 'value="FD"' in page
    assert 'value="CD"' not in page and 'value="WB"' not in page


def test_a_client_is_read_by_its_managers_still():
    assert {Role.MANAGER, Role.HIRING_MANAGER, Role.AUDITOR, Role.CLIENT_HR} <= CLIENT_READ.roles
    assert Role.EMPLOYEE not in CLIENT_READ.roles
