"""The golden format: exact comparison, tolerance counted apart, bad cells named, converters found by file name."""

import pytest

from paycalc import BadValue, PaycalcError, UnknownColumn, check, convert, installed, load
from paycalc.golden import converters, render

GB = load("gb")
HEAD = "day,pay_frequency,tax_code,ni_letter,regular_pay,expect.income_tax,expect.ni_employee,tolerance\n"
ROW = "2026-04-06,monthly,1257L,A,1156.25,{tax},{ni},{tolerance}\n"


def report(tmp_path, *rows: tuple[str, str, str]):
    path = tmp_path / "tests.csv"
    path.write_text("# source: HMRC\n" + HEAD + "".join(ROW.format(tax=a, ni=b, tolerance=c) for a, b, c in rows))
    return check(GB, path)


def test_an_exact_row_is_exact(tmp_path):
    found = report(tmp_path, ("21.40", "8.66", ""), ("21.4", "", "0"))
    assert (found.rows, found.mismatches, found.tolerated, found.exact) == (2, 0, 0, 2)
    assert found.text() == "2 rows, 0 mismatches"


def test_one_penny_is_a_mismatch(tmp_path):
    found = report(tmp_path, ("21.41", "8.66", ""))
    assert (found.rows, found.mismatches) == (1, 1)
    assert found.first == ["row 1 (2026-04-06): income_tax is 21.40, expected 21.41"]


def test_a_tolerated_row_is_never_called_exact(tmp_path):
    found = report(tmp_path, ("21.41", "8.66", "1"), ("21.40", "8.66", "1"), ("21.42", "8.66", "1"))
    assert (found.rows, found.mismatches, found.tolerated, found.exact) == (3, 1, 2, 0)


def test_a_row_that_cannot_be_paid_is_a_mismatch(tmp_path):
    path = tmp_path / "tests.csv"
    path.write_text("day,pay_frequency,tax_code,expect.income_tax\n2026-04-06,monthly,HELLO,0\n")
    assert "HELLO" in check(GB, path).first[0]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("day,pay_frequency,expect.net\n2026-04-06,monthly,1\n", UnknownColumn),
        ("day,pay_frequency,salary\n2026-04-06,monthly,1\n", UnknownColumn),
        ("day,pay_frequency,regular_pay\n2026-04-06,monthly,1.234\n", BadValue),
        ("day,pay_frequency,regular_pay\nyesterday,monthly,1\n", BadValue),
        ("pay_frequency,regular_pay,expect.income_tax\nmonthly,1,0\n", PaycalcError),
        ("day,pay_frequency,regular_pay\n2026-04-06,monthly\n", BadValue),
        ("day,pay_frequency,regular_pay\n2026-04-06,monthly,1,2\n", BadValue),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence(tmp_path, text, error):
    path = tmp_path / "tests.csv"
    path.write_text(text)
    with pytest.raises(error):
        check(GB, path)


def test_converters_have_names_of_their_own():
    names = [converter.name for _, converter in converters()]
    assert len(names) == len(set(names))
    assert all(name.partition(".")[0] in installed() for name in names)


def test_a_converter_is_found_by_the_longest_prefix_or_by_name(tmp_path):
    path = tmp_path / "vectors_student_loans_later.csv"
    path.write_text(
        "id,source,tax_year,plan,period_type,annual_wage,period_gross,expected_deduction,tolerance,note\n"
        "a,tk line 1,2026-27,2,monthly,36000,3000.00,49,0,\nb,tk line 2,2026-27,2,annual,36000,36000,588,n/a,\n"
    )
    converted = convert(path)
    assert (converted.pack, len(converted.rows)) == ("gb", 1)
    assert converted.dropped == [("b", "twelve times the monthly result: not a payroll period")]
    assert render(converted).startswith(
        "# source: vectors_student_loans_later.csv, converter gb.student_loans\n# source: tk"
    )
    golden = tmp_path / "golden.csv"
    golden.write_text(render(converted))
    assert check(GB, golden).exact == 1
    other = path.rename(tmp_path / "loans.csv")
    assert convert(other, "gb.student_loans").rows == converted.rows
    with pytest.raises(PaycalcError, match="no converter for 'loans'"):
        convert(other)
    with pytest.raises(PaycalcError, match="has no column"):
        convert(other, "gb.ni")
