"""NACHA files: read by an independent reader, read back, proved, refused."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import achkit
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paycalc.formats import nacha
from paycalc.formats.nacha import Addenda, Batch, Entry, File, Offset
from paycalc.formats.records import FormatError

SAMPLES = Path(__file__).parents[3].parent / "shared" / "standards" / "ach"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"reference ACH samples are not in {SAMPLES}")

ROUTING, OTHER = "121042882", "231380104"
ADA = replace(Entry.credit(OTHER, "987654321", 123_456, "Ada Lovelace"), individual_id="E-0001")
BEN = Entry.credit(ROUTING, "00042", 100, "Ben Okafor", "savings")
BATCH = Batch("Acme Corporation", "1123456789", "PAYROLL", date(2026, 11, 30), "12104288", (ADA, BEN))
FILE = File(
    ROUTING, "1123456789", datetime(2026, 11, 27, 16, 5), (BATCH,), destination_name="First Bank", origin_name="Acme"
)


def lines(text):
    assert text.endswith("\n")
    return text.split("\n")[:-1]


def independent(text):
    verdict = achkit.validate(text)
    assert verdict == {"ok": True, "errors": []}
    return achkit.parse(text)


def refusal(code, call, *args):
    with pytest.raises(FormatError) as caught:
        call(*args)
    assert caught.value.code == code
    assert caught.value.message.endswith(".")
    return caught.value


def test_the_records_stand_in_their_columns():
    assert lines(nacha.write(FILE))[:6] == [
        "101 12104288211234567892611271605A094101First Bank             Acme                           ",
        "5220Acme Corporation                    1123456789PPDPAYROLL         261130   1121042880000001",
        "622231380104987654321        0000123456E-0001         Ada Lovelace            0121042880000001",
        "63212104288200042            0000000100               Ben Okafor              0121042880000002",
        "822000000200352422980000000000000000001235561123456789                         121042880000001",
        "9000001000001000000020035242298000000000000000000123556                                       ",
    ]


def test_every_record_has_94_characters_and_the_file_whole_blocks():
    written = lines(nacha.write(FILE))
    assert {len(line) for line in written} == {94}
    assert len(written) == 10
    assert written[6:] == ["9" * 94] * 4


@pytest.mark.parametrize(("entries", "filler"), [(5, 1), (6, 0), (7, 9), (16, 0)])
def test_filler_completes_the_last_block_and_only_that(entries, filler):
    batch = replace(BATCH, entries=(ADA,) * entries)
    written = lines(nacha.write(replace(FILE, batches=(batch,))))
    assert len(written) % 10 == 0
    assert written.count("9" * 94) == filler
    independent("\n".join(written) + "\n")


def test_an_independent_reader_agrees_on_every_field():
    remitted = replace(ADA, addenda=(Addenda("RMR*IV*PAYSLIP 11"),))
    parsed = independent(nacha.write(replace(FILE, batches=(replace(BATCH, entries=(remitted, BEN)), BATCH))))
    assert parsed["destination_routing"] == ROUTING
    assert parsed["origin_routing"] == "1123456789"
    first, second = parsed["batches"]
    assert (first["service_class"], first["sec"], first["effective_date"]) == (220, "PPD", "261130")
    assert (first["batch_number"], second["batch_number"]) == (1, 2)
    entry = first["entries"][0]
    assert (entry["txn_code"], entry["routing"], entry["account"]) == (22, OTHER, "987654321")
    assert (entry["amount_cents"], entry["id_number"], entry["name"]) == (123_456, "E-0001", "Ada Lovelace")
    assert entry["addenda"] == [
        {"type": "05", "info": "RMR*IV*PAYSLIP 11", "sequence": 1, "entry_detail_sequence": "0000001"}
    ]
    assert [entry["trace_number"] for entry in second["entries"]] == ["121042880000003", "121042880000004"]
    assert parsed["control"]["total_credit"] == 2 * 123_556


def test_an_offset_balances_the_batch():
    batch = replace(BATCH, offset=Offset(ROUTING, "555000", "Acme payroll"))
    parsed = independent(nacha.write(replace(FILE, batches=(batch,))))
    assert parsed["batches"][0]["service_class"] == 200
    assert parsed["batches"][0]["entries"][-1]["txn_code"] == 27
    assert parsed["control"]["total_debit"] == parsed["control"]["total_credit"] == 123_556
    savings = replace(batch, offset=Offset(ROUTING, "555000", "Acme payroll", "savings"))
    assert nacha.read(nacha.write(replace(FILE, batches=(savings,)))).batches[0].entries[-1].transaction == "37"


def test_prenotes_are_zero_and_need_no_offset():
    notes = (Entry.prenote(OTHER, "1", "Ada"), Entry.prenote(OTHER, "2", "Ben", "savings"))
    batch = replace(BATCH, entries=notes, offset=Offset(ROUTING, "555000", "Acme payroll"))
    parsed = independent(nacha.write(replace(FILE, batches=(batch,))))
    assert [(e["txn_code"], e["amount_cents"]) for e in parsed["batches"][0]["entries"]] == [(23, 0), (33, 0)]


def test_the_same_file_is_the_same_bytes():
    assert nacha.write(FILE) == nacha.write(replace(FILE))
    assert nacha.write(FILE, "\r\n") == nacha.write(FILE).replace("\n", "\r\n")


def test_a_name_loses_its_accents_and_is_cut_to_22():
    entry = replace(ADA, name="José Núñez de la Purísima Concepción")
    file = nacha.read(nacha.write(replace(FILE, batches=(replace(BATCH, entries=(entry,)),))))
    assert file.batches[0].entries[0].name == "Jose Nunez de la Puris"


def test_reads_its_own_file_back():
    file = replace(FILE, batches=(BATCH, replace(BATCH, description="BONUS")), first_trace=77)
    back = nacha.read(nacha.write(file))
    assert back.first_trace == 77
    assert [b.number for b in back.batches] == [1, 2]
    assert [e.trace for e in back.batches[1].entries] == ["121042880000079", "121042880000080"]
    assert back.batches[0].entries[0] == replace(ADA, trace="121042880000077")
    assert replace(back, batches=()) == replace(file, batches=())


def test_reads_a_file_without_line_ends():
    text = nacha.write(FILE)
    assert nacha.read(text.replace("\n", "")) == nacha.read(text) == nacha.read(text.replace("\n", "\r\n"))


def test_totals_include_the_offset():
    batch = replace(BATCH, offset=Offset(ROUTING, "555000", "Acme payroll"))
    assert nacha.totals(replace(FILE, batches=(batch, BATCH))) == nacha.Totals(
        5, 3 * 12_104_288 + 2 * 23_138_010, 123_556, 247_112
    )


def test_the_entry_hash_keeps_its_ten_low_digits():
    high = Entry.credit("990000000", "1", 1, "Ada")
    assert nacha.is_routing("990000000")
    file = replace(FILE, batches=(replace(BATCH, entries=(high,) * 102),))
    assert nacha.totals(file).hash == 102 * 99_000_000 % 10**10 == 98_000_000
    independent(nacha.write(file))


ROUTINGS = st.integers(1, 99_999_999).map(
    lambda body: (
        f"{body:08d}{-sum(int(d) * w for d, w in zip(f'{body:08d}', (3, 7, 1, 3, 7, 1, 3, 7), strict=True)) % 10}"
    )
)
NAMES = st.text("ABCDefgh .'-", min_size=1, max_size=22).map(lambda text: " ".join(text.split())).filter(bool)
ENTRIES = st.builds(
    Entry,
    routing=ROUTINGS,
    account=st.text("0123456789-", min_size=1, max_size=17),
    amount=st.integers(1, 10**8),
    name=NAMES,
    individual_id=st.text("0123456789ABC", max_size=15),
    transaction=st.sampled_from(("22", "32")),
    addenda=st.just(()) | st.tuples(st.builds(Addenda, st.text("ABC*12", min_size=1, max_size=80))),
)
BATCHES = st.builds(
    replace,
    st.just(BATCH),
    entries=st.lists(ENTRIES, min_size=1, max_size=6).map(tuple),
    offset=st.none() | st.just(Offset(ROUTING, "555000", "Acme payroll")),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(BATCHES, min_size=1, max_size=4).map(tuple))
def test_any_file_passes_the_independent_reader_and_comes_back(batches):
    file = replace(FILE, batches=batches)
    text = nacha.write(file)
    independent(text)
    back = nacha.read(text)
    assert nacha.write(back) == text
    for given_batch, read_batch in zip(batches, back.batches, strict=True):
        kept = read_batch.entries[: len(given_batch.entries)]
        assert tuple(replace(entry, trace="") for entry in kept) == given_batch.entries


@given(st.text("0123456789", min_size=9, max_size=9))
def test_the_routing_check_agrees_with_the_independent_one(routing):
    assert nacha.is_routing(routing) == (achkit.is_valid_routing(routing) and routing != "000000000")


BAD_FILES = [
    ("routing", replace(FILE, destination="121042881")),
    ("routing", replace(FILE, origin="123456789")),
    ("origin", replace(FILE, origin="12345")),
    ("modifier", replace(FILE, modifier="a")),
    ("modifier", replace(FILE, modifier="AB")),
    ("modifier", replace(FILE, modifier="")),
    ("no_batches", replace(FILE, batches=())),
    ("trace_limit", replace(FILE, first_trace=0)),
    ("trace_limit", replace(FILE, first_trace=9_999_999)),
    ("too_long", replace(FILE, reference="123456789")),
    ("charset", replace(FILE, origin_name="王")),
]
BAD_BATCHES = [
    ("sec", {"sec": "CTX"}),
    ("odfi", {"odfi": "121042882"}),
    ("odfi", {"odfi": "1210428x"}),
    ("effective", {"effective": None}),
    ("no_entries", {"entries": ()}),
    ("missing", {"company_name": ""}),
    ("missing", {"company_id": ""}),
    ("missing", {"description": ""}),
    ("too_long", {"description": "PAYROLL 2026"}),
    ("too_long", {"company_id": "12345678901"}),
    ("routing", {"offset": Offset("121042881", "5", "Acme")}),
    ("missing", {"offset": Offset(ROUTING, "", "Acme")}),
    ("offset_debits", {"entries": (replace(ADA, transaction="27"),), "offset": Offset(ROUTING, "5", "Acme")}),
    ("amount_limit", {"entries": (replace(ADA, amount=9_999_999_999),) * 2, "offset": Offset(ROUTING, "5", "Acme")}),
    ("total_limit", {"entries": (replace(ADA, amount=9_999_999_999),) * 101}),
]
BAD_ENTRIES = [
    ("routing", {"routing": "231380105"}),
    ("routing", {"routing": "23138010"}),
    ("routing", {"routing": "23138010٤"}),
    ("transaction", {"transaction": "21"}),
    ("transaction", {"transaction": ""}),
    ("amount", {"amount": 0}),
    ("amount", {"amount": -5}),
    ("amount_limit", {"amount": 10_000_000_000}),
    ("not_a_number", {"amount": 12.5}),
    ("not_a_number", {"amount": True}),
    ("prenote_amount", {"transaction": "23", "amount": 1}),
    ("missing", {"name": ""}),
    ("missing", {"account": ""}),
    ("too_long", {"account": "1" * 18}),
    ("too_long", {"individual_id": "1" * 16}),
    ("charset", {"account": "12é"}),
    ("charset", {"name": "Ольга"}),
    ("addenda_limit", {"addenda": (Addenda("a"), Addenda("b"))}),
    ("addenda_type", {"addenda": (nacha.Return("R01", "121042880000001"),)}),
    ("too_long", {"addenda": (Addenda("a" * 81),)}),
]


@pytest.mark.parametrize(("code", "file"), BAD_FILES)
def test_refuses_a_file(code, file):
    refusal(code, nacha.write, file)


@pytest.mark.parametrize(("code", "change"), BAD_BATCHES)
def test_refuses_a_batch(code, change):
    refusal(code, nacha.write, replace(FILE, batches=(BATCH, replace(BATCH, **change))))


@pytest.mark.parametrize(("code", "change"), BAD_ENTRIES)
def test_refuses_an_entry(code, change):
    batch = replace(BATCH, entries=(BEN, replace(ADA, **change)))
    refusal(code, nacha.write, replace(FILE, batches=(batch,)))


def test_refuses_more_records_than_a_batch_can_count():
    batch = replace(BATCH, entries=(ADA,) * 1_000_000)
    refusal("count_limit", nacha.write, replace(FILE, batches=(batch,)))


def changed(line, start, text):
    """FILE's text with `text` put at `start` (from 1) of line `line` (from 1)."""
    written = lines(nacha.write(FILE))
    old = written[line - 1]
    written[line - 1] = old[: start - 1] + text + old[start - 1 + len(text) :]
    return "\n".join(written) + "\n"


