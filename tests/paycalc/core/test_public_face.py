"""The public face: every example runs as it is printed, every public name is shown, and the wheel brings it all."""

import doctest
import re
from pathlib import Path

import paycalc

PAGE = Path(__file__).parents[3] / "docs" / "start" / "engine-alone.md"


def test_the_examples_of_the_page_give_what_they_print():
    found = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert (found.failed, found.attempted > 30) == (0, True)


def test_the_example_of_the_package_gives_what_it_prints():
    found = doctest.testmod(paycalc)
    assert (found.failed, found.attempted > 3) == (0, True)


def test_the_page_names_every_public_name():
    text = PAGE.read_text(encoding="utf-8")
    assert [name for name in paycalc.__all__ if not re.search(rf"\b{name}\b", text)] == []
