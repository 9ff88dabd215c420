"""First pages: where each role begins, the queue by clock, and what stays out of sight."""

from datetime import UTC, datetime, timedelta

import pytest
from tests import make

from openhro.core import clock, deadlines
from openhro.core.actor import Role, system
from openhro.core.deadlines import Duty
from openhro.core.scope import scope

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_noon():
    with clock.travel(NOON):
        yield


def due(
    client,
    title: str,
    hours: float,
    owner: Role = Role.PAYROLL_SPECIALIST,
    function: str = "payroll",
    record: str = "e1",
) -> None:
    with scope(system()):
        duty = Duty(make.unique("kind"), title, function, owner, "/payroll/runs/x/")
        deadlines.start(
            system(), client_row(client, record), duty, NOON + timedelta(hours=hours), because="The calendar."
        )


def client_row(client, record="e1"):
    """A deadline needs a record with a client; the client's own first entity will do."""
    from openhro.clients.models import LegalEntity

    return LegalEntity.objects.get_or_create(client=client, code=record, name="E One", country="GB")[0]


@pytest.mark.parametrize(
    ("role", "url"),
    [
        (Role.PROVIDER_ADMIN, "/today/"),
        (Role.ENGAGEMENT_MANAGER, "/today/"),
        (Role.PAYROLL_SPECIALIST, "/today/"),
        (Role.DESK_SPECIALIST, "/today/"),
        (Role.MANAGER, "/team/"),
        (Role.HIRING_MANAGER, "/team/"),
        (Role.CLIENT_ADMIN, "/approvals/"),
        (Role.CLIENT_HR, "/approvals/"),
        (Role.EMPLOYEE, "/home/"),
        (Role.AUDITOR, "/clients/"),
    ],
)
def test_each_role_begins_on_its_own_page(role, url):
    assert make.browser(make.actor(role, make.client())).get("/").url == url


@pytest.mark.parametrize("role", [Role.CLIENT_ADMIN, Role.CLIENT_HR, Role.EMPLOYEE])
def test_the_clients_people_begin_on_a_page_that_answers(role):
    browser = make.browser(make.actor(role, make.client()))
    assert browser.get(browser.get("/").url).status_code == 200


def test_somebody_without_a_role_is_told_so():
    by = make.as_actor(make.user())
    browser = make.browser(by)
    assert browser.get("/").url == "/account/"
    assert "You have no role yet" in make.text(browser.get("/account/"))


def test_the_queue_is_grouped_by_clock_and_counts_what_is_mine():
    client = make.client(name="Halden Instruments Group")
    due(client, "Answer overtime", -30)
    due(client, "Check the starter form", 5)
    due(client, "Submit the FPS", 80)
    due(client, "Year end", 24 * 40)
    due(client, "Send inputs", -2, Role.CLIENT_HR)
    answer = make.browser(make.actor(Role.PAYROLL_SPECIALIST, client)).get("/today/")
    words = make.text(answer)
    assert "1 late, 1 more due today" in words
    places = [words.index(text) for text in ("Late · 1", "Answer overtime", "Due today · 1", "Check the starter form")]
    places += [words.index(text) for text in ("This week · 1", "Submit the FPS", "After this week · 1", "Year end")]
    places += [words.index(text) for text in ("Waiting for others", "Send inputs")]
    assert places == sorted(places)
    assert "Overdue by 1 day 6 h" in words


def test_with_nothing_pressing_the_next_work_is_there():
    client = make.client()
    for number in range(8):
        due(client, f"Lock and calculate {number}", 24 * (9 + number), record=f"e{number}")
    due(client, "Check and review results", 24 * 12, record="e0")
    words = make.text(make.browser(make.actor(Role.PAYROLL_SPECIALIST, client)).get("/today/"))
    assert "Nothing is late and nothing is due today" in words
    assert "After this week · 6" in words
    assert "Lock and calculate 5" in words
    assert "Lock and calculate 6" not in words
    assert "Check and review results" not in words, "the next step of a record is enough"


