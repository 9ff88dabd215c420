"""Pages of service levels: the scorecard of both sides, the rows behind a figure, leaving out, and the portfolio."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tests import make
from tests.openhro.engagements import make_engagements, make_levels
from tests.openhro.engagements.make_engagements import SPRING
from tests.openhro.engagements.make_levels import calls, closed, gone_by, happened, measured, promised

from openhro.core import clock
from openhro.core.actor import Role, system
from openhro.core.scope import scope
from openhro.engagements import queries
from openhro.engagements.models import Engagement, LevelSet, Measurement
from openhro.engagements.services import levels as registry

pytestmark = pytest.mark.django_db
MONTH = date(2026, 11, 1)
DECEMBER = datetime(2026, 12, 8, 9, tzinfo=UTC)


@pytest.fixture
def at():
    return make_engagements.world()


@pytest.fixture
def in_december():
    with clock.travel(DECEMBER):
        yield


@pytest.fixture
def charged():
    """What every contract was charged for a month, as billing tells it."""
    before = list(queries.metrics._charges)
    registry.charges_from(lambda _by, ids, _month: dict.fromkeys(ids, 354_600))
    yield
    queries.metrics._charges[:] = before


def card(contract, month="2026-11"):
    return f"/engagements/{contract.pk}/levels/?month={month}"


def test_the_scorecard_shows_the_month_its_year_and_what_it_costs(at, in_december, charged):
    made = promised(at, calls(small_volume_n=20))
    gone_by(at, made, date(2026, 9, 1), (20, 0), (20, 0), (19, 1))
    page = make.browser(at.em).get(card(made))
    words = make.text(page)
    for fact in ("Calls taken", "95.00%", "97.00%", "Missed", "19 of 20", "US$106.38", "US$425.52", "0 of 1", "Closed",
                 "September 2026", "on the next invoice", "one miss is allowed below 20"):  # fmt: skip
        assert fact in words, fact
    body = page.content.decode()
    assert 'class="spark"' in body and "100.00%, 100.00%, 95.00%" in body
    assert "Close the month" not in words


def test_the_client_reads_the_same_figures_but_closes_nothing(at, in_december, charged):
    made = promised(at)
    happened(at, MONTH, 19, 1)
    measured(at, made, MONTH)
    provider, client = (make.text(make.browser(by).get(card(made))) for by in (at.em, at.ca))
    for fact in ("95.00%", "US$106.38", "if the month ended so", "19 of 20"):
        assert fact in provider and fact in client
    assert "Close the month" in provider and "Close the month" not in client
    address = f"/engagements/{made.pk}/levels/measure/"
    assert make.browser(at.ca).post(address, {"month": "2026-11", "close": "1"}).status_code == 403


def test_a_month_is_measured_and_closed_by_buttons(at, in_december):
    made = promised(at)
    happened(at, MONTH, 3)
    browser, address = make.browser(at.em), f"/engagements/{made.pk}/levels/measure/"
    assert "Nothing is measured for this month" in make.text(browser.get(card(made)))
    assert browser.post(address, {"month": "2026-11"}).url == card(made)
    assert "Close the month" in make.text(browser.get(card(made)))
    browser.post(address, {"month": "2026-11", "close": "1"})
    with scope(system()):
        assert Measurement.objects.get(engagement=made).closed_at is not None
    again = browser.post(address, {"month": "2026-11"}, follow=True)
    assert "This month is closed" in make.text(again)


def test_empty_pages_say_so(at, in_december):
    made = make_engagements.live(at)
    with scope(system()):
        LevelSet.objects.filter(engagement=made).delete()
    assert "No service levels are promised" in make.text(make.browser(at.ca).get(card(made)))


def test_a_figure_leads_to_every_row_and_a_row_to_its_explanation(at, in_december):
    made = promised(at)
    happened(at, MONTH, 2, 1)
    row = closed(at, made, MONTH)
    address = f"/engagements/levels/{row.pk}/"
    assert f'href="{address}"' in make.browser(at.ca).get(card(made)).content.decode()
    page = make.browser(at.ca).get(address)
    words = make.text(page)
    for fact in ("call 2", "It took a while.", "2 met of 3 that count", "66.67%", "closed: it stays as it is"):
        assert fact in words, fact
    assert words.index("call 2") < words.index("call 0")
    assert 'href="/x/"' in page.content.decode()


def test_a_row_is_left_out_by_two_people(at, in_december):
    made = promised(at, calls(exclusions=("client_cause",)))
    happened(at, MONTH, 19, 1)
    [row] = measured(at, made, MONTH)
    miss = make_levels.rows_of(row)[0]
    provider, client = make.browser(at.em), make.browser(at.ca)
    address = f"/engagements/levels/{row.pk}/"
    ask = f"/engagements/levels/rows/{miss.pk}/leave-out/"
    assert ask in provider.get(address).content.decode()
    assert ask not in client.get(address).content.decode()
    assert client.get(ask).status_code == 403
    assert "The client caused it" in make.text(provider.get(ask))
    assert provider.post(ask, {"ground": "client_cause", "reason": ""}).status_code == 200
    assert provider.post(ask, {"ground": "client_cause", "reason": "They were late"}).url == address
    assert "The client is asked to leave it out: They were late" in make.text(client.get(address))
    assert provider.post(f"/engagements/levels/rows/{miss.pk}/consent/").status_code == 403
    assert client.post(f"/engagements/levels/rows/{miss.pk}/consent/").url == address
    words = make.text(provider.get(address))
    assert "Left out with the client’s consent: They were late" in words and "100.00%" in words


def test_the_right_to_end_the_contract_stands_first(at, in_december):
    made = promised(at, calls(minimum=Decimal(90), critical=True))
    gone_by(at, made, date(2026, 9, 1), (8, 2), (8, 2), (8, 2))
    assert "The client may end the contract" in make.text(make.browser(at.ca).get(card(made)))


def given(**values):
    return {
        "start": "2026-03-01", "at_risk": "12", "multiplier": "1.5", "multiplier_after": "3", "close_after_days": "5",
        "test_calls-target": "97", "test_calls-weight": "25",
    } | values  # fmt: skip


def test_levels_are_set_by_a_form_whose_refusals_stay_at_their_field(at):
    made = make_engagements.drafted(at)
    browser, address = make.browser(at.em), f"/engagements/{made.pk}/levels/set/"
    assert address in browser.get(f"/engagements/{made.pk}/levels/").content.decode()
    page = browser.get(address)
    assert page.status_code == 200 and 'value="99.50"' in page.content.decode()
    for values, words in [
        ({"test_calls-weight": "0"}, "The weights add up to 0"),
        ({"test_calls-critical": "on"}, "A critical level needs a minimum"),
        ({"start": "2026-03-15"}, "Service levels are measured by the month"),
        ({"test_calls-target": ""}, "Name at least one service level"),
    ]:
        assert words in make.text(browser.post(address, given(**values))), words
    with scope(system()):
        assert LevelSet.objects.get(engagement=made).levels.count() == 3
    assert browser.post(address, given()).url == f"/engagements/{made.pk}/levels/"
    with scope(system()):
        [level] = LevelSet.objects.get(engagement=made).levels.all()
    assert (level.metric, str(level.target), level.window_months) == ("test_calls", "97.00", 1)
    assert make.browser(at.ca).get(address).status_code == 403


def test_the_portfolio_begins_with_the_worst(at, in_december, charged):
    worst, watch, good = (make_engagements.world() for _ in range(3))
    for world, target, missed in ((worst, "95.00", 3), (watch, None, 1), (good, None, 0)):
        made = promised(world, calls(minimum=target and Decimal(target)), head={"code": f"ENG-{missed}"})
        happened(world, MONTH, 19, missed)
        measured(world, made, MONTH)
    make_engagements.drafted(good, make_engagements.payroll_uk(good, function="training"), code="ENG-DRAFT")
    by = make_engagements.actor(Role.ENGAGEMENT_MANAGER, worst.client, watch.client, good.client)
    page = make.browser(by).get("/portfolio/")
    words = make.text(page)
    order = [words.index(code) for code in ("ENG-3", "ENG-1", "ENG-0", "ENG-DRAFT")]
    assert order == sorted(order)
    for fact in ("Act now", "Below the minimum: Calls taken", "Watch", "Good", "Not measured", "US$425.52", "US$106.38",
                 "November 2026, so far", "Live 3", "Draft 1"):  # fmt: skip
        assert fact in words, fact
    assert "ENG-3" not in make.text(make.browser(by).get("/portfolio/?state=draft"))
    assert make.browser(by).get("/portfolio/?state=nonsense").status_code == 422
    for role in (Role.CLIENT_ADMIN, Role.PAYROLL_SPECIALIST, Role.AUDITOR):
        assert make.browser(make_engagements.actor(role, worst.client)).get("/portfolio/").status_code == 403


def test_an_empty_portfolio_and_another_tenant(at, in_december):
    made = promised(at)
    happened(at, MONTH, 1, 1)
    [row] = measured(at, made, MONTH)
    miss = make_levels.rows_of(row)[0]
    stranger = make.browser(make_engagements.actor(Role.ENGAGEMENT_MANAGER, make.client()))
    words = make.text(stranger.get("/portfolio/"))
    assert "Contracts that you answer for stand here." in words
    for address in (card(made), f"/engagements/{made.pk}/levels/set/", f"/engagements/levels/{row.pk}/",
                    f"/engagements/levels/rows/{miss.pk}/leave-out/"):  # fmt: skip
        assert stranger.get(address).status_code == 404
    assert stranger.post(f"/engagements/levels/rows/{miss.pk}/consent/").status_code == 404
    assert stranger.post(f"/engagements/{made.pk}/levels/measure/", {"month": "2026-11"}).status_code == 404


def test_a_month_of_the_address_is_a_month(at):
    made = promised(at)
    browser = make.browser(at.em)
    assert browser.get(card(made, "2026-13")).status_code == 404
    assert browser.get(card(made, "9999-01")).status_code == 404
    assert browser.get(card(made) + "&x=1").status_code == 422
    with scope(system()):
        assert Engagement.objects.get(pk=made.pk).live_from == SPRING


def test_the_client_finds_the_scorecard_in_the_navigation(at):
    browser = make.browser(at.ca)
    assert "No service levels are promised" in make.text(browser.get("/scorecard/"))
    first = promised(at, head={"code": "ENG-A"})
    assert browser.get("/scorecard/").url == f"/engagements/{first.pk}/levels/"
    page = browser.get(f"/engagements/{first.pk}/levels/").content.decode()
    assert f'href="/scorecard/?client={at.client.code}"' in page
    make_engagements.drafted(at, make_engagements.payroll_uk(at, function="training"), code="ENG-B")
    words = make.text(browser.get("/scorecard/"))
    assert "ENG-A" in words and "ENG-B" in words
    other = make.browser(make_engagements.actor(Role.CLIENT_ADMIN, make.client()))
    assert "ENG-A" not in make.text(other.get("/scorecard/"))
    assert other.get(f"/scorecard/?client={at.client.code}").status_code == 404
