"""The fixed-width engine: what is written is read back, and what does not fit is refused by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paycalc.formats.records import DIGITS, Field, FormatError, Layout, Record, lines_of

RECORD = Record(
    "Sample",
    30,
    (
        Field("type", 1, 2, "literal", "RX"),
        Field("name", 3, 10, required=True),
        Field("cents", 11, 16, "numeric", required=True),
        Field("optional", 17, 19, "numeric"),
        Field("reserved", 20, 21, "blank"),
        Field("code", 22, 24, charset=DIGITS, exact=True),
        Field("right", 25, 27, right=True),
        Field("spaced", 28, 30, "numeric", pad=" "),
    ),
)
GOOD = {"name": "ADA", "cents": 1234, "optional": None, "code": "007", "right": "x", "spaced": 7}
LINE = "RXADA     001234     007  x  7"


def refusal(code, call, *args):
    with pytest.raises(FormatError) as caught:
        call(*args)
    assert caught.value.code == code
    assert caught.value.message.endswith(".")
    return caught.value


def test_writes_each_kind_in_its_columns():
    assert RECORD.write(GOOD) == LINE
    assert len(LINE) == 30


def test_reads_what_it_wrote():
    assert RECORD.read(LINE) == GOOD


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "", "missing"),
        ("name", "   ", "missing"),
        ("name", None, "missing"),
        ("name", "LONGNAMES", "too_long"),
        ("name", "ADÉ", "charset"),
        ("name", "ADA ", "padding"),
        ("name", 5, "not_text"),
        ("cents", 1_000_000, "too_long"),
        ("cents", -1, "negative"),
        ("cents", None, "missing"),
        ("cents", "12", "not_a_number"),
        ("cents", True, "not_a_number"),
        ("cents", 1.0, "not_a_number"),
        ("code", "07", "wrong_width"),
        ("code", "0x7", "charset"),
        ("right", " x", "padding"),
        ("nobody", "x", "unknown_field"),
    ],
)
def test_refuses_to_write_what_does_not_fit(field, value, code):
    error = refusal(code, RECORD.write, GOOD | {field: value}, 12)
    assert error.field == field
    assert error.line == 12
    assert str(error).startswith("Line 12: ")


@pytest.mark.parametrize(
    ("start", "text", "code"),
    [
        (1, "RY", "literal"),
        (3, "        ", "missing"),
        (3, "ADÉ     ", "charset"),
        (11, "00123x", "not_a_number"),
        (11, " 01234", "not_a_number"),
        (11, "      ", "missing"),
        (11, "00123٣", "not_a_number"),
        (20, "x ", "not_blank"),
        (22, "07 ", "wrong_width"),
        (28, "007", "padding"),
    ],
)
def test_refuses_to_read_what_does_not_belong(start, text, code):
    line = LINE[: start - 1] + text + LINE[start - 1 + len(text) :]
    assert refusal(code, RECORD.read, line, 3).line == 3


def test_refuses_a_line_of_another_length():
    assert refusal("record_length", RECORD.read, LINE + " ", 4).line == 4
    refusal("record_length", RECORD.read, LINE[:-1], 4)


@given(
    st.fixed_dictionaries(
        {
            "name": st.text("ABC xyz'", min_size=1, max_size=8).map(str.rstrip).filter(bool),
            "cents": st.integers(0, 999_999),
            "optional": st.none() | st.integers(0, 999),
            "code": st.just("") | st.text("0123456789", min_size=3, max_size=3),
            "right": st.text("ab ", max_size=3).map(str.lstrip),
            "spaced": st.none() | st.integers(0, 999),
        }
    )
)
def test_every_value_that_is_written_is_read_back(values):
    line = RECORD.write(values)
    assert RECORD.read(line) == values
    assert RECORD.write(RECORD.read(line)) == line


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=30, max_size=30))
def test_reading_never_modifies(line):
    try:
        values = RECORD.read(line)
    except FormatError:
        return
    assert RECORD.write(values) == line


@pytest.mark.parametrize(
    "fields",
    [
        (Field("a", 1, 2), Field("b", 4, 5)),
        (Field("a", 1, 3), Field("b", 3, 5)),
        (Field("a", 1, 4),),
        (Field("a", 1, 2), Field("a", 3, 5)),
        (Field("a", 1, 5, "literal", "four"),),
        (Field("a", 1, 0), Field("b", 1, 5)),
    ],
)
def test_a_layout_with_a_gap_an_overlap_or_a_double_name_cannot_be_made(fields):
    with pytest.raises(ValueError):
        Record("Bad", 5, fields)


def test_the_longest_prefix_chooses_the_record():
    short, long = Record("7", 3, (Field("all", 1, 3),)), Record("705", 3, (Field("all", 1, 3),))
    layout = Layout("A file", (("7", short), ("705", long)))
    assert [line.record.name for line in layout.read(["7xx", "705"])] == ["7", "705"]
    assert refusal("unknown_record", lambda: list(layout.read(["705", "8xx"]))).line == 2
    assert Layout("A file", (), short).record_of("8xx", 1) is short


def test_lines_end_with_lf_or_crlf_or_not_at_all():
    assert lines_of("ab\ncd\n") == ["ab", "cd"]
    assert lines_of("ab\r\ncd") == ["ab", "cd"]
    assert lines_of("abcd", 2) == ["ab", "cd"]
    assert lines_of("abcd") == ["abcd"]
    assert lines_of("abc", 2) == ["abc"]
    assert lines_of("") == []


def test_the_error_survives_pickling():
    import pickle

    error = pickle.loads(pickle.dumps(FormatError("charset", "No.", "name", 3)))
    assert (error.code, error.message, error.field, error.line) == ("charset", "No.", "name", 3)
