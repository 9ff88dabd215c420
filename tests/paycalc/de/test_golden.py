"""Every golden file of the pack, exactly, and the converters that make them."""

from importlib.resources import files

import pytest

from paycalc import PaycalcError, check, convert, load
from paycalc.golden import render

DE = load("de")
FILES = {"lohnsteuer": 1251, "pruefwerte": 10, "social": 518}
FOLDER = files("paycalc.packs.de") / "golden"

TAX = "source,tax_year,id,AF,F,LZZ,RE4,STKL,ZKF,KVZ,PVS,PVZ,R,VBEZ,SONSTB,SONSTENT,VBS,JRE4,exp_LSTLZZ,exp_VKVLZZ,agree_java_js"
SOCIAL = (
    "source,tax_year,gross_month,age,children_under_25,has_children,kv_zusatzbeitrag,bundesland_saxony,"
    "exp_unrounded_kranken_an,exp_unrounded_kranken_ag,exp_unrounded_pflege_an,exp_unrounded_pflege_ag,"
    "exp_unrounded_rente_an,exp_unrounded_rente_ag,exp_unrounded_arbeitslosen_an,exp_unrounded_arbeitslosen_ag,"
    "exp_cent_kranken_an,exp_cent_kranken_ag,exp_cent_pflege_an,exp_cent_pflege_ag,"
    "exp_cent_rente_an,exp_cent_rente_ag,exp_cent_arbeitslosen_an,exp_cent_arbeitslosen_ag"
)


@pytest.mark.parametrize("name", FILES)
def test_the_vectors_agree(name):
    report = check(DE, FOLDER / f"{name}.csv")
    assert report.first == []
    assert (report.rows, report.tolerated) == (FILES[name], 0)


def test_no_golden_file_is_left_out():
    assert {file.name for file in FOLDER.iterdir()} == {f"{name}.csv" for name in FILES}


def made(tmp_path, name, *lines):
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return convert(path)


def checked(tmp_path, converted):
    path = tmp_path / "golden.csv"
    path.write_text(render(converted), encoding="utf-8")
    return check(DE, path)


def test_a_call_of_the_flow_chart_becomes_a_payslip_without_contributions(tmp_path):
    converted = made(
        tmp_path, "vectors_de_kept.csv", TAX,
        "x,2026,A,1,0.912,2,500000,4,1.5,2.90,1,0,1,100000,300000,100000,50000,6000000,,,1",
        "x,2024,B,0,1,2,500000,4,0,2.90,0,0,1,0,0,0,0,0,,,1",
        "x,2026,C,0,1,2,500000,4,0,2.90,0,0,1,0,0,0,0,0,,,0",
    )  # fmt: skip
    assert [reason for _, reason in converted.dropped] == [
        "another year than 2025 and 2026",
        "the two implementations of the source disagree",
    ]
    (row,) = converted.rows
    wanted = {
        "day": "2026-12-31", "pay_frequency": "monthly", "land": "SN", "factor": "0.912", "zkf": "1.5", "kvz": "2.90%",
        "regular_pay": "4000.00", "pension_pay": "1000.00", "one_off_tax_only": "1500.00", "severance_pay": "1000.00",
        "pension_one_off": "500.00", "jre4": "60000.00", "annual_pay": "given", "kv_group": "0", "church_member": "yes",
    }  # fmt: skip
    assert {name: row[name] for name in wanted} == wanted
    assert not any(name.startswith("expect.") for name in row)
    assert checked(tmp_path, converted).mismatches == 0


def test_a_part_of_a_cent_is_refused(tmp_path):
    with pytest.raises(ValueError, match="no whole number of cents"):
        made(tmp_path, "vectors_de.csv", TAX, "x,2026,A,0,1,2,500000,4,0,2.90,0,0,0,0,0,0,0,0,12.5,,1")


def test_a_check_value_has_its_own_converter(tmp_path):
    head = "source,tax_year,LZZ,RE4_cent,STKL,PVZ,KVZ,ZKF,exp_LSTLZZ_cent"
    converted = made(tmp_path, "vectors_de_pruefwerte2026.csv", head, "x,2026,1,2000000,5,1,2.90,0.0,223400")
    assert converted.rows[0]["expect.lohnsteuer"] == "2234.00"
    report = checked(tmp_path, converted)
    assert (report.rows, report.mismatches) == (1, 0)


MIDIJOB = "x,2025,950,40,{children},{has},avg,0,{kv},{pv},{rv},{av},{cents}"
SHARES = {
    "kv": "46.65789474,92.86028763",
    "rv": "50.75069252,101.00592690",
    "av": "7.09418283,14.11910806",
}


def midijob(care, cents, children=1, has=1):
    return MIDIJOB.format(**SHARES, children=children, has=has, pv=care, cents=cents)


def test_a_midijob_is_rounded_as_the_law_says(tmp_path):
    row = midijob("9.82271468,19.54953424", "46.66,92.86,9.82,19.55,50.75,101.01,7.09,14.12")
    converted = made(tmp_path, "vectors_de_sv.csv", SOCIAL, row)
    golden = converted.rows[0]
    assert golden["employment"] == "midijob" and golden["kvz"] == "2.5%"
    assert (golden["expect.kv_employee"], golden["expect.kvz_employee"]) == ("39.84", "6.82")
    assert (golden["expect.pv_employee"], golden["expect.rv_employer"]) == ("9.82", "101.01")
    assert checked(tmp_path, converted).mismatches == 0


@pytest.mark.parametrize(
    "cents", ["46.66,92.86,9.92,19.55,50.75,101.01,7.09,14.12", "46.69,92.86,9.82,19.55,50.75,101.01,7.09,14.12"]
)
def test_a_share_that_no_rounding_explains_is_expected_as_the_source_has_it(tmp_path, cents):
    converted = made(tmp_path, "vectors_de_sv.csv", SOCIAL, midijob("9.82271468,19.54953424", cents))
    assert checked(tmp_path, converted).mismatches == 1


def test_saxony_and_a_told_additional_rate(tmp_path):
    row = "x,2026,3000,40,3,1,1.7,1,244.5,244.5,54,39,279,279,39,39,244.5,244.5,54,39,279,279,39,39"
    converted = made(tmp_path, "vectors_de_sv.csv", SOCIAL, row)
    assert (converted.rows[0]["land"], converted.rows[0]["pva"], converted.rows[0]["kvz"]) == ("SN", "2", "1.7%")
    assert checked(tmp_path, converted).mismatches == 0


def test_a_minijob_is_the_employers_lump_sums(tmp_path):
    row = "x,2026,603,30,0,0,avg,0,0,78.39,0,0,0,90.45,0,0,0.00,78.39,0.00,0.00,0.00,90.45,0.00,0.00"
    converted = made(tmp_path, "vectors_de_sv.csv", SOCIAL, row)
    assert converted.rows[0]["expect.minijob_rv"] == "90.45"
    assert checked(tmp_path, converted).mismatches == 0


def test_a_file_without_a_column_is_one_sentence(tmp_path):
    with pytest.raises(PaycalcError, match="has no column 'LZZ'"):
        made(tmp_path, "vectors_de.csv", "tax_year,id", "2026,1")
