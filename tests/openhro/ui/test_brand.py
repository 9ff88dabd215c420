import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openhro.ui import brand

COLOURS = st.integers(0, 0xFFFFFF).map(lambda value: f"{value:06x}")


def pairs(sheet):
    return {
        name: (brand.parse(day), brand.parse(night))
        for name, day, night in re.findall(r"(--[\w-]+): light-dark\((#\w{6}), (#\w{6})\);", sheet)
    }


@given(COLOURS)
def test_any_colour_becomes_readable_in_both_themes(colour):
    found = pairs(brand.stylesheet(colour))
    light, dark = found["--accent"]
    assert brand.contrast(light, brand.PAPER_LIGHT) >= 4.5
    assert brand.contrast(light, brand.SURFACE_LIGHT) >= 4.5
    assert brand.contrast(dark, brand.SURFACE_DARK) >= 4.5
    for on, fill in (("--accent-on", "--accent-fill"), ("--brand-on", "--brand")):
        for side in (0, 1):
            assert brand.contrast(found[on][side], found[fill][side]) >= 4.5, (on, side)
    for side in (0, 1):
        assert brand.contrast(found["--accent"][side], found["--accent-soft"][side]) >= 4.5


def test_a_readable_colour_stays_itself():
    assert pairs(brand.stylesheet("8a2f4d"))["--accent"][0] == (0x8A, 0x2F, 0x4D)


def test_known_contrasts():
    assert brand.contrast((255, 255, 255), (0, 0, 0)) == pytest.approx(21)
    assert brand.contrast((0x76, 0x76, 0x76), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("wrong", ["", "fff", "#12345", "zzzzzz", "1234567", "red;}*{"])
def test_what_is_no_colour_is_refused(wrong):
    with pytest.raises(ValueError):
        brand.parse(wrong)
