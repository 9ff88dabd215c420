"""Indexed prices: capped and floored, to the cent, on the anniversary; refused while the figure is not known."""

from datetime import date
from decimal import Decimal

import pytest
from tests.openhro.engagements import make_engagements as they
from tests.openhro.engagements.make_engagements import refused
from tests.openhro.engagements.make_terms import on

from openhro.core.actor import Role, system
from openhro.core.errors import Conflict, Forbidden, Invalid, NotFound
from openhro.core.models import JournalEntry
from openhro.core.scope import scope
from openhro.engagements import queries, services
from openhro.engagements.models import IndexValue, PriceItem
from openhro.engagements.rules import PriceTerms, indexed

pytestmark = pytest.mark.django_db

YEAR = date(2027, 3, 1)


def price(**values) -> PriceTerms:
    """18.00, 15.00 and 12.00 that follow UK-CPI from 1 March 2027 on."""
    given = {"index": "UK-CPI", "index_from": YEAR, "index_floor": Decimal(1), "index_cap": Decimal(4)}
    return they.pepm(**given | values)


def enter(at, change: str, month: date = date(2027, 1, 1), source: str = "https://www.ons.gov.uk/cpi"):
    return they.act(at.em, services.enter_index_value, "UK-CPI", month, Decimal(change), source)


def run(day: date = YEAR) -> list:
    with on(day):
        return they.act(system(), services.index_prices)


def held(made) -> list[PriceItem]:
    with scope(system()):
        return list(PriceItem.objects.filter(engagement_id=made.pk).order_by("valid"))


@pytest.mark.parametrize(
    ("change", "applied", "rates"),
    [
        ("2.6", "2.6", [1847, 1539, 1231]),  # 18.468, 15.39, 12.312
        ("7.9", "4", [1872, 1560, 1248]),
        ("-0.4", "1", [1818, 1515, 1212]),
        ("2.527778", "2.527778", [1846, 1538, 1230]),  # 18.455..., half a cent up
    ],
)
def test_new_is_old_times_the_bounded_index_to_the_cent(change, applied, rates):
    found = indexed(price(), Decimal(change))
    assert (found.applied, [minor for _upto, minor in found.terms.tiers]) == (Decimal(applied), rates)
    assert (found.terms.start, found.terms.index_from, found.terms.minimum_minor) == (YEAR, date(2028, 3, 1), 250_000)


def test_a_price_follows_its_index_on_the_anniversary_with_a_record_beside_it():
    at = they.world()
    made = they.live(at, price=price())
    enter(at, "2.6")
    assert run(date(2027, 2, 28)) == []
    [record] = run()
    before, after = held(made)
    assert (before.valid.upper, after.valid.lower, after.valid.upper) == (YEAR, YEAR, None)
    assert [minor for _upto, minor in after.tiers] == [1847, 1539, 1231]
    assert (record.kind, record.state, record.effective_on) == ("indexation", "effective", YEAR)
    assert record.calculation == {
        "index": "UK-CPI", "month": "2027-01-01", "change": "2.600000", "source": "https://www.ons.gov.uk/cpi",
        "floor": "1.000000", "cap": "4.000000", "applied": "2.600000", "old": [1800, 1500, 1200],
        "new": [1847, 1539, 1231],
    }  # fmt: skip
    assert run() == [] == run(date(2027, 12, 1))
    enter(at, "5", date(2028, 1, 1))
    [second] = run(date(2028, 3, 1))
    assert second.calculation["new"] == [1921, 1601, 1280]


def test_an_unknown_figure_is_refused_and_told_once():
    at = they.world()
    made = they.live(at, price=price())
    [item] = held(made)
    with on(YEAR):
        answer = refused(Invalid, at.em, services.index_price, item.pk)
    assert (answer.status, answer.code) == (422, "PARAMETER_MISSING")
    assert answer.detail == {"index": "UK-CPI", "month": "2027-01-01"}
    assert run() == [] == run(date(2027, 3, 2))
    with scope(system()):
        assert JournalEntry.objects.filter(event="engagements.index_missing", object_id=str(made.pk)).count() == 1
    assert len(held(made)) == 1


