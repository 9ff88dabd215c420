"""Prices: bands without gaps, what each kind needs, and versions that follow on."""

from datetime import date
from decimal import Decimal

import pytest
from tests.openhro.engagements import make_engagements as they
from tests.openhro.engagements.make_engagements import refused

from openhro.core.errors import Conflict, Invalid, NotFound
from openhro.core.scope import scope
from openhro.engagements import queries, services
from openhro.engagements.services import PriceTerms, ScopeTerms

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "tiers",
    [
        ((50, 1800), (200, 1500)),
        ((50, 1800), (50, 1500), (None, 1200)),
        ((200, 1800), (50, 1500), (None, 1200)),
        ((None, 1800), (200, 1500), (None, 1200)),
        ((0, 1800), (None, 1200)),
    ],
)
def test_bands_with_a_gap_or_an_overlap_are_refused(tiers):
    at = they.world()
    made = they.act(at.em, services.draft_engagement, at.client.pk, they.terms())
    answer = refused(Invalid, at.em, services.add_price, made.pk, they.pepm(tiers=tiers))
    assert (answer.status, answer.code, answer.field) == (422, "TIER_GAP", "tiers")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "per_moon"}, "kind"),
        ({"tiers": ()}, "rate"),
        ({"rate_minor": 100}, "tiers"),
        ({"tiers": (), "rate_minor": -1}, "rate_minor"),
        ({"tiers": (), "rate": Decimal("2.75")}, "rate"),
        ({"kind": "pct_payroll", "tiers": (), "rate": Decimal("100.01")}, "rate"),
        ({"kind": "pct_payroll", "tiers": (), "rate": Decimal("NaN")}, "rate"),
        ({"kind": "pct_payroll", "tiers": (), "rate": Decimal("2.1234567")}, "rate"),
        ({"kind": "pct_payroll", "tiers": (), "rate_minor": 5}, "rate"),
        ({"minimum_minor": 2, "cap_minor": 1}, "minimum_minor"),
        ({"tier_mode": "steep"}, "tier_mode"),
        ({"count_basis": "guess"}, "count_basis"),
        ({"count_on": 32}, "count_on"),
        ({"functions": ("catering",)}, "functions"),
        ({"guarantee_days": -1}, "guarantee_days"),
    ],
)
def test_a_price_that_says_too_little_or_too_much_is_refused(values, field):
    at = they.world()
    made = they.act(at.em, services.draft_engagement, at.client.pk, they.terms())
    answer = refused(Invalid, at.em, services.add_price, made.pk, they.pepm(**values))
    assert (answer.code, answer.field) == ("PRICE_INVALID", field)


def test_an_unusual_price_is_saved_with_a_warning():
    at = they.world()
    made = they.act(at.em, services.draft_engagement, at.client.pk, they.terms())
    saved = they.act(at.em, services.add_price, made.pk, PriceTerms("fte", "per_fte", they.SPRING, rate_minor=500_000))
    assert saved.item.kind == "per_fte"
    assert saved.warnings == [
        "HRO is usually priced by pct_payroll, pepm, per_hire, per_run, retainer, not by per_fte."
    ]
    assert they.act(at.em, services.add_price, made.pk, they.pepm()).warnings == []


def test_a_price_of_one_code_holds_once_a_day_and_follows_on():
    at = they.world()
    made = they.drafted(at)
    assert (
        refused(Conflict, at.em, services.add_price, made.pk, they.pepm(start=date(2026, 7, 1))).code == "PRICE_OVERLAP"
    )
    with scope(at.em):
        first = queries.prices(at.em, made.pk).get()
    they.act(at.em, services.end_price, first.pk, date(2026, 6, 30))
    they.act(at.em, services.add_price, made.pk, they.pepm(start=date(2026, 7, 1), minimum_minor=260_000))
    with scope(at.em):
        assert queries.prices(at.em, made.pk, date(2026, 6, 30)).get().minimum_minor == 250_000
        assert queries.prices(at.em, made.pk, date(2026, 7, 1)).get().minimum_minor == 260_000


def test_a_price_cannot_count_another_clients_entity():
    at, other = they.world(), they.world()
    made = they.act(at.em, services.draft_engagement, at.client.pk, they.terms())
    refused(NotFound, at.em, services.add_price, made.pk, they.pepm(entities=(other.uk.pk,)))
    refused(
        NotFound, at.em, services.add_scope, made.pk, ScopeTerms("payroll", "GB", they.SPRING, entity_id=other.uk.pk)
    )
