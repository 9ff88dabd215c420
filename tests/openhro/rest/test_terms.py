"""What is agreed after the signature, over REST: amendments, paper, duties, indices, frameworks; all five models."""

import hashlib
from datetime import date
from decimal import Decimal

import pytest
from tests.openhro.engagements import make_engagements as make
from tests.openhro.engagements import make_terms as its
from tests.openhro.engagements.make_engagements import SPRING
from tests.openhro.engagements.make_terms import on
from tests.openhro.rest.make_rest import Caller
from tests.openhro.rest.test_engagements import head

from openhro.core.actor import Role, system
from openhro.engagements import services

pytestmark = pytest.mark.django_db

NOTICE = {"what": "head", "head": {"notice_months": 6}}


def asked(made, **values):
    return {
        "engagement_id": made.pk, "kind": "amendment", "title": "Longer notice", "effective_on": "2026-09-01",
        "changes": [NOTICE],
    } | values  # fmt: skip


def test_an_amendment_from_draft_to_its_day():
    at = make.world()
    made = make.live(at)
    em, ca, pa = Caller(at.em), Caller(at.ca), Caller(at.pa)
    with on(its.SUMMER):
        held = em.post("/amendments", asked(made))
        assert (held.status, held["state"], held["number"], held["moves"]) == (201, "draft", 1, ["sign", "withdraw"])
        path = f"/amendments/{held['id']}"
        assert em.patch(path, {"title": "Six months"}, 1)["title"] == "Six months"
        assert em.patch(path, {"title": "x"}, 1).refused == (412, "STALE")
        assert em.get(path)["changes"] == [NOTICE]
        assert ca.post(f"{path}/actions/sign", {"side": "client"})["state"] == "draft"
        assert pa.post(f"{path}/actions/sign", {"side": "provider"})["state"] == "agreed"
        assert em.post(f"{path}/actions/withdraw").refused == (409, "ILLEGAL_TRANSITION")
    signed = em.get(f"{path}/signatures").items
    assert [(one["side"], one["via"], one["purpose"]) for one in signed] == [
        ("client", "rest", "amendment"), ("provider", "rest", "amendment"),
    ]  # fmt: skip
    its.take_effect()
    assert em.get(f"/engagements/{made.pk}/head", as_of="2026-08-31")["notice_months"] == 3
    assert em.get(f"/engagements/{made.pk}/head", as_of="2026-09-01")["notice_months"] == 6
    assert em.get(f"/engagements/{made.pk}")["notice_months"] == 6
    assert [one["state"] for one in em.get("/amendments", engagement_id=made.pk).items] == ["effective"]


def test_scope_and_prices_of_an_amendment_begin_on_its_day():
    at = make.world()
    made = make.live(at)
    em = Caller(at.em)
    [price] = em.get("/prices", engagement_id=made.pk).items
    dearer = {"code": "pepm", "kind": "pepm", "rate_minor": 2000}
    work = {"function": "training", "country": "GB", "entity_id": at.uk.pk}
    changes = [
        {"what": "end_price", "item_id": price["id"]}, {"what": "add_price", "price": dearer},
        {"what": "add_scope", "scope": work},
    ]  # fmt: skip
    with on(its.SUMMER):
        held = em.post("/amendments", asked(made, changes=changes, price_impact_minor=150_000))["id"]
        for by, side in ((at.ca, "client"), (at.pa, "provider")):
            assert Caller(by).post(f"/amendments/{held}/actions/sign", {"side": side}).status == 200
    before, after = em.get("/prices", engagement_id=made.pk).items
    assert (before["valid_to"], after["valid_from"], after["rate_minor"]) == ("2026-08-31", "2026-09-01", 2000)
    items = {one["function"]: one["valid_from"] for one in em.get("/scope-items", engagement_id=made.pk).items}
    assert items == {"payroll": "2026-03-01", "training": "2026-09-01"}


def test_bad_amendments_get_their_codes():
    """1.8: the currency of a live engagement, the own change request."""
    at = make.world()
    made = make.live(at)
    em, ca = Caller(at.em), Caller(at.ca)
    with on(its.SUMMER):
        for change, code in [
            ({"what": "head", "head": {"currency": "EUR"}}, (409, "CURRENCY_FIXED")),
            ({"what": "head", "head": {"model": "EOR"}}, (409, "HEAD_FIXED")),
            ({"what": "head", "head": {"colour": "red"}}, (422, "UNKNOWN_FIELD")),
            ({"what": "head"}, (422, "CHANGE_INVALID")),
            ({"what": "add_scope", "scope": {"function": "payroll", "country": "DE"}}, (422, "ENTITY_REQUIRED")),
            ({"what": "end_price", "item_id": made.pk}, (404, "NOT_FOUND")),
        ]:
            assert em.post("/amendments", asked(made, changes=[change])).refused == code
        assert em.post("/amendments", asked(made, effective_on="2026-05-31")).refused == (409, "PAST_FIXED")
        assert em.get("/amendments", engagement_id=made.pk).items == []
        own = ca.post("/amendments", asked(made, kind="change_request", changes=[]))["id"]
        assert ca.post(f"/amendments/{own}/actions/sign", {"side": "client"}).refused == (409, "SELF_APPROVAL")
        assert em.patch(f"/amendments/{own}", {"state": "agreed"}, 1).refused == (422, "STATE_READ_ONLY")


def test_the_paper_is_what_its_hash_says():
    at = make.world()
    made = make.signed(at)
    ca = Caller(at.ca)
    [version] = ca.get("/contract-versions", engagement_id=made.pk).items
    path = f"/contract-versions/{version['id']}"
    signed, plain = ca.get(f"{path}/document"), ca.get(f"{path}/document", signed=False)
    for answer, kept in ((signed, version["signed_hash"]), (plain, version["hash"])):
        assert answer.response["Content-Type"] == "application/pdf"
        assert hashlib.sha256(answer.response.content).hexdigest() == kept
    assert ca.get(path)["number"] == 1
    assert ca.get(f"/engagements/{made.pk}/contract").response.content[:5] == b"%PDF-"


