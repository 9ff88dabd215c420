"""The advisor's rules: each situation and the model that it gives, fees to the cent, and no answer that breaks it."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.openhro.engagements import make_advice as they
from tests.openhro.engagements.make_advice import abroad, answers, place

from openhro.billing import rules as billing
from openhro.core.errors import Conflict, Invalid
from openhro.engagements.queries.ratecard import rate_card, read_card
from openhro.engagements.rules import FUNCTIONS, MODELS, Claim, Days, check_claims, check_scope, months_after
from openhro.engagements.rules.advice import (
    LIABILITY_WISHES,
    Answers,
    Place,
    advise,
    comparison,
    estimate,
    plain,
    read_answers,
)
from openhro.engagements.rules.advice.fees import by_bands

NOBODY: list = []


def told(asked: Answers, providers=None):
    """{(country, function): (model, later, codes of what is missing)}"""
    found = advise(asked, they.everywhere() if providers is None else providers)
    return {(one.country, one.function): (one.model, one.later, [m.code for m in one.missing]) for one in found.cells}


SITUATIONS = {
    "own company": (place("DE"), they.everywhere),
    "company without registration": (place("DE", registered=False), they.everywhere),
    "no company": (abroad("DE"), they.everywhere),
    "no company on either side": (abroad("FR"), they.everywhere),
    "own company in the US": (place("US"), they.everywhere),
    "own company in the US, provider not registered as PEO": (place("US"), lambda: [they.provider("US")]),
    "provider without the licence": (abroad("DE"), lambda: [they.provider("DE", "payroll_withholding")]),
}
EXPECTED = {
    ("own company", "keep"): ("HRO", None, []),
    ("own company", "share"): ("HRO", None, []),
    ("own company", "hand_over"): ("EOR", None, []),
    ("company without registration", "keep"): (None, "HRO", ["REGISTRATION"]),
    ("company without registration", "share"): (None, "HRO", ["REGISTRATION"]),
    ("company without registration", "hand_over"): ("EOR", None, []),
    ("no company", "keep"): ("EOR", None, []),
    ("no company", "share"): ("EOR", None, []),
    ("no company", "hand_over"): ("EOR", None, []),
    ("no company on either side", "keep"): (None, None, ["NO_ENTITY", "NO_PROVIDER_ENTITY"]),
    ("no company on either side", "share"): (None, None, ["NO_ENTITY", "NO_PROVIDER_ENTITY"]),
    ("no company on either side", "hand_over"): (None, None, ["NO_ENTITY", "NO_PROVIDER_ENTITY"]),
    ("own company in the US", "keep"): ("HRO", None, []),
    ("own company in the US", "share"): ("PEO", None, []),
    ("own company in the US", "hand_over"): ("EOR", None, []),
    ("own company in the US, provider not registered as PEO", "keep"): ("HRO", None, []),
    ("own company in the US, provider not registered as PEO", "share"): ("HRO", None, []),
    ("own company in the US, provider not registered as PEO", "hand_over"): ("HRO", None, []),
    ("provider without the licence", "keep"): (None, None, ["NO_ENTITY", "NO_PROVIDER_ENTITY"]),
    ("provider without the licence", "share"): (None, None, ["NO_ENTITY", "NO_PROVIDER_ENTITY"]),
    ("provider without the licence", "hand_over"): (None, None, ["NO_ENTITY", "NO_PROVIDER_ENTITY"]),
}


@pytest.mark.parametrize(("situation", "wish"), product(SITUATIONS, LIABILITY_WISHES))
def test_payroll_in_every_situation_under_every_wish(situation, wish):
    where, providers = SITUATIONS[situation]
    asked = answers(where, liability=wish)
    assert told(asked, providers())[where.country, "payroll"] == EXPECTED[situation, wish]


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize(("wish", "own", "self_funded"), product(LIABILITY_WISHES, (True, False), (True, False)))
def test_every_function_under_every_wish_in_the_us(function, wish, own, self_funded):
    """The whole table: with a company of one's own and without, benefits insured and self-funded."""
    asked = answers((place if own else abroad)("US", function), liability=wish, self_funded=self_funded)
    record = function in ("payroll", "benefits", "compliance", "employment")
    if wish == "share" and own:
        expected = ("PEO", None, [])
    elif record and (wish == "hand_over" or not own):
        expected = ("EOR", None, [])
    elif function == "employment":
        expected = (None, None, ["ALREADY_EMPLOYER"])
    elif own and (wish == "keep" or function == "rpo"):
        expected = ("ASO" if function == "benefits" and self_funded else "HRO", None, [])
    elif function == "rpo":
        expected = ("BPO", None, [])
    else:
        expected = (None, None, ["EMPLOYER_DOES_IT"])
    assert told(asked)["US", function] == expected


