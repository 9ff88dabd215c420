"""What no function counts is recorded, told once, billed with its evidence, and then fixed."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tests import make
from tests.openhro.billing.make_billing import NOVEMBER, agreed, drafted, enrol, halden, issued, taxed
from tests.openhro.engagements import make_engagements as they
from tests.openhro.engagements.make_engagements import act

from openhro.billing import queries, services
from openhro.billing.models import Usage, UsageDocument
from openhro.billing.services import UsageTerms
from openhro.core import clock
from openhro.core.actor import Role, system
from openhro.core.errors import Conflict, Forbidden, Invalid, NotFound
from openhro.core.scope import scope
from openhro.engagements.services import PriceTerms, ScopeTerms

pytestmark = pytest.mark.django_db
DECEMBER = date(2026, 12, 1)
PDF = b"%PDF-1.7 a supplier's invoice"


@pytest.fixture(autouse=True)
def month_end():
    with clock.travel(datetime(2026, 11, 30, 18, tzinfo=UTC)):
        yield


def bpo(*prices: PriceTerms):
    """A live contract for a function that touches no client employee, with these prices."""
    at = they.world()
    taxed(at)
    ours = they.provider_entity("GB")
    scope_ = ScopeTerms("accounting", "GB", they.SPRING)
    values = {"model": "BPO", "code": "ENG-BPO", "provider_entity_id": ours.pk}
    engagement = they.live(at, scope_, price=prices[0], **values)
    for price in prices[1:]:
        agreed(at, engagement, price)
    return at, engagement


def tell(at, engagement, kind: str, external_id: str, first: date = NOVEMBER, **values) -> Usage:
    terms = UsageTerms(engagement.pk, kind, external_id, first, **values)
    return act(at.em, services.record_usage, at.client.pk, terms)


def lines(at, invoice) -> list[tuple]:
    with scope(at.em):
        return [
            (row.unit, row.quantity, row.amount_minor) for row in queries.lines(at.em, invoice.pk).filter(reason="")
        ]


def evidence(at, invoice) -> list[tuple]:
    with scope(at.em):
        rows = queries.evidence_of(at.em, invoice.pk).order_by("label")
        return [(row.kind, row.label, row.quantity, row.amount_minor) for row in rows]


def refused(code: str, at, terms: UsageTerms, by=None, kind=Invalid) -> None:
    with scope(system()):
        before = list(Usage.objects.order_by("pk").values_list())
    with pytest.raises(kind) as caught:
        act(by or at.em, services.record_usage, at.client.pk, terms)
    with scope(system()):
        assert list(Usage.objects.order_by("pk").values_list()) == before
    assert getattr(caught.value, "code", "") == code


def test_the_demos_november_is_9_228_before_tax():
    at = halden()
    enrol(at, at.aso, 121)
    invoice = drafted(at)
    assert (invoice.currency, invoice.subtotal_minor, invoice.tax_minor) == ("USD", 922_800, 0)
    assert lines(at, invoice) == [("people", 233, 354_600), ("people", 121, 508_200), ("people", 1, 60_000)]
    with scope(at.em):
        aso = queries.lines(at.em, invoice.pk).get(engagement__code="ENG-HAL-02")
        assert aso.rule == "People enrolled on any day from 1 November 2026 to 30 November 2026, as recorded."
        row = queries.evidence(at.em, aso.pk).first()
        assert (row.kind, row.number, row.name) == ("enrolment", "US-0000", "Person 0000")
        assert (row.first, row.last) == (NOVEMBER, date(2026, 11, 30))


def test_an_enrolment_counts_while_it_lasts_and_a_person_once():
    at = halden()
    enrol(at, at.aso, 3)
    tell(at, at.aso, "enrolment", "ENR-0000", they.SPRING, last=date(2026, 10, 31), number="US-0000")
    tell(at, at.aso, "enrolment", "ENR-B", date(2026, 11, 10), number="US-0001")
    tell(at, at.aso, "enrolment", "ENR-LATER", DECEMBER, number="US-0009")
    with scope(at.em):
        found = queries.lines(at.em, drafted(at).pk).get(engagement__code="ENG-HAL-02")
    assert (found.quantity, found.amount_minor) == (2, 8_400)


def test_transactions_are_charged_by_bands_with_what_came_late():
    at, engagement = bpo(PriceTerms("tx", "per_transaction", they.SPRING, tiers=((1000, 150), (None, 100))))
    tell(at, engagement, "transaction", "W44", NOVEMBER, quantity=Decimal(900), name="Supplier invoices, week 44")
    tell(at, engagement, "transaction", "W43", date(2026, 10, 30), quantity=Decimal(300))
    invoice = issued(at)
    assert lines(at, invoice) == [("items", 1200, 170_000)]
    assert evidence(at, invoice) == [("transaction", "W43", 300, None), ("transaction", "W44", 900, None)]
    with scope(at.em):
        assert queries.lines(at.em, invoice.pk).get().rule.endswith("Recorded late, from earlier months: 1.")


def test_months_of_workers_and_a_minimum():
    price = PriceTerms("fte", "per_fte", they.SPRING, rate_minor=400_000, minimum_minor=100_000)
    at, engagement = bpo(price)
    assert lines(at, drafted(at)) == [("fte", 0, 100_000)]
    tell(at, engagement, "fte", "T-1", quantity=Decimal("2.25"), name="Invoice team")
    assert lines(at, drafted(at)) == [("fte", Decimal("2.25"), 900_000)]


def test_a_cost_is_passed_on_with_its_document_only():
    at, engagement = bpo(PriceTerms("costs", "pass_through", they.SPRING))
    first = tell(at, engagement, "cost", "C-1", amount_minor=12_345, number="R-77", name="Background checks")
    tell(at, engagement, "cost", "C-2", amount_minor=99_999)
    act(at.em, services.add_document, first.pk, "r77.pdf", PDF)
    act(at.em, services.add_document, first.pk, "again.pdf", PDF)
    invoice = drafted(at)
    assert lines(at, invoice) == [("minor", 12_345, 12_345)]
    assert evidence(at, invoice) == [("cost", "C-1", 12_345, 12_345)]
    with scope(at.ca):
        [kept] = queries.documents(at.ca, first.pk)
        assert bytes(queries.document(at.ca, kept.pk).content) == PDF
    for name, content, code in (("x.pdf", b"MZ program", "DOCUMENT_TYPE"), ("x.pdf", b"%PDF-" + b"x" * 11_000_000, "FILE_TOO_LARGE")):  # fmt: skip
        with pytest.raises(Exception) as caught:
            act(at.em, services.add_document, first.pk, name, content)
        assert caught.value.code == code
    with scope(system()):
        assert UsageDocument.objects.count() == 1


def hired(base: int = 7_800_000, **values):
    """The demo's contract with somebody placed on 2 November, their fee billed in November."""
    at = halden()
    tell(at, at.hro, "hire", "REQ-2026-014", date(2026, 11, 2), amount_minor=base, name="Priya Raman", **values)
    return at


