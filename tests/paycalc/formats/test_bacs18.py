"""Bacs Standard 18: every field against the published positions, read back, refused."""

from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paycalc.formats import bacs18
from paycalc.formats.bacs18 import Account, Credit, Submission
from paycalc.formats.records import FormatError

ACME = Account("200415", "38290008", "ACME LTD PAYROLL")
ADA = Credit(Account("401234", "12345678", "Ada O’Brien"), 245_017, "PAY NOV 2026")
BEN = Credit(Account("601613", "31926819", "Ben Żółć"), 100, "PAY NOV 2026")
DAILY = Submission(
    "PAY001", "408912", "Acme Ltd", ACME, date(2026, 11, 24), date(2026, 11, 26), (ADA, BEN), date(2026, 12, 31), 7
)
MULTI = replace(
    DAILY,
    processing=date(2026, 12, 30),
    credits=(
        replace(BEN, processing=date(2027, 1, 4)),
        replace(ADA, processing=date(2026, 12, 30)),
        replace(BEN, processing=date(2026, 12, 30)),
    ),
)

# Bacs Standard 18, positions 1-based and inclusive, as two public implementations print them (the official guide is
# sold by Pay.UK). (line of the file, first, last, what must stand there for DAILY)
POSITIONS = [
    (1, 1, 4, "VOL1"),
    (1, 5, 10, "PAY001"),
    (1, 11, 11, " "),
    (1, 12, 41, " " * 30),
    (1, 42, 47, "408912"),
    (1, 48, 79, " " * 32),
    (1, 80, 80, "1"),
    (2, 1, 4, "HDR1"),
    (2, 5, 21, "A408912S   408912"),
    (2, 22, 27, "PAY001"),
    (2, 28, 31, "0001"),
    (2, 32, 35, "0001"),
    (2, 36, 41, " " * 6),
    (2, 42, 47, " 26328"),
    (2, 48, 53, " 26365"),
    (2, 54, 54, " "),
    (2, 55, 60, "000000"),
    (2, 61, 80, " " * 20),
    (3, 1, 4, "HDR2"),
    (3, 5, 5, "F"),
    (3, 6, 10, "02000"),
    (3, 11, 15, "00100"),
    (3, 16, 50, " " * 35),
    (3, 51, 52, "00"),
    (3, 53, 80, " " * 28),
    (4, 1, 4, "UHL1"),
    (4, 5, 10, " 26330"),
    (4, 11, 16, "999999"),
    (4, 17, 20, " " * 4),
    (4, 21, 22, "00"),
    (4, 23, 28, "000000"),
    (4, 29, 37, "1 DAILY  "),
    (4, 38, 40, "007"),
    (4, 41, 80, " " * 40),
    (5, 1, 6, "401234"),
    (5, 7, 14, "12345678"),
    (5, 15, 15, "0"),
    (5, 16, 17, "99"),
    (5, 18, 23, "200415"),
    (5, 24, 31, "38290008"),
    (5, 32, 35, " " * 4),
    (5, 36, 46, "00000245017"),
    (5, 47, 64, "ACME LTD          "),
    (5, 65, 82, "PAY NOV 2026      "),
    (5, 83, 100, "ADA OBRIEN        "),
    (6, 83, 100, "BEN ZOLC          "),
    (7, 1, 14, "20041538290008"),
    (7, 15, 15, "0"),
    (7, 16, 17, "17"),
    (7, 18, 31, "20041538290008"),
    (7, 32, 35, " " * 4),
    (7, 36, 46, "00000245117"),
    (7, 47, 64, "PAY CONTRA        "),
    (7, 65, 82, "CONTRA            "),
    (7, 83, 100, "ACME LTD PAYROLL  "),
    (8, 1, 4, "EOF1"),
    (8, 5, 21, "A408912S   408912"),
    (9, 1, 4, "EOF2"),
    (9, 11, 15, "00100"),
    (10, 1, 4, "UTL1"),
    (10, 5, 17, "0000000245117"),
    (10, 18, 30, "0000000245117"),
    (10, 31, 37, "0000001"),
    (10, 38, 44, "0000002"),
    (10, 45, 80, " " * 36),
]


def lines(submission):
    text = bacs18.write(submission)
    assert text.endswith("\r\n")
    return text.split("\r\n")[:-1]


def refusal(code, call, *args):
    with pytest.raises(FormatError) as caught:
        call(*args)
    assert caught.value.code == code
    assert caught.value.message.endswith(".")
    return caught.value


