"""What an address asks a list for is read or refused, on every list alike: a filter that was passed over in silence
would show what nobody asked for."""

import pytest
from tests import make
from tests.openhro.people import make_people

from openhro.core.actor import Role

pytestmark = pytest.mark.django_db
LISTS = (
    "/people/", "/people/export.csv", "/payroll/", "/billing/", "/billing/export.csv", "/billing/credits/",
    "/billing/draft/", "/engagements/", "/clients/", "/today/", "/search", "/notices/", "/approvals/",
)  # fmt: skip


@pytest.fixture
def desk():
    """Somebody of the provider who sees every list; one client, so that no list asks which."""
    house = make_people.house()
    make_people.hired(house, given_name="Ada", family_name="Byron")
    user = make.user()
    for role in (Role.PROVIDER_ADMIN, Role.PAYROLL_SPECIALIST, Role.ENGAGEMENT_MANAGER):
        make.grant(user, role, None)
    return make.browser(make.as_actor(user))


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("query", ["stat=active", "sort=name", "page=2", "q=a&nonsense="])
def test_a_filter_that_the_page_does_not_have_is_refused(desk, path, query):
    assert desk.get(path).status_code in (200, 302)
    answer = desk.get(f"{path}?{query}")
    assert (answer.status_code, "UNKNOWN_FIELD" in make.text(answer)) == (422, True)


@pytest.mark.parametrize(
    "address",
    [
        "/people/?state=gone", "/people/?as_of=31.12.2026", "/people/?as_of=86400", "/people/?entity=x",
        "/people/?site=Mars", "/people/?q=%00", "/people/export.csv?state=gone", "/people/export.csv?as_of=soon",
        "/people/?state=active&state=ended", "/payroll/?state=odd", "/payroll/?group=x", "/payroll/?from=soon",
        "/payroll/?to=2026-13-01", "/payroll/?open=9", "/billing/?state=odd", "/billing/export.csv?state=odd",
        "/engagements/?state=odd", "/engagements/?model=XXX", "/team/?all=yes",
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_refused_with_its_field(desk, address):
    answer = desk.get(address)
    if answer.status_code == 403:
        pytest.skip("not this role's page")
    assert answer.status_code == 422
    assert "Nothing was changed." in make.text(answer)


@pytest.mark.parametrize("path", ["/people/", "/payroll/", "/billing/", "/engagements/", "/clients/", "/notices/"])
def test_a_cursor_of_nobody_is_refused(desk, path):
    assert desk.get(f"{path}?cursor=nonsense").status_code == 400


def test_the_refusal_leads_back_to_the_whole_list(desk):
    for address in ("/people/?state=gone", "/people/?cursor=x"):
        assert "Show it without filters" in make.text(desk.get(address))
    assert "Show it without filters" not in make.text(desk.get("/people/export.csv?state=gone"))


def test_the_box_for_open_runs_is_read_as_a_browser_sends_it(desk):
    answer = desk.get("/payroll/?state=&group=&from=&to=&open=on")
    assert (answer.status_code, "Open only" in make.text(answer)) == (200, True)
    assert "checked" in answer.content.decode()
