"""The advisor over REST: answers in, advice out, drafts from it; every fault at its field, and nothing half-written."""

import pytest
from tests.openhro.engagements import make_advice
from tests.openhro.engagements import make_engagements as make
from tests.openhro.rest.make_rest import Caller

from openhro.core.actor import Role, system
from openhro.core.scope import scope
from openhro.engagements.models import Engagement, KeptAdvice

pytestmark = pytest.mark.django_db


def count(model) -> int:
    with scope(system()):
        return model.objects.count()


def test_a_prospect_is_advised_and_the_advice_becomes_drafts():
    pa = Caller(make.actor(Role.PROVIDER_ADMIN))
    make.provider_entity("DE", "payroll_withholding", "labour_leasing")
    given = make_advice.given(hr_cost_minor=24_000_000, payroll_minor=180_000_000, hires=2)
    made = pa.post("/advice", given)
    assert (made.status, made["models"], made["client_id"]) == (201, ["HRO", "EOR"], None)
    cells = [(one["country"], one["function"], one["model"], one["implied"]) for one in made["cells"]]
    assert cells == [
        ("GB", "payroll", "HRO", False),
        ("GB", "rpo", "HRO", False),
        ("DE", "employment", "EOR", True),
        ("DE", "payroll", "EOR", False),
    ]
    estimate = made["estimate"]
    assert [(one["model"], one["kind"], one["low_minor"]) for one in estimate["fees"]] == [
        ("HRO", "pepm", 3_000_000), ("HRO", "per_hire", 1_636_364), ("EOR", "flat_per_employee", 2_160_000),
    ]  # fmt: skip
    assert (estimate["complete"], estimate["inhouse_minor"], estimate["refused"]) == (True, 24_000_000, [])
    marks = {(row["rule"], cell["model"]): cell["mark"] for row in made["comparison"] for cell in row["cells"]}
    assert marks["needs_client_entity", "HRO"] == "for"
    assert pa.get(f"/advice/{made['id']}").body["answers"]["places"] == [
        {"registered": False, "entity": ""} | one for one in given["places"]
    ]
    drafted = pa.post(f"/advice/{made['id']}/actions/draft", {"code": "ENG-ORC", "client_code": "orc"})
    assert (drafted.status, [one["code"] for one in drafted["engagements"]]) == (200, ["ENG-ORC-HRO", "ENG-ORC-EOR"])
    items = pa.get("/scope-items", engagement_id=drafted["engagements"][1]["id"]).items
    assert sorted((one["function"], one["country"]) for one in items) == [("employment", "DE"), ("payroll", "DE")]
    [line] = pa.get("/advice").items
    assert (line["client_id"], line["drafts"]) == (drafted["client_id"], [one["id"] for one in drafted["engagements"]])
    again = pa.post(f"/advice/{made['id']}/actions/draft", {"code": "ENG-2", "client_code": "two"})
    assert again.refused == (409, "ADVICE_DRAFTED")


def test_hro_where_no_company_is_says_what_to_do():
    """E-1 seen from the prospect's side: payroll in Germany with companies in the US and UK only."""
    em = Caller(make.actor(Role.ENGAGEMENT_MANAGER))
    [cell] = em.post("/advice", make_advice.given(places=[make_advice.given()["places"][1]]))["cells"]
    assert (cell["model"], [one["code"] for one in cell["missing"]]) == (None, ["NO_ENTITY", "NO_PROVIDER_ENTITY"])
    assert ("HRO", "ENTITY_REQUIRED") in [(one["model"], one["code"]) for one in cell["instead"]]


@pytest.mark.parametrize(("values", "code", "field"), [
    ({"start": "9999-01-01"}, "ANSWERS_INVALID", "start"), ({"currency": "XQX"}, "ANSWERS_INVALID", "currency"),
    ({"levels": {"Payroll": 1}}, "ANSWERS_INVALID", "levels.Payroll"), ({"liability": "maybe"}, "ANSWERS_INVALID", "liability"),
    ({"colour": "red"}, "UNKNOWN_FIELD", "colour"), ({"months": "many"}, "INVALID_FIELD", "months"), ({"places": []}, "INVALID_FIELD", "places"),
])  # fmt: skip
def test_an_answer_that_cannot_be_is_refused_at_its_field(values, code, field):
    em = Caller(make.actor(Role.ENGAGEMENT_MANAGER))
    answer = em.post("/advice", make_advice.given(**values))
    assert (*answer.refused, answer.body["field"]) == (422, code, field)
    assert count(KeptAdvice) == 0


def test_who_may_not_advise_and_who_is_elsewhere():
    at, other = make.world(), make.world()
    em, ca = Caller(at.em), Caller(at.ca)
    made = em.post("/advice", make_advice.given())
    assert ca.post("/advice", make_advice.given()).refused == (403, "FORBIDDEN")
    theirs = Caller(make.actor(Role.ENGAGEMENT_MANAGER, other.client))
    assert theirs.get(f"/advice/{made['id']}").refused == (404, "NOT_FOUND")
    body = {"code": "E", "client_id": other.client.pk}
    assert theirs.post(f"/advice/{made['id']}/actions/draft", body).refused == (404, "NOT_FOUND")
    assert theirs.get("/advice").items == []
    assert count(Engagement) == 0
