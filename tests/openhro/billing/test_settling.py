"""What becomes of an issued invoice: credits by line, disputes, payments in parts, write-offs, and when it is overdue."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests import make
from tests.openhro.billing.make_billing import issued, small
from tests.openhro.engagements import make_engagements as they
from tests.openhro.engagements.make_engagements import act

from openhro.billing import queries, services
from openhro.billing.models import CreditNote, Dispute, Invoice, KeptDocument, Payment, WriteOff
from openhro.billing.services import Received
from openhro.core import clock
from openhro.core.actor import Role, system
from openhro.core.errors import Conflict, Forbidden, Invalid, NotFound
from openhro.core.models import JournalEntry
from openhro.core.scope import scope

pytestmark = pytest.mark.django_db
PAID_ON = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def month_end():
    with clock.travel(datetime(2026, 11, 30, 18, tzinfo=UTC)):
        yield


def billed(**values):
    """A client with an issued invoice of 54.00 on one line."""
    at, _engagement, _jobs = small(3, **values)
    at.invoice = issued(at)
    with scope(at.em):
        at.line = queries.lines(at.em, at.invoice.pk).get()
    return at


def state(at) -> tuple[str, int]:
    with scope(at.em):
        found = queries.invoice(at.em, at.invoice.pk)
        return found.state, queries.balance(at.em, found.pk).open_minor


def written() -> list:
    with scope(system()):
        tables = [CreditNote, Dispute, Invoice, KeptDocument, Payment, WriteOff, JournalEntry]
        return [list(table.objects.order_by("pk").values_list()) for table in tables]


def refused(code: str, by, service, *args) -> None:
    before = written()
    with pytest.raises((Conflict, Invalid, Forbidden, NotFound)) as caught, scope(by):
        service(by, *args)
    assert (caught.value.code, written() == before) == (code, True)


def paid(at, minor: int, reference: str = "BANK-1", **values) -> Payment:
    received = Received(reference, minor, **({"currency": "USD", "paid_on": PAID_ON} | values))
    return act(at.em, services.record_payment, at.invoice.pk, received)


def test_money_comes_in_parts_until_nothing_is_left():
    at = billed()
    paid(at, 2_000)
    assert state(at) == ("part_paid", 3_400)
    assert paid(at, 2_000).pk == paid(at, 2_000).pk
    assert state(at) == ("part_paid", 3_400)
    second = paid(at, 3_400, "BANK-2")
    assert state(at) == ("paid", 0)
    act(at.pa, services.reverse_payment, second.pk, "The bank sent it back")
    assert state(at) == ("part_paid", 3_400)
    refused("REVERSED", at.pa, services.reverse_payment, second.pk, "Again")


def test_payments_that_cannot_be_are_refused():
    at = billed()
    paid(at, 1_000)
    good = Received("BANK-2", 100, "USD", PAID_ON)
    for code, received in (
        ("PAYMENT_EXCEEDS", Received("BANK-2", 4_401, "USD", PAID_ON)),
        ("PAYMENT_EXCEEDS", Received("BANK-2", 0, "USD", PAID_ON)),
        ("PAYMENT_EXCEEDS", Received("BANK-2", -5, "USD", PAID_ON)),
        ("CURRENCY_MIX", Received("BANK-2", 100, "GBP", PAID_ON)),
        ("DATE_RANGE", Received("BANK-2", 100, "USD", PAID_ON + timedelta(2))),
        ("REASON_REQUIRED", Received(" ", 100, "USD", PAID_ON)),
        ("PAYMENT_TAKEN", Received("BANK-1", 999, "USD", PAID_ON)),
    ):
        refused(code, at.em, services.record_payment, at.invoice.pk, received)
    refused("FORBIDDEN", at.ca, services.record_payment, at.invoice.pk, good)
    nosy = they.actor(Role.ENGAGEMENT_MANAGER, make.client())
    refused("NOT_FOUND", nosy, services.record_payment, at.invoice.pk, good)


def test_a_draft_is_neither_paid_nor_disputed_nor_written_off():
    at, _engagement, _jobs = small()
    from tests.openhro.billing.make_billing import drafted

    draft = drafted(at)
    refused("NOT_ISSUED", at.em, services.record_payment, draft.pk, Received("B", 1, "USD", PAID_ON))
    refused("NOT_ISSUED", at.em, services.ask_write_off, draft.pk, "Gone")
    with scope(at.em):
        line = queries.lines(at.em, draft.pk).get()
    refused("NOT_FOUND", at.ca, services.raise_dispute, line.pk, 1, "Wrong")


@pytest.mark.parametrize(
    ("outcome", "credit", "given", "left"),
    [("accepted", 0, 1_800, 3_600), ("partly", 800, 800, 4_600), ("rejected", 0, 0, 5_400)],
)
def test_a_dispute_is_answered_and_what_is_accepted_is_credited_on_the_line(outcome, credit, given, left):
    at = billed()
    dispute = act(at.ca, services.raise_dispute, at.line.pk, 1_800, "One of the three left in October")
    assert state(at) == ("disputed", 5_400)
    refused("DISPUTE_OPEN", at.ca, services.raise_dispute, at.line.pk, 1, "Again")
    answered = act(at.em, services.answer_dispute, dispute.pk, outcome, "We looked at it", credit)
    assert (answered.state, state(at)) == (outcome, ("issued", left))
    assert (answered.note.amount_minor if answered.note else 0) == given
    if given:
        with scope(at.ca):
            [part] = answered.note.lines.all()
            assert (part.line_id, part.amount_minor) == (at.line.pk, given)
    refused("DISPUTE_CLOSED", at.em, services.answer_dispute, dispute.pk, "rejected", "Again")
    refused("DISPUTE_CLOSED", at.ca, services.withdraw_dispute, dispute.pk)


def test_who_may_dispute_and_who_answers():
    at = billed()
    refused("FORBIDDEN", at.em, services.raise_dispute, at.line.pk, 1, "x")
    refused("AMOUNT_INVALID", at.ca, services.raise_dispute, at.line.pk, 5_401, "x")
    refused("AMOUNT_INVALID", at.ca, services.raise_dispute, at.line.pk, 0, "x")
    refused("REASON_REQUIRED", at.ca, services.raise_dispute, at.line.pk, 1, "  ")
    other = they.actor(Role.CLIENT_ADMIN, make.client())
    refused("NOT_FOUND", other, services.raise_dispute, at.line.pk, 1, "x")
    dispute = act(at.ca, services.raise_dispute, at.line.pk, 100, "Wrong")
    refused("FORBIDDEN", at.ca, services.answer_dispute, dispute.pk, "accepted", "Yes")
    refused("NOT_FOUND", other, services.withdraw_dispute, dispute.pk)
    refused("OUTCOME_INVALID", at.em, services.answer_dispute, dispute.pk, "maybe", "Yes")
    refused("AMOUNT_INVALID", at.em, services.answer_dispute, dispute.pk, "partly", "Yes", 100)
    refused("REASON_REQUIRED", at.em, services.answer_dispute, dispute.pk, "accepted", "")
    assert act(at.ca, services.withdraw_dispute, dispute.pk).state == "withdrawn"
    assert state(at) == ("issued", 5_400)


def test_a_credit_names_its_lines_or_is_spread_over_all():
    at = billed()
    note = act(at.em, services.credit, at.invoice.pk, 400, "A gesture")
    with scope(at.em):
        assert list(note.lines.values_list("line_id", "amount_minor")) == [(at.line.pk, 400)]
    refused("CREDIT_SUM", at.em, services.credit, at.invoice.pk, 300, "x", {at.line.pk: 200})
    refused("CREDIT_EXCEEDS_LINE", at.em, services.credit, at.invoice.pk, 5_000, "x", {at.line.pk: 5_001})
    refused("LINE_UNKNOWN", at.em, services.credit, at.invoice.pk, 300, "x", {at.invoice.pk: 300})
    refused("CREDIT_EXCEEDS_INVOICE", at.em, services.credit, at.invoice.pk, 5_001, "x")
    act(at.em, services.credit, at.invoice.pk, 5_000, "All of it", {at.line.pk: 5_000})
    assert state(at) == ("paid", 0)


def test_what_will_not_be_paid_is_written_off_by_two_people():
    at = billed()
    paid(at, 400)
    refused("REASON_REQUIRED", at.em, services.ask_write_off, at.invoice.pk, "")
    asked = act(at.pa, services.ask_write_off, at.invoice.pk, "The client was wound up")
    refused("SELF_APPROVAL", at.pa, services.approve_write_off, asked.pk)
    refused("FORBIDDEN", at.em, services.approve_write_off, asked.pk)
    refused("WRITE_OFF_ASKED", at.em, services.ask_write_off, at.invoice.pk, "Again")
    paid(at, 1_000, "BANK-2")
    second = they.actor(Role.PROVIDER_ADMIN)
    done = act(second, services.approve_write_off, asked.pk)
    assert (done.amount_minor, state(at)) == (4_000, ("written_off", 0))
    refused("DECIDED", second, services.refuse_write_off, asked.pk)
    refused("WRITTEN_OFF", at.em, services.record_payment, at.invoice.pk, Received("B3", 1, "USD", PAID_ON))
    refused("WRITTEN_OFF", at.em, services.credit, at.invoice.pk, 1, "x")


def test_a_write_off_is_refused_and_none_is_asked_where_nothing_is_open_or_disputed():
    at = billed()
    asked = act(at.em, services.ask_write_off, at.invoice.pk, "Too small")
    assert act(at.pa, services.refuse_write_off, asked.pk).state == "refused"
    dispute = act(at.ca, services.raise_dispute, at.line.pk, 100, "Wrong")
    refused("DISPUTE_OPEN", at.em, services.ask_write_off, at.invoice.pk, "x")
    act(at.ca, services.withdraw_dispute, dispute.pk)
    paid(at, 5_400)
    refused("NOTHING_OPEN", at.em, services.ask_write_off, at.invoice.pk, "x")


def test_an_invoice_is_overdue_the_day_after_it_was_due_until_it_is_paid():
    at = billed()
    due = at.invoice.due_on
    for day, late in ((due, False), (due + timedelta(1), True)):
        with clock.travel(datetime(day.year, day.month, day.day, 12, tzinfo=UTC)), scope(at.ca):
            found = queries.invoice(at.ca, at.invoice.pk)
            assert (queries.is_overdue(found), list(queries.overdue(at.ca)) == [found]) == (late, late)
    paid(at, 5_400)
    with clock.travel(datetime(2027, 3, 1, tzinfo=UTC)), scope(at.ca):
        assert list(queries.overdue(at.ca)) == []


def test_the_documents_stay_as_they_went_out():
    at = billed()
    note = act(at.em, services.credit, at.invoice.pk, 400, "A gesture")
    with scope(at.ca):
        pdf, ubl = services.invoice_document(at.ca, at.invoice.pk), services.invoice_ubl(at.ca, at.invoice.pk)
        notes = [services.note_document(at.ca, note.pk, kind) for kind in ("pdf", "ubl")]
    with scope(system()):
        type(at.client).objects.filter(pk=at.client.pk).update(name="Renamed Ltd", locale="de-de")
        type(at.uk).objects.filter(client=at.client).update(name="Renamed Ltd", address="Elsewhere")
    with scope(at.ca):
        assert services.invoice_document(at.ca, at.invoice.pk) == pdf
        assert services.invoice_ubl(at.ca, at.invoice.pk) == ubl
        assert [services.note_document(at.ca, note.pk, kind) for kind in ("pdf", "ubl")] == notes
    assert (pdf[:5], notes[0][:5]) == (b"%PDF-", b"%PDF-")
    nosy = they.actor(Role.CLIENT_ADMIN, make.client())
    for ask, key in ((services.invoice_ubl, at.invoice.pk), (services.note_document, note.pk)):
        with scope(nosy), pytest.raises(NotFound):
            ask(nosy, key)