def test_the_matrix_is_begun_completed_and_read_in_words():
    at = make.world()
    made = make.drafted(at)
    em, path = Caller(at.em), f"/engagements/{made.pk}"
    assert [one["message"] for one in em.get(f"{path}/duty-gaps").items] == ["Payroll: nobody is named for any step."]
    assert len(em.post(f"{path}/actions/propose_duties").items) == 5
    assert em.get(f"{path}/duty-gaps").items == []
    row = {"engagement_id": made.pk, "function": "payroll", "step": "approve", "name": "Approve", "responsible": ["CH"]}
    assert em.post("/duties", row | {"accountable": ["CA", "CH"]}).refused == (422, "RACI_ACCOUNTABLE")
    assert em.post("/duties", row | {"accountable": ["EM"]}).refused == (422, "RACI_EMPLOYER_DECISION")
    changed = em.post("/duties", row | {"accountable": ["CH"]})
    assert (changed["accountable"], changed["employer_decision"]) == ("CH", True)
    assert len(em.get("/duties", engagement_id=made.pk).items) == 5
    assert em.post(f"/duties/{changed['id']}/actions/end")["valid_to"] == "2026-03-01"
    assert Caller(at.ca).post("/duties", row | {"accountable": ["CA"]}).refused == (403, "FORBIDDEN")


def test_an_employee_asks_who_does_what():
    at = make.world()
    made = make.live(at)
    with on(SPRING):
        make.act(at.em, services.propose_duties, made.pk)
    eve = Caller(make.actor(Role.EMPLOYEE, at.client))
    asked_for = {"client_id": at.client.pk, "function": "payroll", "country": "GB", "day": "2026-06-01"}
    found = eve.get("/who-does-what", **asked_for, entity_id=at.uk.pk)
    assert (found["employer"]["name"], len(found["told"])) == ("Halden Instruments Ltd", 5)
    assert eve.get("/duties", engagement_id=made.pk).refused == (403, "FORBIDDEN")


def test_an_index_is_entered_and_a_price_follows_it():
    at = make.world()
    item = its_price(at)
    with on(date(2027, 3, 1)):
        em = Caller(at.em)
        unknown = em.post(f"/prices/{item}/actions/index")
        assert (unknown.refused, unknown.body["detail"]) == (
            (422, "PARAMETER_MISSING"), {"index": "UK-CPI", "month": "2027-01-01"},
        )  # fmt: skip
        figure = {"index": "UK-CPI", "month": "2027-01-15", "change": "7.1", "source": "https://www.ons.gov.uk"}
        assert em.post("/index-values", figure | {"source": " "}).refused == (422, "SOURCE_REQUIRED")
        assert em.post("/index-values", figure)["month"] == "2027-01-01"
        record = em.post(f"/prices/{item}/actions/index")
        assert (record["kind"], record["calculation"]["new"]) == ("indexation", [1872, 1560, 1248])
        assert em.post(f"/prices/{item}/actions/index").refused == (409, "INDEX_NOT_DUE")
        assert em.post("/index-values", figure).refused == (409, "INDEX_USED")
        assert [one["change"] for one in em.get("/index-values", index="UK-CPI").items] == ["7.100000"]
    assert Caller(at.ca).post("/index-values", figure).refused == (403, "FORBIDDEN")


def its_price(at):
    made = make.live(at, price=make.pepm(index="UK-CPI", index_from=date(2027, 3, 1), index_cap=Decimal(4)))
    return Caller(at.em).get("/prices", engagement_id=made.pk).items[0]["id"]


def test_a_term_renews_and_the_reply_says_how_often():
    at = make.world()
    made = make.live(at, term_months=12, renewal="auto")
    with on(date(2027, 3, 1)):
        make.act(system(), services.let_terms_end)
    assert Caller(at.em).get(f"/engagements/{made.pk}")["renewals"] == 1
    assert Caller(at.em).post("/engagements", head(at, renewal="auto")).refused == (422, "TERM_REQUIRED")


def test_a_framework_and_its_children():
    at = make.world()
    em, ca = Caller(at.em), Caller(at.ca)
    frame = em.post("/engagements", head(at, code="FRAME", framework=True))["id"]
    refused = em.post(
        "/prices", {"engagement_id": frame, "code": "x", "kind": "fixed", "start": SPRING, "rate_minor": 1}
    )
    assert refused.refused == (422, "FRAMEWORK_HOLDS_TERMS")
    child = em.post("/engagements", head(at, code="CHILD", parent_id=frame))["id"]
    early = head(at, code="E", parent_id=frame, effective_from="2026-01-01")
    assert em.post("/engagements", early).refused == (422, "OUTSIDE_FRAMEWORK")
    assert [one["id"] for one in em.get("/engagements", parent_id=frame).items] == [child]
    work = {"engagement_id": child, "function": "payroll", "country": "GB", "start": SPRING, "entity_id": at.uk.pk}
    price = {"engagement_id": child, "code": "r", "kind": "retainer", "start": SPRING, "rate_minor": 1}
    moves = [(f"/engagements/{child}/actions/{move}", None) for move in ("propose", "send_for_review")]
    for path, body in [("/scope-items", work), ("/prices", price), *moves]:
        assert em.post(path, body).status in (200, 201)
    answer = ca.post(f"/engagements/{child}/actions/sign", {"side": "client"})
    assert answer.refused == (409, "FRAMEWORK_UNSIGNED")
