"""People to count, contracts to bill, and their invoice of November."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from tests import make
from tests.openhro.engagements import make_engagements as they
from tests.openhro.engagements.make_engagements import act

from openhro.billing import queries, services
from openhro.billing.models import Invoice, ServiceCredit
from openhro.billing.services import UsageTerms
from openhro.clients.models import Client
from openhro.core import clock, imports
from openhro.core.actor import system
from openhro.core.scope import scope
from openhro.engagements import services as contracts
from openhro.engagements.services import PriceTerms, ScopeTerms
from openhro.people.models import Employment, Person

NOVEMBER = date(2026, 11, 1)


def employ(
    client: Client,
    place: UUID,
    count: int = 1,
    *,
    start: date = date(2026, 1, 5),
    end: date | None = None,
    provider: bool = False,
) -> list[Employment]:
    """So many people employed at a company of the client, or at one of the provider's."""
    with scope(system()):
        people = [
            Person(client=client, external_id=make.unique("p"), given_name="A", family_name="B") for _ in range(count)
        ]
        Person.objects.bulk_create(people)
        jobs = [
            Employment(
                client=client,
                person=person,
                external_id=make.unique("e"),
                country="GB",
                start=start,
                end=end,
                continuous_service_from=start,
                **{"provider_entity_id" if provider else "entity_id": place},
            )
            for person in people
        ]
        return Employment.objects.bulk_create(jobs)


def agreed(at, engagement, terms: PriceTerms) -> None:
    """A further price, agreed on its first day: what is past cannot be priced afterwards."""
    with clock.travel(datetime(terms.start.year, terms.start.month, terms.start.day, 12, tzinfo=UTC)):
        act(at.em, contracts.add_price, engagement.pk, terms)


def taxed(at, currency: str = "USD", **values) -> None:
    """Say how the client is billed: without tax, for a stated reason, unless told otherwise."""
    plain = {"treatment": "outside", "tax_reason": "Services that are not taxed where the client is"}
    act(at.em, services.set_billing_terms, at.client.pk, currency, plain | values)


def enrol(at, engagement, count: int) -> None:
    """So many people enrolled in the plan since the contract began, from a file."""
    header = ("external_id", "engagement", "kind", "first", "number", "name", "subject")
    rows = [
        (f"ENR-{n:04d}", engagement.code, "enrolment", they.SPRING, f"US-{n:04d}", f"Person {n:04d}", "HAL-MED-SF")
        for n in range(count)
    ]
    options = services.Options(dry_run=False)
    content = imports.csv_file(header, rows)
    report = act(at.em, services.import_usage, at.client.pk, content, "enrolled.csv", options)
    assert (report.created, report.refused) == (count, [])


def halden():
    """The demo's three contracts: 149 US and 84 UK people, one of whom left on the 13th, and one in Germany."""
    at = they.world()
    taxed(at)
    scope_ = [ScopeTerms("payroll", "US", they.SPRING, entity_id=at.us.pk), they.payroll_uk(at)]
    hro = they.live(at, *scope_, code="ENG-HAL-01")
    agreed(at, hro, PriceTerms("hire", "per_hire", they.SPRING, rate=Decimal(15), guarantee_days=90))
    ours = they.provider_entity("DE", "payroll_withholding", "labour_leasing")
    plan = ScopeTerms("benefits", "US", they.SPRING, entity_id=at.us.pk, process="HAL-MED-SF")
    enrolled = they.pepm(tiers=(), rate_minor=4200, minimum_minor=None, count_basis="enrolled")
    at.hro, at.aso = hro, they.live(at, plan, model="ASO", code="ENG-HAL-02", price=enrolled)
    flat = PriceTerms("flat", "flat_per_employee", date(2026, 9, 1), rate_minor=60_000)
    employment = ScopeTerms("employment", "DE", date(2026, 9, 1))
    they.live(
        at,
        employment,
        model="EOR",
        code="ENG-HAL-03",
        provider_entity_id=ours.pk,
        price=flat,
        effective_from=date(2026, 9, 1),
    )
    employ(at.client, at.us.pk, 148), employ(at.client, at.us.pk, end=date(2026, 11, 13))
    employ(at.client, at.uk.pk, 84)
    employ(at.client, ours.pk, start=date(2026, 9, 1), provider=True)
    return at


def small(heads: int = 3, **values):
    """A live contract with a few people in the UK at 18.00 each."""
    at = they.world()
    taxed(at)
    price = they.pepm(tiers=(), rate_minor=1800, minimum_minor=None)
    engagement = they.live(at, price=price, **values)
    return at, engagement, employ(at.client, at.uk.pk, heads)


def drafted(at) -> Invoice:
    (invoice,) = act(at.em, services.draft_invoice, at.client.pk, NOVEMBER)
    return invoice


def issued(at) -> Invoice:
    invoice = drafted(at)
    act(at.em, services.review, invoice.pk)
    return act(at.pa, services.issue, invoice.pk)


def settled(at, invoice, start: date = date(2026, 5, 1)) -> dict[str, UUID]:
    """Something of everything around an issued invoice, and the id of each by the name that addresses have for it."""
    with scope(at.em):
        line = queries.lines(at.em, invoice.pk).filter(reason="")[0]
        terms = queries.billing_terms(at.em, at.client.pk)[0]
    agreed(at, line.engagement, PriceTerms("costs", "pass_through", start))
    told = UsageTerms(line.engagement_id, "cost", make.unique("C"), start, amount_minor=100)
    usage = act(at.em, services.record_usage, at.client.pk, told)
    document = act(at.em, services.add_document, usage.pk, "receipt.pdf", b"%PDF-1.7 receipt")
    template = imports.template(services.USAGE_COLUMNS)
    report = act(at.em, services.import_usage, at.client.pk, template, "usage.csv")
    note = act(at.pa, services.credit, invoice.pk, 100, "A gesture")
    received = services.Received(make.unique("BANK"), 100, invoice.currency, clock.today())
    payment = act(at.em, services.record_payment, invoice.pk, received)
    write_off = act(at.em, services.ask_write_off, invoice.pk, "Too small to ask for")
    dispute = act(at.ca, services.raise_dispute, line.pk, 100, "We think this is wrong")
    return {
        "usage_id": usage.pk, "document_id": document.pk, "usage_import_id": report.batch_id, "note_id": note.pk,
        "payment_id": payment.pk, "write_off_id": write_off.pk, "dispute_id": dispute.pk, "terms_id": terms.pk,
        "issued_line_id": line.pk,
    }  # fmt: skip


def credited(at, draft) -> ServiceCredit:
    """A service credit as it stands on a draft, for those who only need a row of it."""
    with scope(at.em):
        line = draft.lines.first()
        return ServiceCredit.objects.create(
            client=at.client, engagement_id=line.engagement_id, month=draft.period, definition_id=line.pk,
            measurement_id=line.pk, metric="payroll_accuracy", weight=40, multiplier=1, at_risk_minor=1_000,
            amount_minor=400, line=line,
        )  # fmt: skip
