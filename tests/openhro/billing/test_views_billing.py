"""Pages of invoices: lines and who was counted, review and issue by two people, credits, export, and who sees what."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tests import make
from tests.openhro.billing import make_billing
from tests.openhro.engagements import make_engagements

from openhro.billing import services
from openhro.billing.documents.renderer import data_of
from openhro.billing.models import CreditNote, Invoice
from openhro.billing.services import printing
from openhro.clients.models import Client
from openhro.core import clock
from openhro.core.actor import Role, system
from openhro.core.scope import scope
from openhro.engagements import services as contracts
from openhro.engagements.services import PriceTerms

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 1)


@pytest.fixture(autouse=True)
def november():
    with clock.travel(datetime(2026, 11, 5, 12, tzinfo=UTC)):
        yield


def served(heads: int = 3):
    """A live contract with so many people, and its draft of October."""
    at = make_engagements.world()
    make_billing.taxed(at)
    make_engagements.live(at, code="ENG-HAL-01")
    make_billing.employ(at.client, at.uk.pk, heads)
    draft = make_engagements.act(at.em, services.draft_invoice, at.client.pk, OCTOBER)[0]
    return at, draft


def page(invoice) -> str:
    return f"/billing/invoices/{invoice.pk}/"


def stored(invoice) -> Invoice:
    with scope(system()):
        return Invoice.objects.select_related("client").get(pk=invoice.pk)


def issued(at, draft) -> Invoice:
    make_engagements.act(at.em, services.review, draft.pk)
    return make_engagements.act(at.pa, services.issue, draft.pk)


def line_of(invoice):
    with scope(system()):
        return Invoice.objects.get(pk=invoice.pk).lines.first()


def test_the_page_explains_each_line():
    at, draft = served()
    words = make.text(make.browser(at.em).get(page(draft)))
    for fact in ("Draft, October 2026, USD", "ENG-HAL-01: Per employee per month", "3 people", "Raised to the minimum", "2,500", "People employed on any day"):  # fmt: skip
        assert fact in words, fact


def test_a_line_opens_to_who_was_counted_and_exports_them():
    at, draft = served()
    line = line_of(draft)
    path = f"{page(draft)}lines/{line.pk}/"
    browser = make.browser(at.em)
    words = make.text(browser.get(path))
    assert words.count("A B") == 3
    assert "1 Oct 2026 to 31 Oct 2026" in words
    rows = list(csv.DictReader(io.StringIO(browser.get(f"{path}export.csv").content.decode("utf-8-sig"))))
    assert [row["quantity"] for row in rows] == ["1.0000"] * 3
    assert browser.get(f"{page(draft)}lines/{draft.pk}/").status_code == 404


def test_a_month_is_counted_reviewed_and_issued_by_the_buttons():
    at = make_engagements.world()
    make_billing.taxed(at)
    make_engagements.live(at)
    make_billing.employ(at.client, at.uk.pk, 2)
    em, pa = make.browser(at.em), make.browser(at.pa)
    answer = em.post("/billing/draft/", {"client": at.client.code, "month": "2026-10"})
    with scope(system()):
        draft = Invoice.objects.get(client=at.client)
    assert answer.url == page(draft)
    assert "moves/issue/" not in em.get(page(draft)).content.decode()
    assert em.post(f"{page(draft)}moves/review/").url == page(draft)
    assert pa.post(f"{page(draft)}moves/issue/").url == page(draft)
    kept = stored(draft)
    assert (kept.state, kept.due_on) == ("issued", date(2026, 12, 5))
    pdf = pa.get(f"{page(draft)}pdf/")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert kept.number in pdf["Content-Disposition"]


def test_the_paper_names_who_was_counted_at_which_price_in_the_clients_format(monkeypatch):
    at, draft = served()
    with scope(system()):
        Client.objects.filter(pk=at.client.pk).update(locale="en-us")
    make_engagements.act(at.em, services.draft_invoice, at.client.pk, OCTOBER)
    with scope(system()):
        draft = Invoice.objects.get(client=at.client)
    documents = []
    monkeypatch.setattr(printing, "render", lambda document: documents.append(document) or b"%PDF-")
    issued(at, draft)
    data = data_of(documents[0])
    [line] = data["lines"]
    assert (line["quantity"], line["price"], line["amount"]) == ("3", "", "2,500.00")
    assert line["statement"].startswith("People employed on any day from October 1, 2026 to October 31, 2026")
    assert line["parts"] == [("Up to 50", "3", "18.00", "54.00"), ("Raised to the minimum", "", "", "2,446.00")]
    assert data["subtitle"] == "October 1 – 31, 2026"
    [annex] = data["annex"]
    assert {(row[0], row[2]) for row in annex["rows"]} == {("A B", "October 1 – 31, 2026")}


def test_what_is_not_billed_is_a_note_for_the_provider_alone():
    at = make_engagements.world()
    make_billing.taxed(at)
    engagement = make_engagements.live(at, code="ENG-HAL-01")
    terms = PriceTerms("hire", "per_hire", make_engagements.SPRING, rate=Decimal(15))
    with clock.travel(datetime(2026, 3, 1, 12, tzinfo=UTC)):
        make_engagements.act(at.em, contracts.add_price, engagement.pk, terms)
    make_billing.employ(at.client, at.uk.pk, 3)
    draft = make_engagements.act(at.em, services.draft_invoice, at.client.pk, OCTOBER)[0]
    invoice = issued(at, draft)
    words = make.text(make.browser(at.em).get(page(invoice)))
    assert "Not billed" in words
    assert "ENG-HAL-01: Per hire No hire is recorded for this price." in words
    theirs = make.text(make.browser(at.ca).get(page(invoice)))
    assert "Per employee per month" in theirs
    assert "Per hire" not in theirs
    assert "Not billed" not in theirs


def test_a_review_is_taken_back():
    at, draft = served()
    browser = make.browser(at.em)
    browser.post(f"{page(draft)}moves/review/")
    browser.post(f"{page(draft)}moves/reopen/")
    assert stored(draft).state == "draft"


def test_issuing_before_the_review_is_refused_in_words():
    at, draft = served()
    answer = make.browser(at.pa).post(f"{page(draft)}moves/issue/")
    assert answer.status_code == 200
    assert "This invoice is draft, so it cannot issue." in make.text(answer)
    assert stored(draft).number is None
    assert make.browser(at.pa).get(f"{page(draft)}moves/burn/").status_code == 404


@pytest.mark.parametrize(
    ("month", "says"),
    [
        ("2026-13", "Write the month as 2026-11."),
        ("soon", "Write the month"),
        ("2020-01", "No engagement of this client"),
    ],
)
def test_a_month_that_cannot_be_counted_keeps_the_form(month, says):
    at = make_engagements.world()
    make_billing.taxed(at)
    make_engagements.live(at)
    answer = make.browser(at.em).post("/billing/draft/", {"client": at.client.code, "month": month})
    assert answer.status_code == 200
    assert says in make.text(answer)


def test_a_draft_has_no_document():
    at, draft = served()
    assert make.browser(at.em).get(f"{page(draft)}pdf/").status_code == 409


def test_a_credit_corrects_an_issued_invoice_once_it_has_a_reason():
    at, draft = served()
    invoice = issued(at, draft)
    browser = make.browser(at.em)
    path = f"{page(invoice)}credit/"
    for amount, reason, says in (
        ("lots", "Because", "is not an amount"),
        ("10.00", "", "This field is required"),
        ("9999999.00", "Too much", "more than"),
    ):
        answer = browser.post(path, {"amount_minor": amount, "reason": reason})
        assert answer.status_code == 200, says
    with scope(system()):
        assert CreditNote.objects.filter(invoice_id=invoice.pk).count() == 0
    assert browser.post(path, {"amount_minor": "120.50", "reason": "Two people left earlier"}).url == page(invoice)
    words = make.text(browser.get(page(invoice)))
    for fact in ("Two people left earlier", "120 .50", "Left to pay", "2,379 .50"):
        assert fact in words, fact
    assert "Two people left earlier" in make.text(browser.get("/billing/credits/"))


def test_the_client_sees_issued_invoices_only_and_no_button():
    at, draft = served()
    browser = make.browser(at.ca)
    assert browser.get(page(draft)).status_code == 404
    assert "No invoice found" in make.text(browser.get("/billing/"))
    invoice = issued(at, draft)
    body = browser.get(page(invoice)).content.decode()
    assert "moves/" not in body
    assert "/credit/" not in body
    assert browser.post(f"{page(invoice)}credit/", {"amount_minor": "1", "reason": "x"}).status_code == 403
    assert browser.get("/billing/draft/").status_code == 403
    assert browser.get(f"{page(invoice)}pdf/").status_code == 200


@pytest.mark.parametrize(
    ("role", "status"), [(Role.PAYROLL_SPECIALIST, 403), (Role.EMPLOYEE, 403), (Role.AUDITOR, 200)]
)
def test_who_sees_invoices(role, status):
    at, draft = served()
    invoice = issued(at, draft)
    browser = make.browser(make_engagements.actor(role, at.client))
    for path in ("/billing/", "/billing/credits/", "/billing/export.csv", page(invoice)):
        assert browser.get(path).status_code == status, path


def test_another_clients_invoice_is_not_there():
    at, draft = served()
    invoice, line = issued(at, draft), line_of(draft)
    other = make_engagements.world()
    browser = make.browser(other.ca)
    for path in ("", "pdf/", "credit/", "moves/issue/", f"lines/{line.pk}/", f"lines/{line.pk}/export.csv"):
        assert browser.get(page(invoice) + path).status_code == 404, path
    assert invoice.number not in browser.get("/billing/export.csv").content.decode()
    assert browser.get(f"/billing/?client={at.client.code}").status_code == 404


def test_list_and_export_follow_the_filters():
    at, _draft = served()
    browser = make.browser(at.em)
    assert "October 2026" in make.text(browser.get(f"/billing/?client={at.client.code}&state=draft"))
    assert "October 2026" not in make.text(browser.get(f"/billing/?client={at.client.code}&state=issued"))
    export = browser.get(f"/billing/export.csv?client={at.client.code}&state=draft").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(export)))
    assert [(row["period"], row["total_minor"]) for row in rows] == [("2026-10-01", "250000")]
    assert browser.get("/billing/?cursor=nonsense").status_code == 400


def test_the_reads_do_not_grow_with_lines_and_people():
    at, draft = served(1)
    browser = make.browser(at.em)
    line = line_of(draft)
    paths = ["/billing/", page(draft), f"{page(draft)}lines/{line.pk}/"]
    few = [make.reads(browser, path) for path in paths]
    _other, bigger = served(12)
    lines = line_of(bigger)
    paths = ["/billing/", page(bigger), f"{page(bigger)}lines/{lines.pk}/"]
    assert [make.reads(browser, path) for path in paths] == few