def test_a_figure_that_comes_late_counts_from_the_day_it_is_known():
    at = they.world()
    made = they.live(at, price=price())
    enter(at, "3")
    with on(date(2027, 4, 15)):
        [item] = held(made)
        record = they.act(at.em, services.index_price, item.pk)
        assert refused(Conflict, at.em, services.index_price, held(made)[1].pk).code == "INDEX_NOT_DUE"
    assert record.effective_on == date(2027, 4, 15)
    assert held(made)[1].index_from == date(2028, 3, 1)


def test_before_the_anniversary_nothing_is_due():
    at = they.world()
    made = they.live(at, price=price())
    enter(at, "3")
    with on(date(2027, 2, 1)):
        assert refused(Conflict, at.em, services.index_price, held(made)[0].pk).code == "INDEX_NOT_DUE"


def test_a_figure_is_corrected_until_a_price_rests_on_it():
    at = they.world()
    they.live(at, price=price())
    enter(at, "26")
    enter(at, "2.6")
    assert IndexValue.objects.get(index="UK-CPI").change == Decimal("2.6")
    run()
    late = refused(
        Conflict, at.em, services.enter_index_value, "UK-CPI", date(2027, 1, 1), Decimal(3), "https://x.example"
    )
    assert late.code == "INDEX_USED"


@pytest.mark.parametrize(
    ("values", "field"),
    [({"index_from": None}, "index_from"), ({"index_from": they.SPRING}, "index_from"), ({"index": "uk"}, "index"),
     ({"index_floor": Decimal(5)}, "index_floor"), ({"index_cap": Decimal(101)}, "index_cap"),
     ({"index": ""}, "index"), ({"index_lag_months": 25}, "index_lag_months"),
     ({"kind": "pct_payroll", "tiers": (), "rate": Decimal(2), "minimum_minor": None}, "index")],
)  # fmt: skip
def test_a_bad_index_is_refused_with_the_price(values, field):
    at = they.world()
    made = they.act(at.em, services.draft_engagement, at.client.pk, they.terms())
    answer = refused(Invalid, at.em, services.add_price, made.pk, price(**values))
    assert (answer.code, answer.field) == ("PRICE_INVALID", field)


@pytest.mark.parametrize(
    ("values", "code"),
    [(("UK-CPI", date(2027, 1, 1), Decimal(2), " "), "SOURCE_REQUIRED"),
     (("cpi", date(2027, 1, 1), Decimal(2), "x"), "PRICE_INVALID"),
     (("UK-CPI", date(2027, 1, 1), Decimal("NaN"), "x"), "PRICE_INVALID"),
     (("UK-CPI", date(9999, 1, 1), Decimal(2), "x"), "DATE_RANGE")],
)  # fmt: skip
def test_a_bad_figure_is_refused(values, code):
    at = they.world()
    assert refused(Invalid, at.em, services.enter_index_value, *values).code == code


def test_figures_are_the_providers_and_another_clients_price_does_not_exist():
    at, other = they.world(), they.world()
    made = they.live(at, price=price())
    given = ("UK-CPI", date(2027, 1, 1), Decimal(2), "x")
    for role in (Role.CLIENT_ADMIN, Role.PAYROLL_SPECIALIST, Role.AUDITOR):
        assert refused(Forbidden, they.actor(role, at.client), services.enter_index_value, *given).status == 403
    stranger = they.actor(Role.ENGAGEMENT_MANAGER, other.client)
    assert refused(NotFound, stranger, services.index_price, held(made)[0].pk).status == 404
    assert refused(Forbidden, at.ca, services.index_price, held(made)[0].pk).status == 403
    with scope(at.ca):
        assert list(queries.index_values(at.ca, "UK-CPI")) == []
