"""The story told to its end with a small cast, stopped once in the middle; figures to the cent; told again, nothing."""

import hashlib
import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from rich.console import Console

from openhro.billing import queries as billing
from openhro.core import clock, journal
from openhro.core.actor import system
from openhro.core.scope import scope
from openhro.demo import found
from openhro.demo.balances import GROSS, opening
from openhro.demo.inputs import Span
from openhro.demo.page import told_runs
from openhro.demo.steps import readiness, runs
from openhro.demo.story import Story, amount
from openhro.demo.telling import tell
from openhro.engagements import queries as engagements
from openhro.payroll import queries as payroll
from openhro.payroll import shelf
from openhro.payroll.models import PayRun
from openhro.payroll.register import place_of
from openhro.people import queries as people
from openhro.portal.queries import queue
from paycalc.columns import decode
from paycalc.formats import pain001
from paycalc.packs import load

SMALL = {"HAL-US": 6, "HAL-UK": 4}


@pytest.fixture(scope="module")
def told(database, tmp_path_factory):
    """The whole story in a database of its own, interrupted in its third run, then told again."""
    out, was = tmp_path_factory.mktemp("out"), settings.OUT
    with database("demo"):
        settings.OUT = out
        try:
            first = interrupted(out)
            world = telling(out)
            world.gate = first
            yield world
        finally:
            settings.OUT = was


def telling(out):
    console = Console(file=io.StringIO(), width=140)
    world = tell(out, Story.load(SMALL), console)
    world.page = console.file.getvalue()
    return world


def interrupted(out):
    """Ctrl-C while the reviewer looks at the third run; what the gate refused until then."""
    real, seen, gate = runs.services.review_run, [], []
    real_gate = readiness.Refusal

    def noted(*args):
        gate.append(args[1])
        return real_gate(*args)

    readiness.Refusal = noted

    def stops(*args, **kwargs):
        seen.append(1)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    runs.services.review_run = stops
    try:
        with pytest.raises(KeyboardInterrupt):
            telling(out)
    finally:
        runs.services.review_run, readiness.Refusal = real, real_gate
    return gate


