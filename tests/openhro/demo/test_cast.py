"""The cast: the same on every machine, and exactly as many as the story counts."""

from datetime import date

import pytest

from openhro.demo.inputs import Span, period_lines
from openhro.demo.story import Story
from openhro.people.rules import bank, identity
from openhro.people.rules.specs import Account

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


@pytest.fixture(scope="module")
def story():
    return Story.load()


def test_two_castings_are_the_same():
    assert Story.load().people == Story.load().people


def test_november_counts_149_in_the_us_and_84_in_the_uk_and_232_at_its_end(story):
    def employed(entity, first, last):
        return len({one.id for one in story.of_entity(entity) if one.works_on(first, last)})

    assert (employed("HAL-US", FIRST, LAST), employed("HAL-UK", FIRST, LAST)) == (149, 84)
    assert employed("HAL-US", LAST, LAST) + employed("HAL-UK", LAST, LAST) == 232
    assert employed("HAL-US", date(2026, 10, 31), date(2026, 10, 31)) + 84 == 233
    assert [one.id for one in story.people if one.end == date(2026, 11, 13)] == ["priya"]
    assert employed("NB-DE", FIRST, LAST) == 1


def test_fillers_are_227_with_ids_of_their_entity(story):
    ids = [one.id for one in story.people[7:]]
    assert len(ids) == 227
    assert ids[0], ids[145] == ("HAL-US-0001", "HAL-US-0146")
    assert ids[146], ids[226] == ("HAL-UK-0001", "HAL-UK-0081")


def test_nobody_shares_a_name_an_address_or_a_number(story):
    for what in ("name", "email", "number"):
        assert len({getattr(one, what) for one in story.people}) == len(story.people)
    accounts = {(one.bank.routing, one.bank.account) for one in story.people}
    assert len(accounts) == len(story.people)


def test_numbers_and_accounts_pass_the_products_own_checks(story):
    kinds = {"US": "SSN", "GB": "NINO", "DE": "IDNR"}
    for one in story.people:
        identity.national_id(kinds[one.country], one.number)
        bank.check_account(
            Account(scheme=one.bank.scheme, holder=one.name, routing=one.bank.routing, account=one.bank.account)
        )


def test_121_people_are_in_the_medical_plan_and_some_are_paid_by_the_hour(story):
    assert sum(any(line.element == "medical" for line in one.recurring) for one in story.people) == 121
    hourly = [one.entity for one in story.people if one.basis == "hourly"]
    assert hourly.count("HAL-US") > 20 < 40
    assert hourly.count("HAL-UK") > 5


def test_tax_facts_are_varied(story):
    facts = [given for one in story.people for _, given in one.facts]
    codes = {given.get("tax_code", "")[:1] for given in facts}
    assert {"1", "S", "K", "C"} <= codes
    assert {given.get("ni_letter") for given in facts} >= {"A", "H", "M"}
    assert {given.get("student_loan_plan") for given in facts} >= {"1", "2"}
    assert {given.get("w4_status") for given in facts} >= {"single", "married", "head_of_household"}
    assert {given.get("work_state") for given in facts} >= {"CO", "TX"}
    assert {given.get("pension_method") for given in facts} >= {"net_pay", "salary_sacrifice", "relief_at_source"}


def test_inputs_of_a_period_are_the_same_each_time_and_each_line_has_its_own_id(story):
    span = Span(date(2026, 11, 9), date(2026, 11, 22), date(2026, 11, 27))
    people = story.of_entity("HAL-US")
    rows = [line.row(span) for line in period_lines(story, people, span)]
    assert rows == [line.row(span) for line in period_lines(Story.load(), people, span)]
    assert len({tuple(row[:3]) for row in rows}) == len(rows)
    assert ["priya", "pto-payout", "20261127-priya-pto-payout-extra", "", "1870.21"] in [row[:5] for row in rows]


def test_fewer_fillers_leave_the_others_as_they_are(story):
    few = Story.load({"HAL-US": 6, "HAL-UK": 4})
    assert len(few.people) == 17
    assert few.by_id["HAL-UK-0001"].name != few.by_id["HAL-US-0001"].name
    assert few.by_id["priya"] == story.by_id["priya"]
