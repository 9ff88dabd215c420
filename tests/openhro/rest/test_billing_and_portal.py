"""Invoices from draft to credit, and what reads across: deadlines, the day, search."""

import pytest
from tests import make
from tests.openhro.billing import make_billing
from tests.openhro.engagements import make_engagements
from tests.openhro.payroll import make_payroll
from tests.openhro.rest.make_rest import Caller

from openhro.billing.models import Invoice
from openhro.core.actor import Role, system
from openhro.core.models import JournalEntry
from openhro.core.scope import scope

pytestmark = pytest.mark.django_db


def billed():
    """A client with one person at work and a price, and the people who bill."""
    at = make_payroll.payroll((3_000_000,))
    make_billing.taxed(at.at)
    return at, Caller(at.at.em), Caller(at.at.pa), Caller(at.at.ca)


def test_a_month_is_drafted_reviewed_issued_and_credited():
    at, em, pa, ca = billed()
    body = {"client_id": at.at.client.pk, "month": "2026-05-01"}
    [draft] = em.post("/invoices", body).items
    path = f"/invoices/{draft['id']}"
    assert (draft["state"], draft["moves"], draft["currency"]) == ("draft", ["review"], "USD")
    assert ca.get(path).refused == (404, "NOT_FOUND")
    [line] = em.get(f"{path}/lines").items
    assert (line["amount_minor"], line["quantity"]) == (250_000, "1.0000")
    [counted] = em.get(f"/invoice-lines/{line['id']}/evidence").items
    assert counted["label"] == at.staff[0].external_id
    steps = em.get(f"/invoice-lines/{line['id']}/explain").items
    assert steps[-1]["detail"]["amount_minor"] == 250_000
    assert pa.post(f"{path}/actions/issue").refused == (409, "ILLEGAL_TRANSITION")
    assert em.post(f"{path}/actions/review")["state"] == "reviewed"
    issued = pa.post(f"{path}/actions/issue", None, "issue-1")
    assert (issued["state"], issued["number"][:4], issued["total_minor"]) == ("issued", "INV-", 250_000)
    assert pa.post(f"{path}/actions/issue", None, "issue-1").body == issued.body
    assert ca.get(path)["number"] == issued["number"]
    assert ca.http.get(f"/api/v1{path}/document").content[:5] == b"%PDF-"
    assert em.post("/invoices", body).refused == (409, "PERIOD_BILLED")
    credit = {"invoice_id": draft["id"], "amount_minor": 10_000, "reason": "Late answer"}
    note = pa.post("/credit-notes", credit, "credit-1")
    assert pa.post("/credit-notes", credit, "credit-1")["number"] == note["number"]
    assert pa.post("/credit-notes", credit | {"amount_minor": 250_000}).refused == (422, "CREDIT_EXCEEDS_INVOICE")
    assert pa.post("/credit-notes", credit | {"amount_minor": 0}).refused == (422, "AMOUNT_INVALID")
    assert [one["amount_minor"] for one in ca.get("/credit-notes", invoice_id=draft["id"]).items] == [10_000]


def test_a_refused_draft_writes_nothing():
    at, em, _pa, ca = billed()
    with scope(system()):
        before = (Invoice.objects.count(), JournalEntry.objects.count())
    body = {"client_id": at.at.client.pk, "month": "2026-05-02"}
    assert em.post("/invoices", body).refused == (422, "MONTH_INVALID")
    assert em.post("/invoices", body | {"month": "2020-01-01"}).refused == (409, "NOTHING_TO_BILL")
    assert ca.post("/invoices", body | {"month": "2026-05-01"}).refused == (403, "FORBIDDEN")
    with scope(system()):
        assert (Invoice.objects.count(), JournalEntry.objects.count()) == before


def test_a_run_brings_its_deadlines_and_each_explains_itself():
    at, *_ = billed()
    pat = Caller(at.specialist)
    run = pat.post("/runs", {"period_id": at.periods[0].pk})["row"]["id"]
    rows = pat.get("/deadlines", client_id=at.at.client.pk, object_id=run).items
    assert [one["kind"] for one in rows][:1] == ["payroll.inputs"]
    assert [one["due_at"] for one in rows] == sorted(one["due_at"] for one in rows)
    [step] = pat.get(f"/deadlines/{rows[0]['id']}/explain").items
    assert step["text"] == "The calendar's cut-off for inputs."
    queue = pat.get("/today", client_id=at.at.client.pk)
    assert queue["counts"]["late"] + queue["counts"]["today"] + queue["counts"]["week"] + queue["counts"]["later"] > 0
    assert [one["row"]["id"] for one in pat.get("/due-runs").items] == [run]
    benefits = Caller(make.actor(Role.BENEFITS_SPECIALIST, at.at.client))
    assert benefits.get("/deadlines", client_id=at.at.client.pk).items == []
    assert benefits.get(f"/deadlines/{rows[0]['id']}").refused == (404, "NOT_FOUND")


def test_search_finds_what_one_may_see():
    at, em, *_ = billed()
    pat = Caller(at.specialist)
    with scope(at.specialist):
        name = at.staff[0].person.family_name
    assert {one["kind"] for one in pat.get("/search", q=name).items} == {"people"}
    assert {one["kind"] for one in em.get("/search", q="ENG").items} >= {"engagements"}
    other = Caller(make_engagements.actor(Role.PAYROLL_SPECIALIST, make.client()))
    assert other.get("/search", q=name).items == []
    assert pat.get("/search", q="   ").items == []
    assert pat.get("/search").refused == (422, "INVALID_FIELD")
