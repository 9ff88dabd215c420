"""A client's months over REST: usage, the November of 9,228.00, December's credit, disputes, payments, documents."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import make
from tests.openhro.billing.make_billing import halden, issued, small
from tests.openhro.billing.test_service_credits import MISSED, Measured
from tests.openhro.engagements import make_engagements as they
from tests.openhro.rest.make_rest import Caller

from openhro.billing.models import Usage
from openhro.core import clock, imports
from openhro.core.actor import Role, system
from openhro.core.scope import scope
from openhro.engagements import queries as engagements

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 a supplier's invoice"


@pytest.fixture(autouse=True)
def month_end():
    with clock.travel(datetime(2026, 11, 30, 18, tzinfo=UTC)):
        yield


def enrolled(count: int) -> SimpleUploadedFile:
    header = ("external_id", "engagement", "kind", "first", "number")
    rows = [(f"ENR-{n:04d}", "ENG-HAL-02", "enrolment", "2026-03-01", f"US-{n:04d}") for n in range(count)]
    return SimpleUploadedFile("enrolled.csv", imports.csv_file(header, rows))


def test_november_comes_to_9_228_and_december_carries_the_credit(monkeypatch):
    measured = Measured()
    monkeypatch.setattr(engagements, "credits_for", measured, raising=False)
    at = halden()
    em, pa, ca = Caller(at.em), Caller(at.pa), Caller(at.ca)
    tried = em.upload("/usage-imports", client_id=str(at.client.pk), file=enrolled(121))
    assert (tried["state"], tried["created"]) == ("dry_run", 121)
    sent = {"client_id": str(at.client.pk), "dry_run": "false"}
    assert em.upload("/usage-imports", **sent, file=enrolled(121))["state"] == "applied"
    again = em.upload("/usage-imports", **sent, file=enrolled(121))
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 0, 121)
    assert len(ca.get("/usage", client_id=at.client.pk, kind="enrolment", limit=200).items) == 121
    body = {"client_id": at.client.pk, "month": "2026-11-01"}
    [draft] = em.post("/invoices", body).items
    assert (draft["subtotal_minor"], draft["total_minor"], draft["currency"]) == (922_800, 922_800, "USD")
    assert em.post(f"/invoices/{draft['id']}/actions/review")["state"] == "reviewed"
    invoice = pa.post(f"/invoices/{draft['id']}/actions/issue")
    assert (invoice["state"], invoice["tax_category"]) == ("issued", "O")
    charged = {one["description"]: one["amount_minor"] for one in ca.get(f"/invoices/{draft['id']}/lines").items}
    assert sorted(charged.values()) == [60_000, 354_600, 508_200]
    assert em.post("/invoices", body).refused == (409, "PERIOD_BILLED")
    measured.rows[at.hro.pk, datetime(2026, 11, 1).date()] = [MISSED]
    with clock.travel(datetime(2026, 12, 31, 18, tzinfo=UTC)):
        em, ca = Caller(at.em), Caller(at.ca)
        [december] = em.post("/invoices", body | {"month": "2026-12-01"}).items
        credit = [one for one in em.get(f"/invoices/{december['id']}/lines").items if one["purpose"] == "credit"]
        assert [one["amount_minor"] for one in credit] == [-10_638]
        assert credit[0]["price_item_id"] is None
        [held] = em.get("/service-credits", client_id=at.client.pk).items
        assert (held["amount_minor"], held["state"], held["invoice_id"]) == (10_638, "open", december["id"])
        assert ca.get("/service-credits", client_id=at.client.pk).items == []


def test_usage_is_recorded_corrected_documented_and_withdrawn():
    at = halden()
    em, ca = Caller(at.em), Caller(at.ca)
    body = {
        "client_id": at.client.pk, "engagement_id": at.hro.pk, "kind": "hire", "external_id": "REQ-1",
        "first": "2026-11-02", "amount_minor": 7_800_000, "name": "Priya Raman",
    }  # fmt: skip
    made = em.post("/usage", body, "hire-1")
    assert (made["price_code"], made["source"], made["version"]) == ("hire", "api", 1)
    assert em.post("/usage", body, "hire-1")["id"] == made["id"]
    assert em.post("/usage", body | {"name": "Other"}, "hire-1").refused == (409, "IDEMPOTENCY_REUSE")
    assert em.post("/usage", body)["version"] == 1
    assert em.post("/usage", body | {"amount_minor": 7_600_000})["version"] == 2
    assert em.post("/usage", body | {"currency": "GBP"}).refused == (422, "CURRENCY_MIX")
    assert em.post("/usage", body | {"nonsense": 1}).refused == (422, "UNKNOWN_FIELD")
    assert em.post("/usage", body | {"quantity": "2"}).refused == (422, "USAGE_INVALID")
    assert em.post("/usage", body | {"kind": "fte", "amount_minor": None}).refused == (422, "USAGE_PRICE")
    assert ca.post("/usage", body).refused == (403, "FORBIDDEN")
    assert ca.get(f"/usage/{made['id']}")["name"] == "Priya Raman"
    upload = {"usage_id": made["id"], "file": SimpleUploadedFile("x.pdf", PDF)}
    assert em.upload("/usage-documents", **upload).refused == (422, "USAGE_INVALID")
    assert em.post(f"/usage/{made['id']}/actions/withdraw")["withdrawn_at"]
    assert em.post(f"/usage/{made['id']}/actions/withdraw").refused == (409, "WITHDRAWN")
    other = Caller(they.actor(Role.ENGAGEMENT_MANAGER, make.client()))
    assert other.get(f"/usage/{made['id']}").refused == (404, "NOT_FOUND")
    assert other.get("/usage").items == []
    with scope(system()):
        assert Usage.objects.count() == 1


def test_an_issued_invoice_is_disputed_credited_paid_and_written_off():
    at, _engagement, _jobs = small(3)
    found = issued(at)
    em, pa, ca = Caller(at.em), Caller(at.pa), Caller(at.ca)
    [line] = ca.get(f"/invoices/{found.pk}/lines").items
    body = {"line_id": line["id"], "amount_minor": 1_800, "reason": "One left in October"}
    assert em.post("/disputes", body).refused == (403, "FORBIDDEN")
    dispute = ca.post("/disputes", body)
    assert ca.post("/disputes", body).refused == (409, "DISPUTE_OPEN")
    assert ca.get(f"/invoices/{found.pk}")["state"] == "disputed"
    answer = f"/disputes/{dispute['id']}/actions/answer"
    assert ca.post(answer, {"outcome": "accepted", "answer": "Yes"}).refused == (403, "FORBIDDEN")
    done = em.post(answer, {"outcome": "partly", "answer": "Half of November", "credit_minor": 900})
    note = ca.get(f"/credit-notes/{done['note_id']}")
    assert (done["state"], note["amount_minor"], note["total_minor"]) == ("partly", 900, 900)
    pay = {"invoice_id": found.pk, "external_id": "BANK-1", "amount_minor": 1_000, "currency": "USD", "paid_on": "2026-11-30"}  # fmt: skip
    assert ca.post("/payments", pay).refused == (403, "FORBIDDEN")
    assert em.post("/payments", pay | {"amount_minor": 4_501}).refused == (422, "PAYMENT_EXCEEDS")
    payment = em.post("/payments", pay)
    balance = ca.get(f"/invoices/{found.pk}/balance")
    assert (balance["total_minor"], balance["credited_minor"], balance["paid_minor"]) == (5_400, 900, 1_000)
    assert balance["open_minor"] == 3_500
    assert em.post(f"/payments/{payment['id']}/actions/reverse", {"reason": "Bounced"})["reversed_at"]
    asked = pa.post("/write-offs", {"invoice_id": found.pk, "reason": "The client was wound up"})
    path = f"/write-offs/{asked['id']}/actions/approve"
    assert pa.post(path).refused == (409, "SELF_APPROVAL")
    assert em.post(path).refused == (403, "FORBIDDEN")
    second = Caller(they.actor(Role.PROVIDER_ADMIN))
    assert (second.post(path)["state"], second.post(path).refused) == ("approved", (409, "DECIDED"))
    assert ca.get(f"/invoices/{found.pk}")["state"] == "written_off"
    other = Caller(they.actor(Role.CLIENT_ADMIN, make.client()))
    for path in (f"/disputes/{dispute['id']}", f"/credit-notes/{note['id']}", f"/invoices/{found.pk}/balance"):
        assert other.get(path).refused == (404, "NOT_FOUND")
    for path in ("/disputes", "/payments", "/write-offs", "/service-credits"):
        assert other.get(path).items == []


def test_the_documents_of_an_invoice_and_who_is_late():
    at, _engagement, _jobs = small(3)
    found = issued(at)
    ca = Caller(at.ca)
    for path, start in (("document", b"%PDF-"), ("ubl", b"<?xml"), ("csv", b"\xef\xbb\xbfinvoice")):
        assert ca.http.get(f"/api/v1/invoices/{found.pk}/{path}").content.startswith(start)
    assert ca.get("/invoices", overdue=True).items == []
    with clock.travel(datetime(2027, 1, 15, tzinfo=UTC)):
        late = Caller(at.ca)
        assert [one["overdue"] for one in late.get("/invoices", overdue=True).items] == [True]


def test_billing_terms_are_set_and_changed_with_their_version():
    at = they.world()
    em, ca = Caller(at.em), Caller(at.ca)
    body = {"client_id": at.client.pk, "currency": "GBP", "customer_entity_id": at.uk.pk, "payment_days": 14}
    made = em.post("/billing-terms", body)
    assert (made["treatment"], made["payment_days"], made["version"]) == ("rule", 14, 1)
    assert em.post("/billing-terms", body).refused == (409, "TERMS_EXIST")
    path = f"/billing-terms/{made['id']}"
    change = {"treatment": "reverse_charge", "tax_reason": "Article 196"}
    assert em.patch(path, change, 7).refused == (412, "STALE")
    assert em.patch(path, {"treatment": "exempt"}, 1).refused == (422, "REASON_REQUIRED")
    changed = em.patch(path, change, 1)
    assert (changed["treatment"], changed["payment_days"], changed["version"]) == ("reverse_charge", 14, 2)
    assert ca.get("/billing-terms").refused == (403, "FORBIDDEN")
    other = Caller(they.actor(Role.ENGAGEMENT_MANAGER, make.client()))
    assert other.patch(path, change, 2).refused == (404, "NOT_FOUND")
