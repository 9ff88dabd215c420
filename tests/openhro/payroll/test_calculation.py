"""A run from stored facts to sealed results, on the real shelf."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import DatabaseError, connection, connections
from django.db.utils import ProgrammingError
from tests.openhro.payroll import make_payroll, make_release
from tests.openhro.payroll.make_members import member, move, second_group
from tests.openhro.people import make_people

from openhro.core.errors import Conflict
from openhro.core.models import Job
from openhro.core.scope import scope
from openhro.payroll import queries, services, shelf, tasks
from openhro.payroll.models import Calculation, Chunk, Membership, PayElement, Problem, TaxFacts
from openhro.payroll.register import place_of
from openhro.payroll.services.calculate import carry_out
from openhro.people import services as people

pytestmark = pytest.mark.usefixtures("committed")


def test_a_month_is_calculated_and_sealed():
    at = make_payroll.payroll((3_200_000,))
    run = make_payroll.calculated(at)
    assert run.state == "calculated"
    assert run.calculation.people == 1
    assert run.calculation.refused == 0
    with scope(at.specialist):
        place = place_of(run.calculation)
        rows = shelf.read(place)
    line = {name: int(rows.amounts[0, i]) for i, name in enumerate(place.layout.amounts)}
    # 32,000 a year in April 2026: 2,666.67; pension 5 % of 2,146.67 = 107.33 before tax; 1257L month 1
    assert line["earned_regular"] == 266_667
    assert line["pension_net_pay"] == 10_733
    assert line["taxable_pay"] == 255_934
    assert line["ni_employee"] == 12_949
    assert (
        line["net_pay"] == line["earned_regular"] - line["pension_net_pay"] - line["income_tax"] - line["ni_employee"]
    )
    assert run.calculation.totals["net_pay"] == line["net_pay"]
    assert run.calculation.walk["paid"] == 1


def test_one_persons_error_leaves_only_that_person_out():
    at = make_payroll.payroll((3_200_000, 2_500_000))
    broken = make_payroll.employ(at, 4_000_000)
    with scope(at.specialist):
        people.close_bank_account(at.specialist, bank_of(broken), date(2026, 4, 1))
    alone = make_payroll.calculated(at)
    assert (alone.calculation.people, alone.calculation.refused) == (2, 1)
    with scope(at.specialist):
        rows = shelf.read(place_of(alone.calculation))
        by_id = dict(zip(rows.ids(), rows.state.tolist(), strict=True))
        assert by_id[broken.pk] == 1
        assert sorted(by_id.values()) == [0, 0, 1]
        assert rows.net[rows.state == 1].tolist() == [0]
        assert "BANK_MISSING" in {
            p.code for p in Problem.objects.filter(calculation=alone.calculation, severity="error")
        }


def bank_of(job):
    return job.bank_accounts.get().pk


def test_a_killed_calculation_goes_on_and_ends_with_the_same_hash(monkeypatch):
    monkeypatch.setattr(shelf, "CHUNK", 2)
    at = make_payroll.payroll((3_200_000, 4_800_000, 2_500_000, 6_000_000, 2_600_000))
    run = at.act(services.open_run, at.periods[0].pk)
    at.act(services.lock_run, run.pk)
    at.act(services.calculate_run, run.pk)
    with scope(at.specialist):
        pending = Calculation.objects.get(run=run, state="computing")
    real, calls = shelf.load, []

    def dies_at_the_second_chunk(place, number, rows):
        if number == 1:
            raise KeyboardInterrupt
        calls.append(number)
        return real(place, number, rows)

    monkeypatch.setattr(shelf, "load", dies_at_the_second_chunk)
    with pytest.raises(KeyboardInterrupt):
        carry_out(at.specialist, pending.pk)
    monkeypatch.setattr(shelf, "load", lambda *a: (calls.append(a[1]), real(*a)))
    carry_out(at.specialist, pending.pk)
    assert calls == [0, 1, 2]
    with scope(at.specialist):
        first = Calculation.objects.get(pk=pending.pk)
        assert (first.state, first.people) == ("sealed", 5)
        assert first.shelf >= shelf.FIRST_OWN_SHELF
        assert len(shelf.read(place_of(first))) == 5
    at.act(services.unlock_run, run.pk, reason="again")
    at.act(services.lock_run, run.pk)
    at.act(services.calculate_run, run.pk)
    with scope(at.specialist):
        again = Calculation.objects.get(run=run, state="computing")
    carry_out(at.specialist, again.pk)
    with scope(at.specialist):
        second = Calculation.objects.get(pk=again.pk)
        assert bytes(second.result_hash) == bytes(first.result_hash)
        assert Calculation.objects.get(pk=first.pk).state == "void"


def elsewhere(work):
    """Somebody else does it meanwhile, on a connection of their own."""

    def done():
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(done).result()


@pytest.mark.parametrize("chunk", [2, 32_768], ids=["a shelf of its own", "the month's shelf"])
def test_a_run_unlocked_while_it_is_worked_out_is_calculated_anew_by_another_job(monkeypatch, chunk):
    monkeypatch.setattr(shelf, "CHUNK", chunk)
    at = make_payroll.payroll((3_200_000, 4_800_000, 2_500_000))
    run = at.act(services.open_run, at.periods[0].pk)
    at.act(services.lock_run, run.pk)
    first = at.act(services.calculate_run, run.pk)
    real, made = shelf.load, []

    def unlocked_at_the_first(place, number, rows):
        if not made:
            elsewhere(lambda: at.act(services.unlock_run, run.pk, reason="a bonus was missing"))
            made.append(
                elsewhere(lambda: (at.act(services.lock_run, run.pk), at.act(services.calculate_run, run.pk))[1])
            )
        return real(place, number, rows)

    monkeypatch.setattr(shelf, "load", unlocked_at_the_first)
    tasks.calculate_run(str(first.pk), str(first.client_id))
    [second] = made
    assert second.pk != first.pk
    with scope(at.specialist):
        void = Calculation.objects.get(run=run, number=1)
        assert (void.state, void.sealed_at, Chunk.objects.filter(calculation_id=void.pk).count()) == ("void", None, 0)
        assert Calculation.objects.get(run=run, number=2).state == "computing"
        assert Job.objects.get(pk=first.pk).state == "cancelled"
    assert left_behind(void) == 0
    tasks.calculate_run(str(second.pk), str(second.client_id))
    with scope(at.specialist):
        run.refresh_from_db()
        assert (run.state, run.calculation.number, run.calculation.people) == ("calculated", 2, 3)
        assert Job.objects.get(pk=second.pk).state == "done"


def left_behind(calculation) -> int:
    """Rows of a calculation that nobody will read."""
    with connections["loader"].cursor() as cursor:
        cursor.execute("select to_regclass(%s)", [f"payroll_result_{calculation.shelf}"])
        if cursor.fetchone()[0] is None:
            return 0
        cursor.execute(
            f"select count(*) from payroll_result_{calculation.shelf} where calculation_id = %s", [calculation.pk]
        )
        return cursor.fetchone()[0]


def test_a_job_given_up_before_it_began_does_nothing():
    at = make_payroll.payroll((3_200_000,))
    run = at.act(services.open_run, at.periods[0].pk)
    at.act(services.lock_run, run.pk)
    first = at.act(services.calculate_run, run.pk)
    at.act(services.unlock_run, run.pk, reason="again")
    at.act(services.lock_run, run.pk)
    second = at.act(services.calculate_run, run.pk)
    tasks.calculate_run(str(first.pk), str(first.client_id))
    with scope(at.specialist):
        assert Job.objects.get(pk=first.pk).state == "cancelled"
        assert Calculation.objects.get(run=run, number=2).state == "computing"
    tasks.calculate_run(str(second.pk), str(second.client_id))
    with scope(at.specialist):
        assert Calculation.objects.get(run=run, number=2).state == "sealed"


def test_a_run_of_nobody_can_be_followed_by_one_of_somebody_and_the_other_way_round(settings, tmp_path):
    settings.OUT = tmp_path
    at = make_payroll.payroll(())
    people_ = make_release.desk(at)
    assert make_release.released(at, people_).calculation.people == 0
    make_payroll.employ(at, start=date(2026, 5, 1))
    run = make_payroll.calculated(at, 1)
    assert (run.calculation.people, run.calculation.walk["hires"], run.calculation.walk["paid"]) == (1, 1, 1)


def test_an_account_that_comes_between_kill_and_resumption_is_believed_whole(monkeypatch):
    monkeypatch.setattr(shelf, "CHUNK", 1)
    at = make_payroll.payroll((3_200_000, 4_800_000))
    with scope(at.specialist):
        for job in at.staff:
            people.close_bank_account(at.specialist, bank_of(job), date(2026, 2, 1))
    run = at.act(services.open_run, at.periods[0].pk)
    at.act(services.lock_run, run.pk)
    at.act(services.calculate_run, run.pk)
    with scope(at.specialist):
        pending = Calculation.objects.get(run=run, state="computing")
    real = shelf.load

    def dies_at_the_second_chunk(place, number, rows):
        if number == 1:
            raise KeyboardInterrupt
        real(place, number, rows)

    monkeypatch.setattr(shelf, "load", dies_at_the_second_chunk)
    with pytest.raises(KeyboardInterrupt):
        carry_out(at.specialist, pending.pk)
    for job in at.staff:
        at.act(people.add_bank_account, job.pk, make_people.bacs(), date(2026, 3, 1))
    monkeypatch.setattr(shelf, "load", real)
    carry_out(at.specialist, pending.pk)
    with scope(at.specialist):
        sealed = Calculation.objects.get(pk=pending.pk)
        assert (sealed.people, sealed.refused) == (2, 0)
        assert not Problem.objects.filter(calculation=sealed, severity="error").exists()


def line_of(at, run, job, name):
    with scope(at.specialist):
        place = place_of(run.calculation)
        return int(shelf.read(place, job.pk).amounts[0, place.layout.amounts.index(name)])


def test_who_moves_to_another_group_keeps_the_tax_year(settings, tmp_path):
    settings.OUT = tmp_path
    at = make_payroll.payroll((3_600_000,))
    [job] = at.staff
    april = make_release.released(at, make_release.desk(at))
    other = second_group(at)
    move(at, job, other, date(2026, 5, 1))
    may = make_payroll.calculated(other, 1)
    paid = [line_of(at, run, job, "taxable_pay") for run in (april, may)]
    assert line_of(at, may, job, "taxable_pay_ytd") == sum(paid)
    # both months of the year's free pay are counted: tax of the second month is that of the first
    assert abs(line_of(at, may, job, "income_tax") - line_of(at, april, job, "income_tax")) <= 20


def test_who_moves_within_a_period_is_paid_by_each_group_for_its_own_days():
    at = make_payroll.payroll((3_600_000,))
    [job] = at.staff
    with scope(at.specialist):
        bonus = PayElement.objects.get(client=at.at.client, code="bonus")
    at.act(services.set_recurring, job.pk, bonus.pk, 10_000, start=date(2026, 4, 1))
    other = second_group(at)
    move(at, job, other, date(2026, 4, 16))
    runs = [make_payroll.calculated(one) for one in (at, other)]
    # 11 and 11 of the 22 working days of April 2026
    assert [line_of(at, run, job, "earned_regular") for run in runs] == [150_000, 150_000]
    assert [line_of(at, run, job, "earned_bonus") for run in runs] == [0, 10_000]
    with scope(at.specialist):
        told = queries.explain(at.specialist, runs[0].pk, job.pk)
    assert {step.label: step.text for step in told.sections[0].steps}["Days paid"] == "11"


def test_somebody_may_come_back_to_a_group():
    at = make_payroll.payroll((3_600_000,))
    [job] = at.staff
    other = second_group(at)
    move(at, job, other, date(2026, 5, 1))
    at.act(services.end_membership, member(at, job).pk, last=date(2026, 5, 31))
    assert at.act(services.add_members, at.group.pk, [(job.pk, date(2026, 6, 1), None)]) == 1
    assert at.act(services.add_members, at.group.pk, [(job.pk, date(2026, 6, 1), None)]) == 0


def test_the_salary_is_paid_by_one_element_only():
    at = make_payroll.payroll(())
    with pytest.raises(Conflict) as refused:
        at.act(
            services.add_element, at.at.client.pk, "gb", "pay2", "More pay", category="regular_pay", unit="salary"
        )  # fmt: skip
    assert refused.value.code == "SALARY_ELEMENT"


def test_facts_that_a_newer_pack_does_not_know_stop_one_person_alone():
    at = make_payroll.payroll((3_200_000, 4_800_000, 2_500_000))
    with scope(at.specialist):
        odd = TaxFacts.objects.get(employment=at.staff[0])
        TaxFacts.objects.filter(pk=odd.pk).update(facts=odd.facts | {"gone": "1"})
        TaxFacts.objects.filter(employment=at.staff[1]).update(facts=odd.facts | {"ni_letter": "Q"})
    run = make_payroll.calculated(at)
    assert (run.calculation.people, run.calculation.refused) == (1, 2)
    with scope(at.specialist):
        found = Problem.objects.filter(calculation=run.calculation, code="FACT_OUTDATED")
        assert {(one.employment_id, one.field) for one in found} == {
            (at.staff[0].pk, "gone"), (at.staff[1].pk, "ni_letter"),
        }  # fmt: skip


def test_a_run_is_not_locked_behind_one_that_is_worked_out(settings, tmp_path):
    settings.OUT = tmp_path
    at = make_payroll.payroll((3_200_000,))
    make_payroll.calculated(at, 1)
    april = at.act(services.open_run, at.periods[0].pk)
    with pytest.raises(Conflict) as refused:
        at.act(services.lock_run, april.pk)
    assert refused.value.code == "LATER_RUN_DONE"


def test_results_of_another_client_are_not_there():
    at, other = make_payroll.payroll((3_200_000,)), make_payroll.payroll((2_000_000,))
    run = make_payroll.calculated(at)
    place = place_of(run.calculation)
    with scope(other.specialist):
        assert len(shelf.read(place)) == 0
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from payroll_result")
            assert cursor.fetchone() == (0,)
    with pytest.raises(ProgrammingError), scope(at.specialist), connection.cursor() as cursor:
        cursor.execute(f"select count(*) from payroll_result_{place.shelf}")


def test_a_sealed_calculation_cannot_be_changed_or_deleted():
    at = make_payroll.payroll((3_200_000,))
    run = make_payroll.calculated(at)
    for change in (
        "update payroll_calculation set people = 9 where id = %s",
        "delete from payroll_calculation where id = %s",
    ):
        with pytest.raises(DatabaseError), scope(at.specialist), connection.cursor() as cursor:
            cursor.execute(change, [run.calculation_id])
    with pytest.raises(ProgrammingError), scope(at.specialist), connection.cursor() as cursor:
        cursor.execute("update payroll_result set net = 0 where calculation_id = %s", [run.calculation_id])


def test_a_check_names_the_person_and_the_line():
    at = make_payroll.payroll((3_200_000, 4_800_000))
    gone = at.staff[1]
    with scope(at.specialist):
        bonus = PayElement.objects.get(client=at.at.client, code="bonus")
    line = services.Line(gone.pk, bonus.pk, "B-1", amount_minor=10_000)
    at.act(services.give_input, at.periods[0].pk, line)
    with scope(at.specialist):
        Membership.objects.filter(employment=gone).delete()
    run = make_payroll.calculated(at)
    with scope(at.specialist):
        [found] = [one for one in queries.problems(at.specialist, run.pk) if one.code == "NOT_ON_PAYROLL"]
    assert found.line == "Bonus"
    assert found.name.strip()
    assert found.message == "This line is for somebody who is not paid in this group."
