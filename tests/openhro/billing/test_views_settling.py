"""The pages of usage, disputes, payments, write-offs and billing terms: who sees what, what a refusal says."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import make
from tests.openhro.billing.make_billing import agreed, issued, settled, small
from tests.openhro.engagements import make_engagements as they
from tests.openhro.engagements.make_engagements import act

from openhro.billing import queries, services
from openhro.billing.models import BillingTerms, Dispute, Invoice, Payment, Usage, WriteOff
from openhro.core import clock, imports
from openhro.core.actor import Role, system
from openhro.core.scope import scope
from openhro.engagements.services import PriceTerms

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def month_end():
    with clock.travel(datetime(2026, 11, 30, 18, tzinfo=UTC)):
        yield


def billed():
    """An issued invoice of 54.00, its line, and a browser for each side."""
    at, at.engagement, _jobs = small(3)
    at.invoice = issued(at)
    with scope(at.em):
        at.line = queries.lines(at.em, at.invoice.pk).get()
    at.page = f"/billing/invoices/{at.invoice.pk}/"
    at.browsers = {name: make.browser(getattr(at, name)) for name in ("em", "pa", "ca")}
    return at


def words(at, who: str, path: str = "") -> str:
    return make.text(at.browsers[who].get(path or at.page))


def newest(table):
    with scope(system()):
        return table.objects.order_by("-pk").first()


def test_the_client_disputes_a_line_and_reads_the_answer():
    at = billed()
    assert f"lines/{at.line.pk}/dispute/" in at.browsers["ca"].get(at.page).content.decode()
    assert f"lines/{at.line.pk}/dispute/" not in at.browsers["em"].get(at.page).content.decode()
    path = f"{at.page}lines/{at.line.pk}/dispute/"
    refused = at.browsers["ca"].post(path, {"amount_minor": "99.00", "reason": "Wrong"})
    assert (refused.status_code, "what is left of the line" in make.text(refused)) == (422, True)
    assert at.browsers["ca"].post(path, {"amount_minor": "18.00", "reason": "One left"}).url == at.page
    assert "Waits for an answer" in words(at, "ca")
    answer = f"/billing/disputes/{newest(Dispute).pk}/answer/"
    assert at.browsers["ca"].get(answer).status_code == 403
    form = {"outcome": "accepted", "answer": "You are right", "credit_minor": ""}
    assert at.browsers["em"].post(answer, form).url == at.page
    told = words(at, "ca")
    for fact in ("Accepted", "You are right", "CN-2026-000001", "Left to pay"):
        assert fact in told, fact


def test_a_payment_is_recorded_and_taken_back():
    at = billed()
    path = f"{at.page}payment/"
    assert at.browsers["ca"].get(path).status_code == 403
    form = {"external_id": "BANK-1", "amount_minor": "60.00", "paid_on": "2026-11-30"}
    refused = at.browsers["em"].post(path, form)
    assert (refused.status_code, "what is left to pay" in make.text(refused)) == (422, True)
    assert at.browsers["em"].post(path, form | {"amount_minor": "20.00"}).url == at.page
    assert "Partly paid" in words(at, "ca")
    assert "Take back" not in words(at, "ca")
    back = f"/billing/payments/{newest(Payment).pk}/reverse/"
    assert at.browsers["em"].post(back, {"reason": "Bounced"}).url == at.page
    assert "Taken back: Bounced" in words(at, "ca")


def test_a_write_off_is_asked_and_decided_by_another():
    at = billed()
    assert at.browsers["ca"].get(f"{at.page}write-off/").status_code == 403
    assert at.browsers["pa"].post(f"{at.page}write-off/", {"reason": "Wound up"}).url == at.page
    path = f"/billing/write-offs/{newest(WriteOff).pk}/"
    assert path not in at.browsers["pa"].get(at.page).content.decode()
    own = at.browsers["pa"].post(path, {"decision": "approve"})
    assert (own.status_code, "Somebody else" in make.text(own)) == (422, True)
    second = make.browser(they.actor(Role.PROVIDER_ADMIN))
    assert path in second.get(at.page).content.decode()
    assert second.post(path, {"decision": "approve"}).url == at.page
    assert "Written off" in words(at, "ca")


def test_usage_is_recorded_corrected_and_withdrawn_on_pages():
    at = billed()
    agreed(at, at.engagement, PriceTerms("costs", "pass_through", they.SPRING))
    new = f"/billing/usage/new/?client={at.client.code}"
    form = {
        "engagement": at.engagement.pk, "kind": "cost", "external_id": "C-1", "name": "Background checks",
        "first": "2026-11-12", "quantity": "1", "amount_minor": "123.45",
    }  # fmt: skip
    em = at.browsers["em"]
    assert em.post(new, form | {"amount_minor": ""}).status_code == 422
    assert em.post(new, form).url == f"/billing/usage/?client={at.client.code}"
    held = newest(Usage)
    page = f"/billing/usage/{held.pk}/"
    assert "Waits for its document" in words(at, "em", page)
    assert "123.45" in words(at, "ca", "/billing/usage/")
    assert em.post(f"{page}edit/", form | {"amount_minor": "125.00"}).url == page
    file = SimpleUploadedFile("r.pdf", b"%PDF-1.7 receipt")
    assert em.post(f"{page}document/", {"file": file}).url == page
    with scope(system()):
        document = newest(Usage).documents.get()
    answer = at.browsers["ca"].get(f"/billing/usage-documents/{document.pk}/")
    assert (answer["Content-Type"], answer.content) == ("application/pdf", b"%PDF-1.7 receipt")
    for path in (new, f"{page}edit/", f"{page}withdraw/", f"{page}document/"):
        assert at.browsers["ca"].get(path).status_code == 403
    assert em.post(f"{page}withdraw/").url == page
    assert "Withdrawn" in words(at, "ca", page)


def test_a_file_of_usage_is_checked_then_taken_in():
    at = billed()
    agreed(at, at.engagement, PriceTerms("costs", "pass_through", they.SPRING))
    header = ("external_id", "engagement", "kind", "first", "amount")
    rows = [("C-1", at.engagement.code, "cost", "2026-11-01", "5.00"), ("C-2", "NOTHING", "cost", "2026-11-01", "5.00")]
    em, path = at.browsers["em"], f"/billing/usage/import/?client={at.client.code}"
    assert em.post(path, {}).status_code == 422
    answer = em.post(path, {"file": SimpleUploadedFile("u.csv", imports.csv_file(header, rows))})
    told = words(at, "em", answer.url)
    for fact in ("1 row is refused", "There is no contract of this code.", "Take the 1 good row only"):
        assert fact in told, fact
    assert newest(Usage) is None
    assert em.post(answer.url, {"partial": "1"}).url == f"/billing/usage/?client={at.client.code}"
    assert newest(Usage).external_id == "C-1"
    assert em.post(answer.url, {"partial": "1"}).status_code == 409
    assert em.get("/billing/usage/template.csv").status_code == 200
    assert em.get("/billing/usage/template.pdf").status_code == 404


def test_billing_terms_are_set_on_a_page_and_a_draft_without_tax_says_where():
    at = they.world()
    they.live(at)
    em = make.browser(at.em)
    with scope(at.em):
        act(at.em, services.draft_invoice, at.client.pk, datetime(2026, 11, 1).date())
    draft = newest(Invoice)
    assert "Tax is not known" in make.text(em.get(f"/billing/invoices/{draft.pk}/"))
    path = f"/billing/terms/new/?client={at.client.code}"
    form = {"currency": "USD", "treatment": "exempt", "payment_days": "30"}
    refused = em.post(path, form)
    assert (refused.status_code, "why no tax is charged" in make.text(refused)) == (422, True)
    back = f"/billing/terms/?client={at.client.code}"
    assert em.post(path, form | {"tax_reason": "Stated by our adviser"}).url == back
    assert "Stated by our adviser" in make.text(em.get(back))
    terms = newest(BillingTerms)
    changed = {"treatment": "rule", "payment_days": "14", "customer_entity_id": at.uk.pk}
    assert em.post(f"/billing/terms/{terms.pk}/", changed).url == back
    kept = newest(BillingTerms)
    assert (kept.payment_days, kept.customer_entity_id, kept.version) == (14, at.uk.pk, 2)
    ca = make.browser(at.ca)
    assert [ca.get(one).status_code for one in (back, path, f"/billing/terms/{terms.pk}/")] == [403, 403, 403]
    assert "Billing terms" not in make.text(ca.get("/billing/"))


def test_the_list_shows_what_is_overdue():
    at = billed()
    assert "No invoice found" in words(at, "ca", "/billing/?state=overdue")
    with clock.travel(datetime(2027, 1, 15, 12, tzinfo=UTC)):
        browser = make.browser(at.ca)
        assert "Issued, overdue" in make.text(browser.get("/billing/?state=overdue"))


def test_another_clients_usage_disputes_and_payments_are_not_there():
    at = billed()
    ids = settled(at, at.invoice, they.SPRING)
    other = make.browser(they.actor(Role.ENGAGEMENT_MANAGER, make.client()))
    for path in (
        f"/billing/usage/{ids['usage_id']}/", f"/billing/usage-documents/{ids['document_id']}/",
        f"/billing/usage/imports/{ids['usage_import_id']}/", f"/billing/disputes/{ids['dispute_id']}/answer/",
        f"/billing/payments/{ids['payment_id']}/reverse/", f"/billing/write-offs/{ids['write_off_id']}/",
        f"/billing/terms/{ids['terms_id']}/", f"/billing/credits/{ids['note_id']}/pdf/", f"{at.page}ubl/",
        f"{at.page}lines.csv", f"{at.page}payment/",
    ):  # fmt: skip
        assert other.get(path).status_code in (403, 404), path
    for path in ("/billing/usage/", "/billing/terms/", "/billing/"):
        assert str(at.client.name) not in make.text(other.get(path))


def test_documents_are_handed_out_as_they_went_out():
    at = billed()
    note = act(at.pa, services.credit, at.invoice.pk, 100, "A gesture")
    for path, kind in (
        (f"{at.page}pdf/", "application/pdf"),
        (f"{at.page}ubl/", "application/xml"),
        (f"{at.page}lines.csv", "text/csv; charset=utf-8"),
        (f"/billing/credits/{note.pk}/pdf/", "application/pdf"),
        (f"/billing/credits/{note.pk}/ubl/", "application/xml"),
    ):
        answer = at.browsers["ca"].get(path)
        assert (answer.status_code, answer["Content-Type"]) == (200, kind), path
