"""Every golden file of the pack, exactly; rows of inexact sources are counted apart."""

from importlib.resources import files

import pytest

from paycalc import check, load

GB = load("gb")
FILES = {  # rows, of them rows that carry the tolerance of an inexact source
    "annual_hmrc_tax_kalculator": (157, 78),
    "annual_policyengine": (262, 262),
    "attachments": (49, 0),
    "family_pay": (4551, 0),
    "income_tax_hmrc": (230, 48),
    "income_tax_paye_pkg": (540, 540),
    "ni": (634, 0),
    "ni_directors": (77, 0),
    "ni_directors_annual_hmrc": (15, 0),
    "pension": (8, 0),
    "ssp": (1000, 0),
    "student_loans": (130, 86),
}
FOLDER = files("paycalc.packs.gb") / "golden"


@pytest.mark.parametrize("name", FILES)
def test_the_vectors_agree(name):
    report = check(GB, FOLDER / f"{name}.csv")
    assert report.first == []
    assert (report.rows, report.tolerated) == FILES[name]


def test_no_golden_file_is_left_out():
    assert {file.name for file in FOLDER.iterdir()} == {f"{name}.csv" for name in FILES}