@pytest.mark.parametrize("wish", LIABILITY_WISHES)
@pytest.mark.parametrize("where", [place("GB", "accounting"), abroad("FR", "accounting")])
def test_what_is_no_hr_function_is_bpo_wherever(where, wish):
    assert told(answers(where, liability=wish))[where.country, "accounting"] == ("BPO", None, [])


def test_employment_comes_with_eor_though_nobody_asked():
    found = advise(answers(abroad("DE", "payroll")), they.everywhere())
    assert [(one.function, one.model, one.implied) for one in found.cells] == [
        ("employment", "EOR", True),
        ("payroll", "EOR", False),
    ]


@pytest.mark.parametrize(("people", "function", "model", "missing"), [
    (9, "benefits", None, ["TOO_SMALL"]), (10, "benefits", "HRO", []), (1, "payroll", "HRO", []),
])  # fmt: skip
def test_below_ten_people_only_payroll_is_handed_over(people, function, model, missing):
    assert told(answers(place("GB", function, headcount=people)))["GB", function] == (model, None, missing)


def test_who_needs_an_employer_is_never_too_small():
    assert told(answers(abroad("DE", "payroll", headcount=1)))["DE", "payroll"] == ("EOR", None, [])
    assert told(answers(place("US", "benefits", headcount=1), liability="share"))["US", "benefits"] == ("PEO", None, [])


@pytest.mark.parametrize(
    ("people", "note"),
    [(19, ["FULL_SERVICE_EARLY"]), (20, ["FULL_SERVICE_EDGE"]), (49, ["FULL_SERVICE_EDGE"]), (50, [])],
)
def test_full_service_pays_from_twenty_to_fifty_people(people, note):
    found = advise(answers(place("GB", "payroll", "benefits", "training", "er", headcount=people)), NOBODY)
    assert [one.code for one in found.notes] == note


@pytest.mark.parametrize(("overall", "levels", "model", "later"), [
    (0, {}, None, "HRO"), (1, {}, None, "HRO"), (2, {}, "HRO", None), (4, {"payroll": 1}, None, "HRO"), (0, {"payroll": 2}, "HRO", None),
])  # fmt: skip
def test_what_is_not_documented_is_documented_first(overall, levels, model, later):
    found = told(answers(documented=overall, levels=levels))["GB", "payroll"]
    assert found == (model, later, [] if model else ["DOCUMENT_FIRST"])


def test_an_employer_of_record_works_by_its_own_processes():
    assert told(answers(abroad("DE"), documented=0))["DE", "payroll"][0] == "EOR"


def test_where_nothing_fits_it_is_said_first():
    found = advise(answers(place("GB", "benefits", headcount=5), documented=0), NOBODY)
    assert [one.code for one in found.notes] == ["NONE_FITS", "DOCUMENT_FIRST"]
    assert [one.code for one in found.cells[0].missing] == ["TOO_SMALL", "DOCUMENT_FIRST"]
    assert "software" in found.cells[0].missing[0].text


def test_reasons_name_rows_of_the_model_table_and_every_other_model_has_its_why_not():
    found = advise(answers(place("US", "benefits"), self_funded=True), they.everywhere()).cells[0]
    assert [(one.model, one.rule) for one in found.reasons] == [
        ("ASO", "functions"), ("ASO", "needs_client_entity"), ("ASO", "plan_sponsors"), ("ASO", "liability"),
    ]  # fmt: skip
    assert [one.model for one in found.instead] == ["HRO", "EOR", "PEO", "BPO"]
    refused = advise(answers(abroad("DE")), they.everywhere()).cells[1].instead
    assert ("HRO", "needs_client_entity", "ENTITY_REQUIRED") in [(one.model, one.rule, one.code) for one in refused]
    assert ("PEO", "countries", "COEMPLOYMENT_NOT_ALLOWED") in [(one.model, one.rule, one.code) for one in refused]