def without(*numbers):
    written = lines(nacha.write(FILE))
    return "\n".join(line for number, line in enumerate(written, start=1) if number not in numbers) + "\n"


@pytest.mark.parametrize(
    ("code", "line", "text"),
    [
        ("empty", 0, ""),
        ("sequence", 1, without(1)),
        ("sequence", 2, without(2)),
        ("sequence", 3, without(3, 4)),
        ("sequence", 5, without(5)),
        ("not_blank", 6, without(6)),
        ("sequence", 5, without(6, 7, 8, 9, 10)),
        ("unknown_record", 3, changed(3, 1, "X")),
        ("unknown_record", 4, changed(4, 1, "702")),
        ("record_length", 3, nacha.write(FILE).replace("E-0001", "E-00001")),
        ("sec", 2, changed(2, 51, "IAT")),
        ("date", 1, changed(1, 24, "261399")),
        ("date", 1, changed(1, 24, "000000")),
        ("date", 1, changed(1, 30, "2561")),
        ("date", 2, changed(2, 70, "260230")),
        ("not_a_number", 3, changed(3, 30, "00001234 6")),
        ("charset", 3, changed(3, 80, "x")),
        ("routing", 3, changed(3, 12, "5")),
        ("addenda_indicator", 3, changed(3, 79, "1")),
        ("trace_order", 4, changed(4, 94, "1")),
        ("service_class", 5, changed(5, 2, "225")),
        ("company_id", 5, changed(5, 45, "9")),
        ("odfi", 5, changed(5, 80, "0")),
        ("batch_number", 5, changed(5, 94, "2")),
        ("entry_count", 5, changed(5, 10, "3")),
        ("entry_hash", 5, changed(5, 20, "9")),
        ("total_debit", 5, changed(5, 32, "1")),
        ("total_credit", 5, changed(5, 44, "1")),
        ("not_blank", 5, changed(5, 79, "x")),
        ("batch_count", 6, changed(6, 7, "2")),
        ("block_count", 6, changed(6, 13, "2")),
        ("entry_count", 6, changed(6, 21, "9")),
        ("entry_hash", 6, changed(6, 31, "0")),
        ("total_debit", 6, changed(6, 43, "7")),
        ("total_credit", 6, changed(6, 55, "7")),
        ("sequence", 7, changed(7, 94, "8")),
    ],
)
def test_refuses_to_read(code, line, text):
    assert refusal(code, nacha.read, text).line == line


