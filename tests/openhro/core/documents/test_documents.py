"""What every document shares: figures, brand shades, fonts, archive."""

import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openhro.core.documents import Brand, DocumentError, Figures, FontPolicy, paper_of, zip_of

EN = Figures("en-GB", "GBP")


@pytest.mark.parametrize(
    ("language", "currency", "minor", "text"),
    [
        ("en-GB", "GBP", 0, "0.00"),
        ("en-GB", "GBP", 5, "0.05"),
        ("en-GB", "GBP", -123_456_789, "−1,234,567.89"),
        ("de-DE", "EUR", 123_456_789, "1.234.567,89"),
        ("fr-FR", "EUR", 123_456_789, "1\u00a0234\u00a0567,89"),
        ("de-CH", "CHF", 123_456_789, "1’234’567.89"),
        ("en-IN", "INR", 123_456_789, "12,34,567.89"),
        ("ja-JP", "JPY", 1_234_567, "1,234,567"),
        ("en-BH", "BHD", 1_234_567, "1,234.567"),
        ("ar-EG", "EGP", 123_456, "1,234.56"),
    ],
)
def test_an_amount_in_its_language(language, currency, minor, text):
    assert Figures(language, currency).amount(minor) == text


@given(st.integers(-(10**17), 10**17))
def test_no_digit_of_an_amount_is_lost(minor):
    text = EN.amount(minor)
    assert int(text.replace(",", "").replace(".", "").replace("−", "-")) == minor


@pytest.mark.parametrize(
    ("value", "text"),
    [("6", "6.00"), ("1250", "1,250.00"), ("32.2575", "32.2575"), ("0.5", "0.50"), ("-1.5", "−1.50"), ("1E+3", "1,000.00"), ("0", "0.00")],
)  # fmt: skip
def test_a_quantity_keeps_its_decimals(value, text):
    assert EN.quantity(Decimal(value)) == text


def test_a_quantity_that_is_none_is_refused():
    with pytest.raises(DocumentError) as caught:
        EN.quantity(Decimal("NaN"))
    assert caught.value.code == "quantity"


def test_days_and_spans_in_words():
    assert EN.day(date(2026, 11, 30)) == "30 November 2026"
    assert EN.count(1248) == "1,248"
    assert "30" in EN.span(date(2026, 11, 1), date(2026, 11, 30))
    assert "2027" in EN.span(date(2026, 12, 21), date(2027, 1, 3))


def test_money_with_its_currency():
    assert EN.money(284_008) == "£2,840.08"
    assert Figures("en-US", "USD").money(-5) == "−$0.05"


def contrast_with_white(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


@given(st.integers(0, 0xFFFFFF))
def test_text_in_any_brand_colour_is_readable(value):
    shades = Brand("x", f"#{value:06x}").shades()
    assert contrast_with_white(shades["ink"]) >= 4.5
    assert contrast_with_white(shades["tint"]) < 1.25
    assert shades["accent"] == f"#{value:06x}"


def test_a_dark_brand_colour_is_left_alone():
    assert Brand("x", "#0f4c75").shades()["ink"] == "#0f4c75"


def test_fonts_of_the_machine_are_never_used():
    policy = FontPolicy(packages=False)
    assert policy.all_folders == ()
    assert policy.families[0] == "Libertinus Serif"
    assert all(font.path is None for font in policy.fonts.fonts())
    assert policy.fingerprint == FontPolicy(packages=False).fingerprint


@pytest.mark.parametrize(("country", "paper"), [("US", "us-letter"), ("CA", "us-letter"), ("GB", "a4"), ("", "a4")])
def test_the_sheet_of_a_country(country, paper):
    assert paper_of(country) == paper


SLIPS = [("slip 001 Ada.pdf", b"%PDF-1" * 50), ("slip 002 Бен.pdf", b""), ("slip 003.pdf", b"x")]


def test_an_archive_opens_and_holds_what_was_given():
    data = b"".join(zip_of(iter(SLIPS)))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert [(name, archive.read(name)) for name in archive.namelist()] == SLIPS


def test_the_same_slips_are_the_same_archive():
    assert b"".join(zip_of(SLIPS)) == b"".join(zip_of(list(SLIPS)))
    assert zipfile.ZipFile(BytesIO(b"".join(zip_of([])))).namelist() == []


def test_an_archive_is_handed_on_while_it_grows():
    taken = []

    def produce():
        for at in range(3):
            taken.append(at)
            yield f"{at}.pdf", b"x" * 10_000

    chunks = zip_of(produce())
    assert len(next(chunks)) > 10_000
    assert taken == [0]


@pytest.mark.parametrize(
    "name", ["", "a/b.pdf", "..", "a\\b.pdf", "slip 003.pdf", "a\nb.pdf", ".hidden", "nul\x00.pdf", "x:y"]
)
def test_a_name_that_is_not_plain_and_new_is_refused(name):
    with pytest.raises(DocumentError) as caught:
        list(zip_of([*SLIPS, (name, b"")]))
    assert caught.value.code == "zip_name"