def test_a_wish_that_cannot_be_had_is_told():
    found = advise(answers(place("GB"), liability="share"), they.everywhere())
    assert [one.code for one in found.notes] == ["NOBODY_SHARES"]
    assert "PEO cannot be had here" in found.cells[0].reasons[-1].text
    kept = advise(answers(abroad("DE")), they.everywhere()).cells[0].reasons[-1].text
    assert kept == "We are the legal employer here: liability cannot stay with you where no company of yours employs."


def test_the_comparison_marks_the_cells_that_decided():
    found = comparison(advise(answers(abroad("DE")), they.everywhere()))
    marks = {(row.rule, cell.model): cell.mark for row in found for cell in row.cells}
    assert marks["needs_client_entity", "EOR"] == "for" and marks["needs_client_entity", "HRO"] == "against"
    assert marks["countries", "PEO"] == "against" and marks["prices", "EOR"] == ""
    assert {cell.mark for row in comparison() for cell in row.cells} == {""}
    assert [cell.text for cell in found[1].cells] == [
        "The client, alone", "The provider, as legal employer", "Client and provider together (co-employment)",
        "The client, alone", "The provider, but only its own staff",
    ]  # fmt: skip


# --- fees ------------------------------------------------------------------------------------------------------------


def costs(asked: Answers):
    return estimate(asked, advise(asked, they.everywhere()), rate_card())


def fees(asked: Answers):
    return [(one.model, one.kind, one.low_minor, one.high_minor) for one in costs(asked).fees]


def test_the_demo_contract_costs_what_its_invoice_says():
    """232 or 233 people: the November invoice of ENG-HAL-01 is 3,546.00 for 233."""
    assert fees(answers(place("GB", headcount=233), months=1)) == [("HRO", "pepm", 354_600, 354_600)]


@pytest.mark.parametrize(("asked", "expected"), [
    (answers(place(headcount=230)), [("HRO", "pepm", 351_000 * 12, 351_000 * 12)]),
    (answers(place(headcount=10)), [("HRO", "pepm", 250_000 * 12, 250_000 * 12)]),
    (answers(abroad("DE", headcount=1)), [("EOR", "flat_per_employee", 720_000, 720_000)]),
    (answers(place("US", "benefits", headcount=121), self_funded=True, months=1), [("ASO", "pepm", 508_200, 508_200)]),
    (answers(place("US"), liability="share", payroll_minor=300_000_000), [("PEO", "pct_payroll", 6_000_000, 36_000_000)]),
    (answers(place("US"), liability="share", payroll_minor=300_000_000, months=6), [("PEO", "pct_payroll", 3_000_000, 18_000_000)]),
    (answers(place("GB", "rpo"), payroll_minor=234_000_000, hires=1), [("HRO", "per_hire", 1_170_000, 1_170_000)]),
])  # fmt: skip
def test_fees_to_the_cent(asked, expected):
    assert fees(asked) == expected


@pytest.mark.parametrize(("asked", "says"), [
    (answers(place("GB", "accounting")), "No price is known for BPO"),
    (answers(currency="GBP"), "known in USD only, not in GBP"),
    (answers(place("US"), liability="share"), "say what a year's payroll is"),
    (answers(place("GB", "rpo"), payroll_minor=1), "say how many people you hire"),
    (answers(start=date(2028, 1, 1)), "from 2026-01-01 to 2027-12-31, so no fee is estimated"),
])  # fmt: skip
def test_what_no_figure_is_known_for_is_refused_in_a_sentence(asked, says):
    found = costs(asked)
    assert found.fees == () and not found.complete
    assert [says in one for one in found.refused] == [True]


def test_every_year_stands_beside_the_department_of_today():
    asked = answers(
        place(headcount=100), months=30, growth_percent=50, hr_cost_minor=24_000_000, systems_minor=1_200_000
    )
    found = costs(asked)
    assert found.inhouse_minor == 25_200_000 and found.complete
    assert [(one.number, one.months, one.headcount, one.inhouse_minor, one.low_minor) for one in found.years] == [
        (1, 12, 100, 25_200_000, 12 * 250_000),
        (2, 12, 150, 37_800_000, 12 * 250_000),
        (3, 6, 225, 28_350_000, 6 * 345_000),
    ]


def test_nobody_says_what_the_department_costs():
    found = costs(answers())
    assert found.inhouse_minor is None and [one.inhouse_minor for one in found.years] == [None, None]


@given(people=st.integers(0, 10**6))
def test_bands_are_counted_as_the_invoice_counts_them(people):
    tiers = ((50, 1800), (200, 1500), (None, 1200))
    assert by_bands(people, tiers) == billing.by_bands(Decimal(people), tiers, "graduated")[0]