def held():
    """Every row count of the product, and every file's bytes."""
    counts = {}
    with scope(system()), connection.cursor() as cursor:
        for model in apps.get_models():
            if model._meta.app_label in ("sessions", "axes", "procrastinate"):
                continue
            cursor.execute(f'select count(*) from "{model._meta.db_table}"')
            counts[model._meta.label] = cursor.fetchone()[0]
    files = {
        str(path.relative_to(settings.OUT)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in settings.OUT.rglob("*")
        if path.is_file()
    }
    return counts, files


def slip(world, who, code):
    """A payslip by its lines: label to amount."""
    with scope(world.actor("nina")) as by:
        client = world.client("halden")
        employment = found.employments(by, client)[who]
        run = next(row for row in payroll.runs(by).rows if row.code == code)
        view = payroll.payslip(by, run.id, employment)
    lines = (*view.earnings, *view.taxes, *view.pretax, *view.posttax, *view.employer_costs)
    return {line.label: line.amount_minor for line in lines} | {"net": view.net_minor}


def test_every_run_of_both_months_is_closed_and_ties(told):
    made = told_runs(told)
    assert [run.code for run in made] == [
        "hal-us-2026-10-02", "hal-us-2026-10-16", "hal-uk-2026-10-30", "hal-us-2026-10-30", "nb-de-2026-10-30",
        "hal-us-2026-11-13", "hal-us-2026-11-27", "hal-uk-2026-11-30", "nb-de-2026-11-30",
    ]  # fmt: skip
    assert {run.state for run in made} == {"closed"}
    assert [run.people for run in made] == [8, 9, 7, 9, 1, 9, 9, 7, 1]
    assert all(run.ties for run in made)
    assert all(run.cost == run.bank + run.owed + run.kept == run.journal for run in made)


def test_the_old_system_going_on_to_november_would_have_come_to_the_same_year_to_date(told):
    """Another arithmetic over all pay dates of the year, against opening balances carried through the platform's runs."""
    group = next(one for one in told.story["groups"] if one["code"] == "hal-uk")
    with scope(told.actor("nina")) as by:
        client = told.client("halden")
        periods = found.periods(by, client, "hal-uk", date(2026, 4, 1), told.story.run_until)
        jobs = {pk: who for who, pk in found.employments(by, client).items()}
        calculation = PayRun.objects.get(pk=periods[-1].run_id).calculation
        place = place_of(calculation)
        rows = shelf.read(place)
    names, expected = opening(told.story, group, [Span(one.start, one.end, one.pay_date) for one in periods])
    pack = load("gb")
    feeds = {column.feeds: place.layout.amounts.index(column.name) for column in pack.results if column.feeds}
    assert {*feeds, GROSS} == set(names)
    for row, employment in enumerate(rows.ids()):
        ours = {
            name: decode(pack.input(name), int(rows.amounts[row, at]), "GBP")
            for name, at in feeds.items()
            if rows.amounts[row, at]
        }
        with scope(told.actor("nina")) as by:
            earned = payroll.payslip(by, periods[-1].run_id, employment).earnings
        year = amount(sum(line.to_date_minor for line in earned))
        assert ours | {GROSS: year} == expected[jobs[employment]]


def test_priyas_promotion_is_paid_by_the_days_of_each_salary(told):
    assert slip(told, "priya", "hal-us-2026-10-02")["Basic salary"] == 300_000
    # Monday to Friday: three days at 78,000 and seven at 84,000 a year
    assert slip(told, "priya", "hal-us-2026-10-16")["Basic salary"] == 316_154
    assert slip(told, "priya", "hal-us-2026-10-30")["Basic salary"] == 323_077


def test_priyas_last_pay_holds_half_a_period_and_her_leave(told):
    last = slip(told, "priya", "hal-us-2026-11-27")
    assert (last["Basic salary"], last["PTO payout"]) == (161_539, 187_021)


def test_toms_pension_is_that_of_a_jobholder_on_32000(told):
    october = slip(told, "tom", "hal-uk-2026-10-30")
    assert october["Basic pay"] == 266_667
    assert (october["Pension (net pay)"], october["Employer pension"]) == (10_733, 6_440)


def test_a_new_joiner_without_a_number_was_warned_of_and_answered(told):
    with scope(told.actor("nina")) as by:
        row = next(one for one in payroll.runs(by).rows if one.code == "hal-us-2026-10-30")
        warnings = [one for one in payroll.problems(by, row.id) if one.code == "NATIONAL_ID_MISSING"]
    assert [one.number for one in warnings] == ["US-0006"]
    assert all(one.answered_at for one in warnings)


def test_lena_is_paid_in_berlin_by_the_providers_company(told):
    october, november = slip(told, "lena", "nb-de-2026-10-30"), slip(told, "lena", "nb-de-2026-11-30")
    assert (october["Salary (Gehalt)"], october["Wage tax (Lohnsteuer)"], october["net"]) == (566_667, 97_116, 346_555)
    assert november["net"] == 416_406
    assert november["Christmas pay (Weihnachtsgeld)"] == 120_000
    # The month's and the year's unused ceiling of health insurance take 437.49 of it: three times 145.83.
    assert (
        november["Health insurance (Krankenversicherung)"] - october["Health insurance (Krankenversicherung)"] == 3_193
    )
    with scope(told.actor("nina")) as by:
        run = next(row for row in payroll.runs(by).rows if row.code == "nb-de-2026-11-30")
        view = payroll.payslip(by, run.id, found.employments(by, told.client("halden"))["lena"])
    assert view.employer.name == "Northbridge People Services GmbH"
    # What the payroll before paid and took in September is counted in, of every line.
    assert sum(line.to_date_minor for line in view.earnings) == 3 * 566_667 + 8_400 + 120_000
    assert {line.label: line.to_date_minor for line in view.employer_costs}["Levy U1 (Krankheit)"] == 3 * 9_067
    path = told.out / "halden" / "nb-de-2026-11-30" / "nb-de-2026-11-30-pain001.xml"
    assert pain001.read(path.read_text("ascii")).total == november["net"]
    assert "Lena Vogt is employed by Northbridge People Services GmbH (EOR) and paid in nb-de-2026-10-30" in told.page


def test_three_people_approved_each_run(told):
    with scope(told.actor("nina")) as by:
        for row in payroll.runs(by, payroll.RunFilters(paid_to=told.story.run_until)).rows:
            given = [(one.step, one.by_name) for one in payroll.approvals(by, row.id)]
            assert given == [("preparer", "Nina Kowalska"), ("reviewer", "Oscar Lindqvist"), ("client", "Hannah Reyes")]


def test_decembers_runs_are_open_and_are_the_specialists_next_work(told):
    with scope(told.actor("nina")) as by:
        december = payroll.runs(by, payroll.RunFilters(paid_from=date(2026, 12, 1))).rows
        assert {(row.code, row.state) for row in december} == {
            ("hal-us-2026-12-11", "collecting"), ("hal-uk-2026-12-31", "collecting"),
            ("nb-de-2026-12-31", "collecting"),
        }  # fmt: skip
        with clock.travel(datetime(2026, 12, 7, 9, tzinfo=UTC)):
            day = queue(by)
    assert day.week[0].title == "Lock and calculate: Halden US biweekly, paid 11 Dec"
    assert day.waiting[0].title == "Send inputs: Halden US biweekly, paid 11 Dec"
    assert "Lock and calculate: Halden UK monthly, paid 31 Dec" in [row.title for row in day.later]


def test_both_months_are_invoiced_by_number(told):
    with scope(told.actor("aisha")) as by:
        invoices = sorted(billing.invoices(by, told.client("halden")), key=lambda one: one.period)
        # Sixteen people would be 288.00, below the agreed minimum; six in the plan, Lena's flat fee; and in October the
        # 15 % of 78,000.00 for Priya, whose placement was told then.
        assert [(one.number, one.total_minor) for one in invoices] == [
            ("INV-2026-000001", 1_505_200), ("INV-2026-000002", 335_200),
        ]  # fmt: skip
        amounts = [(line.engagement.code, line.amount_minor) for line in billing.lines(by, invoices[1].pk)]
    assert amounts == [("ENG-HAL-01", 250_000), ("ENG-HAL-01", 0), ("ENG-HAL-02", 25_200), ("ENG-HAL-03", 60_000)]
    for one in invoices:
        path = told.out / "halden" / "invoices" / f"{one.number}.pdf"
        assert hashlib.sha256(path.read_bytes()).hexdigest() == one.document_hash


def test_files_of_a_run_lie_under_out(told):
    folder = told.out / "halden" / "hal-us-2026-10-30"
    assert sorted(path.name.removeprefix("hal-us-2026-10-30-") for path in folder.iterdir()) == [
        "ach.txt", "journal.csv", "payslips.zip", "register.csv",
    ]  # fmt: skip
    with zipfile.ZipFile(folder / "hal-us-2026-10-30-payslips.zip") as slips:
        assert len(slips.namelist()) == 9
        assert all(slips.read(name).startswith(b"%PDF-") for name in slips.namelist())
    assert (told.out / "halden" / "hal-uk-2026-10-30" / "hal-uk-2026-10-30-bacs.txt").exists()


def test_the_refusals_of_the_story(told):
    refused = {one.code: one for one in told.refusals}
    assert set(refused) == {"ENTITY_REQUIRED", "CLAIM_RISK_FORBIDDEN", "NOT_FOUND"}
    assert refused["ENTITY_REQUIRED"].suggests == "EOR"
    for code in refused:
        assert code in told.page


def test_every_engagement_passed_the_whole_gate_and_the_first_tried_too_early(told):
    assert told.gate == ["READINESS_GATE"]
    with scope(told.actor("aisha")) as by:
        for engagement in engagements.engagements(by, told.client("halden")):
            board = engagements.board(by, engagement.pk, engagement.live_from)
            assert board.failing == []
            assert all(cell.score >= board.threshold for cell in board.cells)
        hro = engagements.engagement(by, "ENG-HAL-01", told.client("halden"))
        assert (hro.state, hro.live_from, len(engagements.board(by, hro.pk, hro.live_from).cells)) == (
            "live", date(2026, 3, 1), 18
        )  # fmt: skip
        maps = engagements.processes(by, hro.pk).filter(code="process_map")
        assert [[one.level for one in engagements.assessments(by, each.pk)] for each in maps] == [[2, 1], [2, 1]]
        runs = engagements.parallel_runs(by, hro.pk)
        assert sorted((one.country, one.period, one.unexplained) for one in runs) == [
            ("GB", "2026-01", 0), ("GB", "2026-02", 0), ("US", "2026-01-30", 0), ("US", "2026-02-13", 0)
        ]  # fmt: skip


def test_heads_on_the_last_day(told):
    with scope(told.actor("aisha")) as by:
        assert people.headcount(by, told.client("halden"), told.story.run_until) == 16  # Lena too; Priya has left


def test_the_journal_is_sealed_and_holds(told):
    telling(told.out)
    with scope(system()):
        verdict = journal.verify(told.client("halden"))
    assert (verdict.unsealed, verdict.faults) == (0, [])
    assert verdict.held > 200


def test_told_again_nothing_changes(told):
    telling(told.out)  # seals the reading of payslips by the tests above
    before = held()
    again = telling(told.out)
    assert again.made.total() == 0
    after = held()
    for was, now in zip(before, after, strict=True):
        assert {name: now.get(name) for name in {*was, *now} if was.get(name) != now.get(name)} == {}
    assert "Everything is there already" in again.page


def test_a_lost_invoice_is_printed_again_byte_for_byte(told):
    path = told.out / "halden" / "invoices" / "INV-2026-000001.pdf"
    content = path.read_bytes()
    path.unlink()
    telling(told.out)
    assert path.read_bytes() == content


def test_nineteen_of_twenty_requests_are_95_percent_and_cost_106_38(told):
    november, by = date(2026, 11, 1), system()
    with scope(by):
        contract = engagements.engagement(by, "ENG-HAL-01")
        rows = {row.metric: row for row in engagements.measurements(by, contract.pk, november)}
        resolution = rows["ticket_resolution"]
        assert (resolution.met, resolution.missed, str(resolution.value)) == (19, 1, "95.00")
        assert {row.metric: row.status for row in rows.values()} == {
            "ticket_resolution": "missed", "payroll_accuracy": "met", "payroll_timeliness": "met",
        }  # fmt: skip
        [credit] = engagements.credits_for(by, contract.pk, november, 354_600)
        assert credit.amount_minor == 10_638
        assert engagements.credits_for(by, contract.pk, date(2026, 10, 1), 354_600) == []
        eor = engagements.engagement(by, "ENG-HAL-03")
        assert engagements.credits_for(by, eor.pk, november, 60_000) == []