def test_the_fee_of_a_hire_is_15_percent_of_the_first_years_base():
    at = hired()
    invoice = issued(at)
    assert lines(at, invoice)[0] == ("minor", 7_800_000, 1_170_000)
    assert [row for row in evidence(at, invoice) if row[0] == "hire"] == [
        ("hire", "REQ-2026-014", 7_800_000, 1_170_000)
    ]
    with scope(at.em):
        [step] = queries.lines(at.em, invoice.pk)[0].steps
    assert (step["text"], step["amount_minor"]) == ("15 % of the first year's base pay: Priya Raman", 1_170_000)


def december(at):
    with clock.travel(datetime(2026, 12, 31, 18, tzinfo=UTC)):
        return act(at.em, services.draft_invoice, at.client.pk, DECEMBER)[0]


@pytest.mark.parametrize(("last", "given"), [(date(2026, 12, 7), -702_000), (date(2027, 1, 30), None)])
def test_a_hire_who_leaves_inside_the_guarantee_is_refunded_once(last, given):
    """The leaver of day 36 of 90: 54 / 90 of 11,700.00 is 7,020.00."""
    at = hired()
    issued(at)
    tell(at, at.hro, "hire", "REQ-2026-014", date(2026, 11, 2), amount_minor=7_800_000, name="Priya Raman", last=last)
    invoice = december(at)
    with scope(at.em):
        found = queries.lines(at.em, invoice.pk).filter(purpose="refund")
        assert [row.amount_minor for row in found] == ([given] if given else [])
        if given:
            [step] = found[0].steps
            assert step["text"] == "Priya Raman: Left on day 36 of a guarantee of 90: 54 / 90 of the fee"
    with clock.travel(datetime(2026, 12, 31, 18, tzinfo=UTC)):
        act(at.em, services.review, invoice.pk)
        act(at.pa, services.issue, invoice.pk)
    with clock.travel(datetime(2027, 1, 31, 18, tzinfo=UTC)):
        [january] = act(at.em, services.draft_invoice, at.client.pk, date(2027, 1, 1))
    with scope(at.em):
        assert not queries.lines(at.em, january.pk).filter(purpose="refund").exists()