def test_every_rate_of_the_card_names_its_source_and_fits_its_model():
    card = rate_card()
    assert all(one.source and one.note and one.kind in MODELS[one.model].prices for one in card.rates)
    assert {one.model for one in card.rates} == {"HRO", "EOR", "PEO", "ASO"}


CARD = """
[about]
name = "Ours"
from = 2026-01-01
until = 2026-12-31
[[rate]]
model = "BPO"
kind = "per_fte"
currency = "EUR"
own = true
tiers = [[0, "4200.00"]]
note = "per seat"
source = "Price list"
"""


def test_a_provider_has_a_card_of_its_own(tmp_path):
    (tmp_path / "card.toml").write_text(CARD)
    card = read_card(tmp_path / "card.toml")
    assert (card.name, card.until, [(one.model, one.tiers) for one in card.rates]) == (
        "Ours",
        date(2026, 12, 31),
        [("BPO", ((None, 420_000),))],
    )


@pytest.mark.parametrize(("before", "after"), [
    ("[about]", "[about"), ("from = 2026-01-01", "from = 1"), ('name = "Ours"', ""), ('"BPO"', '"RPO"'), ('"4200.00"', '"-1"'), ('"4200.00"', '"x"'),
    ('"EUR"', '"XQX"'), ('[[0, "4200.00"]]', '[[5, "4200.00"]]'), ('"per_fte"', '"per_claim_risk"'), ("tiers", 'percent = ["a", "b"]\ntiers'), ("own = true", ""),
])  # fmt: skip
def test_a_mistake_in_the_card_stops_the_advice_with_a_sentence(tmp_path, before, after):
    assert before in CARD
    (tmp_path / "card.toml").write_text(CARD.replace(before, after))
    with pytest.raises(Conflict) as caught:
        read_card(tmp_path / "card.toml")
    assert caught.value.code == "RATE_CARD" and "card.toml cannot be read." in caught.value.message
    with pytest.raises(Conflict):
        read_card(tmp_path / "none.toml")


# --- answers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("values", "field", "code"), [
    ({"name": " "}, "name", "REQUIRED"), ({"name": "x" * 161}, "name", "TOO_LONG"), ({"name": "a\x00"}, "name", "UNREADABLE"),
    ({"currency": "usd"}, "currency", "CURRENCY_UNKNOWN"), ({"start": "soon"}, "start", "DATE_INVALID"),
    ({"start": "9999-01-01"}, "start", "DATE_RANGE"), ({"months": 0}, "months", "OUT_OF_RANGE"), ({"months": True}, "months", "NOT_WHOLE"),
    ({"months": None}, "months", "REQUIRED"), ({"places": []}, "places", "REQUIRED"), ({"places": ["GB"]}, "places.0", "NOT_AN_OBJECT"),
    ({"places": [{}] * 41}, "places", "TOO_MANY_PLACES"), ({"liability": "none"}, "liability", "NOT_OFFERED"),
    ({"liability": []}, "liability", "NOT_OFFERED"), ({"self_funded": "yes"}, "self_funded", "NOT_YES_OR_NO"),
    ({"documented": 5}, "documented", "OUT_OF_RANGE"), ({"levels": {"payroll": 9}}, "levels.payroll", "OUT_OF_RANGE"),
    ({"levels": {"A": 1}}, "levels.A", "FUNCTION_UNKNOWN"), ({"levels": []}, "levels", "NOT_AN_OBJECT"),
    ({"hr_cost_minor": 1.5}, "hr_cost_minor", "NOT_WHOLE"), ({"hires": -1}, "hires", "OUT_OF_RANGE"), ({"colour": "red"}, "colour", "UNKNOWN_FIELD"),
])  # fmt: skip
def test_an_answer_that_cannot_be_is_refused_at_its_field(values, field, code):
    with pytest.raises(Invalid) as caught:
        read_answers(they.given(**values))
    assert (caught.value.code, caught.value.status, caught.value.field) == ("ANSWERS_INVALID", 422, field)
    assert [(one["field"], one["code"]) for one in caught.value.detail] == [(field, code)]


