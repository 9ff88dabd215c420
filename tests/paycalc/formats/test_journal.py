"""The general-ledger journal: balanced or refused, exact to the minor unit, inert in a spreadsheet."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paycalc.formats.journal import COLUMNS, Journal, JournalLine, check, guard, read_csv, unguard, write_csv
from paycalc.formats.records import FormatError

JOURNAL = Journal(
    date(2026, 11, 30),
    "RUN-2026-11",
    "USD",
    (
        JournalLine("6000 Wages", debit=1_234_567, cost_centre="R&D", memo="Gross, November"),
        JournalLine("2200 Tax", credit=234_567, memo='Withheld "federal"'),
        JournalLine("1000 Bank", credit=1_000_000),
    ),
    entity="Acme Inc.",
)


def refusal(code, call, *args):
    with pytest.raises(FormatError) as caught:
        call(*args)
    assert caught.value.code == code
    assert caught.value.message.endswith(".")
    return caught.value


def test_writes_one_row_per_posting():
    assert write_csv(JOURNAL).split("\r\n") == [
        "Date,Entity,Account,Cost centre,Debit,Credit,Currency,Memo,Run reference",
        '2026-11-30,Acme Inc.,6000 Wages,R&D,12345.67,,USD,"Gross, November",RUN-2026-11',
        '2026-11-30,Acme Inc.,2200 Tax,,,2345.67,USD,"Withheld ""federal""",RUN-2026-11',
        "2026-11-30,Acme Inc.,1000 Bank,,,10000.00,USD,,RUN-2026-11",
        "",
    ]


@pytest.mark.parametrize(("decimals", "text"), [(0, "5"), (2, "0.05"), (3, "0.005")])
def test_writes_the_decimals_of_the_currency(decimals, text):
    lines = (JournalLine("A", debit=5), JournalLine("B", credit=5))
    journal = replace(JOURNAL, lines=lines, decimals=decimals)
    assert next(csv.DictReader(io.StringIO(write_csv(journal))))["Debit"] == text
    assert read_csv(write_csv(journal), decimals) == journal


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"debit": 1_234_568}, "The journal does not balance: debits exceed credits by 0.01 USD."),
        ({"debit": 1_000_000}, "The journal does not balance: credits exceed debits by 2345.67 USD."),
    ],
)
def test_an_unbalanced_journal_is_refused_with_the_difference(change, sentence):
    unbalanced = replace(JOURNAL, lines=(replace(JOURNAL.lines[0], **change), *JOURNAL.lines[1:]))
    assert refusal("unbalanced", write_csv, unbalanced).message == sentence


@pytest.mark.parametrize(
    ("code", "field", "change"),
    [
        ("account", "Account", {"account": " "}),
        ("not_a_number", "Debit", {"debit": 12.5}),
        ("not_a_number", "Credit", {"credit": True}),
        ("negative", "Debit", {"debit": -1}),
        ("both_sides", "Debit", {"credit": 1}),
        ("no_amount", "Debit", {"debit": 0}),
    ],
)
def test_refuses_a_posting(code, field, change):
    lines = (JOURNAL.lines[1], replace(JOURNAL.lines[0], **change), JOURNAL.lines[2])
    error = refusal(code, check, replace(JOURNAL, lines=lines))
    assert (error.field, error.line) == (field, 2)


def test_refuses_an_empty_journal():
    refusal("no_lines", write_csv, replace(JOURNAL, lines=()))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "'=1", "' =1", "''@x"])
def test_a_formula_is_written_as_text(text):
    journal = replace(JOURNAL, lines=(replace(JOURNAL.lines[0], memo=text), *JOURNAL.lines[1:]))
    row = next(csv.DictReader(io.StringIO(write_csv(journal), newline="")))
    assert row["Memo"] == "'" + text
    assert read_csv(write_csv(journal)) == journal


@pytest.mark.parametrize("text", ["", "O'Brien", "'quoted'", "a=b", "12-3", "'", "R&D"])
def test_plain_text_is_left_alone(text):
    assert guard(text) == text
    assert unguard(text) == text


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


@given(TEXT)
def test_guarding_is_reversible_and_leaves_no_formula(text):
    assert unguard(guard(text)) == text
    assert not guard(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


@given(
    st.lists(st.tuples(TEXT.filter(str.strip), st.integers(1, 10**15), TEXT, TEXT), min_size=1, max_size=8),
    TEXT,
)
def test_any_balanced_journal_comes_back(postings, reference):
    debits = tuple(
        JournalLine(account, debit=amount, cost_centre=cc, memo=memo) for account, amount, cc, memo in postings
    )
    journal = replace(
        JOURNAL, run_reference=reference, lines=(*debits, JournalLine("Bank", credit=sum(p[1] for p in postings)))
    )
    assert read_csv(write_csv(journal)) == journal


HEAD = ",".join(COLUMNS) + "\r\n"
ROW = "2026-11-30,,A,,1.00,,USD,,R\r\n"
CONTRA = "2026-11-30,,B,,,1.00,USD,,R\r\n"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("header", ""),
        ("header", "a,b\r\n"),
        ("mixed", HEAD),
        ("columns", HEAD + "2026-11-30,A\r\n"),
        ("mixed", HEAD + ROW + CONTRA.replace("USD", "EUR")),
        ("date", HEAD + (ROW + CONTRA).replace("2026-11-30", "30.11.2026")),
        ("amount", HEAD + ROW.replace("1.00", "1") + CONTRA),
        ("amount", HEAD + ROW.replace("1.00", "-1.00") + CONTRA),
        ("amount", HEAD + ROW.replace("1.00", "1,000.00").replace("1,000.00", '"1,000.00"') + CONTRA),
        ("amount", HEAD + ROW.replace("1.00", "١.00") + CONTRA),
        ("unbalanced", HEAD + ROW),
        ("no_amount", HEAD + ROW.replace("1.00", "") + CONTRA),
        ("csv", HEAD + '"2026'),
    ],
)
def test_refuses_to_read(code, text):
    refusal(code, read_csv, text)