def test_a_class_that_allows_one_side_refuses_the_other():
    mixed = replace(BATCH, entries=(ADA, replace(BEN, transaction="37")))
    text = nacha.write(replace(FILE, batches=(mixed,))).replace("5200", "5220").replace("\n8200", "\n8220")
    assert refusal("service_class", nacha.read, text).line == 2


def test_an_addenda_of_another_entry_is_refused():
    text = nacha.write(replace(FILE, batches=(replace(BATCH, entries=(replace(ADA, addenda=(Addenda("x"),)),)),)))
    assert refusal("addenda_trace", nacha.read, text.replace("00010000001\n", "00010000002\n")).line == 4


@settings(deadline=None)
@given(st.integers(0, 9), st.integers(0, 93), st.characters(min_codepoint=0, max_codepoint=300))
def test_no_damage_causes_anything_but_a_format_error(row, column, character):
    written = lines(nacha.write(FILE))
    written[row] = written[row][:column] + character + written[row][column + 1 :]
    with suppress(FormatError):
        nacha.read("\n".join(written) + "\n")


@needs_samples
@pytest.mark.parametrize(
    ("name", "credit", "debit"),
    [
        ("ppd-credit", 100_000_000, 0),
        ("ppd-debit", 0, 200_000_000),
        ("ppd-mixedDebitCredit", 200_000_000, 200_000_000),
        ("same-day-ach-ppd-credit", 100_000_000, 0),
        ("ccd-debit", 0, 500_125),
        ("web-credit", 10_000, 0),
    ],
)
def test_reads_reference_samples(name, credit, debit):
    file = nacha.read((SAMPLES / f"{name}.ach").read_text())
    entries = [entry for batch in file.batches for entry in batch.entries]
    assert sum(entry.amount for entry in entries if entry.is_credit) == credit
    assert sum(entry.amount for entry in entries if not entry.is_credit) == debit


@needs_samples
def test_writes_a_reference_sample_to_the_byte():
    text = (SAMPLES / "ppd-mixedDebitCredit.ach").read_text()
    assert nacha.write(nacha.read(text)).rstrip("\n") == text.rstrip("\n")


@needs_samples
def test_reads_returns_and_notifications_of_change():
    returned = nacha.read((SAMPLES / "return-WEB.ach").read_text())
    found = [entry.addenda[0] for batch in returned.batches for entry in batch.entries]
    assert [(a.code, a.original_trace, a.original_dfi) for a in found] == [
        ("R01", "091400600000001", "09100001"),
        ("R03", "091400600000003", "02100002"),
    ]
    change = nacha.read((SAMPLES / "cor-read.ach").read_text()).batches[0].entries[0].addenda[0]
    assert change == nacha.Change("C01", "121042880000001", "12104288", "1918171614")


@needs_samples
@pytest.mark.parametrize(
    ("name", "code"), [("20110729A-invalid", "record_length"), ("iat-mixedCreditDebit", "sec"), ("ctx-debit", "sec")]
)
def test_refuses_reference_samples_that_it_does_not_read(name, code):
    refusal(code, nacha.read, (SAMPLES / f"{name}.ach").read_text())
