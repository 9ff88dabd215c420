"""A month from counted people to an issued invoice that nobody can change."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction
from tests.openhro.billing.make_billing import NOVEMBER, agreed, drafted, employ, halden, issued, small
from tests.openhro.engagements import make_engagements as they
from tests.openhro.engagements.make_engagements import act

from openhro.billing import queries, services
from openhro.billing.models import CreditNote, Invoice, InvoiceLine, LineEvidence, NumberSeries
from openhro.core import clock
from openhro.core.actor import Role, system
from openhro.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from openhro.core.models import JournalEntry
from openhro.core.scope import scope
from openhro.engagements import services as contracts
from openhro.engagements.services import PriceTerms, ScopeTerms

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def month_end():
    with clock.travel(datetime(2026, 11, 30, 18, tzinfo=UTC)):
        yield


def refused(kind, by, service, *args) -> Refused:
    """The refusal of a call that wrote nothing."""
    before = written()
    with pytest.raises(kind) as caught, scope(by):
        service(by, *args)
    assert written() == before
    return caught.value


def written() -> list:
    with scope(system()):
        tables = [Invoice, InvoiceLine, LineEvidence, CreditNote, NumberSeries, JournalEntry]
        return [list(table.objects.order_by("pk").values_list()) for table in tables]


def test_the_demos_november_is_one_invoice_in_dollars():
    at = halden()
    invoice = drafted(at)
    assert (invoice.currency, invoice.subtotal_minor, invoice.tax_minor, invoice.total_minor) == (
        "USD",
        414_600,
        0,
        414_600,
    )
    with scope(at.em):
        rows = [
            (row.description, row.quantity, row.amount_minor, bool(row.reason))
            for row in queries.lines(at.em, invoice.pk)
        ]
        assert rows == [
            ("ENG-HAL-01: Per hire", 0, 0, True),
            ("ENG-HAL-01: Per employee per month", 233, 354_600, False),
            ("ENG-HAL-02: Per employee per month", 0, 0, True),
            ("ENG-HAL-03: Flat fee per employee", 1, 60_000, False),
        ]
        pepm, aso = queries.lines(at.em, invoice.pk)[1], queries.lines(at.em, invoice.pk)[2]
        assert pepm.rule == "People employed on any day from 1 November 2026 to 30 November 2026; leavers count."
        assert queries.evidence(at.em, pepm.pk).count() == 233
        assert pepm.price["tiers"] == [[50, 1800], [200, 1500], [None, 1200]]
        assert [step["amount_minor"] for step in pepm.steps] == [90_000, 225_000, 39_600]
        assert (aso.rule, aso.unit) == ("not countable yet", "once")
        assert aso.reason.startswith("No enrolment is recorded for this price.")
        assert "A first day of employment alone proves no placement" in queries.lines(at.em, invoice.pk)[0].reason


def test_the_evidence_is_the_people_themselves():
    at, _engagement, jobs = small(3)
    employ(at.client, at.us.pk)
    invoice = drafted(at)
    with scope(at.em):
        (line,) = queries.lines(at.em, invoice.pk)
        found = [(row.kind, row.object_id, row.label, row.quantity) for row in queries.evidence(at.em, line.pk)]
    assert sorted(found) == sorted(("employee", job.pk, job.external_id, 1) for job in jobs)
    assert invoice.total_minor == 5_400


def test_a_month_may_be_counted_again_until_it_is_reviewed():
    at, _engagement, _jobs = small(3)
    first = drafted(at)
    employ(at.client, at.uk.pk)
    second = drafted(at)
    assert (first.total_minor, second.total_minor) == (5_400, 7_200)
    with scope(at.em):
        assert list(queries.invoices(at.em, at.client.pk)) == [second]
    act(at.em, services.review, second.pk)
    answer = refused(Conflict, at.em, services.draft_invoice, at.client.pk, NOVEMBER)
    assert (answer.code, answer.detail["allowed"]) == ("ILLEGAL_TRANSITION", ["reopen", "issue"])
    assert act(at.em, services.reopen, second.pk).state == "draft"
    assert drafted(at).total_minor == 7_200


def test_a_month_is_billed_once():
    at, engagement, _jobs = small()
    invoice = issued(at)
    answer = refused(Conflict, at.em, services.draft_invoice, at.client.pk, NOVEMBER)
    assert (answer.status, answer.code, answer.detail) == (409, "PERIOD_BILLED", {"invoices": [invoice.number]})
    agreed(at, engagement, PriceTerms("retainer", "retainer", they.SPRING, rate_minor=50_000))
    assert drafted(at).total_minor == 50_000


def test_the_database_refuses_a_second_line_for_the_period():
    at, _engagement, _jobs = small()
    issued(at)
    with scope(at.em):
        line = InvoiceLine.objects.get()
        other = Invoice.objects.create(client=at.client, period=NOVEMBER, currency="USD")
        with pytest.raises(DatabaseError, match="period_billed_once"), transaction.atomic():
            InvoiceLine.objects.create(
                client=at.client, invoice=other, engagement_id=line.engagement_id, price_item_id=line.price_item_id,
                period=NOVEMBER, position=1, description="again", price={}, quantity=1, unit="people", rule="", amount_minor=1,
            )  # fmt: skip


def test_issuing_gives_number_due_date_and_a_fixed_record():
    at, _engagement, _jobs = small()
    first = issued(at)
    assert (first.state, first.number, first.due_on, first.issued_by) == (
        "issued",
        "INV-2026-000001",
        date(2026, 12, 30),
        at.pa.user,
    )
    other, _engagement, _jobs = small()
    assert issued(other).number == "INV-2026-000002"
    with scope(system()):
        entries = JournalEntry.objects.filter(object_id=str(first.pk)).order_by("pk")
        assert [entry.event for entry in entries] == [
            "billing.invoice_drafted",
            "billing.invoice_reviewed",
            "billing.invoice_issued",
        ]


def test_a_failed_issue_leaves_no_gap_in_the_numbers():
    at, _engagement, _jobs = small()
    invoice = drafted(at)
    act(at.em, services.review, invoice.pk)

    def issue_and_fail(by):
        services.issue(by, invoice.pk)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act(at.pa, issue_and_fail)
    assert act(at.pa, services.issue, invoice.pk).number == "INV-2026-000001"


@pytest.mark.parametrize(
    "change",
    [
        lambda invoice, line, row: Invoice.objects.filter(pk=invoice.pk).update(total_minor=1),
        lambda invoice, line, row: Invoice.objects.filter(pk=invoice.pk).update(state="draft"),
        lambda invoice, line, row: Invoice.objects.filter(pk=invoice.pk).update(number=None),
        lambda invoice, line, row: Invoice.objects.filter(pk=invoice.pk)._raw_delete("default"),
        lambda invoice, line, row: InvoiceLine.objects.filter(pk=line.pk).update(amount_minor=1),
        lambda invoice, line, row: line.delete(),
        lambda invoice, line, row: LineEvidence.objects.filter(pk=row.pk).update(label="x"),
        lambda invoice, line, row: row.delete(),
        lambda invoice, line, row: LineEvidence.objects.create(
            client_id=line.client_id, line=line, kind="employee", object_id=row.object_id, label="x", quantity=1
        ),
    ],
)
def test_the_database_keeps_an_issued_invoice_as_it_is(change):
    at, _engagement, _jobs = small(1)
    invoice = issued(at)
    before = written()
    with scope(at.pa):
        line = InvoiceLine.objects.get()
        row = LineEvidence.objects.get()
        with pytest.raises(DatabaseError, match=r"issued invoice|is issued"), transaction.atomic():
            change(Invoice.objects.get(pk=invoice.pk), line, row)
    assert written() == before


def test_an_issued_invoice_moves_no_more():
    at, _engagement, _jobs = small()
    invoice = issued(at)
    for move in (services.review, services.reopen, services.issue):
        answer = refused(Conflict, at.em, move, invoice.pk)
        assert (answer.status, answer.code) == (409, "ILLEGAL_TRANSITION")


def test_currencies_make_invoices_of_their_own():
    at, _engagement, _jobs = small(2)
    us = ScopeTerms("payroll", "US", they.SPRING, entity_id=at.us.pk)
    they.live(at, us, currency="EUR", price=they.pepm(tiers=(), rate_minor=1000, minimum_minor=None))
    employ(at.client, at.us.pk, 5)
    made = act(at.em, services.draft_invoice, at.client.pk, NOVEMBER)
    assert [(one.currency, one.total_minor) for one in made] == [("EUR", 5_000), ("USD", 3_600)]


def test_retainer_and_setup():
    at, engagement, _jobs = small(1)
    agreed(at, engagement, PriceTerms("retainer", "retainer", they.SPRING, rate_minor=50_000))
    agreed(at, engagement, PriceTerms("setup", "setup", they.SPRING, rate_minor=250_000))
    assert drafted(at).total_minor == 51_800
    (march,) = act(at.em, services.draft_invoice, at.client.pk, date(2026, 3, 1))
    assert march.total_minor == 301_800


def test_a_price_that_changes_in_a_month_counts_everybody_once_at_the_last_one():
    at, engagement, _jobs = small(2)
    with scope(at.em):
        price = engagement.prices.get()
    act(at.em, contracts.end_price, price.pk, date(2026, 11, 30))
    with clock.travel(datetime(2026, 11, 14, 12, tzinfo=UTC)):
        act(at.em, contracts.end_price, price.pk, date(2026, 11, 15))
        act(
            at.em,
            contracts.add_price,
            engagement.pk,
            they.pepm(start=date(2026, 11, 16), tiers=(), rate_minor=2000, minimum_minor=None),
        )
    employ(at.client, at.uk.pk, start=date(2026, 11, 2), end=date(2026, 11, 3))
    assert drafted(at).total_minor == 6_000


def test_a_price_counts_only_the_entities_that_it_names():
    at = they.world()
    scope_ = [ScopeTerms("payroll", "US", they.SPRING, entity_id=at.us.pk), they.payroll_uk(at)]
    they.live(at, *scope_, price=they.pepm(tiers=(), rate_minor=1800, minimum_minor=None, entities=(at.us.pk,)))
    employ(at.client, at.us.pk, 2), employ(at.client, at.uk.pk, 5)
    assert drafted(at).total_minor == 3_600


def test_nothing_live_is_nothing_to_bill():
    at = they.world()
    they.signed(at)
    answer = refused(Conflict, at.em, services.draft_invoice, at.client.pk, NOVEMBER)
    assert answer.code == "NOTHING_TO_BILL"
    assert refused(Invalid, at.em, services.draft_invoice, at.client.pk, date(2026, 11, 2)).code == "MONTH_INVALID"


def test_a_month_that_runs_is_not_reviewed():
    at, _engagement, _jobs = small()
    invoice = drafted(at)
    with clock.travel(datetime(2026, 11, 29, 18, tzinfo=UTC)):
        assert refused(Conflict, at.em, services.review, invoice.pk).code == "PERIOD_OPEN"


def test_a_credit_note_corrects_an_issued_invoice():
    at, _engagement, _jobs = small(100)
    draft = drafted(at)
    assert refused(Conflict, at.em, services.credit, draft.pk, 100, "wrong").code == "NOT_ISSUED"
    act(at.em, services.review, draft.pk)
    invoice = act(at.pa, services.issue, draft.pk)
    note = act(at.pa, services.credit, invoice.pk, 1_800, "One leaver was counted by mistake")
    assert (note.number, note.amount_minor, note.currency) == ("CN-2026-000001", 1_800, "USD")
    too_much = refused(Invalid, at.em, services.credit, invoice.pk, 178_201, "all")
    assert (too_much.code, too_much.detail) == ("CREDIT_EXCEEDS_INVOICE", {"left_minor": 178_200})
    large = refused(Conflict, at.pa, services.credit, invoice.pk, 98_201, "large")
    assert (large.status, large.code) == (409, "SELF_APPROVAL")
    assert act(at.em, services.credit, invoice.pk, 98_201, "large").number == "CN-2026-000002"
    for amount, reason, code in [
        (0, "x", "AMOUNT_INVALID"),
        (-5, "x", "AMOUNT_INVALID"),
        (5, " ", "REASON_REQUIRED"),
        (5, "x" * 241, "REASON_REQUIRED"),
        (5, "a\x00", "REASON_REQUIRED"),
    ]:
        assert refused(Invalid, at.em, services.credit, invoice.pk, amount, reason).code == code
    with scope(at.em), pytest.raises(DatabaseError), transaction.atomic():
        CreditNote.objects.filter(pk=note.pk).update(amount_minor=1)


@pytest.mark.parametrize(
    ("role", "may"), [("EM", "drafts"), ("SP-pay", ""), ("CA", "reads"), ("CH", "reads"), ("EE", ""), ("AU", "reads")]
)
def test_roles(role, may):
    at, _engagement, _jobs = small()
    invoice = issued(at)
    who = they.actor(Role(role), at.client)
    if may != "drafts":
        for call in [
            (services.draft_invoice, at.client.pk, NOVEMBER),
            (services.review, invoice.pk),
            (services.reopen, invoice.pk),
            (services.issue, invoice.pk),
            (services.credit, invoice.pk, 100, "x"),
        ]:
            assert refused(Forbidden, who, *call).status == 403
    if may:
        assert act(who, queries.invoice, invoice.pk).number == invoice.number
    else:
        assert refused(Forbidden, who, queries.invoice, invoice.pk).status == 403


def test_a_client_sees_its_invoices_once_they_are_issued():
    at, _engagement, _jobs = small()
    invoice = drafted(at)
    assert refused(NotFound, at.ca, queries.invoice, invoice.pk).status == 404
    act(at.em, services.review, invoice.pk)
    act(at.pa, services.issue, invoice.pk)
    with scope(at.ca):
        assert [one.pk for one in queries.invoices(at.ca)] == [invoice.pk]
        (line,) = queries.lines(at.ca, invoice.pk)
        assert queries.evidence(at.ca, line.pk).count() == 3


def test_another_clients_invoice_does_not_exist():
    at, _engagement, _jobs = small()
    invoice = issued(at)
    with scope(at.em):
        (line,) = queries.lines(at.em, invoice.pk)
    stranger = they.actor(Role.ENGAGEMENT_MANAGER, they.world().client)
    for call in [
        (services.draft_invoice, at.client.pk, NOVEMBER),
        (services.review, invoice.pk),
        (services.issue, invoice.pk),
        (services.credit, invoice.pk, 100, "x"),
        (queries.invoice, invoice.pk),
        (queries.lines, invoice.pk),
        (queries.evidence, line.pk),
        (queries.credit_notes, invoice.pk),
    ]:
        assert refused(NotFound, stranger, *call).status == 404
    with scope(stranger):
        assert list(queries.invoices(stranger)) == []