@pytest.mark.parametrize(("line", "first", "last", "expected"), POSITIONS)
def test_stands_in_its_positions(line, first, last, expected):
    assert lines(DAILY)[line - 1][first - 1 : last] == expected


def test_the_positions_cover_every_label_and_both_data_records_without_a_gap():
    for line, length in ((1, 80), (2, 80), (3, 80), (4, 80), (5, 100), (7, 100), (10, 80)):
        covered = [column for at, first, last, _ in POSITIONS if at == line for column in range(first, last + 1)]
        assert covered == list(range(1, length + 1))


def test_lengths_and_order_of_a_single_day_file():
    assert [len(line) for line in lines(DAILY)] == [80] * 4 + [100] * 3 + [80] * 3


def test_the_closing_labels_repeat_the_opening_ones():
    written = lines(DAILY)
    assert written[7][4:] == written[1][4:]
    assert written[8][4:] == written[2][4:]


def test_a_multi_day_file_dates_each_item_and_balances_each_day():
    written = lines(MULTI)
    assert [len(line) for line in written] == [80] * 4 + [106] * 5 + [80] * 3
    assert written[2][10:15] == "00106"
    assert written[3][4:10] == " 26364"
    assert written[3][28:37] == "4 MULTI  "
    assert [line[100:106] for line in written[4:9]] == [" 27004", " 26364", " 26364", " 26364", " 27004"]
    assert [(line[15:17], int(line[35:46])) for line in written[7:9]] == [("17", 245_117), ("17", 100)]
    assert written[-1][4:44] == f"{245_217:013d}{245_217:013d}{2:07d}{3:07d}"


def sent(submission):
    """The submission as Bacs's characters carry it."""
    credits = tuple(
        replace(c, to=replace(c.to, name={"Ada O’Brien": "ADA OBRIEN", "Ben Żółć": "BEN ZOLC"}[c.to.name]))
        for c in submission.credits
    )
    return replace(submission, user_name="ACME LTD", credits=credits)


@pytest.mark.parametrize("submission", [DAILY, MULTI], ids=["single day", "multi-day"])
def test_reads_its_own_file_back(submission):
    text = bacs18.write(submission)
    assert bacs18.read(text) == sent(submission)
    assert bacs18.write(bacs18.read(text)) == text
    assert bacs18.read(bacs18.write(submission, "\n")) == sent(submission)


def test_the_file_expires_on_the_processing_day_unless_told():
    assert bacs18.read(bacs18.write(replace(DAILY, expires=None))).expires == DAILY.processing


BACS_TEXT = st.text("ABC 0123.&/-", min_size=1, max_size=18).map(lambda text: " ".join(text.split())).filter(bool)
DIGITS = "0123456789"
ACCOUNTS = st.builds(
    Account, st.text(DIGITS, min_size=6, max_size=6), st.text(DIGITS, min_size=8, max_size=8), BACS_TEXT
)
CREDITS = st.builds(Credit, ACCOUNTS, st.integers(1, bacs18.MAX_CREDIT_PENCE), BACS_TEXT)


@settings(deadline=None)
@given(ACCOUNTS, st.lists(CREDITS, min_size=1, max_size=8), st.lists(st.integers(0, 400), min_size=8, max_size=8))
def test_any_submission_comes_back(account, credits, days):
    start = DAILY.processing
    dated = tuple(
        replace(credit, processing=date.fromordinal(start.toordinal() + (days[at] if at else 0)))
        for at, credit in enumerate(credits)
    )
    for chosen in (tuple(credits), dated):
        submission = replace(DAILY, user_name="ACME LTD", account=account, credits=chosen)
        assert bacs18.read(bacs18.write(submission)) == submission