@pytest.mark.parametrize(("values", "field", "code"), [
    ({"country": "gb"}, "country", "COUNTRY_UNKNOWN"), ({"country": "XX"}, "country", "COUNTRY_UNKNOWN"),
    ({"country": "DE"}, "country", "NAMED_TWICE"), ({"headcount": 0}, "headcount", "OUT_OF_RANGE"),
    ({"functions": []}, "functions", "REQUIRED"), ({"functions": ["Pay roll"]}, "functions", "FUNCTION_UNKNOWN"),
    ({"functions": ["payroll"] * 31}, "functions", "TOO_MANY_FUNCTIONS"), ({"entity": ""}, "entity", "REQUIRED"),
    ({"registered": 1}, "registered", "NOT_YES_OR_NO"), ({"city": "Leeds"}, "city", "UNKNOWN_FIELD"),
])  # fmt: skip
def test_a_country_that_cannot_be_is_refused_at_its_field(values, field, code):
    asked = they.given()
    german, british = asked["places"][1], asked["places"][0] | values
    with pytest.raises(Invalid) as caught:
        read_answers(asked | {"places": [german, british]})
    assert [(one["field"], one["code"]) for one in caught.value.detail] == [(f"places.1.{field}", code)]


def test_every_fault_is_told_at_once():
    with pytest.raises(Invalid) as caught:
        read_answers({"name": "", "places": [{"country": "gb"}]})
    assert [one["field"] for one in caught.value.detail] == [
        "name", "currency", "start", "months", "places.0.country", "places.0.headcount", "places.0.functions", "documented",
    ]  # fmt: skip


# --- whatever is answered --------------------------------------------------------------------------------------------

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_answers_give_an_advice_or_a_typed_refusal(data):
    asked = they.given()
    for name in data.draw(
        st.lists(st.sampled_from([*asked, "levels", "hires", "liability", "hr_cost_minor", "odd"]), max_size=4)
    ):
        asked[name] = data.draw(_JSON)
    for name in data.draw(
        st.lists(st.sampled_from(["country", "headcount", "functions", "entity", "odd"]), max_size=2)
    ):
        asked["places"] = [they.given()["places"][0] | {name: data.draw(_JSON)}]
    try:
        read = read_answers(asked)
    except Invalid:
        return
    found = advise(read, they.everywhere())
    estimate(read, found, rate_card())


_PLACES = st.lists(
    st.builds(
        lambda country, people, functions, own, registered: Place(country, people, tuple(functions), "Acme" if own or registered else "", registered),
        st.sampled_from(["US", "DE", "GB", "FR"]), st.integers(1, 60), st.lists(st.sampled_from([*FUNCTIONS, "accounting"]), min_size=1, unique=True),
        st.booleans(), st.booleans(),
    ),
    min_size=1, max_size=4, unique_by=lambda one: one.country,
)  # fmt: skip
_ANSWERS = st.builds(
    lambda places, wish, self_funded, level, months: answers(*places, liability=wish, self_funded=self_funded, documented=level, months=months),
    _PLACES, st.sampled_from(list(LIABILITY_WISHES)), st.booleans(), st.integers(0, 4), st.integers(1, 60),
)  # fmt: skip
_PROVIDERS = st.lists(
    st.builds(they.provider, st.sampled_from(["US", "DE", "GB"])) | st.sampled_from(they.everywhere()), max_size=4
)


@settings(max_examples=300, deadline=None)
@given(asked=_ANSWERS, providers=_PROVIDERS)
def test_a_recommended_model_is_always_allowed_by_the_scope_rules(asked, providers):
    found = advise(asked, providers)
    days, claims = Days.to_last(asked.start, months_after(asked.start, asked.months)), []
    for cell in found.cells:
        assert cell.model is None or (cell.later is None and not cell.missing and cell.reasons)
        assert cell.model is not None or cell.missing
        others = {one.model for one in cell.instead}
        too_small = "TOO_SMALL" in [one.code for one in cell.missing]
        assert len(set(MODELS) - others) == int(bool(cell.model or cell.later or too_small))
        assert not {cell.model, cell.later} & others
        if cell.model is None:
            continue
        check_scope(cell.facts, days)
        client, ours = (one.id if one else None for one in (cell.facts.entity, cell.facts.provider))
        claim = Claim("X", cell.model, cell.function, "", cell.country, client or ours, ours, days)
        check_claims(claim, claims)
        claims.append(claim)
    asked_for = [(one.country, function) for one in asked.places for function in one.functions]
    assert [(one.country, one.function) for one in found.cells if not one.implied] == asked_for
    assert read_answers(plain(asked)) == asked
    estimate(asked, found, rate_card())
