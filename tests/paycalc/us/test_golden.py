"""Every golden row of the pack, exactly; and the converters give the same rows again."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.paycalc.us.people import many

from paycalc import golden
from paycalc.errors import PaycalcError
from paycalc.packs import load

GOLDEN = Path(golden.__file__).parent / "packs" / "us" / "golden"
VECTORS = Path(__file__).parent / "vectors"
ROWS = {  # file: rows, of which within a documented tolerance
    "fed_irs_examples": (13, 0),
    "fed_p15t2025_wage_bracket_w4_2019": (9386, 0),
    "fed_p15t2025_wage_bracket_w4_2020": (3206, 0),
    "fed_policyengine_2026": (50, 9),
    "fed_python_taxes_2025": (1115, 50),
    "state_2026": (168, 2),
    "state_more": (7, 0),
}


def test_every_golden_file_is_listed_here():
    assert {path.stem for path in GOLDEN.glob("*.csv")} == set(ROWS)


@pytest.mark.parametrize("name", sorted(ROWS))
def test_golden_rows_agree(name):
    report = golden.check(load("us"), GOLDEN / f"{name}.csv")
    assert report.first == []
    assert (report.rows, report.tolerated, report.mismatches) == (*ROWS[name], 0)


@pytest.mark.parametrize("name", ["fed_irs_examples", "fed_policyengine_2026", "state_2026", "state_more"])
def test_converters_give_the_golden_rows(name):
    converted = golden.convert(VECTORS / f"vectors_{name}.csv")
    assert golden.render(converted) == (GOLDEN / f"{name}.csv").read_text()


def test_every_dropped_row_has_its_reason():
    state = golden.convert(VECTORS / "vectors_state_2026.csv")
    assert len(state.rows) == 168
    assert state.reasons() == {"US-NC: nonresident alien (NC-4 NRA): its rule was not obtained": 1}
    more = golden.convert(VECTORS / "vectors_state_more.csv")
    assert (len(more.rows), len(more.dropped)) == (7, 0)
    examples = golden.convert(VECTORS / "vectors_fed_irs_examples.csv")
    assert examples.reasons() == {"what Pub. 15-T (2026) adds to a nonresident alien's wages is not held": 1}


def test_deposit_rules_are_refused_with_a_sentence():
    with pytest.raises(PaycalcError, match="not amounts of a payslip"):
        golden.convert(VECTORS / "vectors_deposit_rules.csv")


def test_misprints_are_compared_with_the_tables_value():
    """The publication prints 258.51, 248.11 and 599.08 for these; its own tables give 258.50, 248.12 and 599.09."""
    text = (GOLDEN / "state_2026.csv").read_text()
    assert ",258.50," in text and ",248.12," in text and ",599.09," in text
    assert "258.51" not in text and "248.11" not in text and "599.08" not in text


@pytest.mark.parametrize("name", ["2019", "2020"])
def test_wage_bracket_method_gives_the_printed_cell_at_both_ends_of_its_interval(name):
    """The converter takes the middle of the interval; the method must find the cell from any wage inside it."""
    import csv

    import numpy as np

    pack = load("us")
    lines = (GOLDEN / f"fed_p15t2025_wage_bracket_w4_{name}.csv").read_text().splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    middle = np.array([round(float(row["regular"]) * 100) for row in rows])
    columns = {
        field: np.array([pack.input(field).choices.index(row[field]) for row in rows])
        for field in ("frequency", "w4_status", "w4_form")
    }
    columns["w4_allowances"] = np.array([int(row.get("w4_allowances") or 0) for row in rows])
    columns["w4_step2"] = np.array([int(row.get("w4_step2") == "yes") for row in rows])
    expected = np.array([round(float(row["expect.federal_income_tax"]) * 100) for row in rows])
    for step in (-200, 0, 200):  # the narrowest interval is 5 dollars wide
        slips = many("2025-07-01", regular=middle + step, fit_method="wage_bracket", **columns)
        assert slips.problems == []
        assert (slips.columns["federal_income_tax"] == expected).all()
