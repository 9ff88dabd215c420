"""One way to write each kind of value: what could be read in two ways is refused, with the field's name."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from pydantic import ValidationError
from tests.openhro.people import make_people as mp
from tests.openhro.rest.make_rest import Caller
from tests.openhro.rest.test_people import PAY, POST, hiring, person

from openhro.core.rest import Body
from openhro.core.scope import scope
from openhro.people.models import Employment, Person


class Thing(Body):
    day: date | None = None
    at: datetime | None = None
    count: int = 0
    share: Decimal | None = None
    flag: bool = False
    days: list[date] = []


@pytest.mark.parametrize(
    "values",
    [
        {"day": 86400}, {"day": "86400"}, {"day": "2026-11-30T00:00:00"}, {"day": "20261130"}, {"day": "2026-W48-1"},
        {"day": 1.5}, {"day": "٢٠٢٦-11-30"}, {"day": " 2026-11-3"}, {"days": [86400]}, {"at": 86400},
        {"at": "2026-11-30T10:00:00"}, {"at": "2026-11-30"}, {"count": "3"}, {"count": 3.0}, {"count": True},
        {"share": 0.1}, {"share": "1e3"}, {"share": "1_000"}, {"share": "NaN"}, {"share": True}, {"flag": 1},
        {"flag": "true"}, {"flag": "yes"}, {"unheard": 1},
    ],
)  # fmt: skip
def test_a_value_of_another_kind_is_refused(values):
    with pytest.raises(ValidationError) as refused:
        Thing.model_validate(values)
    assert refused.value.error_count() == 1


def test_what_json_writes_is_read():
    thing = Thing.model_validate(
        {"day": "2026-11-30", "at": "2026-11-30T10:00:00+02:00", "count": 3, "share": "-0.25", "flag": True,
         "days": ["2024-02-29"]}
    )  # fmt: skip
    assert (thing.day, thing.at) == (date(2026, 11, 30), datetime(2026, 11, 30, 8, tzinfo=UTC))
    assert (thing.count, thing.share, thing.flag, thing.days) == (3, Decimal("-0.25"), True, [date(2024, 2, 29)])


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["86400", "2026-11-30T00:00:00", "30.11.2026", "2026-02-30", "today", ""])
def test_a_day_in_an_address_is_iso_or_refused(day):
    house = mp.house()
    hr = Caller(house.hr)
    for path, more in (("/people", {"client_id": house.client.pk}), ("/headcount", {"client_id": house.client.pk})):
        answer = hr.get(path, as_of=day, **more)
        assert (answer.refused, answer.body["field"]) == ((422, "INVALID_FIELD"), "as_of")


@pytest.mark.django_db
def test_numbers_and_flags_in_an_address_are_written_one_way():
    hr = Caller(mp.house().hr)
    for path, name, value in (
        ("/jobs", "limit", "1_0"), ("/jobs", "limit", "10.0"), ("/jobs", "limit", " 10"), ("/jobs", "limit", "+10"),
        ("/notices", "unread", "1"), ("/notices", "unread", "yes"), ("/notices", "unread", "TRUE"),
    ):  # fmt: skip
        answer = hr.get(path, **{name: value})
        assert (answer.refused, answer.body["field"]) == ((422, "INVALID_FIELD"), name)
    assert hr.get("/notices", unread="false", limit="10").items == []


@pytest.mark.django_db
def test_a_parameter_given_twice_is_refused():
    hr = Caller(mp.house().hr)
    answer = hr.get("/notices?limit=10&limit=20")
    assert (answer.refused, answer.body["field"]) == ((422, "INVALID_FIELD"), "limit")


@pytest.mark.django_db
def test_a_body_with_a_number_for_a_day_writes_nothing():
    house = mp.house()
    hr = Caller(house.hr)
    refused = hr.post("/people", person(house, date_of_birth=86400))
    assert (refused.refused, refused.body["field"]) == ((422, "INVALID_FIELD"), "date_of_birth")
    with scope(house.hr):
        assert not Person.objects.exists()
    added = hr.post("/people", person(house))
    job = hiring(house, added["id"], post=POST | {"fte": 0.5}, pay=PAY)
    assert hr.post("/employments", job).body["field"] == "post.fte"
    with scope(house.hr):
        assert not Employment.objects.exists()
