"""What service levels count of the desk: real requests, 19 of 20 resolved in time, each explained at its clock."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tests import make
from tests.openhro.desk import make_desk as make_
from tests.openhro.desk.make_desk import act
from tests.openhro.engagements import make_engagements as contracts
from tests.openhro.engagements import make_levels

from openhro.core import clock
from openhro.core.actor import Role, system
from openhro.core.errors import Conflict, Forbidden
from openhro.core.scope import scope
from openhro.desk import services
from openhro.desk.models import TicketClock
from openhro.engagements import queries
from openhro.engagements import services as engagements
from openhro.engagements.models import Engagement, LevelEvidence, Measurement

pytestmark = pytest.mark.django_db
MONTH = date(2026, 11, 1)
AFTER = datetime(2026, 12, 8, 9, tzinfo=UTC)


@pytest.fixture
def desk(monkeypatch):
    standard = contracts.levels
    level = contracts.level("ticket_resolution", small_volume_n=20, exclusions=("client_cause",))
    monkeypatch.setattr(contracts, "levels", lambda **values: standard(level, **values))
    made = make_.desk()
    for number in range(20):
        ticket = made.asked(make_.at("2026-11-02 10:00"), subject=f"Question {number}")
        done = "2026-11-03 17:00" if number else "2026-11-10 09:00"  # due on the 5th at 16:30
        made.on(done, services.resolve, ticket, "Done.")
    return made


def contract(desk):
    with scope(system()):
        return Engagement.objects.get(client=desk.client)


def measured(desk):
    with clock.travel(AFTER):
        [row] = act(desk.lead, engagements.measure_month, contract(desk).pk, MONTH)
    return row


def miss(row):
    with scope(system()):
        return LevelEvidence.objects.get(measurement=row, met=False)


def kept(row):
    """The desk's own clock behind a row."""
    with scope(system()):
        return TicketClock.objects.get(pk=row.item_id)


def test_nineteen_of_twenty_requests_cost_106_38_of_3546(desk):
    made = contract(desk)
    with clock.travel(AFTER):
        [row] = act(desk.lead, engagements.close_month, made.pk, MONTH)
    assert (row.met, row.missed, row.value, row.status) == (19, 1, Decimal("95.00"), "missed")
    with scope(desk.lead):
        [credit] = queries.credits_for(desk.lead, made.pk, MONTH, 354_600)
    assert credit.amount_minor == 10_638


def test_a_miss_leads_to_the_clock_that_explains_it(desk):
    row = miss(measured(desk))
    assert row.because == "Promised by 5 Nov 2026, 16:30 GMT, done 10 Nov 2026, 09:00 GMT."
    ca = make.browser(desk.world.ca)
    path, anchor = row.url.split("#")
    page = ca.get(path).content.decode()
    assert f'id="{anchor}"' in page and "Why then?" in page
    assert row.url in ca.get(f"/engagements/levels/{row.measurement_id}/").content.decode()


def test_the_desks_own_exclusion_counts_for_the_level(desk):
    row = miss(measured(desk))
    with clock.travel(AFTER):
        act(desk.agent, services.ask_to_exclude, row.item_id, "Their network was down")
        act(desk.world.ca, services.consent_to_exclusion, row.item_id)
    found = measured(desk)
    assert (found.met, found.missed, found.excluded, found.status) == (19, 0, 1, "met")


def test_asking_on_the_scorecard_asks_at_the_desk(desk):
    row = miss(measured(desk))
    with clock.travel(AFTER):
        act(desk.agent, engagements.ask_exclusion, row.pk, "client_cause", "Their network was down")
        assert kept(row).left_out_for == "Their network was down"
        both = contracts.also(desk.world.ca, Role.DESK_SPECIALIST, desk.client.pk)
        with pytest.raises(Forbidden), scope(desk.agent):
            engagements.consent_to_exclusion(desk.agent, row.pk)
        act(both, engagements.ask_exclusion, row.pk, "client_cause", "Their network was down")
        with pytest.raises(Conflict) as caught, scope(both):
            engagements.consent_to_exclusion(both, row.pk)
        assert caught.value.code == "SELF_APPROVAL"
        act(desk.agent, engagements.ask_exclusion, row.pk, "client_cause", "Their network was down")
        assert act(desk.world.ca, engagements.consent_to_exclusion, row.pk).excluded
    with scope(system()):
        found = Measurement.objects.get(pk=row.measurement_id)
        assert (found.excluded, found.missed) == (1, 0)


def test_what_no_contract_covers_is_not_promised():
    made = make_.desk(covered=False)
    ticket = made.asked(make_.at("2026-11-02 10:00"))
    made.on("2026-11-05 09:00", services.resolve, ticket, "Done.")
    assert ticket.out_of_scope
    metric = queries.METRICS["ticket_resolution"]
    start, end = make_levels.instant("2026-11-01 00:00"), make_levels.instant("2026-12-01 00:00")
    with scope(system()):
        assert metric.measured(system(), made.client.pk, start, end) == []


def test_a_clock_counts_in_the_month_in_which_it_broke(desk):
    late = desk.asked(make_.at("2026-11-30 10:00"))
    with clock.travel(make_.at("2026-12-04 18:00")), scope(system()):
        services.escalate(system())
    desk.on("2026-12-07 10:00", services.resolve, late, "Done.")
    assert measured(desk).missed == 1
    with scope(system()):
        told = queries.METRICS["ticket_resolution"].measured(
            system(), desk.client.pk, make_levels.instant("2026-12-01 00:00"), make_levels.instant("2027-01-01 00:00")
        )
    assert [item.label for item in told if not item.met] == [f"#{late.number}"]
    assert {item.scope_item_id for item in told} == {late.scope_item_id}