def test_an_engagement_manager_sees_all_that_the_provider_owes():
    client = make.client()
    due(client, "Answer overtime", -1)
    due(client, "Enrol two people", -1, Role.BENEFITS_SPECIALIST, "benefits")
    due(client, "Approve the run", -1, Role.CLIENT_ADMIN)
    words = make.text(make.browser(make.actor(Role.ENGAGEMENT_MANAGER)).get("/today/"))
    assert "2 late" in words
    assert words.index("Enrol two people") < words.index("Waiting for others") < words.index("Approve the run")


def test_a_specialist_sees_the_own_function_at_the_own_clients_only():
    ours, theirs = make.client(), make.client()
    due(ours, "Enrol two people", -1, Role.BENEFITS_SPECIALIST, "benefits")
    due(theirs, "Answer overtime", -1)
    words = make.text(make.browser(make.actor(Role.PAYROLL_SPECIALIST, ours)).get("/today/"))
    assert "Enrol two people" not in words
    assert "Answer overtime" not in words
    assert "Nothing is waiting for you" in words


def test_today_narrows_to_one_client_and_hides_those_of_others():
    ours, second, theirs = make.client("aa-" + make.unique("x")), make.client(), make.client()
    due(ours, "Answer overtime", -1)
    due(second, "Decide a bank change", -1)
    browser = make.browser(make.actor(Role.PAYROLL_SPECIALIST, ours, second))
    words = make.text(browser.get(f"/today/?client={ours.code}"))
    assert "Answer overtime" in words
    assert "Decide a bank change" not in words
    assert browser.get(f"/today/?client={theirs.code}").status_code == 404


def test_the_number_of_reads_does_not_grow_with_the_queue():
    client = make.client()
    browser = make.browser(make.actor(Role.PAYROLL_SPECIALIST, client))
    due(client, "Answer 0", -1), due(client, "Wait 0", -1, Role.CLIENT_HR)
    few = make.reads(browser, "/today/")
    for number in range(1, 15):
        due(client, f"Answer {number}", number - 5), due(client, f"Wait {number}", 1, Role.CLIENT_HR)
    assert make.reads(browser, "/today/") == few


def test_a_title_cannot_carry_markup():
    client = make.client(name="<b>Bold & Sons</b>")
    due(client, "<script>alert(1)</script>", -1)
    body = make.browser(make.actor(Role.PAYROLL_SPECIALIST, client)).get("/today/").content.decode()
    assert "<script>alert" not in body
    assert "<b>Bold" not in body
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body
    assert "&amp;lt;" not in body


def test_a_team_is_for_those_who_lead_one():
    client = make.client()
    assert make.browser(make.actor(Role.MANAGER, client)).get("/team/").status_code == 200
    assert make.browser(make.actor(Role.PAYROLL_SPECIALIST, client)).get("/team/").status_code == 403


@pytest.mark.parametrize(("role", "status"), [(Role.EMPLOYEE, 403), (Role.MANAGER, 403), (Role.CLIENT_HR, 200)])
def test_a_queue_is_for_those_who_have_one(role, status):
    assert make.browser(make.actor(role, make.client())).get("/today/").status_code == status


def test_the_client_sees_what_is_due_to_it_and_not_the_desks_other_clients():
    ours, theirs = make.client(), make.client()
    due(ours, "Send inputs", -2, Role.CLIENT_HR), due(theirs, "Send theirs", -2, Role.CLIENT_HR)
    words = make.text(make.browser(make.actor(Role.CLIENT_HR, ours)).get("/today/"))
    assert "1 late" in words
    assert "Send inputs" in words
    assert "Send theirs" not in words


def test_a_browser_that_asks_for_an_icon_at_the_root_gets_ours(client):
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
    assert answer.content.startswith(b"<svg")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
