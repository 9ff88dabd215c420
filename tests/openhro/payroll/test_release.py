"""Money out of a run: funding, dual release, payments and files, and the books that must all say the same."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal

import achkit
import pytest
from django.db import connections
from tests import make as plain
from tests.openhro.payroll import make_payroll
from tests.openhro.payroll import make_release as make
from tests.openhro.people import make_people

from openhro.core.actor import Role
from openhro.core.errors import Conflict, Forbidden, Invalid, NotFound
from openhro.core.models import Deadline, Job, JournalEntry
from openhro.core.scope import scope
from openhro.payroll import queries, services, tasks
from openhro.payroll.models import Approval, Payment, PayRun, Problem, RunFile
from openhro.people import services as people
from paycalc.formats import journal

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture(autouse=True)
def out(settings, tmp_path):
    settings.OUT = tmp_path
    return tmp_path


def files_of(at, run, kind):
    with scope(at.specialist):
        return list(RunFile.objects.filter(run=run, kind=kind))


def text_of(out, file):
    return (out / file.path).read_text("utf-8-sig")


def stored(at, run, out):
    """Everything that money out writes: a refused call changes none of it."""
    with scope(at.specialist):
        rows = Payment.objects.filter(run=run).order_by("pk").values_list("pk", "state", "amount_minor")
        deadlines = Deadline.objects.filter(object_id=str(run.pk)).order_by("pk").values_list("kind", "stopped_at")
        return (
            PayRun.objects.filter(pk=run.pk).values().get(), list(rows), RunFile.objects.filter(run=run).count(),
            JournalEntry.objects.filter(client_id=run.client_id).count(),
            Job.objects.filter(object_id=str(run.pk)).count(), list(deadlines), sorted(out.rglob("*.*")),
        )  # fmt: skip


def refused(kind, code, at, run, out, service, *args, by, **kwargs):
    """The call is refused with the code, and nothing at all has changed."""
    before = stored(at, run, out)
    with pytest.raises(kind) as caught:
        at.act(service, run.pk, *args, by=by, **kwargs)
    assert caught.value.code == code
    assert stored(at, run, out) == before
    return caught.value


def payments_of(at, run, employment):
    with scope(at.specialist):
        rows = Payment.objects.filter(run=run, employment=employment).order_by("trace", "pk")
        return [(one.scheme, one.amount_minor, one.masked) for one in rows]


def test_a_us_run_pays_by_nacha_as_another_reader_reads_it(out):
    at = make.us_payroll()
    run = make.released(at, make.desk(at))
    [bank] = files_of(at, run, "bank")
    text = text_of(out, bank)
    assert achkit.validate(text)["errors"] == []
    [batch] = achkit.parse(text)["batches"]
    assert (batch["sec"], batch["effective_date"], batch["service_class"]) == ("PPD", "260430", 220)
    net = run.calculation.totals["net_pay"]
    assert sum(entry["amount_cents"] for entry in batch["entries"]) == batch["control"]["total_credit"] == net
    assert (bank.totals["entries"], bank.totals["amount_minor"]) == (4, net)
    assert bank.totals["hash"] == batch["control"]["entry_hash"]
    with scope(at.specialist):
        traces = set(Payment.objects.filter(run=run).values_list("trace", flat=True))
    assert traces == {entry["trace_number"] for entry in batch["entries"]}


def test_two_files_of_one_day_have_different_modifiers(out):
    at = make.us_payroll()
    people_ = make.desk(at)
    make.released(at, people_)
    run = make.funded(at, people_, 1)
    with make.days_before(make.fresh(at, run), 33):
        at.act(services.release_run, run.pk, by=people_.releaser)
    with scope(at.specialist):
        banks = list(RunFile.objects.filter(run__period__group=at.group, kind="bank").order_by("made_at"))
    assert len({one.totals["created"] for one in banks}) == 1
    assert [text_of(out, one)[33] for one in banks] == ["A", "B"]


def test_net_pay_is_split_to_the_cent_in_the_order_of_the_accounts(out):
    at = make.us_payroll()
    run = make.released(at, make.desk(at))
    with scope(at.specialist):
        slip = queries.payslip(at.specialist, run.pk, at.staff[1].pk)
    # 7,000.00 a month in Colorado: 5,341.70 net; 500.00 fixed, then 33.33 % of all of it, then what remains.
    assert slip.net_minor == 534_170
    assert payments_of(at, run, at.staff[1]) == [
        ("ach", 50_000, "•••• 88"), ("ach", 178_039, "•••• 88"), ("ach", 306_131, "•••• 88"),
    ]  # fmt: skip
    assert sum(one.amount_minor for one in slip.payments) == slip.net_minor


def test_a_uk_run_pays_by_bacs_by_positions(out):
    at = make_payroll.payroll()
    run = make.released(at, make.desk(at))
    [bank] = files_of(at, run, "bank")
    lines = text_of(out, bank).splitlines()
    assert [line[:4] for line in lines[:4]] == ["VOL1", "HDR1", "HDR2", "UHL1"]
    assert lines[0][41:47] == "123456"
    # paid on Thursday 30 April 2026, so processed on the 29th, which is day 119 of 2026
    assert lines[3][4:10] == " 26119"
    credits_ = [line for line in lines[4:-3] if line[15:17] == "99"]
    [contra] = [line for line in lines[4:-3] if line[15:17] == "17"]
    assert len(credits_) == 3
    for line in credits_:
        assert (line[0:6], line[6:14], line[17:23], line[23:31]) == ("200000", "55779911", "204060", "12345678")
        assert line[64:82] == "SALARY 300426     "
    net = run.calculation.totals["net_pay"]
    assert sum(int(line[35:46]) for line in credits_) == int(contra[35:46]) == net
    assert lines[-1][:44] == f"UTL1{net:013d}{net:013d}00000010000003"
    assert bank.totals["amount_minor"] == net


def test_the_journal_balances_and_splits_by_cost_centre_and_element(out):
    at = make.us_payroll()
    run = make.released(at, make.desk(at))
    [file] = files_of(at, run, "journal")
    book = journal.read_csv(text_of(out, file))
    totals = run.calculation.totals
    assert book.debit == book.credit == totals["total:gross"] + totals["total:employer"]
    wages = {(line.account, line.cost_centre): line.debit for line in book.lines if line.memo == "Salary"}
    assert wages == {("6005", "CC-0"): 650_000, ("6005", "CC-1"): 700_000}
    assert [(line.account, line.credit) for line in book.lines if line.memo == "Net pay"] == [
        ("2200", totals["net_pay"])
    ]
    assert {line.account for line in book.lines if "us-co" in line.memo and line.credit} == {"2230"}


def test_a_groups_own_accounts_come_before_the_defaults(out):
    at = make_payroll.payroll((3_200_000,))
    with scope(at.specialist):
        at.group.accounts = {"net": "7700", "liability:hmrc": "7710", "earning": "7000", "employer:ni_employer": "7100"}
        at.group.save(update_fields=["accounts"])
    run = make.released(at, make.desk(at))
    [file] = files_of(at, run, "journal")
    accounts = {(line.memo, bool(line.debit)): line.account for line in journal.read_csv(text_of(out, file)).lines}
    assert accounts == {
        ("Basic pay", True): "7000", ("Employer National Insurance", True): "7100", ("Employer pension", True): "6110",
        ("Net pay", False): "7700", ("Income tax", False): "7710", ("National Insurance", False): "7710",
        ("Employer National Insurance", False): "7710", ("Pension (net pay)", False): "2240",
        ("Employer pension", False): "2240",
    }  # fmt: skip


def test_the_register_lists_everybody_and_neutralises_formulas(out):
    at = make_payroll.payroll((3_200_000,))
    with scope(at.specialist):
        person = at.staff[0].person
        person.given_name = "=HYPERLINK"
        person.save(update_fields=["given_name"])
    broken = make_payroll.employ(at, 4_000_000)
    with scope(at.specialist):
        people.close_bank_account(at.specialist, broken.bank_accounts.get().pk, date(2026, 4, 1))
    run = make.released(at, make.desk(at))
    [file] = files_of(at, run, "register")
    rows = list(csv.DictReader(io.StringIO(text_of(out, file))))
    by_status = {row["Status"]: row for row in rows}
    assert sorted(by_status) == ["left out", "paid"]
    assert by_status["paid"]["Name"].startswith("'=HYPERLINK")
    assert by_status["left out"]["Net pay"] == "0.00"
    assert Decimal(by_status["paid"]["Net pay"]) * 100 == run.calculation.totals["net_pay"]
    assert file.totals["rows"] == 2
    assert file.totals["payslips"] == 1


def test_somebody_left_out_by_an_error_gets_no_payment_and_no_payslip(out):
    at = make_payroll.payroll((3_200_000,))
    broken = make_payroll.employ(at, 4_000_000)
    with scope(at.specialist):
        people.close_bank_account(at.specialist, broken.bank_accounts.get().pk, date(2026, 4, 1))
    run = make.released(at, make.desk(at))
    assert payments_of(at, run, broken) == []
    with scope(at.specialist), pytest.raises(NotFound):
        queries.payslip(at.specialist, run.pk, broken.pk)
    with scope(at.specialist), pytest.raises(NotFound):
        services.render_payslip(at.specialist, run.pk, broken.pk)
    [slips] = files_of(at, run, "payslips")
    assert len(zipfile.ZipFile(out / slips.path).namelist()) == 1


def test_the_releaser_is_not_the_one_who_confirmed_the_funding(out):
    at = make_payroll.payroll((3_200_000,))
    people_ = make.desk(at)
    run = make.funded(at, people_)
    with make.days_before(run):
        refused(Conflict, "SELF_APPROVAL", at, run, out, services.release_run, by=people_.funder)
        at.act(services.release_run, run.pk, by=people_.releaser)
    assert make.fresh(at, run).state == "released"


def test_a_run_is_released_once(out):
    at = make_payroll.payroll((3_200_000,))
    people_ = make.desk(at)
    run = make.released(at, people_)
    with make.days_before(run):
        problem = refused(Conflict, "ILLEGAL_TRANSITION", at, run, out, services.release_run, by=people_.releaser)
    assert problem.detail["allowed"] == ["mark_paid"]


def test_funding_covers_the_whole_cash_requirement(out):
    at = make_payroll.payroll((3_200_000,))
    people_ = make.desk(at)
    run = make.approved(at, people_)
    fund = services.confirm_funding
    with scope(people_.funder):
        needed = queries.cash_requirement(people_.funder, run.pk)
    totals = run.calculation.totals
    assert needed.total_minor == totals["total:gross"] + totals["total:employer"]
    assert [(one.scheme, one.payments, one.amount_minor) for one in needed.net] == [("bacs", 1, totals["net_pay"])]
    assert [(one.payee, one.due, one.amount_minor) for one in needed.payees] == [
        ("hmrc", date(2026, 5, 22), totals["income_tax"] + totals["ni_employee"] + totals["ni_employer"]),
        ("pension", date(2026, 5, 22), totals["pension_net_pay"] + totals["pension_employer"]),
    ]
    given = {"how": "cleared_funds", "reference": "CR-1", "amount_minor": needed.total_minor}
    problem = refused(
        Invalid,
        "FUNDING_SHORT",
        at,
        run,
        out,
        fund,
        by=people_.funder,
        **given | {"amount_minor": needed.total_minor - 1},
    )
    assert problem.detail["required_minor"] == needed.total_minor
    refused(Invalid, "FUNDING_KIND", at, run, out, fund, by=people_.funder, **given | {"how": "hope"})
    refused(Invalid, "REFERENCE_REQUIRED", at, run, out, fund, by=people_.funder, **given | {"reference": " "})
    refused(Forbidden, "FORBIDDEN", at, run, out, fund, by=people_.approver, **given)
    at.act(fund, run.pk, by=people_.funder, **given)
    assert make.fresh(at, run).funding["required_minor"] == needed.total_minor


def test_the_clients_approver_cannot_confirm_the_funding_whatever_else_they_are(out):
    at = make_payroll.payroll((3_200_000,))
    people_ = make.desk(at)
    user = plain.user()
    plain.grant(user, Role.CLIENT_ADMIN, at.at.client)
    plain.grant(user, Role.PAYROLL_SPECIALIST, at.at.client)
    people_.approver = plain.as_actor(user)
    run = make.approved(at, people_)
    refused(
        Conflict, "SELF_APPROVAL", at, run, out, services.confirm_funding, by=people_.approver, how="cleared_funds",
        reference="CR-1", amount_minor=10**9,
    )  # fmt: skip


def test_only_the_desk_releases(out):
    at = make_payroll.payroll((3_200_000,))
    people_ = make.desk(at)
    run = make.funded(at, people_)
    with make.days_before(run):
        refused(Forbidden, "FORBIDDEN", at, run, out, services.release_run, by=people_.approver)
        refused(Forbidden, "FORBIDDEN", at, run, out, services.release_run, by=at.at.em)
        at.act(services.release_run, run.pk, by=at.at.pa)
    assert make.fresh(at, run).state == "released"


def test_nothing_is_released_after_the_contract_ended(out):
    at = make_payroll.payroll((3_200_000,))
    people_ = make.desk(at)
    run = make.funded(at, people_)
    from openhro.engagements.models import Engagement

    with scope(at.specialist):
        Engagement.objects.filter(client=at.at.client).update(effective_to=date(2026, 4, 15))
    with make.days_before(run):
        refused(Invalid, "OUT_OF_SCOPE", at, run, out, services.release_run, by=people_.releaser)


def test_results_that_were_changed_behind_the_seal_are_not_paid(out):
    at = make_payroll.payroll((3_200_000, 4_000_000))
    people_ = make.desk(at)
    run = make.funded(at, people_)
    with connections["loader"].cursor() as cursor:
        cursor.execute(
            "update payroll_result set net = net + 1 where calculation_id = %s and employment_id = %s",
            [run.calculation_id, at.staff[0].pk],
        )
    with make.days_before(run):
        refused(Conflict, "RESULTS_TAMPERED", at, run, out, services.release_run, by=people_.releaser)


def test_a_release_after_the_banks_processing_day_is_refused(out):
    at = make_payroll.payroll((3_200_000,))
    people_ = make.desk(at)
    run = make.funded(at, people_)
    with make.days_before(run, 0):
        refused(Conflict, "BANK_CUTOFF_PASSED", at, run, out, services.release_run, by=people_.releaser)


def test_an_ach_file_after_the_banking_day_before_the_pay_date_is_refused(out):
    at = make.us_payroll()
    people_ = make.desk(at)
    run = make.funded(at, people_)
    with make.days_before(run, 0):
        problem = refused(Conflict, "BANK_CUTOFF_PASSED", at, run, out, services.release_run, by=people_.releaser)
    assert problem.message.startswith("ACH processes a payment of")
    with make.days_before(run, 1):
        at.act(services.release_run, run.pk, by=people_.releaser)


def test_an_account_that_ended_after_the_calculation_stops_the_release(out):
    at = make_payroll.payroll((3_200_000, 4_000_000))
    people_ = make.desk(at)
    run = make.funded(at, people_)
    with scope(at.specialist):
        people.close_bank_account(at.specialist, at.staff[1].bank_accounts.get().pk, date(2026, 4, 2))
    with make.days_before(run):
        problem = refused(Conflict, "BANK_MISSING", at, run, out, services.release_run, by=people_.releaser)
    assert problem.detail["employments"] == [str(at.staff[1].pk)]


def test_an_account_that_changed_after_the_approvals_is_not_paid_before_a_second_person_saw_it(out):
    at = make_payroll.payroll((3_200_000,))
    people_ = make.desk(at)
    make.released(at, people_)
    run = make.funded(at, people_, 1)
    changed = make_people.bacs(holder="T Okafor", account="31926819")
    with scope(at.specialist):
        old = at.staff[0].bank_accounts.get()
    at.act(people.replace_bank_account, old.pk, changed, date(2026, 5, 1), by=people_.funder)
    with make.days_before(run):
        refused(Conflict, "ACCOUNTS_CHANGED", at, run, out, services.release_run, by=people_.releaser)
    at.act(services.unlock_run, run.pk, reason="An account is new")
    assert make.fresh(at, run).funding == {}
    run = make.recalculated(at, run)
    with scope(at.specialist):
        warning = Problem.objects.get(calculation=run.calculation, code="BANK_CHANGED")
    assert (warning.severity, warning.employment_id) == ("warning", at.staff[0].pk)
    with pytest.raises(Conflict) as own:
        at.act(services.answer_problem, warning.pk, answer="It is right", by=people_.funder)
    assert own.value.code == "SELF_APPROVAL"
    with pytest.raises(Conflict) as asked:
        at.act(services.prepare_run, run.pk, seen=make.seen(run))
    assert asked.value.code == "QUESTIONS_OPEN"
    make.approve(at, people_, run)
    make.fund(at, people_, run)
    with make.days_before(run):
        at.act(services.release_run, run.pk, by=people_.releaser)
    with scope(at.specialist):
        assert Payment.objects.get(run=run).masked.endswith("6819")


def test_a_paying_account_that_lacks_a_field_stops_the_release(out):
    at = make_payroll.payroll((3_200_000,))
    people_ = make.desk(at)
    run = make.funded(at, people_)
    with scope(at.specialist):
        at.group.originator = '{"sun": "123456"}'
        at.group.save(update_fields=["originator"])
    with make.days_before(run):
        problem = refused(Invalid, "ORIGINATOR_MISSING", at, run, out, services.release_run, by=people_.releaser)
    assert "sort_code, account, name" in problem.message


def test_approvals_are_of_these_results_and_an_unlock_voids_them(out):
    at = make_payroll.payroll((3_200_000,))
    people_ = make.desk(at)
    run = make.approved(at, people_)
    at.act(services.unlock_run, run.pk, reason="A bonus was forgotten")
    with scope(at.specialist):
        assert Approval.objects.filter(run=run, void_at=None).count() == 0
        given = queries.approvals(at.specialist, run.pk)
    assert [(one.step, one.is_void, one.void_reason) for one in given] == [
        (step, True, "A bonus was forgotten") for step in ("preparer", "reviewer", "client")
    ]
    refused(
        Conflict, "ILLEGAL_TRANSITION", at, run, out, services.confirm_funding, by=people_.funder, how="cleared_funds",
        reference="CR-1", amount_minor=10**9,
    )  # fmt: skip


def test_a_run_goes_on_to_its_close_only_when_everything_ties_out(out):
    at = make_payroll.payroll()
    people_ = make.desk(at)
    run = make.released(at, people_)
    with make.days_before(run):
        refused(Conflict, "PAY_DATE_AHEAD", at, run, out, services.mark_paid, by=people_.funder)
    with make.days_before(run, 0):
        at.act(services.mark_paid, run.pk)
        refused(Invalid, "REFERENCE_REQUIRED", at, run, out, services.mark_filed, by=at.specialist, filings={"FPS": ""})
        at.act(services.mark_filed, run.pk, filings={"FPS": "CORR-0001"})
    with scope(at.specialist):
        equations = queries.tie_out(at.specialist, run.pk, files=True)
        assert {one.state for one in Payment.objects.filter(run=run)} == {"settled"}
    assert [one.name for one in equations if not one.holds] == []
    totals = run.calculation.totals
    both = {one.name: (one.left, one.right) for one in equations}
    assert both["payments"] == both["bank files"] == both["journal net"] == (totals["net_pay"],) * 2
    assert both["cost"] == (totals["total:gross"] + totals["total:employer"],) * 2
    [bank] = files_of(at, run, "bank")
    content = (out / bank.path).read_bytes()
    (out / bank.path).write_bytes(content.replace(b"55779911", b"55779912"))
    problem = refused(Conflict, "CLOSE_DIFFERENCE", at, run, out, services.close_run, by=at.specialist)
    assert [one["name"] for one in problem.detail] == [f"file {bank.name}"]
    (out / bank.path).write_bytes(content)
    at.act(services.close_run, run.pk)
    assert make.fresh(at, run).state == "closed"


def test_a_payment_that_is_not_in_the_books_keeps_the_run_open(out):
    at = make_payroll.payroll((3_200_000,))
    run = make.released(at, make.desk(at))
    with make.days_before(run, 0):
        at.act(services.mark_paid, run.pk)
        at.act(services.mark_filed, run.pk, filings={"FPS": "CORR-0001"})
    with scope(at.specialist):
        Payment.objects.filter(run=run).update(amount_minor=1)
    problem = refused(Conflict, "CLOSE_DIFFERENCE", at, run, out, services.close_run, by=at.specialist)
    assert [one["name"] for one in problem.detail] == ["payments", "bank files"]


def test_a_changed_file_is_not_handed_out_and_reading_one_is_journaled(out):
    at = make_payroll.payroll((3_200_000,))
    people_ = make.desk(at)
    run = make.released(at, people_)
    [bank] = files_of(at, run, "bank")
    auditor = plain.actor(Role.AUDITOR, at.at.client)
    for by, error in ((auditor, Forbidden), (make_payroll.payroll(()).specialist, NotFound)):
        with pytest.raises(error), scope(by):
            services.download(by, bank.pk)
    with scope(people_.approver):
        got = services.download(people_.approver, bank.pk)
        assert b"".join(got.blocks()) == (out / bank.path).read_bytes()
        read = JournalEntry.objects.filter(event="payroll.file_read", client_id=run.client_id)
        assert [one.data for one in read] == [{"file": str(bank.pk), "kind": "bank"}]
    (out / bank.path).write_bytes(b"something else")
    with pytest.raises(Conflict) as caught, scope(people_.approver):
        services.download(people_.approver, bank.pk)
    assert caught.value.code == "FILE_CHANGED"


def test_the_payslips_job_that_the_release_queued_shows_its_progress(out):
    at = make_payroll.payroll((3_200_000, 4_800_000))
    people_ = make.desk(at)
    run = make.funded(at, people_)
    with make.days_before(run):
        at.act(services.release_run, run.pk, by=people_.releaser)
    with scope(at.specialist):
        job = Job.objects.get(object_id=str(run.pk), kind="payroll.payslips")
    assert (job.state, job.made_by) == ("queued", people_.releaser.user)
    tasks.write_payslips(job_id=str(job.pk), client=str(at.at.client.pk))
    with scope(at.specialist):
        view = queries.run_view(at.specialist, run.pk)
    assert (view.job.state, view.job.done, view.job.total, view.job.unit) == ("done", 2, 2, "payslips")
    assert [one.totals for one in files_of(at, run, "payslips")] == [{"documents": 2}]


def test_moves_of_another_clients_run_are_not_found(out):
    at, other = make_payroll.payroll((3_200_000,)), make_payroll.payroll(())
    run = make.funded(at, make.desk(at))
    stranger = other.specialist
    for service, values in (
        (services.confirm_funding, {"how": "cleared_funds", "reference": "x", "amount_minor": 1}), (services.release_run, {}),
        (services.mark_paid, {}), (services.mark_filed, {"filings": {"FPS": "x"}}), (services.close_run, {}),
    ):  # fmt: skip
        refused(NotFound, "NOT_FOUND", at, run, out, service, by=stranger, **values)
