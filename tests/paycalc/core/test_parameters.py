"""Dated figures: found on their day, refused by name on others, read without loss."""

from datetime import date
from fractions import Fraction

import pytest

from paycalc.calendars import Dates, add_months, same_span, tax_month, tax_week, year_days, year_start
from paycalc.errors import FigureMissing
from paycalc.packs import installed, load
from paycalc.parameters import STATUSES, Law, figures
from paycalc.since import since, versions

GB = "paycalc.packs.gb"
APRIL = (4, 6)


def law(day: date) -> Law:
    return Law(GB, Dates.on(day), "GBP")


def test_a_figure_changes_on_its_day():
    assert law(date(2026, 4, 5)).money("ni.lel.weekly") == 12_500
    assert law(date(2026, 4, 6)).money("ni.lel.weekly") == 12_900
    assert law(date(2026, 4, 6)).rate("ni.letter.B.main") == Fraction(185, 10_000)


@pytest.mark.parametrize("day", [date(2025, 4, 5), date(2027, 4, 6)])
def test_a_figure_outside_its_years_is_refused_by_name_and_publication(day):
    with pytest.raises(FigureMissing) as caught:
        law(day).money("ni.lel.weekly")
    assert (caught.value.figure, caught.value.day) == ("ni.lel.weekly", day)
    assert "HMRC, Rates and thresholds for employers" in str(caught.value)


def test_a_name_that_no_file_has_is_refused():
    with pytest.raises(FigureMissing, match=r"ni\.lel\.daily"):
        law(date(2026, 4, 6)).money("ni.lel.daily")
    with pytest.raises(FigureMissing, match="no pack file"):
        law(date(2026, 4, 6)).money("vat.rate")


@pytest.mark.parametrize("code", installed())
def test_every_figure_has_a_citation_and_an_honest_status(code):
    held = figures(load(code).package)
    assert held
    for versions_ in held.values():
        for figure in versions_:
            assert figure.cite and figure.publication
            assert figure.status in STATUSES
            assert figure.start <= figure.until


def test_two_versions_of_a_formula_stand_under_one_name():
    @since(date(2025, 4, 6), cite="first act")
    def formula(law: Law) -> str:
        return "old"

    @since(date(2026, 4, 6), cite="second act")
    def formula(law: Law) -> str:  # noqa: F811
        return "new"

    assert formula(law(date(2026, 4, 5))) == "old"
    assert formula(law(date(2026, 4, 6))) == "new"
    assert versions(formula) == {date(2025, 4, 6): "first act", date(2026, 4, 6): "second act"}
    with pytest.raises(FigureMissing, match="formula"):
        formula(law(date(2025, 4, 5)))


@pytest.mark.parametrize(
    ("day", "week", "month"),
    [
        (date(2026, 4, 6), 1, 1),
        (date(2026, 4, 12), 1, 1),
        (date(2026, 4, 13), 2, 1),
        (date(2026, 5, 5), 5, 1),
        (date(2026, 5, 6), 5, 2),
        (date(2027, 4, 4), 52, 12),
        (date(2027, 4, 5), 53, 12),
        (date(2024, 4, 5), 53, 12),
    ],
)
def test_tax_weeks_and_months(day, week, month):
    assert (tax_week(day), tax_month(day)) == (week, month)


def test_years_and_resets():
    assert year_start(date(2026, 4, 5), APRIL) == date(2025, 4, 6)
    assert (year_days(date(2024, 1, 1), APRIL), year_days(date(2025, 4, 6), APRIL)) == (366, 365)
    assert not same_span("tax_year", date(2026, 4, 5), date(2026, 4, 6), APRIL)
    assert same_span("tax_year", date(2026, 4, 6), date(2027, 4, 5), APRIL)
    assert not same_span("quarter", date(2026, 3, 31), date(2026, 4, 1), APRIL)
    assert not same_span("month", date(2025, 3, 31), date(2026, 3, 31), APRIL)
    assert same_span("never", date(2020, 1, 1), date(2026, 3, 31), APRIL)
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
