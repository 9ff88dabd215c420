"""Tax by rule data with its citation; what no rule is known for is refused, unless somebody states a reason."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tests import make
from tests.openhro.billing.make_billing import drafted, employ, issued, taxed
from tests.openhro.engagements import make_engagements as they
from tests.openhro.engagements.make_engagements import act

from openhro.billing import queries, rules, services
from openhro.billing.models import BillingTerms, Invoice
from openhro.core import clock
from openhro.core.actor import Role, system
from openhro.core.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from openhro.core.scope import scope

pytestmark = pytest.mark.django_db
NOVEMBER_30 = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def month_end():
    with clock.travel(datetime(2026, 11, 30, 18, tzinfo=UTC)):
        yield


@pytest.mark.parametrize(
    ("supplier", "customer", "day", "category", "percent"),
    [
        ("GB", "GB", NOVEMBER_30, "S", "20"),
        ("GB", "GB", date(2011, 1, 4), "S", "20"),
        ("DE", "DE", NOVEMBER_30, "S", "19"),
        ("FR", "FR", NOVEMBER_30, "S", "20"),
        ("IE", "IE", NOVEMBER_30, "S", "23"),
        ("DE", "FR", NOVEMBER_30, "AE", "0"),
        ("DE", "US", NOVEMBER_30, "O", "0"),
        ("GB", "DE", NOVEMBER_30, "O", "0"),
    ],
)
def test_a_rule_says_category_rate_and_its_source(supplier, customer, day, category, percent):
    tax = rules.by_rule(supplier, customer, day)
    assert (tax.category, tax.rate) == (category, Decimal(percent))
    assert tax.cite
    assert bool(tax.reason) == (category != "S")


@pytest.mark.parametrize(
    ("supplier", "customer", "day"),
    [
        ("US", "US", NOVEMBER_30),
        ("US", "GB", NOVEMBER_30),
        ("GB", "GB", date(2011, 1, 3)),
        ("ES", "ES", NOVEMBER_30),
        ("", "GB", NOVEMBER_30),
        ("GB", "", NOVEMBER_30),
    ],
)
def test_what_no_rule_is_known_for_is_refused_and_never_guessed(supplier, customer, day):
    with pytest.raises(Invalid) as caught:
        rules.by_rule(supplier, customer, day)
    assert (caught.value.code, caught.value.detail["supplier"]) == ("TAX_UNKNOWN", supplier)


def test_tax_is_rounded_half_up():
    assert rules.by_rule("GB", "GB", NOVEMBER_30).on(1_252) == 250
    assert rules.Tax("S", Decimal("7.5")).on(1_020) == 77


def british(country: str = "GB", **terms):
    """A British client, three people, billed by a provider's company in a country."""
    at = they.world()
    ours = they.provider_entity(country, "payroll_withholding")
    taxed(
        at, supplier_entity_id=ours.pk, customer_entity_id=at.uk.pk, **{"treatment": "rule", "tax_reason": ""} | terms
    )
    they.live(at, price=they.pepm(tiers=(), rate_minor=1800, minimum_minor=None))
    employ(at.client, at.uk.pk, 3)
    return at


def test_a_british_client_of_a_british_provider_pays_vat():
    at = british(purchase_order="PO-77120", payment_days=14)
    invoice = issued(at)
    assert (invoice.subtotal_minor, invoice.tax_minor, invoice.total_minor) == (5_400, 1_080, 6_480)
    assert (invoice.tax_category, invoice.tax_name, invoice.tax_rate) == ("S", "VAT", 20)
    assert "Value Added Tax Act 1994" in invoice.tax_cite
    assert (invoice.purchase_order, invoice.due_on) == ("PO-77120", date(2026, 12, 14))
    note = act(at.em, services.credit, invoice.pk, 333, "A gesture")
    assert (note.amount_minor, note.tax_minor, note.total_minor) == (333, 67, 400)
    rest = act(at.em, services.credit, invoice.pk, 5_067, "The rest")
    assert note.tax_minor + rest.tax_minor == 1_080
    with scope(at.em):
        assert queries.balance(at.em, invoice.pk).open_minor == 0


def test_an_invoice_whose_tax_nobody_knows_is_not_issued():
    at = british("US")
    draft = drafted(at)
    assert (draft.tax_category, draft.tax_minor) == ("", 0)
    act(at.em, services.review, draft.pk)
    with pytest.raises(Invalid) as caught:
        act(at.pa, services.issue, draft.pk)
    assert caught.value.code == "TAX_UNKNOWN"
    with scope(system()):
        kept = Invoice.objects.get(pk=draft.pk)
        held = BillingTerms.objects.get()
    assert (kept.state, kept.number) == ("reviewed", None)
    act(at.em, services.reopen, draft.pk)
    values = {"treatment": "exempt", "tax_reason": "Stated by the provider's tax adviser"}
    act(at.em, lambda by: services.set_billing_terms(by, at.client.pk, "USD", values, version=held.version))
    invoice = issued(at)
    assert (invoice.tax_category, invoice.tax_minor, invoice.tax_reason) == ("E", 0, values["tax_reason"])


def refused(code: str, kind, by, client, currency: str, values, **more) -> None:
    with scope(system()):
        before = list(BillingTerms.objects.values_list())
    with pytest.raises(kind) as caught:
        act(by, lambda by: services.set_billing_terms(by, client.pk, currency, values, **more))
    with scope(system()):
        assert (caught.value.code, list(BillingTerms.objects.values_list())) == (code, before)


def test_billing_terms_that_cannot_be_are_refused():
    at = they.world()
    taxed(at)
    for code, values in (
        ("TREATMENT_INVALID", {"treatment": "none"}),
        ("REASON_REQUIRED", {"treatment": "exempt", "tax_reason": " "}),
        ("PAYMENT_DAYS", {"payment_days": 366}),
        ("TOO_LONG", {"purchase_order": "x" * 61}),
        ("ENDPOINT_INVALID", {"customer_endpoint": "7300010000001"}),
        ("UNKNOWN_FIELD", {"rate": 20}),
    ):
        refused(code, Invalid, at.em, at.client, "GBP", values)
    refused("TERMS_EXIST", Conflict, at.em, at.client, "USD", {})
    refused("STALE", Stale, at.em, at.client, "USD", {}, version=7)
    refused("FORBIDDEN", Forbidden, at.ca, at.client, "GBP", {})
    other = make.client()
    theirs = they.entity(other, "GB")
    refused("NOT_FOUND", NotFound, at.em, at.client, "GBP", {"customer_entity_id": theirs.pk})
    refused("NOT_FOUND", NotFound, at.em, at.client, "GBP", {"supplier_entity_id": theirs.pk})
    refused("NOT_FOUND", NotFound, they.actor(Role.ENGAGEMENT_MANAGER, other), at.client, "GBP", {})
