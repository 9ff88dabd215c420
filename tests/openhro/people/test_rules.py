"""The rules of people as tables: dates, versions, managers, identities, banks, employers and fields."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openhro.core.errors import Forbidden, Refused
from openhro.people.rules import Account, Pay, bank, dates, employers, fields, history, identity, managers
from openhro.people.rules.history import Version


def code(action, *args, **kwargs) -> str:
    with pytest.raises(Refused) as caught:
        action(*args, **kwargs)
    return caught.value.code


@pytest.mark.parametrize(
    ("since", "on", "service"),
    [
        ("1998-04-06", "2026-12-31", (28, 8)),
        ("1998-04-06", "2026-04-05", (27, 11)),
        ("1998-04-06", "2026-04-06", (28, 0)),
        ("2026-01-31", "2026-02-28", (0, 1)),
        ("2024-02-29", "2025-02-28", (1, 0)),
        ("2024-02-29", "2025-02-27", (0, 11)),
        ("2026-05-11", "2026-05-10", (0, 0)),
    ],
)
def test_service_counts_complete_years_and_months(since, on, service):
    assert dates.complete(date.fromisoformat(since), date.fromisoformat(on)) == service


@pytest.mark.parametrize(
    ("start", "bridging", "since"),
    [
        ("2026-02-01", 0, "2020-03-01"),  # the next day: no gap
        ("2026-02-02", 0, "2026-02-02"),
        ("2026-07-01", 6, "2020-03-01"),  # five months' gap, six bridged
        ("2026-07-31", 6, "2020-03-01"),
        ("2026-08-01", 6, "2026-08-01"),
    ],
)
def test_a_bridged_gap_keeps_the_service_date(start, bridging, since):
    before = (date(2026, 1, 31), date(2020, 3, 1))
    assert dates.service_from(date.fromisoformat(start), before, bridging) == date.fromisoformat(since)


def test_states_follow_from_the_dates():
    start, end = date(2026, 5, 11), date(2026, 11, 13)
    states = [dates.state_on(start, end, day) for day in (date(2026, 5, 10), start, end, date(2026, 11, 14))]
    assert states == ["pre_hire", "active", "active", "ended"]
    assert dates.state_on(start, None, date(2199, 1, 1)) == "active"


def test_impossible_dates_are_refused():
    today = date(2026, 11, 23)
    assert code(dates.check_order, date(2026, 2, 1), date(2026, 1, 31)) == "END_BEFORE_START"
    assert code(dates.check_birth, date(2026, 11, 24), today) == "BIRTH_IN_FUTURE"
    assert code(dates.check_birth, date(1910, 1, 1), today) == "AGE_IMPLAUSIBLE"
    assert code(dates.check_day, date(1, 1, 1), "day") == "DATE_RANGE"
    assert code(dates.check_day, date(9999, 12, 31), "day") == "DATE_RANGE"
    assert code(dates.check_age_at_start, date(2014, 6, 2), date(2027, 6, 1)) == "TOO_YOUNG"
    dates.check_age_at_start(date(2014, 6, 1), date(2027, 6, 1))


# --- versions ------------------------------------------------------------------------------------------------------

A, B, C = UUID(int=1), UUID(int=2), UUID(int=3)
JAN, SEP, OCT, DEC = date(2026, 1, 1), date(2026, 9, 25), date(2026, 10, 1), date(2026, 12, 1)


def test_a_change_splits_the_version_of_its_day():
    held = [Version(JAN, None, {"job": "x", "site": "s"}, A)]
    assert history.splice(held, OCT, {"job": "y"}) == [
        Version(JAN, OCT, {"job": "x", "site": "s"}, A),
        Version(OCT, None, {"job": "y", "site": "s"}),
    ]


def test_an_earlier_change_is_taken_over_until_somebody_had_changed_the_same():
    held = [
        Version(JAN, OCT, {"job": "x", "site": "s"}, A),
        Version(OCT, DEC, {"job": "y", "site": "s"}, B),
        Version(DEC, None, {"job": "y", "site": "t"}, C),
    ]
    after = history.splice(held, SEP, {"site": "u", "job": "w"})
    assert after == [
        Version(JAN, SEP, {"job": "x", "site": "s"}, A),
        Version(SEP, OCT, {"job": "w", "site": "u"}),
        Version(OCT, DEC, {"job": "y", "site": "u"}),
        Version(DEC, None, {"job": "y", "site": "t"}, C),
    ]
    assert history.splice(held, SEP, {"site": "u"}, stays=frozenset({"site"}))[2:] == held[1:]


def test_a_change_on_the_first_day_is_a_correction_and_no_change_is_none():
    held = [Version(JAN, None, {"job": "x"}, A)]
    assert history.splice(held, JAN, {"job": "y"}) == [Version(JAN, None, {"job": "y"})]
    assert history.splice(held, OCT, {"job": "x"}) == held


def test_ends_cut_and_open_versions():
    held = [Version(JAN, OCT, {}, A), Version(OCT, None, {}, B)]
    assert history.cut(held, SEP) == [Version(JAN, SEP, {}, A)]
    cut = history.cut(held, DEC)
    assert cut == [Version(JAN, OCT, {}, A), Version(OCT, DEC, {}, B)]
    assert history.extend(cut, DEC, None) == held


def test_a_value_is_swapped_from_a_day_on_in_every_version():
    held = [Version(JAN, OCT, {"m": A}, A), Version(OCT, DEC, {"m": C}, B), Version(DEC, None, {"m": A}, C)]
    assert history.swap(held, SEP, "m", A, B) == [
        Version(JAN, SEP, {"m": A}, A),
        Version(SEP, OCT, {"m": B}),
        Version(OCT, DEC, {"m": C}, B),
        Version(DEC, None, {"m": B}),
    ]


days = st.integers(0, 400).map(lambda n: JAN + timedelta(days=n))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(days, st.dictionaries(st.sampled_from("abc"), st.integers(0, 2), min_size=1)), max_size=8))
def test_versions_never_overlap_nor_leave_a_gap(changes):
    held = [Version(JAN, None, {"a": 0, "b": 0, "c": 0}, A)]
    for day, values in changes:
        held = history.splice(held, day, values)
        on_day = history.on(held, day)
        assert on_day and {name: on_day.values[name] for name in values} == values
        assert [version.until for version in held[:-1]] == [version.first for version in held[1:]]
        assert (held[0].first, held[-1].until) == (JAN, None)


# --- managers ------------------------------------------------------------------------------------------------------


def edges(**above) -> managers.EdgesOf:
    made = {
        UUID(int=ord(who)): [managers.Edge(UUID(int=ord(m)), managers.Span(*days)) for m, *days in rows]
        for who, rows in above.items()
    }
    return lambda who: made.get(who, ())


def circle(graph, who="a", manager="b", first=JAN, until=None):
    return managers.cycle(UUID(int=ord(who)), UUID(int=ord(manager)), managers.Span(first, until), graph)


def test_a_circle_is_found_on_the_days_on_which_it_is_one():
    graph = edges(b=[("c", JAN, None)], c=[("a", SEP, OCT)])
    assert circle(graph) == managers.Span(SEP, OCT)
    assert circle(graph, first=OCT) is None
    assert circle(graph, until=SEP) is None
    assert circle(edges(), manager="a") == managers.Span(JAN, None)
    assert circle(edges(b=[("c", JAN, None)], c=[("b", JAN, None)])) is None


def test_managers_work_on_all_the_days():
    span = managers.Span(SEP, OCT)
    managers.check_manager_stays("m", SEP, OCT - timedelta(days=1), span)
    assert code(managers.check_manager_stays, "m", SEP, OCT - timedelta(days=2), span) == "MANAGER_NOT_ACTIVE"
    assert code(managers.check_manager_stays, "m", OCT, None, span) == "MANAGER_NOT_ACTIVE"
    assert code(managers.check_manager_stays, "m", JAN, DEC, managers.Span(SEP, None)) == "MANAGER_NOT_ACTIVE"


def test_only_loops_and_what_hangs_under_them_are_suspect():
    top, a, b, c = (uuid4() for _ in range(4))
    assert managers.undated_cycles({top: [], a: [top], b: [a]}) == set()
    assert managers.undated_cycles({top: [], a: [top, b], b: [a], c: [b]}) == {a, b, c}


# --- identities ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"), [("ab 12 34 56 c", "AB123456C"), ("JG123456", "JG123456"), ("ZY987654D", "ZY987654D")]
)
def test_a_nino_has_one_written_form(text, value):
    assert identity.national_id("NINO", text) == value


@pytest.mark.parametrize(
    "text",
    ["QQ123456C", "DA123456A", "AO123456A", "BG123456A", "GB123456A", "NK123456A", "KN123456A", "TN123456A", "NT123456A",
     "ZZ123456A", "AB123456E", "AB12345C", "A1123456C", "AB１23456C", ""],
)  # fmt: skip
def test_what_hmrc_does_not_issue_is_no_nino(text):
    assert code(identity.national_id, "NINO", text) == "NATIONAL_ID"


@pytest.mark.parametrize(
    "text",
    ["000-12-3456", "666-12-3456", "900-12-3456", "999123456", "123-00-4567", "123-45-0000", "12345678", "078-05-1120"],
)
def test_what_is_not_issued_is_no_ssn(text):
    assert code(identity.national_id, "SSN", text) == "NATIONAL_ID"


def test_other_kinds_and_a_refusal_that_quotes_nothing():
    assert identity.national_id("SSN", "536-90-4399") == "536904399"
    assert identity.national_id("IDNR", "36 574 261 809") == "36574261809"
    assert code(identity.national_id, "IDNR", "36574261808") == "NATIONAL_ID"
    assert code(identity.national_id, "PASSPORT", "x") == "NATIONAL_ID_KIND"
    with pytest.raises(Refused) as caught:
        identity.national_id("NINO", "BG123456A")
    assert "123456" not in caught.value.message


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(identity.KINDS)), st.text(max_size=16))
def test_any_text_is_a_number_or_a_refusal(kind, text):
    try:
        value = identity.national_id(kind, text)
    except Refused:
        return
    assert identity.national_id(kind, value) == value


@pytest.mark.parametrize(("value", "shown"), [("55779911", "9911"), ("1234567", "67"), ("1234", ""), ("", "")])
def test_a_mask_hides_most_of_a_secret(value, shown):
    assert identity.last4(value) == shown


# --- banks ---------------------------------------------------------------------------------------------------------


def account(scheme: str, routing: str = "", number: str = "", **values) -> Account:
    return Account(scheme=scheme, holder="T Okafor", routing=routing, account=number, **values)


def test_accounts_get_their_one_written_form():
    ach = bank.check_account(account("ach", "0210 0002 1", "12-345 678"))
    assert (ach.routing, ach.account) == ("021000021", "12-345678")
    bacs = bank.check_account(account("bacs", "20-00 00", "5577 9911"))
    assert (bacs.routing, bacs.account) == ("200000", "55779911")
    sepa = bank.check_account(account("sepa", "COBADEFFXXX", "de89 3704 0044 0532 0130 00"))
    assert (sepa.routing, sepa.account) == ("COBADEFFXXX", "DE89370400440532013000")
    assert bank.check_account(account("cheque")).account == ""


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (account("ach", "021000022", "12345678"), "BANK_ROUTING"),
        (account("ach", "000000000", "12345678"), "BANK_ROUTING"),
        (account("ach", "02100002", "12345678"), "BANK_ROUTING"),
        (account("ach", "021000021", "123"), "BANK_ACCOUNT"),
        (account("bacs", "20000", "55779911"), "BANK_SORT_CODE"),
        (account("bacs", "200000", "5577991"), "BANK_ACCOUNT"),
        (account("sepa", "", "DE88370400440532013000"), "BANK_IBAN"),
        (account("sepa", "NOBIC", "DE89370400440532013000"), "BANK_BIC"),
        (account("cheque", "", "1234"), "BANK_CHEQUE"),
        (account("wire"), "BANK_SCHEME"),
        (account("cheque", kind="gold"), "BANK_KIND"),
        (Account(scheme="cheque", holder=" "), "REQUIRED"),
        (account("cheque", split="half"), "BANK_SPLIT"),
        (account("cheque", split="amount"), "BANK_SPLIT"),
        (account("cheque", split="amount", split_minor=0), "BANK_SPLIT"),
        (account("cheque", split="percent", split_percent=Decimal("100.01")), "BANK_SPLIT"),
        (account("cheque", split="percent", split_percent=Decimal("0.001")), "BANK_SPLIT"),
        (account("cheque", split_minor=5), "BANK_SPLIT"),
        (account("cheque", priority=0), "BANK_PRIORITY"),
    ],
)
def test_a_wrong_account_is_refused(given, expected):
    assert code(bank.check_account, given) == expected


def test_accounts_of_a_day_split_net_pay_whole():
    rest, half = (1, "remainder", None), (2, "percent", Decimal(50))
    bank.check_split([]), bank.check_split([rest, half])
    assert code(bank.check_split, [half]) == "BANK_REMAINDER"
    assert code(bank.check_split, [rest, (2, "remainder", None)]) == "BANK_REMAINDER"
    assert code(bank.check_split, [rest, (1, "amount", None)]) == "BANK_PRIORITY_TAKEN"
    assert code(bank.check_split, [rest, half, (3, "percent", Decimal("50.01"))]) == "BANK_PERCENT"


# --- employers -----------------------------------------------------------------------------------------------------

UK, US, NB = UUID(int=10), UUID(int=11), UUID(int=12)


def job(entity, provider=None, country="GB", start=JAN, end=None) -> employers.Hired:
    return employers.Hired("e", entity, provider, country, start, end)


@pytest.mark.parametrize(
    ("new", "other", "expected"),
    [
        (job(UK, start=OCT), job(UK), "EMPLOYMENT_OVERLAP"),
        (job(UK, start=OCT), job(UK, end=OCT), "EMPLOYMENT_OVERLAP"),
        (job(UK, start=OCT), job(UK, end=OCT - timedelta(days=1)), None),
        (job(UK, end=SEP), job(UK, start=OCT), None),
        (job(US), job(UK), None),  # two companies of one client: two jobs
        (job(None, NB), job(UK), "DUAL_EMPLOYER"),
        (job(UK), job(None, NB), "DUAL_EMPLOYER"),
        (job(US, NB), job(UK), "DUAL_EMPLOYER"),
        (job(None, NB, country="DE"), job(UK), None),  # other work, in another country
        (job(None, NB), job(UK, end=date(2025, 12, 31)), None),
        (job(None, NB), job(None, NB), "EMPLOYMENT_OVERLAP"),
    ],
)
def test_one_piece_of_work_has_one_employer_of_record(new, other, expected):
    if expected is None:
        employers.check_employers(new, [other])
    else:
        assert code(employers.check_employers, new, [other]) == expected


def test_an_employment_names_its_employer():
    assert code(employers.check_employers, job(None), []) == "EMPLOYER_REQUIRED"


# --- fields --------------------------------------------------------------------------------------------------------


def test_people_change_their_contact_and_nothing_else():
    fields.check_person_fields(["phone", "email", "preferred_name"], own=True)
    with pytest.raises(Forbidden) as caught:
        fields.check_person_fields(["phone", "family_name", "job_title", "grade"], own=True)
    assert (caught.value.code, caught.value.detail) == ("FIELDS_NOT_YOURS", ["family_name", "grade", "job_title"])
    assert code(fields.check_person_fields, ["shoe_size"], own=True) == "UNKNOWN_FIELD"
    assert code(fields.check_person_fields, ["job_title"], own=False) == "FIELD_ELSEWHERE"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"given_name": " "}, "REQUIRED"),
        ({"given_name": "x" * 81}, "TOO_LONG"),
        ({"given_name": "a\0b"}, "TEXT"),
        ({"given_name": "a\ud800"}, "TEXT"),
        ({"given_name": 5}, "TEXT"),
        ({"sex": "Q"}, "CHOICE"),
        ({"email": "a b@x.org"}, "EMAIL"),
        ({"email": "a@localhost"}, "EMAIL"),
        ({"phone": "call me"}, "PHONE"),
    ],
)
def test_wrong_details_of_a_person_are_refused(values, expected):
    assert code(fields.person, values) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"basis": "hour"}, "CHOICE"),
        ({"amount_minor": -1}, "AMOUNT_RANGE"),
        ({"amount_minor": 10**13}, "AMOUNT_RANGE"),
        ({"currency": "XQQ"}, "CURRENCY"),
        ({"hours_week": Decimal(169)}, "HOURS_RANGE"),
        ({"hours_week": Decimal("NaN")}, "HOURS_RANGE"),
        ({"basis": "hourly", "hours_week": None}, "REQUIRED"),
        ({"reason": "x" * 121}, "TOO_LONG"),
    ],
)
def test_wrong_pay_is_refused(values, expected):
    good = {"basis": "annual", "amount_minor": 1, "currency": "GBP", "hours_week": Decimal("37.5")}
    assert code(fields.pay, Pay(**good | values)) == expected


@pytest.mark.parametrize("fte", [Decimal(0), Decimal("1.01"), Decimal("0.33333"), 1.0, Decimal("NaN")])
def test_a_wrong_full_time_equivalent_is_refused(fte):
    assert code(fields.post, {"fte": fte}) == "FTE_RANGE"
    assert code(fields.post, {"colour": "red"}) == "UNKNOWN_FIELD"
