"""Readiness and the transition plan over REST: the gate of E-10, every proof, the plan, and what is refused."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.openhro.engagements import make_engagements as make
from tests.openhro.engagements.make_engagements import SPRING, act
from tests.openhro.rest.make_rest import Caller

from openhro.core.actor import Role
from openhro.core.scope import scope
from openhro.engagements import services
from openhro.engagements.models import Process

pytestmark = pytest.mark.django_db

STEPS = [{"owner": "Client HR", "does": "Sends the changes."}]
TALLY = {"count": 84, "sha256": "a" * 64, "totals": {"base_pay": "3211000.00"}}


@pytest.fixture(autouse=True)
def _out(settings, tmp_path):
    settings.OUT = tmp_path


def transition(at):
    return act(at.em, services.start_transition, make.signed(at).pk)


def cell(at, made, **values):
    return {"engagement_id": made.pk, "function": "payroll", "country": "GB", "company_id": at.uk.pk} | values


def test_e_10_the_gate_opens_when_the_map_is_documented_and_two_parallel_runs_are_clean():
    at = make.world()
    made = make.ready(at, transition(at))
    with scope(at.em):
        Process.objects.filter(engagement=made).update(level=4)
    em, pa, path = Caller(at.em), Caller(at.pa), f"/engagements/{made.pk}"
    [map_] = [
        one for one in em.get("/readiness-processes", engagement_id=made.pk).items if one["code"] == "process_map"
    ]
    process = f"/readiness-processes/{map_['id']}"
    assert em.post(f"{process}/assessments", {"level": 1})["level"] == 1
    board = em.get(f"{path}/readiness", as_of=SPRING)
    assert (board["ready"], board["threshold"], board["cells"][0]["score"]) == (False, 60, "88.00")
    shut = pa.post(f"{path}/actions/go_live", {"day": SPRING})
    assert shut.refused == (409, "READINESS_GATE")
    [item] = shut.body["detail"]
    assert (item["code"], item["link"]) == (
        "PROCESS_NOT_DOCUMENTED", f"{path}/readiness/processes/{map_['id']}/"
    )  # fmt: skip
    assert make.state(made) == "transition"
    assert em.post(f"{process}/documents", {"steps": STEPS})["number"] == 2
    assert em.post(f"{process}/assessments", {"level": 2}).refused == (409, "SELF_APPROVAL")
    assert pa.post(f"{process}/assessments", {"level": 2, "why": "Read."})["document"] == 2
    run = {"engagement_id": made.pk, "entity_id": at.uk.pk, "period": "2026-02", "employees": 84, "unexplained": 1}
    cent = {"employee": "HAL-UK-7", "line": "net pay", "old_minor": 210_000, "new_minor": 210_001}
    reported = em.post("/parallel-runs", run | {"differences": [cent]})
    again = pa.post(f"{path}/actions/go_live", {"day": SPRING})
    assert [one["code"] for one in again.body["detail"]] == ["PARALLEL_RUNS"]
    assert em.get(f"/parallel-runs/{reported['id']}")["differences"] == [cent | {"reason": ""}]
    em.post("/parallel-runs", run | {"unexplained": 0, "differences": [cent | {"reason": "penny cut off"}]}).good  # noqa: B018
    assert em.get(f"{path}/readiness", as_of=SPRING)["ready"] is True
    assert pa.post(f"{path}/actions/go_live", {"day": SPRING})["state"] == "live"


def test_every_proof_is_given_and_listed():
    at = make.world()
    made = transition(at)
    em, path = Caller(at.em), f"/engagements/{made.pk}"
    codes = [one["code"] for one in em.get(f"{path}/readiness", as_of=SPRING)["failing"]]
    assert set(codes) >= {"APPROVER_MISSING", "ESCALATION_MISSING", "DATA_NOT_RECONCILED", "ACCESS_UNTESTED"}
    contact = {"engagement_id": made.pk, "purpose": "approver", "side": "client", "user_id": at.ca.user}
    named = em.post("/readiness-contacts", contact)
    em.post("/readiness-contacts", contact | {"purpose": "escalation", "side": "provider", "user_id": at.em.user}).good  # noqa: B018
    assert em.post(f"/readiness-contacts/{named['id']}/actions/end")["ended_at"]
    assert [one["ended_at"] is None for one in em.get("/readiness-contacts", engagement_id=made.pk).items] == [
        False,
        True,
    ]
    tested = em.post("/access-tests", cell(at, made, passed=True))
    assert (tested["user_id"], tested["company_id"]) == (str(at.em.user), str(at.uk.pk))
    assert [one["id"] for one in em.get("/access-tests", engagement_id=made.pk).items] == [tested["id"]]
    off = TALLY | {"count": 83, "totals": {"base_pay": "3211000.01"}}
    row = em.post("/data-reconciliations", cell(at, made, data_set="employees", source=TALLY, loaded=off))
    assert (row["agrees"], [one["what"] for one in row["differences"]]) == (False, ["count", "base_pay"])
    assert row["source"] == TALLY
    assert em.post("/data-reconciliations", cell(at, made, data_set="employees", source=TALLY, loaded=TALLY))["agrees"]
    assert len(em.get("/data-reconciliations", engagement_id=made.pk).items) == 2
    after = [one["code"] for one in em.get(f"{path}/readiness", as_of=SPRING)["failing"]]
    assert (after.count("DATA_NOT_RECONCILED"), "ACCESS_UNTESTED" in after) == (1, False)


def test_evidence_is_sent_listed_and_fetched():
    at = make.world()
    made = transition(at)
    em = Caller(at.em)
    process = f"/readiness-processes/{em.get('/readiness-processes', engagement_id=made.pk).items[0]['id']}"
    file = SimpleUploadedFile("map.pdf", b"%PDF-1.7 x")
    kept = em.upload(f"{process}/evidence", file=file)
    assert (kept["name"], kept["sha256"]) == ("map.pdf", hashlib.sha256(b"%PDF-1.7 x").hexdigest())
    answer = em.get(f"/process-evidence/{kept['id']}/content").response
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"%PDF-1.7 x", "application/pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="map.pdf"'
    twice = em.upload(f"{process}/evidence", file=SimpleUploadedFile("b.pdf", b"%PDF-1.7 x"))
    assert twice.refused == (409, "EVIDENCE_THERE")
    bad = em.upload(f"{process}/evidence", file=SimpleUploadedFile("b.exe", b"MZ"))
    assert bad.refused == (422, "FILE_KIND")
    assert [one["id"] for one in em.get(f"{process}/evidence").items] == [kept["id"]]
    assert Caller(make.world().em).get(f"/process-evidence/{kept['id']}/content").status == 200  # all clients' manager
    assert Caller(make.world().ca).get(f"/process-evidence/{kept['id']}/content").status == 404


def test_the_library_and_a_process_of_ones_own():
    at = make.world()
    made = transition(at)
    em = Caller(at.em)
    templates = em.get("/process-library", function="payroll").items
    assert {"process_map", "payroll_calendar", "approval_path"} <= {one["code"] for one in templates}
    assert em.get("/process-library", function="magic").refused == (422, "CHOICE")
    own = em.post("/readiness-processes", cell(at, made, code="bikes", name="Bicycles", mandatory=True, weight=2))
    assert em.get(f"/readiness-processes/{own['id']}")["name"] == "Bicycles"
    assert em.post("/readiness-processes", cell(at, made, code="bikes", name="Again")).refused == (409, "CODE_TAKEN")
    outside = em.post("/readiness-processes", cell(at, made, code="x", name="X", function="rpo"))
    assert outside.refused == (422, "NOT_IN_SCOPE")
    assert em.post(f"/engagements/{made.pk}/actions/fill_board")["made"] == 0
    desk = Caller(make.actor(Role.DESK_SPECIALIST, at.client))
    assert desk.post(f"/readiness-processes/{own['id']}/documents", {"steps": STEPS}).refused == (
        403,
        "FUNCTION_NOT_YOURS",
    )


def test_a_plan_is_made_and_a_circle_refused():
    at = make.world()
    made = make.signed(at)
    em = Caller(at.em)
    wave = em.post("/transition-waves", {"engagement_id": made.pk, "name": "UK", "go_live": SPRING})
    body = {"engagement_id": made.pk, "name": "Map", "start": "2026-02-02", "last_day": "2026-02-06"}
    first = em.post("/transition-tasks", body | {"wave_id": wave["id"]})
    second = em.post("/transition-tasks", body | {"name": "Load", "needs": [first["id"]]})
    circle = em.patch(f"/transition-tasks/{first['id']}", {"needs": [second["id"]]}, first["version"])
    assert circle.refused == (409, "DEPENDENCY_CYCLE")
    assert circle.body["detail"] == {"round": ["Map", "Load", "Map"]}
    assert em.post(f"/transition-tasks/{second['id']}/actions/finish").refused == (409, "NEEDS_OPEN")
    assert em.post(f"/transition-tasks/{first['id']}/actions/finish")["done_at"]
    assert em.post(f"/transition-tasks/{first['id']}/actions/reopen")["done_at"] is None
    later = em.patch(f"/transition-tasks/{first['id']}", {"last_day": "2026-02-09"}, 3)
    assert (later["last_day"], later["version"]) == ("2026-02-09", 4)
    assert em.patch(f"/transition-tasks/{first['id']}", {"owner": "Pat"}, 3).refused == (412, "STALE")
    assert [one["name"] for one in em.get("/transition-tasks", engagement_id=made.pk).items] == ["Load", "Map"]
    assert em.get(f"/transition-tasks/{second['id']}")["needs"] == [first["id"]]
    entry = em.post("/raid-entries", {"engagement_id": made.pk, "kind": "risk", "title": "Late data", "severity": 3})
    assert em.post(f"/raid-entries/{entry['id']}/actions/close", {"outcome": "Sent."})["outcome"] == "Sent."
    assert em.get("/raid-entries", engagement_id=made.pk).items[0]["closed_at"]
    assert em.get("/transition-waves", engagement_id=made.pk).items == [wave.body]
