"""Every golden row of the pack, exactly; and the converters give the same rows again."""

from pathlib import Path

import pytest
from tests.paycalc.ca.people import CA

from paycalc import golden

GOLDEN = Path(golden.__file__).parent / "packs" / "ca" / "golden"
VECTORS = Path(__file__).parent / "vectors"
ROWS = {"ca": 600, "ca_bonus": 7}
BASE = (
    "source,tax_year,id,province,pay_periods,gross,federal_claim,provincial_claim,rrsp,union_dues,ytd_cpp,ytd_cpp2,ytd_ei,\
ytd_pensionable,pensionable_months,flags,exp_cpp,exp_cpp2,exp_ei,exp_federal_tax,exp_provincial_tax,exp_net\n"
)


def test_every_golden_file_is_listed_here():
    assert {path.stem for path in GOLDEN.glob("*.csv")} == set(ROWS)


@pytest.mark.parametrize("name", ROWS)
def test_golden_rows_agree_to_the_cent_without_any_tolerance(name):
    report = golden.check(CA, GOLDEN / f"{name}.csv")
    assert report.first == []
    assert (report.rows, report.exact) == (ROWS[name], ROWS[name])


@pytest.mark.parametrize("name", ROWS)
def test_converters_give_the_golden_rows(name):
    converted = golden.convert(VECTORS / f"vectors_{name}.csv")
    assert golden.render(converted) == (GOLDEN / f"{name}.csv").read_text()


def test_the_only_thing_left_out_is_the_tax_of_a_row_that_does_not_say_its_periods():
    converted = golden.convert(VECTORS / "vectors_ca.csv")
    assert [name for name, _ in converted.dropped] == ["ON_60K_RETROACTIVE"]
    assert len(converted.rows) == 600
    assert golden.convert(VECTORS / "vectors_ca_bonus.csv").dropped == []


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("2024/jul,A,ON,26,1000,code1,code1,0,0,0,0,0,0,12,", "an edition of T4127 that the pack does not hold"),
        ("2026/jan,A_JUL,ON,26,1000,code1,code1,0,0,0,0,0,0,12,", "an edition of T4127 that the pack does not hold"),
        ("2026/jan,A,QC,26,1000,code1,code1,0,0,0,0,0,0,12,", "a province whose income tax the pack does not hold"),
        ("2026/jan,A,ON,26,1000,code1,code1,0,0,0,0,0,0,12,night=1", "the flag 'night' is none"),
        ("2026/jan,A,ON,26,1000,code11,code1,0,0,0,0,0,0,12,", "the claim 'code11' is none"),
        ("2026/jan,A,ON,often,1000,code1,code1,0,0,0,0,0,0,12,", "a number of pay periods that is none"),
    ],
)
def test_a_row_that_the_pack_cannot_take_is_dropped_with_its_reason(tmp_path, cells, reason):
    path = tmp_path / "vectors_ca_more.csv"
    path.write_text(f"{BASE}x,{cells},1,0,1,1,1,\n")
    converted = golden.convert(path)
    assert converted.rows == []
    assert converted.dropped[0][1].startswith(reason)


def test_the_converter_takes_what_other_rows_may_say(tmp_path):
    path = tmp_path / "vectors_ca_more.csv"
    path.write_text(
        f"{BASE}x,2025/jan,A_JUN,NS,27,1000,,codeE,0,0,0,0,0,0,12,cpp_exempt=False;ei_exempt=True,1,0,1,1,1,\n"
        "t4127-engine,2025/jul,B,ON,53,1000,code0,20000,0,0,0,0,0,0,12,retroactive_pay_amount=5;retroactive_pay_periods=2,1,0,1,1,1,\n"
    )
    one, two = golden.convert(path).rows
    assert (one["day"], one["pay_frequency"], one["pay_periods"]) == ("2025-06-17", "monthly", "27")
    assert (one["federal_claim_code"], one["provincial_claim_code"], one["factor_rounding"]) == (
        "basic",
        "E",
        "factors",
    )
    assert (one["cpp_exempt"], one["ei_exempt"]) == ("no", "yes")
    assert (two["factor_rounding"], two["retroactive_periods"], two["provincial_claim"]) == ("deduction", "2", "20000")
