"""Service levels over REST: 19 of 20 against 97 %, a small volume, an exclusion with consent, and every refusal's code."""

from datetime import date

import pytest
from tests.openhro.engagements import make_engagements as make
from tests.openhro.engagements import make_levels as they
from tests.openhro.engagements.make_engagements import SPRING
from tests.openhro.rest.make_rest import Caller

from openhro.core import clock
from openhro.core.actor import Role

pytestmark = pytest.mark.django_db
MONTH = date(2026, 11, 1)
CHARGES = 354_600


@pytest.fixture
def at():
    return make.world()


def later(call, *args, **kwargs):
    """In December: a token lives for a day."""
    with clock.travel(they.after(MONTH)):
        return call(*args, **kwargs)


def as_(by, method, path, *args, **kwargs):
    return later(lambda: getattr(Caller(by), method)(path, *args, **kwargs))


def action(made, name):
    return f"/engagements/{made.pk}/actions/{name}"


def body(made, **values):
    level = {"metric": "test_calls", "target": "97.00", "weight": "25", "small_volume_n": 20}
    return {"engagement_id": made.pk, "start": SPRING, "at_risk": "12", "levels": [level | values]}


def promised(at, **values):
    """Set over REST, signed by both, at work."""
    made = make.reviewed(at)
    answer = Caller(at.em).post("/service-levels", body(made, **values))
    assert (answer.status, answer["valid_from"], answer["at_risk"]) == (201, "2026-03-01", "12.00")
    assert [one["target"] for one in answer["levels"]] == ["97.00"]
    for by, name, given in [
        (at.ca, "sign", {"side": "client"}), (at.pa, "sign", {"side": "provider"}), (at.em, "start_transition", None),
        (at.pa, "go_live", {"day": SPRING}),
    ]:  # fmt: skip
        if name == "go_live":
            make.ready(at, made)
        assert Caller(by).post(action(made, name), given).good
    return made


def test_nineteen_of_twenty_is_95_and_the_credit_106_38(at):
    made = promised(at)
    they.happened(at, MONTH, 19, 1)
    [row] = as_(at.em, "post", action(made, "measure_month"), {"month": MONTH}).items
    assert (row["value"], row["status"], row["closed_at"]) == ("95.00", "missed", None)
    asked = {"month": MONTH, "charges_minor": CHARGES}
    assert as_(at.em, "get", f"/engagements/{made.pk}/credits", **asked).refused == (409, "MONTH_OPEN")
    [row] = as_(at.em, "post", action(made, "close_month"), {"month": MONTH}).items
    assert row["closed_at"] is not None
    [credit] = as_(at.ca, "get", f"/engagements/{made.pk}/credits", **asked).items
    assert (credit["at_risk_minor"], credit["amount_minor"], credit["multiplier"]) == (42_552, 10_638, "1.00")
    assert (credit["measurement_id"], credit["earned_back"]) == (row["id"], False)
    for name in ("measure_month", "close_month"):
        assert as_(at.em, "post", action(made, name), {"month": MONTH}).refused == (409, "MONTH_CLOSED")
    rows = as_(at.ca, "get", f"/sla-measurements/{row['id']}/evidence").items
    assert [one["met"] for one in rows] == [False] + [True] * 19
    assert (rows[0]["because"], rows[0]["url"]) == ("It took a while.", "/x/")
    assert as_(at.ca, "get", f"/sla-measurements/{row['id']}")["missed"] == 1
    assert len(as_(at.ca, "get", "/sla-measurements", engagement_id=made.pk, status="missed").items) == 1
    first = as_(at.ca, "get", f"/sla-measurements/{row['id']}/evidence", limit=1)
    after = as_(at.ca, "get", f"/sla-measurements/{row['id']}/evidence", limit=100, cursor=first["next"])
    assert len(after.items) == 19


def test_among_fewer_than_twenty_one_miss_is_allowed(at):
    made = promised(at)
    they.happened(at, MONTH, 18, 1)
    [row] = as_(at.em, "post", action(made, "close_month"), {"month": MONTH}).items
    assert (row["value"], row["status"]) == ("94.74", "small_volume")
    asked = {"month": MONTH, "charges_minor": CHARGES}
    assert as_(at.em, "get", f"/engagements/{made.pk}/credits", **asked).items == []


