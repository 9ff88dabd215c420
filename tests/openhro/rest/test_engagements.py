"""Engagements over REST: a contract from draft to live by three people, and the refusals on the way."""

import pytest
from tests.openhro.engagements import make_engagements as make
from tests.openhro.engagements.make_engagements import SPRING
from tests.openhro.rest.make_rest import Caller

pytestmark = pytest.mark.django_db


def head(at, **values):
    return {
        "client_id": at.client.pk, "code": "ENG-1", "model": "HRO", "currency": "USD", "effective_from": SPRING,
        "dpa_ref": "DPA-1",
    } | values  # fmt: skip


def test_a_contract_is_drafted_signed_by_two_and_goes_live():
    at = make.world()
    em, pa, ca = Caller(at.em), Caller(at.pa), Caller(at.ca)
    made = em.post("/engagements", head(at))
    assert (made.status, made["state"], made["version"]) == (201, "draft", 1)
    assert made["moves"] == ["propose", "withdraw"]
    path = f"/engagements/{made['id']}"
    item = em.post(
        "/scope-items",
        {"engagement_id": made["id"], "function": "payroll", "country": "GB", "start": SPRING, "entity_id": at.uk.pk},
    )
    assert (item["valid_from"], item["valid_to"]) == ("2026-03-01", None)
    bands = [{"upto": 50, "rate_minor": 1800}, {"upto": None, "rate_minor": 1500}]
    price = em.post(
        "/prices", {"engagement_id": made["id"], "code": "pepm", "kind": "pepm", "start": SPRING, "tiers": bands}
    )
    assert (price["item"]["tiers"], price["item"]["currency"], price["warnings"]) == (bands, "USD", [])
    level = {"metric": "payroll_timeliness", "target": "100", "weight": "35"}
    em.post("/service-levels", {"engagement_id": made["id"], "start": SPRING, "at_risk": "12", "levels": [level]})
    for who, action, body, state in [
        (em, "propose", None, "proposed"), (em, "send_for_review", None, "client_review"),
        (ca, "sign", {"side": "client"}, "client_review"), (pa, "sign", {"side": "provider"}, "signed"),
        (em, "start_transition", None, "transition"), (pa, "go_live", {"day": SPRING}, "live"),
    ]:  # fmt: skip
        if action == "go_live":
            make.ready(at, make.stored(made["id"]))
        assert who.post(f"{path}/actions/{action}", body)["state"] == state
    assert [one["side"] for one in em.get(f"{path}/signatures").items] == ["client", "provider"]
    assert em.get(f"{path}/breaches").items == []
    covered = em.get(
        "/coverage", client_id=at.client.pk, function="payroll", country="GB", day="2026-11-01", entity_id=at.uk.pk
    )
    assert (covered["scope_item"]["id"], covered["employer"]["name"]) == (item["id"], "Halden Instruments Ltd")
    ended = em.post(f"/scope-items/{item['id']}/actions/end", {"last_day": "2027-12-31"})
    assert ended["valid_to"] == "2027-12-31"


def test_an_illegal_move_lists_the_legal_ones_and_changes_nothing():
    at = make.world()
    made = make.drafted(at)
    answer = Caller(at.em).post(f"/engagements/{made.pk}/actions/start_transition")
    assert answer.refused == (409, "ILLEGAL_TRANSITION")
    assert answer.body["detail"] == {"from": "draft", "action": "start_transition", "allowed": ["propose", "withdraw"]}
    assert make.state(made) == "draft"


def test_the_state_is_not_patched_and_typos_are_refused():
    at = make.world()
    made = make.drafted(at)
    em, path = Caller(at.em), f"/engagements/{made.pk}"
    assert em.patch(path, {"state": "live"}, made.version).refused == (422, "STATE_READ_ONLY")
    assert em.patch(path, {"notice_month": 6}, made.version).refused == (422, "UNKNOWN_FIELD")
    assert em.get("/engagements", stat="draft").refused == (422, "UNKNOWN_FIELD")
    assert em.post("/engagements", head(at, colour="red")).body["field"] == "colour"
    assert make.state(made) == "draft"


def test_a_change_names_the_version_that_was_read():
    at = make.world()
    made = make.drafted(at)
    em, path = Caller(at.em), f"/engagements/{made.pk}"
    assert em.patch(path, {"notice_months": 6}).refused == (422, "VERSION_REQUIRED")
    changed = em.patch(path, {"notice_months": 6}, made.version)
    assert (changed["notice_months"], changed["version"]) == (6, made.version + 1)
    assert em.patch(path, {"notice_months": 1}, made.version).refused == (412, "STALE")
    assert em.get(path)["notice_months"] == 6


def test_a_rule_of_the_model_comes_through_with_its_code():
    at = make.world()
    made = make.drafted(at)
    body = {"engagement_id": made.pk, "function": "payroll", "country": "DE", "start": SPRING, "entity_id": at.uk.pk}
    assert Caller(at.em).post("/scope-items", body).refused == (422, "ENTITY_REQUIRED")
    assert Caller(at.ca).post(f"/engagements/{made.pk}/actions/propose").refused == (403, "FORBIDDEN")


def test_lists_come_in_pages():
    at = make.world()
    for code in ("A", "B", "C"):
        assert Caller(at.em).post("/engagements", head(at, code=code)).status == 201
    em = Caller(at.em)
    first = em.get("/engagements", client_id=at.client.pk, limit=2)
    assert [one["code"] for one in first.items] == ["A", "B"]
    rest = em.get("/engagements", client_id=at.client.pk, limit=2, cursor=first["next"])
    assert ([one["code"] for one in rest.items], rest["next"]) == (["C"], None)
    assert em.get("/engagements", cursor="no").refused == (400, "CURSOR")
