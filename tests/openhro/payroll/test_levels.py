"""What service levels count of payroll: payslips right the first time, and runs released in time."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.openhro.payroll import make_payroll, make_release

from openhro.core import clock
from openhro.core.actor import system
from openhro.core.scope import scope
from openhro.engagements import queries
from openhro.payroll.models import PayRun

pytestmark = pytest.mark.usefixtures("committed")
YEAR = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))


@pytest.fixture
def at():
    return make_payroll.payroll((3_200_000, 4_800_000))


def told(at, metric, start=YEAR[0], end=YEAR[1]):
    with scope(system()):
        return queries.METRICS[metric].measured(system(), at.at.client.pk, start, end)


def change(run, **values):
    """What no service can do yet: a correction of an earlier period, a release at another instant."""
    with scope(system()):
        PayRun.objects.filter(pk=run.pk).update(**values)


def test_every_released_payslip_is_right_until_it_is_corrected(at):
    desk = make_release.desk(at)
    first = make_release.released(at, desk, 0)
    found = told(at, "payroll_accuracy")
    assert [(item.kind, item.met, item.scope_item_id) for item in found] == [("payslip", True, first.scope_item_id)] * 2
    assert {item.label for item in found} == {f"{job.external_id}, April 2026" for job in at.staff}
    assert found[0].url.startswith(f"/payroll/runs/{first.pk}/payslips/")
    assert "not corrected since" in found[0].because
    later = make_release.released(at, desk, 1)
    change(later, kind="correction", period=first.period)
    corrected = told(at, "payroll_accuracy")
    assert [item.met for item in corrected] == [False, False]
    assert {item.id for item in corrected} == {item.id for item in found}
    assert later.code in corrected[0].because


def test_a_later_correction_counts_in_its_own_month(at):
    desk = make_release.desk(at)
    first, later = make_release.released(at, desk, 0), make_release.released(at, desk, 1)
    change(later, kind="reversal", period=first.period)
    may = datetime(2026, 5, 1, tzinfo=UTC)
    assert [item.met for item in told(at, "payroll_accuracy", end=may)] == [True, True]
    assert [item.met for item in told(at, "payroll_accuracy", start=may)] == [False, False]


def test_a_run_is_in_time_to_the_second(at):
    run = make_release.released(at, make_release.desk(at), 0)
    due = run.period.release_due
    for at_, met in [(due, True), (due + timedelta(seconds=1), False)]:
        change(run, released_at=at_)
        [item] = told(at, "payroll_timeliness", end=due + timedelta(days=1))
        assert (item.kind, item.met, item.at, item.label) == ("pay_run", met, due, run.code)
        assert item.url == f"/payroll/runs/{run.pk}/"
    assert "Promised by" in item.because and "released" in item.because


def test_a_run_that_is_not_released_and_a_period_without_one_are_missed(at):
    make_release.released(at, make_release.desk(at), 0)
    waiting = make_payroll.calculated(at, 1)
    may, june = (at.periods[number].release_due for number in (1, 2))
    with clock.travel(may + timedelta(hours=1)):
        found = told(at, "payroll_timeliness")
        assert [(item.kind, item.met) for item in found] == [("pay_run", True), ("pay_run", False)]
        assert found[1].id == waiting.pk and found[1].because.endswith("and not released.")
    with clock.travel(june + timedelta(hours=1)):
        missing = told(at, "payroll_timeliness")[-1]
        assert (missing.kind, missing.met, missing.id) == ("pay_period", False, at.periods[2].pk)
        assert missing.scope_item_id == waiting.scope_item_id


def test_before_its_first_run_a_group_misses_nothing(at):
    assert told(at, "payroll_timeliness") == []
    assert told(at, "payroll_accuracy") == []
