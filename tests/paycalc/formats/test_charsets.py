"""Names in the characters of a bank file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paycalc.formats.charsets import BACS, SEPA, ascii_text, bacs_text, sepa_text
from paycalc.formats.records import ASCII_PRINTABLE, FormatError


@pytest.mark.parametrize(
    ("name", "ascii_name", "bacs_name"),
    [
        ("José Núñez", "Jose Nunez", "JOSE NUNEZ"),
        ("Siobhán O’Brien", "Siobhan O'Brien", "SIOBHAN OBRIEN"),
        ("Łukasz Żółć", "Lukasz Zolc", "LUKASZ ZOLC"),
        ("Jürgen Groß", "Jurgen Gross", "JURGEN GROSS"),
        ("Ærø, Ltd.", "AEro, Ltd.", "AERO LTD."),
        ("Anne–Marie  Smith", "Anne-Marie Smith", "ANNE-MARIE SMITH"),
        ("Jose\u0301", "Jose", "JOSE"),
        ("Smith & Sons/UK", "Smith & Sons/UK", "SMITH & SONS/UK"),
    ],
)
def test_spells_a_name(name, ascii_name, bacs_name):
    assert ascii_text(name, "name", 40) == ascii_name
    assert bacs_text(name, "name", 40) == bacs_name


@pytest.mark.parametrize(
    ("name", "sepa_name"),
    [
        ("Jürgen Groß & Söhne", "Jurgen Gross + Sohne"), ("Siobhán O’Brien", "Siobhan O'Brien"),
        ("Smith [UK]; a_b", "Smith (UK), a-b"), ("<Müller> #1", ".Muller. .1"),
    ],
)  # fmt: skip
def test_spells_a_name_for_sepa(name, sepa_name):
    assert sepa_text(name, "name", 70) == sepa_name


def test_every_printable_character_has_a_spelling_in_sepa():
    assert SEPA.issuperset(sepa_text("".join(sorted(ASCII_PRINTABLE)), "name", 200))


def test_cuts_to_the_width_without_a_blank_at_the_end():
    assert bacs_text("ABCDE FGH", "name", 6) == "ABCDE"


@pytest.mark.parametrize("name", ["王伟", "Ольга", "محمد", "Ada 😀", "a\x07b"])
def test_refuses_a_name_without_a_latin_spelling(name):
    for spell in (ascii_text, bacs_text, sepa_text):
        with pytest.raises(FormatError) as caught:
            spell(name, "individual name", 22)
        assert (caught.value.code, caught.value.field) == ("charset", "individual name")


@pytest.mark.parametrize("name", ["50%", "a@b", "A*B", "A+B", "A_B", "£5"])
def test_refuses_what_bacs_does_not_know(name):
    with pytest.raises(FormatError) as caught:
        bacs_text(name, "reference", 18)
    assert caught.value.code == "charset"


@given(st.text(max_size=30), st.integers(1, 30))
def test_the_result_is_always_in_the_set_and_spelling_twice_changes_nothing(text, width):
    for spell, allowed in ((ascii_text, ASCII_PRINTABLE), (bacs_text, BACS)):
        try:
            spelt = spell(text, "name", width)
        except FormatError:
            continue
        assert allowed.issuperset(spelt)
        assert len(spelt) <= width
        assert spell(spelt, "name", width) == spelt