def test_what_is_told_twice_is_there_once_and_a_correction_counts():
    at, engagement = bpo(PriceTerms("fte", "per_fte", they.SPRING, rate_minor=400_000))
    first = tell(at, engagement, "fte", "T-1", quantity=Decimal(2))
    again = tell(at, engagement, "fte", "T-1", quantity=Decimal(2))
    assert (first.pk, again.version) == (again.pk, 1)
    assert tell(at, engagement, "fte", "T-1", quantity=Decimal(3)).version == 2
    assert lines(at, drafted(at)) == [("fte", 3, 1_200_000)]


def test_what_is_billed_is_billed_once_and_stays():
    at, engagement = bpo(PriceTerms("fte", "per_fte", they.SPRING, rate_minor=400_000))
    told = tell(at, engagement, "fte", "T-1", quantity=Decimal(2))
    issued(at)
    terms = UsageTerms(engagement.pk, "fte", "T-1", NOVEMBER, quantity=Decimal(3))
    refused("USAGE_BILLED", at, terms, kind=Conflict)
    with pytest.raises(Conflict, match="issued invoice"):
        act(at.em, services.withdraw_usage, told.pk)
    with pytest.raises(Conflict) as caught:
        drafted(at)
    assert caught.value.code == "PERIOD_BILLED"
    tell(at, engagement, "fte", "T-2", quantity=Decimal(1))
    assert lines(at, december(at)) == [("fte", 1, 400_000)]


def test_what_is_withdrawn_is_not_billed_until_it_is_told_again():
    at, engagement = bpo(PriceTerms("fte", "per_fte", they.SPRING, rate_minor=400_000))
    told = tell(at, engagement, "fte", "T-1")
    act(at.em, services.withdraw_usage, told.pk)
    assert lines(at, drafted(at)) == []
    with pytest.raises(Conflict, match="withdrawn already"):
        act(at.em, services.withdraw_usage, told.pk)
    tell(at, engagement, "fte", "T-1")
    assert lines(at, drafted(at)) == [("fte", 1, 400_000)]


def test_usage_that_no_price_or_several_prices_count_is_refused():
    at, engagement = bpo(
        PriceTerms("tx", "per_transaction", they.SPRING, rate_minor=150),
        PriceTerms("vendors", "per_transaction", they.SPRING, rate_minor=900),
    )
    plain = UsageTerms(engagement.pk, "transaction", "T-1", NOVEMBER)
    refused("USAGE_PRICE", at, plain)
    refused("USAGE_PRICE", at, replace(plain, price_code="nothing"))
    refused("USAGE_PRICE", at, UsageTerms(engagement.pk, "fte", "T-1", NOVEMBER))
    refused("USAGE_PRICE", at, replace(plain, price_code="tx", first=date(2026, 2, 1)))
    assert act(at.em, services.record_usage, at.client.pk, replace(plain, price_code="vendors")).price_code == "vendors"


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "claims"},
        {"external_id": " "},
        {"external_id": "x" * 81},
        {"name": "a\nb"},
        {"quantity": Decimal(0)},
        {"quantity": Decimal("1.00001")},
        {"quantity": Decimal("NaN")},
        {"last": date(2026, 10, 1)},
        {"first": date(1900, 1, 1)},
        {"amount_minor": 100},
        {"kind": "cost", "amount_minor": None},
        {"kind": "cost", "amount_minor": -5},
        {"kind": "hire"},
        {"kind": "enrolment", "quantity": Decimal(2)},
    ],
)
def test_usage_that_says_too_little_or_nonsense_is_refused(change):
    at, engagement = bpo(PriceTerms("fte", "per_fte", they.SPRING, rate_minor=400_000))
    refused("USAGE_INVALID", at, replace(UsageTerms(engagement.pk, "fte", "T-1", NOVEMBER), **change))


def test_only_the_provider_records_and_nobody_for_another_client():
    at, engagement = bpo(PriceTerms("fte", "per_fte", they.SPRING, rate_minor=400_000))
    told = tell(at, engagement, "fte", "T-1")
    terms = UsageTerms(engagement.pk, "fte", "T-2", NOVEMBER)
    refused("FORBIDDEN", at, terms, by=at.ca, kind=Forbidden)
    other = make.client()
    nosy = they.actor(Role.ENGAGEMENT_MANAGER, other)
    refused("NOT_FOUND", at, terms, by=nosy, kind=NotFound)
    with pytest.raises(NotFound):
        act(at.em, services.record_usage, other.pk, terms)
    for ask in (queries.one_usage, services.withdraw_usage):
        with pytest.raises(NotFound):
            act(nosy, ask, told.pk)
    with scope(nosy):
        assert list(queries.usage(nosy)) == []
    with scope(at.ca):
        assert list(queries.usage(at.ca)) == [told]
