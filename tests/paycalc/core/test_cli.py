"""The command line on good and on bad input: a sentence and exit status 2, never a traceback."""

import csv
import io

import pytest

from paycalc.cli import main

PEOPLE = "id,pay_frequency,tax_code,regular_pay\nann,monthly,1257L,2500.00\nbob,weekly,S1257L,600\n"


@pytest.fixture
def people(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE)
    return path


def test_packs_and_columns_are_listed(capsys):
    assert main(["packs"]) == 0
    assert "gb  United Kingdom (GBP)" in capsys.readouterr().out
    assert main(["columns", "gb"]) == 0
    out = capsys.readouterr().out
    assert "pay_frequency" in out and "weekly | fortnightly | four_weekly | monthly" in out and "net_pay" in out


def test_a_run_writes_payslips_and_carries_the_id(people, tmp_path, capsys):
    assert main(["run", "gb", "--in", str(people), "--day", "2026-11-30", "--workers", "2"]) == 0
    printed = capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO(printed.out)))
    assert [(row["id"], row["gross_pay"]) for row in rows] == [("ann", "2500.00"), ("bob", "600.00")]
    assert printed.err == "2 payslips, 0 problems\n"
    out = tmp_path / "slips.csv"
    assert main(["run", "gb", "--in", str(people), "--day", "2026-11-30", "--out", str(out)]) == 0
    assert out.read_text() == printed.out


def test_the_file_may_have_a_day_of_its_own_per_row(tmp_path, capsys):
    path = tmp_path / "people.csv"
    path.write_text(
        "day,pay_frequency,tax_code,regular_pay\n2026-04-06,monthly,1257L,3000\n2025-04-06,monthly,BR,3000\n"
    )
    assert main(["run", "gb", "--in", str(path)]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["income_tax"] for row in rows] == ["390.20", "600.00"]


def test_a_problem_of_one_row_is_told_and_the_others_are_paid(people, capsys):
    people.write_text(PEOPLE + "cyd,monthly,HELLO,100\n")
    assert main(["run", "gb", "--in", str(people), "--day", "2026-11-30"]) == 1
    printed = capsys.readouterr()
    assert "row 3: tax_code: The tax code HELLO" in printed.err
    assert printed.err.endswith("2 payslips, 1 problems\n")


def test_an_explanation_shows_the_worksheet(people, capsys):
    assert main(["explain", "gb", "--in", str(people), "--row", "1", "--day", "2026-04-06"]) == 0
    out = capsys.readouterr().out
    for words in (
        "Income tax  (HMRC, Specification for PAYE tax table routines v24",
        "a1",
        "1048.2600",
        "Tn",
        "Ln",
        "290.20",
        "National Insurance",
    ):
        assert words in out


def test_check_says_rows_and_mismatches(tmp_path, capsys):
    path = tmp_path / "tests.csv"
    path.write_text(
        "day,pay_frequency,tax_code,regular_pay,expect.income_tax\n2026-04-06,monthly,1257L,1156.25,21.40\n"
    )
    assert main(["check", "gb", str(path)]) == 0
    assert capsys.readouterr().out == "1 rows, 0 mismatches\n"
    path.write_text(path.read_text().replace("21.40", "21.41"))
    assert main(["check", "gb", str(path)]) == 1
    assert "income_tax is 21.40, expected 21.41" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "text", "sentence"),
    [
        (["run", "xx", "--in", "FILE"], PEOPLE, "there is no pack 'xx'"),
        (["run", "gb", "--in", "nowhere.csv"], PEOPLE, "there is no file nowhere.csv"),
        (["run", "gb", "--in", "FILE"], PEOPLE, "say the pay date"),
        (["run", "gb", "--in", "FILE", "--day", "30.11.2026"], PEOPLE, "is not a date"),
        (["run", "gb", "--in", "FILE", "--day", "2026-11-30", "--start", "2026-12-01"], PEOPLE, "after its end"),
        (["run", "gb", "--in", "FILE", "--day", "2026-11-30", "--workers", "0"], PEOPLE, "is not a whole number above"),
        (["run", "gb", "--in", "FILE", "--day", "2027-04-06"], PEOPLE, "is not held for 2027-04-06"),
        (["run", "gb", "--in", "FILE", "--day", "2026-11-30"], "", "is empty"),
        (["run", "gb", "--in", "FILE", "--day", "2026-11-30"], "salary\n1\n", "has no column 'salary'"),
        (["run", "gb", "--in", "FILE", "--day", "2026-11-30"], "regular_pay\n1\n", "pay_frequency is required"),
        (["run", "gb", "--in", "FILE", "--day", "2026-11-30"], "pay_frequency\nmonthly,1\n", "has 2 cells"),
        (
            ["run", "gb", "--in", "FILE", "--day", "2026-11-30"],
            "pay_frequency\ndaily\n",
            "line 2, pay_frequency: 'daily'",
        ),
        (["run", "gb", "--in", "FILE", "--day", "2026-11-30"], "bonus_pay,bonus_pay\n1,1\n", "names a column twice"),
        (["run", "gb", "--in", "FILE", "--day", "2026-11-30"], b"\xff\xfe\x00", "cannot be read"),
        (["run", "gb", "--in", "FILE"], "day,pay_frequency\nsoon,monthly\n", "is not a date"),
        (["explain", "gb", "--in", "FILE", "--row", "9", "--day", "2026-11-30"], PEOPLE, "there is no row 9"),
        (["check", "gb", "FILE"], "day,net\n2026-11-30,1\n", "has no column 'net'"),
        (["check", "gb", "FILE"], "", "has no rows"),
        (["check", "gb", "FILE"], "day\n", "has no rows"),
        (["golden", "FILE", "--as", "gb.ni"], "", "has no rows"),
        (["run", "gb", "--in", "FILE", "--day", "20261130"], PEOPLE, "is not a date"),
        (["run", "gb", "--in", "FILE", "--day", "2026-11-30", "--out", "/proc/nope"], PEOPLE, "there is no file /proc"),
        (
            ["run", "gb", "--in", "/tmp", "--day", "2026-11-30"],
            PEOPLE,
            "/tmp cannot be read or written: Is a directory",
        ),
        (["explain", "gb", "--in", "FILE", "--row", "-1", "--day", "2026-11-30"], PEOPLE, "there is no row -1"),
        (["golden", "FILE"], "a\n1\n", "no converter for"),
        (["golden", "FILE", "--as", "gb.ssp"], "a\n1\n", "has no column 'first_day'"),
        (["pay"], "", "invalid choice"),
        ([], "", "required"),
    ],
)
def test_bad_input_is_one_sentence_and_status_2(tmp_path, capsys, arguments, text, sentence):
    path = tmp_path / "input.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    try:
        status = main([str(path) if one == "FILE" else one for one in arguments])
    except SystemExit as stop:
        status = stop.code
    printed = capsys.readouterr()
    assert status == 2
    assert sentence in printed.err and len(printed.err.splitlines()) == 1
    assert printed.out == ""


def test_ctrl_c_ends_without_a_word(monkeypatch, capsys):
    def stopped(options):
        raise KeyboardInterrupt

    monkeypatch.setattr("paycalc.cli._packs", stopped)
    assert main(["packs"]) == 130
    assert capsys.readouterr() == ("", "")
