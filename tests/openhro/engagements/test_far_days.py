"""Days at the ends of the calendar, where the day after cannot be told: refused at their field, on pages and over REST."""

import pytest
from tests import make
from tests.openhro.engagements import make_engagements as they
from tests.openhro.rest.make_rest import Caller

from openhro.core.errors import Invalid
from openhro.core.scope import scope
from openhro.engagements import rules

pytestmark = pytest.mark.django_db
FAR = ["9999-12-31", "0001-01-01"]


@pytest.mark.parametrize("day", FAR)
def test_drafting_refuses_a_far_day(day):
    at = they.world()
    draft, caller = they.drafted(at), Caller(at.em)
    with scope(at.em):
        item, price = draft.scope.get(), draft.prices.get()
    head = {"client_id": at.client.pk, "code": "X-1", "model": "HRO", "currency": "USD", "effective_from": "2026-01-01"}
    work = {"engagement_id": draft.pk, "function": "benefits", "country": "GB", "entity_id": at.uk.pk}
    cost = {"engagement_id": draft.pk, "code": "run", "kind": "per_run", "rate_minor": 100}
    asked = [
        caller.post("/engagements", head | {"effective_from": day}),
        caller.post("/engagements", head | {"effective_to": day}),
        caller.patch(f"/engagements/{draft.pk}", {"effective_to": day}, draft.version),
        caller.post("/scope-items", work | {"start": day}),
        caller.post("/scope-items", work | {"start": "2026-06-01", "last_day": day}),
        caller.post(f"/scope-items/{item.pk}/actions/end", {"last_day": day}),
        caller.post("/prices", cost | {"start": day}),
        caller.post("/prices", cost | {"start": "2026-06-01", "last_day": day}),
        caller.post(f"/prices/{price.pk}/actions/end", {"last_day": day}),
    ]
    assert {one.refused for one in asked} <= {(422, "DATE_RANGE"), (422, "OUTSIDE_TERM"), (422, "DATES_REVERSED")}
    page = {"function": "payroll", "country": "GB", "start": day, "responsibility": "provider", "entity": at.uk.pk}
    answer = make.browser(at.em).post(f"/engagements/{draft.pk}/scope/", page)
    assert (answer.status_code, "There is a problem" in make.text(answer)) == (200, True)


@pytest.mark.parametrize("day", FAR)
def test_moves_and_questions_refuse_a_far_day(day):
    at = they.world()
    made = they.signed(at)
    they.act(at.em, they.services.start_transition, made.pk)
    assert Caller(at.pa).post(f"/engagements/{made.pk}/actions/go_live", {"day": day}).status in (409, 422)
    they.act(at.pa, they.services.go_live, they.ready(at, made).pk, made.effective_from)
    notice = Caller(at.em).post(f"/engagements/{made.pk}/actions/give_notice", {"side": "provider", "ends_on": day})
    assert notice.refused == (422, "DATE_RANGE")
    asked = f"/coverage?client_id={at.client.pk}&function=payroll&country=GB&day={day}&entity_id={at.uk.pk}"
    assert Caller(at.em).get(asked).status == 422
    assert Caller(at.em).get(f"/engagements/{made.pk}/breaches?day={day}").status in (200, 422)


def test_one_far_day_alone_is_refused():
    with pytest.raises(Invalid) as caught:
        rules.Days.one(they.date.max)
    assert (caught.value.code, caught.value.field) == ("DATE_RANGE", "day")
