"""Where somebody works decides how dates are written for them and which clock holds, unless it is said otherwise."""

from datetime import date

import pytest
from tests import make
from tests.openhro.rest.make_rest import Caller

from openhro.clients import places, queries, services
from openhro.clients.models import Client, User
from openhro.clients.services import Invitation
from openhro.core.actor import Role, system
from openhro.core.errors import Invalid, NotFound
from openhro.core.scope import scope

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("country", "state", "locale", "zone"),
    [
        ("GB", "", "en-gb", "Europe/London"), ("US", "", "en-us", "America/New_York"),
        ("US", "US-CO", "en-us", "America/Denver"), ("US", "US-TX", "en-us", "America/Chicago"),
        ("DE", "", "en-gb", "Europe/Berlin"), ("FR", "", "en-gb", "Europe/Paris"),
        ("AU", "AU-WA", "en-gb", "Australia/Perth"), ("CA", "CA-BC", "en-gb", "America/Vancouver"), ("XX", "", "en-gb", "UTC"),
    ],
)  # fmt: skip
def test_a_country_and_its_parts_have_a_clock(country, state, locale, zone):
    assert places.reader_in(country, state) == places.Reader(locale, zone)


def test_a_company_is_at_home_where_it_withholds_tax_and_nowhere_certain_with_two():
    withholding, insurance = ("state_withholding", "US-CO"), ("unemployment", "US-TX")
    assert places.state_of([("payroll_withholding", "US"), withholding, insurance]) == "US-CO"
    assert places.state_of([insurance]) == "US-TX"
    assert places.state_of([withholding, ("state_withholding", "US-UT")]) == ""
    assert places.state_of([("payroll_withholding", "US")]) == ""


def company(client, code: str, country: str, *registered: tuple[str, str]):
    with scope(system()) as by:
        made = services.add_entity(by, client.pk, code, code, country)
        for type_, place in registered:
            services.register_entity(by, made.pk, type_, place, start=date(2020, 1, 1))
    return made


def reader(username: str) -> tuple[str, str]:
    made = User.objects.get(username=username)
    return made.locale, made.zone


def test_somebody_new_reads_as_their_company_does():
    client = make.client(locale="en-us", zone="America/Denver")
    by = make.actor(Role.CLIENT_ADMIN, client)
    texas = company(client, "tx", "US", ("state_withholding", "US-TX"))
    leeds = company(client, "uk", "GB")
    chosen = {"cora": {}, "tess": {"entity_id": texas.pk}, "jonas": {"entity_id": leeds.pk}, "odd": {"entity_id": leeds.pk, "zone": "Asia/Tokyo"}}  # fmt: skip
    with scope(by):
        for name, values in chosen.items():
            services.invite_to_client(
                by, client.pk, Invitation(name, name, f"{name}@x.example", Role.CLIENT_HR, **values)
            )
    assert reader("cora") == ("en-us", "America/Denver")
    assert reader("tess") == ("en-us", "America/Chicago")
    assert reader("jonas") == ("en-gb", "Europe/London")
    assert reader("odd") == ("en-gb", "Asia/Tokyo")


def test_the_provider_s_people_read_as_its_first_company_does():
    with scope(system()) as by:
        services.add_provider_entity(by, make.unique("us"), "Northbridge Inc.", "US")
        services.add_provider_entity(by, make.unique("de"), "Northbridge GmbH", "DE")
    by, client = make.actor(Role.PROVIDER_ADMIN), make.client()
    with scope(by):
        services.invite_to_client(by, client.pk, Invitation("nina", "Nina", "n@x.example", Role.PAYROLL_SPECIALIST))
    assert reader("nina") == ("en-us", "America/New_York")


def test_what_does_not_exist_is_refused_and_nobody_is_invited():
    client, other = make.client(), make.client()
    by = make.actor(Role.CLIENT_ADMIN, client)
    elsewhere = company(other, "uk", "GB")
    for values, kind in (
        ({"entity_id": elsewhere.pk}, NotFound),
        ({"zone": "Mars/Base"}, Invalid),
        ({"locale": "xx"}, Invalid),
    ):
        with pytest.raises(kind), scope(by):
            services.invite_to_client(
                by, client.pk, Invitation("cora", "Cora", "c@x.example", Role.CLIENT_HR, **values)
            )
    assert not User.objects.filter(username="cora").exists()


def test_the_form_shows_what_each_company_makes_of_it_and_takes_another():
    client = make.client(name="Halden", locale="en-us", zone="America/Denver")
    leeds = company(client, "leeds", "GB")
    browser = make.browser(make.actor(Role.CLIENT_ADMIN, client))
    path = f"/clients/{client.code}/users/"
    words = make.text(browser.get(path))
    assert "leeds · English (UK), Europe/London" in words
    assert "English (US), America/Denver" in words
    given = {
        "name": "Jo",
        "email": "jo@x.example",
        "username": "jo",
        "role": "CH",
        "entity_id": leeds.pk,
        "zone": "Europe/Dublin",
    }
    assert browser.post(path, given).url == path
    assert reader("jo") == ("en-gb", "Europe/Dublin")


def test_a_client_writes_as_its_country_or_the_country_of_its_zone():
    pa = Caller(make.actor(Role.PROVIDER_ADMIN))
    for values, locale, zone in (
        ({"country": "US"}, "en-us", "America/New_York"), ({"zone": "America/Denver"}, "en-us", "America/Denver"),
        ({"country": "DE", "zone": "Europe/London", "locale": "en-us"}, "en-us", "Europe/London"), ({}, "en-gb", "Europe/London"),
    ):  # fmt: skip
        made = pa.post("/clients", {"code": make.unique("c"), "name": "New"} | values)
        assert (made["locale"], made["zone"]) == (locale, zone)
    with scope(system()):
        assert Client.objects.filter(name="New").count() == 4
    assert queries.reader_of_provider().zone