BAD = [
    ("serial", {"serial": "000000"}),
    ("serial", {"serial": "PAY01"}),
    ("serial", {"serial": "pay001"}),
    ("service_user", {"service_user": "40891"}),
    ("service_user", {"service_user": "4089١2"}),
    ("file_number", {"file_number": 0}),
    ("file_number", {"file_number": 1000}),
    ("no_credits", {"credits": ()}),
    ("sort_code", {"account": replace(ACME, sort_code="20-04-15")}),
    ("account_number", {"account": replace(ACME, number="3829000")}),
    ("missing", {"account": replace(ACME, name="'")}),
    ("missing", {"user_name": ""}),
    ("charset", {"user_name": "Acme*"}),
    ("missing", {"narrative": ""}),
    ("processing_day", {"processing": date(2026, 11, 23)}),
    ("expires", {"expires": date(2026, 11, 23)}),
    ("total_limit", {"credits": (replace(ADA, amount=bacs18.MAX_CREDIT_PENCE),) * 50}),
]
BAD_CREDITS = [
    ("sort_code", {"to": replace(ADA.to, sort_code="40123")}),
    ("account_number", {"to": replace(ADA.to, number="1234567A")}),
    ("charset", {"to": replace(ADA.to, name="王伟")}),
    ("missing", {"to": replace(ADA.to, name="")}),
    ("amount", {"amount": 0}),
    ("amount", {"amount": -1}),
    ("amount_limit", {"amount": 2_000_000_001}),
    ("not_a_number", {"amount": 1.5}),
    ("not_a_number", {"amount": True}),
    ("missing", {"reference": ""}),
    ("charset", {"reference": "50%"}),
    ("processing_day", {"processing": date(2026, 11, 27)}),
]


@pytest.mark.parametrize(("code", "change"), BAD)
def test_refuses_a_submission(code, change):
    refusal(code, bacs18.write, replace(DAILY, **change))


@pytest.mark.parametrize(("code", "change"), BAD_CREDITS)
def test_refuses_a_credit(code, change):
    refusal(code, bacs18.write, replace(DAILY, credits=(BEN, replace(ADA, **change))))


def test_the_first_processing_day_must_be_the_submissions():
    refusal("processing_day", bacs18.write, replace(MULTI, processing=date(2026, 12, 29)))


def test_the_largest_credit_is_twenty_million_pounds():
    largest = replace(DAILY, credits=(replace(ADA, amount=2_000_000_000),))
    assert bacs18.read(bacs18.write(largest)).total == 2_000_000_000


def changed(line, start, text):
    written = lines(DAILY)
    old = written[line - 1]
    written[line - 1] = old[: start - 1] + text + old[start - 1 + len(text) :]
    return "\r\n".join(written)


@pytest.mark.parametrize(
    ("code", "line", "text"),
    [
        ("sequence", 0, ""),
        ("sequence", 6, "\r\n".join(lines(DAILY)[:6])),
        ("sequence", 7, "\r\n".join(lines(DAILY)[:-1])),
        ("sequence", 2, changed(2, 1, "HDR2")),
        ("sequence", 8, changed(8, 4, "2")),
        ("label_mismatch", 2, changed(1, 42, "408913")),
        ("label_mismatch", 2, changed(1, 5, "PAY002")),
        ("label_mismatch", 8, changed(8, 22, "PAY002")),
        ("label_mismatch", 9, changed(9, 11, "00106")),
        ("record_length", 3, changed(3, 11, "00080").replace("EOF2F0200000100", "EOF2F0200000080")),
        ("work_code", 4, changed(4, 29, "4 MULTI  ")),
        ("date", 2, changed(2, 42, " 26366").replace("EOF1A408912S   408912PAY00100010001       26328", "EOF1A408912S   408912PAY00100010001       26366")),
        ("date", 4, changed(4, 5, " 26000")),
        ("charset", 5, changed(5, 47, "acme")),
        ("literal", 5, changed(5, 15, "1")),
        ("not_blank", 5, changed(5, 32, "/ABC")),
        ("not_a_number", 5, changed(5, 36, "0000024501 ")),
        ("transaction_code", 5, changed(5, 16, "01")),
        ("originator", 6, changed(6, 18, "200416")),
        ("contra", 7, changed(7, 46, "8")),
        ("contra", 7, changed(7, 1, "200416")),
        ("contra", 7, changed(7, 16, "99")),
        ("debit_value", 10, changed(10, 17, "0")),
        ("credit_value", 10, changed(10, 30, "0")),
        ("debit_count", 10, changed(10, 37, "2")),
        ("credit_count", 10, changed(10, 44, "3")),
        ("record_length", 5, changed(5, 100, "  ")),
    ],
)  # fmt: skip
def test_refuses_to_read(code, line, text):
    assert refusal(code, bacs18.read, text).line == line


@settings(deadline=None)
@given(st.integers(0, 9), st.integers(0, 99), st.characters(min_codepoint=0, max_codepoint=300))
def test_no_damage_causes_anything_but_a_format_error(row, column, character):
    written = lines(DAILY)
    written[row] = written[row][:column] + character + written[row][column + 1 :]
    with suppress(FormatError):
        bacs18.read("\n".join(written))