def test_what_the_client_leaves_out_stands_on_neither_side(at):
    made = promised(at, exclusions=["client_cause"])
    they.happened(at, MONTH, 19, 1)
    [row] = as_(at.em, "post", action(made, "measure_month"), {"month": MONTH}).items
    miss = as_(at.em, "get", f"/sla-measurements/{row['id']}/evidence").items[0]
    path = f"/sla-evidence/{miss['id']}/actions"
    why = {"ground": "client_cause", "reason": "They were late"}
    assert as_(at.ca, "post", f"{path}/ask_exclusion", why).refused == (403, "FORBIDDEN")
    assert as_(at.ca, "post", f"{path}/consent").refused == (409, "NOTHING_TO_CONSENT")
    wrong = why | {"ground": "third_party"}
    assert as_(at.em, "post", f"{path}/ask_exclusion", wrong).refused == (422, "EXCLUSION_NOT_AGREED")
    assert as_(at.em, "post", f"{path}/ask_exclusion", why)["excluded"] is False
    assert as_(at.em, "post", f"{path}/consent").refused == (403, "FORBIDDEN")
    assert as_(at.ca, "post", f"{path}/consent")["excluded"] is True
    found = as_(at.ca, "get", f"/sla-measurements/{row['id']}")
    assert (found["met"], found["missed"], found["excluded"], found["value"]) == (19, 0, 1, "100.00")


def test_whoever_asked_does_not_consent(at):
    made = promised(at, exclusions=["client_cause"])
    they.happened(at, MONTH, 19, 1)
    [row] = as_(at.em, "post", action(made, "measure_month"), {"month": MONTH}).items
    miss = as_(at.em, "get", f"/sla-measurements/{row['id']}/evidence").items[0]
    both = make.also(at.ca, Role.ENGAGEMENT_MANAGER)
    path = f"/sla-evidence/{miss['id']}/actions"
    as_(both, "post", f"{path}/ask_exclusion", {"ground": "client_cause", "reason": "Mine"})
    assert as_(both, "post", f"{path}/consent").refused == (409, "SELF_APPROVAL")


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        ({"weight": "0"}, (422, "SLA_WEIGHTS")),
        ({"metric": "smiles"}, (422, "LEVEL_INVALID")),
        ({"critical": True}, (422, "LEVEL_INVALID")),
        ({"target": "101"}, (422, "INVALID_FIELD")),
        ({"tarjet": "97"}, (422, "UNKNOWN_FIELD")),
    ],
)
def test_levels_that_cannot_be_set(at, values, answer):
    made = make.drafted(at)
    assert Caller(at.em).post("/service-levels", body(made, **values)).refused == answer
    assert len(Caller(at.em).get("/service-levels", engagement_id=made.pk).items[0]["levels"]) == 3


def test_signed_levels_change_by_amendment_and_none_at_all_cannot_be_signed(at):
    made = promised(at)
    assert Caller(at.em).post("/service-levels", body(made)).refused == (409, "AMENDMENT_REQUIRED")
    assert Caller(at.ca).post("/service-levels", body(made)).refused == (403, "FORBIDDEN")
    assert Caller(at.em).get("/service-levels", engagement_id=made.pk, as_of="2026-02-28").items == []


def test_months_close_after_their_end(at):
    made = promised(at)
    early = Caller(at.em).post(action(made, "close_month"), {"month": "2030-01-01"})
    assert early.refused == (409, "NOTHING_PROMISED")
    assert as_(at.em, "post", action(made, "close_month"), {"month": "2026-12-01"}).refused == (409, "MONTH_NOT_OVER")
    assert as_(at.em, "post", action(made, "measure_month"), {"month": "2026-11-02"}).refused == (422, "MONTH")
    assert as_(at.ca, "post", action(made, "close_month"), {"month": MONTH}).refused == (403, "FORBIDDEN")


def test_what_can_be_promised_and_the_portfolio(at):
    codes = {one["code"] for one in Caller(at.ca).get("/sla-metrics").items}
    assert codes >= {
        "payroll_accuracy", "payroll_timeliness", "ticket_first_response", "ticket_next_response",
        "ticket_resolution", "ticket_update",
    }  # fmt: skip
    made = promised(at)
    they.happened(at, MONTH, 19, 1)
    as_(at.em, "post", action(made, "measure_month"), {"month": MONTH})
    lead = make.actor(Role.ENGAGEMENT_MANAGER, at.client)
    [line] = as_(lead, "get", "/portfolio").items
    assert (line["code"], line["health"], line["met"], line["promised"]) == (made.code, "watch", 0, 1)
    assert (line["reasons"], line["at_risk_minor"]) == (["Missed: Calls taken"], None)
    assert as_(lead, "get", "/portfolio", state="draft").items == []
    assert as_(at.ca, "get", "/portfolio").refused == (403, "FORBIDDEN")
