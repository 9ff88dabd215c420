"""What is found before somebody is paid: lines given twice, lines of leavers, and what the pack found besides."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from tests.openhro.payroll import make_payroll, make_release

from openhro.core.scope import scope
from openhro.payroll import queries, services
from openhro.payroll.models import PayElement, PayRun
from openhro.payroll.rules.validation import NOTICED, repeated
from openhro.people import services as people

pytestmark = pytest.mark.usefixtures("committed")


def give(at, job, element, key, **values):
    with scope(at.specialist):
        line = services.Line(job.pk, PayElement.objects.get(client=at.at.client, code=element).pk, key, **values)
    return at.act(services.give_input, at.periods[0].pk, line)


def found(at, run, *codes):
    """Code, severity, person and line of what was found."""
    with scope(at.specialist):
        rows = queries.problems(at.specialist, run.pk)
    return sorted((one.code, one.severity, one.employment_id, one.line) for one in rows if one.code in codes)


def test_lines_that_say_the_same_under_two_ids_are_warned_of():
    at = make_payroll.payroll((3_200_000, 2_600_000, 2_500_000))
    twice, other, hours = at.staff
    give(at, twice, "bonus", "B-1", amount_minor=50_000)
    give(at, twice, "bonus", "B-2", amount_minor=50_000)
    give(at, twice, "overtime", "B-3", amount_minor=50_000)
    give(at, other, "bonus", "B-4", amount_minor=50_000)
    give(at, other, "bonus", "B-5", amount_minor=50_001)
    for key in ("O-1", "O-2", "O-3"):
        give(at, hours, "overtime", key, units=Decimal("7.5"))
    give(at, hours, "overtime", "O-4", units=Decimal("7.5"), rate_minor=2_000)
    run = make_payroll.calculated(at)
    assert run.calculation.refused == 0
    assert found(at, run, "DUPLICATE_LINE") == sorted(
        [("DUPLICATE_LINE", "warning", twice.pk, "Bonus"), ("DUPLICATE_LINE", "warning", hours.pk, "Overtime")]
    )


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ([[], []], []),
        ([[1], [2]], [False]),
        ([[1, 2, 1], [5, 5, 5]], [True, False, True]),
        ([[1, 1, 1], [5, 6, 5]], [True, False, True]),
        ([[3, 3, 3], [4, 4, 4]], [True, True, True]),
    ],
)
def test_rows_that_are_the_same_in_every_column(columns, expected):
    assert repeated([np.array(column, np.int64) for column in columns]).tolist() == expected


def test_a_line_of_somebody_who_left_before_the_period_is_told_apart():
    at = make_payroll.payroll((3_200_000, 2_600_000, 2_500_000))
    _stays, left, leaves = at.staff
    for job in (left, leaves):
        give(at, job, "bonus", f"B-{job.pk}", amount_minor=50_000)
    for job, day in ((left, date(2026, 3, 31)), (leaves, date(2026, 4, 10))):
        with scope(at.specialist):
            people.end_employment(at.specialist, job.pk, people.Leaving(end=day, reason="voluntary"))
    run = make_payroll.calculated(at)
    assert found(at, run, "TERMINATED", "NOT_ON_PAYROLL") == [("TERMINATED", "error", left.pk, "Bonus")]
    with scope(at.specialist):
        [told] = [one.message for one in queries.problems(at.specialist, run.pk) if one.code == "TERMINATED"]
    assert "31 March 2026" in told or "2026" in told
    assert run.calculation.people == 2


def test_pay_below_the_minimum_wage_wants_an_answer():
    at = make_payroll.payroll(())
    low = make_payroll.employ(at, 1_200_000, minimum_wage="21_and_over", minutes_worked="9750")
    make_payroll.employ(at, 3_600_000, minimum_wage="21_and_over", minutes_worked="9750")
    run = make_payroll.calculated(at)
    assert [one[:3] for one in found(at, run, "BELOW_MINIMUM_WAGE")] == [("BELOW_MINIMUM_WAGE", "warning", low.pk)]
    with scope(at.specialist):
        [told] = [one.message for one in queries.problems(at.specialist, run.pk) if one.code == "BELOW_MINIMUM_WAGE"]
    # 162.5 hours at 12.71 are 2,065.38; 1,000.00 is paid
    assert told == "This pay is below the minimum wage by 1065.38 GBP."
    assert (run.calculation.people, run.calculation.refused) == (2, 0)


def test_a_garnishment_over_its_limit_wants_an_answer():
    at = make_release.us_payroll((3_000_000,))
    [job] = at.staff
    facts = make_release.US_FACTS | {"creditor_order": "5000.00"}
    at.act(services.set_tax_facts, at.at.client.pk, job.pk, "us", facts, start=date(2026, 2, 1))
    run = make_payroll.calculated(at)
    assert [one[:3] for one in found(at, run, "ORDER_OVER_LIMIT")] == [("ORDER_OVER_LIMIT", "warning", job.pk)]
    with scope(at.specialist):
        assert PayRun.objects.get(pk=run.pk).state == "calculated"


def test_what_is_noticed_is_a_result_of_some_pack():
    from openhro.payroll import engine

    names = {column.name for code in ("gb", "us") for column in engine.pack(code).results}
    assert {one.column for one in NOTICED} <= names
