"""Germany under an employer of record: the contract's gates, the facts, SEPA payments, due dates, the employer printed."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import etree
from tests.openhro.engagements import make_engagements
from tests.openhro.payroll import make_germany, make_payroll
from tests.openhro.payroll import make_release as make
from tests.paycalc.formats.test_pain001 import ISO, needs_schema

from openhro.core.actor import system
from openhro.core.errors import Conflict, Invalid
from openhro.core.models import JournalEntry
from openhro.core.scope import scope
from openhro.payroll import engine, queries, services
from openhro.payroll.models import Calculation, Payment, PayRun, Problem, RunFile, TaxFacts
from openhro.payroll.services.fact_files import fact_columns
from openhro.people import services as people
from openhro.people.queries import printed
from paycalc.formats import pain001

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture(autouse=True)
def out(settings, tmp_path):
    settings.OUT = tmp_path
    return tmp_path


def written(at):
    """What a refused call must leave as it was."""
    with scope(system()):
        tables = (PayRun, Calculation, Payment, RunFile, TaxFacts, JournalEntry)
        return [
            list(table.objects.filter(client_id=at.at.client.pk).order_by("pk").values_list("pk")) for table in tables
        ]


def refused(kind, code, at, service, *args, **kwargs):
    before = written(at)
    with pytest.raises(kind) as caught:
        at.act(service, *args, **kwargs)
    assert caught.value.code == code
    assert written(at) == before
    return caught.value


def bank_file(at, run, out):
    with scope(at.specialist):
        held = RunFile.objects.get(run=run, kind="bank")
    return held, (out / held.path).read_text("ascii")


def problems(at, run):
    with scope(at.specialist):
        return {one.employment_id: one for one in Problem.objects.filter(calculation=run.calculation, severity="error")}


def test_pay_goes_out_by_sepa_and_the_file_sums_to_the_payments(out):
    at = make_germany.germany((6_800_000, 4_200_000, 9_600_000))
    run = make.released(at, make.desk(at))
    held, text = bank_file(at, run, out)
    message = pain001.read(text)
    net = run.calculation.totals["net_pay"]
    assert (len(message.transfers), message.total) == (3, net)
    assert (held.totals["entries"], held.totals["amount_minor"], held.totals["scheme"]) == (3, net, "sepa")
    # Thursday 30 April is paid; what is debited the TARGET day before is there on that day.
    assert (message.execution, message.purpose) == (date(2026, 4, 29), "SALA")
    assert (message.debtor.iban, message.debtor.bic) == ("DE38100500000190038472", "BELADEBEXXX")
    assert {one.to.iban for one in message.transfers} == set(make_germany.IBANS)
    assert {one.to.name for one in message.transfers} == {"Jurgen Gross"}
    with scope(at.specialist):
        assert set(Payment.objects.filter(run=run).values_list("trace", flat=True)) == {
            one.reference for one in message.transfers
        }


@needs_schema
def test_the_bank_file_of_a_run_is_valid_by_the_iso_schema(out):
    at = make_germany.germany()
    _held, text = bank_file(at, make.released(at, make.desk(at)), out)
    etree.XMLSchema(file=str(ISO / "pain.001.001.09.xsd")).assertValid(etree.fromstring(text.encode()))


def test_the_provider_is_the_employer_on_payslip_and_cash_is_due_by_german_law(out):
    at = make_germany.germany()
    run = make.released(at, make.desk(at))
    with scope(at.specialist):
        slip = queries.payslip(at.specialist, run.pk, at.staff[0].pk)
        cash = queries.cash_requirement(at.specialist, run.pk)
    assert slip.employer.name == "Northbridge DE"
    assert {"Tax class (STKL)": "1", "Land of the establishment": "BE"}.items() <= dict(slip.facts).items()
    assert {one.payee: one.due for one in cash.payees} == {
        "krankenkasse": date(2026, 4, 28), "finanzamt": date(2026, 5, 11),
    }  # fmt: skip
    # 68,000 a year: half of 14.6 and 2.69 %, 2.4 % childless, half of 18.6 and 2.6 % of 5,666.67
    lines = {line.key: line.amount_minor for line in slip.taxes}
    assert {name: lines[name] for name in ("kv_employee", "kvz_employee", "pv_employee", "rv_employee")} == {
        "kv_employee": 41_367, "kvz_employee": 7_622, "pv_employee": 13_600, "rv_employee": 52_700,
    }  # fmt: skip
    assert all(one.holds for one in at.act(queries.tie_out, run.pk, files=True))


def test_a_letter_to_berlin_has_the_postcode_before_the_town():
    at = make_germany.germany()
    job, since = at.staff[0], make_germany.JOINED
    home = people.Home(line1="Kollwitzstraße 51", city="Berlin", country="DE", postcode="10405", since=since)
    at.act(people.set_home, job.person_id, home)
    [who] = at.act(printed, at.at.client.pk, [job.pk], date(2026, 4, 30)).values()
    assert who.address == ("Kollwitzstraße 51", "10405 Berlin")
    away = people.Home(
        line1="4 Kirkgate", city="Leeds", country="GB", region="West Yorkshire", postcode="LS1 6BX", since=since
    )  # fmt: skip
    at.act(people.set_home, job.person_id, away)
    [who] = at.act(printed, at.at.client.pk, [job.pk], date(2026, 4, 30)).values()
    assert who.address == ("4 Kirkgate", "Leeds", "West Yorkshire LS1 6BX")


def test_a_release_after_the_day_of_the_order_is_refused(out):
    at = make_germany.germany()
    people_ = make.desk(at)
    run = make.funded(at, people_)
    with make.days_before(run, 0):
        refused(Conflict, "BANK_CUTOFF_PASSED", at, services.release_run, run.pk, by=people_.releaser)


@pytest.mark.parametrize(
    ("originator", "code", "detail"),
    [
        ('{"sepa": {"name": "Northbridge"}}', "ORIGINATOR_MISSING", None),
        ('{"sepa": {"name": "Northbridge", "iban": "DE38100500000190038473"}}', "BANK_FILE", "iban"),
        ('{"sepa": {"name": "Northbridge", "iban": "DE38100500000190038472", "bic": "BELA"}}', "BANK_FILE", "bic"),
    ],
)
def test_a_paying_account_that_no_bank_would_take_stops_the_release(out, originator, code, detail):
    at = make_germany.germany()
    people_ = make.desk(at)
    run = make.funded(at, people_)
    with scope(at.specialist):
        at.group.originator = originator
        at.group.save(update_fields=["originator"])
    with make.days_before(run):
        problem = refused(Invalid, code, at, services.release_run, run.pk, by=people_.releaser)
    assert problem.detail == detail


def test_sepa_pays_in_euro_only(out):
    at = make_payroll.payroll((3_200_000,))
    people_ = make.desk(at)
    with scope(at.specialist):
        account = at.staff[0].bank_accounts.get()
        iban = people.Account(scheme="sepa", holder="T Okafor", account=make_germany.IBANS[0])
        people.replace_bank_account(at.specialist, account.pk, iban, date(2026, 4, 1))
        at.group.originator = '{"sepa": {"name": "Halden", "iban": "DE38100500000190038472"}}'
        at.group.save(update_fields=["originator"])
    run = make.funded(at, people_)
    with make.days_before(run):
        refused(Invalid, "CURRENCY_MIX", at, services.release_run, run.pk, by=people_.releaser)


def test_a_german_run_needs_a_contract_that_makes_the_provider_the_employer():
    at, ours = make_germany.place("payroll_withholding", "labour_leasing")
    make_engagements.live(at)  # HRO for the client's company in the United Kingdom
    made = make_germany.grouped(at, ours)
    problem = refused(Invalid, "OUT_OF_SCOPE", made, services.open_run, made.periods[0].pk)
    assert "payroll in DE on 30 Apr 2026 is not covered" in problem.message
    make_germany.eor(at, ours, "employment")
    refused(Invalid, "OUT_OF_SCOPE", made, services.open_run, made.periods[0].pk)  # employs, but does not pay


def test_under_an_employer_of_record_the_clients_own_company_does_not_pay_in_germany():
    at, ours = make_germany.place("payroll_withholding", "labour_leasing")
    make_germany.eor(at, ours, "employment", "payroll")
    made = make_germany.grouped(
        at, ours, provider_entity_id=None, entity_id=make_engagements.entity(at.client, "DE").pk
    )
    refused(Invalid, "EMPLOYER_MUST_BE_PROVIDER", made, services.open_run, made.periods[0].pk)


def test_the_gate_is_asked_again_when_work_goes_on(out):
    """The licence of labour leasing ends between the opening and the lock, and before the money goes out."""
    at = make_germany.germany()
    run = at.act(services.open_run, at.periods[0].pk)
    at.ours.registrations.filter(type="labour_leasing").update(valid_to=date(2026, 4, 10))
    refused(Invalid, "PROVIDER_REGISTRATION_REQUIRED", at, services.lock_run, run.pk)
    at.ours.registrations.update(valid_to=None)
    at.act(services.cancel_run, run.pk, reason="again")
    people_ = make.desk(at)
    run = make.funded(at, people_)
    at.ours.registrations.filter(type="payroll_withholding").update(valid_to=date(2026, 4, 10))
    with make.days_before(run):
        refused(
            Invalid, "PROVIDER_REGISTRATION_REQUIRED", at, services.release_run, run.pk, by=people_.releaser
        )  # fmt: skip


def test_whose_facts_are_missing_is_left_out_with_a_sentence_that_names_them():
    at = make_germany.germany()
    silent = make_germany.employ(at, 5_000_000, None)
    wrong = make_germany.employ(at, 5_000_000, make_germany.DE_FACTS | {"kv_group": "6"})
    run = make_payroll.calculated(at)
    found = problems(at, run)
    assert set(found) == {silent.pk, wrong.pk}
    assert (found[silent.pk].code, found[silent.pk].message) == (
        "TAX_FACTS_MISSING",
        "There are no tax facts for the pay date; enter them in the person's tax data, at least Land of the "
        "establishment, Tax class (STKL).",
    )
    assert "The groups 6 and 5 are lump sums of Minijobs" in found[wrong.pk].message
    assert run.calculation.people == 1


def test_who_joins_within_the_month_is_left_out_because_the_tax_by_days_is_not_covered():
    at = make_germany.germany()
    joiner = make_germany.employ(at, 5_000_000, start=date(2026, 4, 16))
    run = make_payroll.calculated(at)
    found = problems(at, run)
    assert set(found) == {joiner.pk}
    assert "The employment lasts 15 days of the pay period only" in found[joiner.pk].message


def test_a_minijob_of_half_a_month_counts_its_days():
    at = make_germany.germany(())
    facts = {"land": "BE", "stkl": "1", "employment": "minijob", "kv_group": "6", "rv_group": "5", "av_group": "0"}
    job = make_germany.employ(at, 720_000, facts | {"pv_group": "0", "flat_tax_rate": "2%"}, date(2026, 4, 16))
    run = make_payroll.calculated(at)
    assert not problems(at, run)
    slip = at.act(queries.payslip, run.pk, job.pk)
    assert (slip.gross_minor, dict(slip.balances)["Contribution days of the month"]) == (30_000, 15)


def test_form_and_file_ask_for_what_the_pack_declares():
    pack = engine.pack("de")
    declared = [
        column.name for column in pack.inputs if column.kind is engine.Kind.FACT and column.name != "pay_frequency"
    ]
    assert [column.name for column in fact_columns("de")] == ["employment", "from", *declared]
    assert {"stkl", "zkf", "church_member", "land", "kvz", "private_health", "pvz", "pva", "kv_group"} <= set(declared)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"stkl": "7"}, "stkl"), ({"stkl": ""}, "stkl"), ({"land": ""}, "land"), ({"land": "XX"}, "land"),
        ({"zkf": "0.7"}, "zkf"), ({"kvz": "viel"}, "kvz"), ({"pva": "5"}, "pva"),
    ],
)  # fmt: skip
def test_a_wrong_fact_is_refused_by_name(facts, field):
    at = make_germany.germany()
    given = make_germany.DE_FACTS | facts
    save = (at.at.client.pk, at.staff[0].pk, "de", given)
    assert refused(Invalid, "BAD_FACT", at, services.set_tax_facts, *save, start=date(2026, 4, 1)).field == field


def test_numbers_with_a_wrong_check_digit_are_refused():
    at = make_germany.germany()
    person = at.staff[0].person_id
    give = lambda value: (people.set_national_id, person, people.NationalNumber(kind="IDNR", value=value))  # noqa: E731
    refused(Invalid, "NATIONAL_ID", at, *give("94580730216"))
    refused(Invalid, "NATIONAL_ID", at, *give("1234567890"))
    at.act(*give("94 580 730 215"))
    for iban, bic, code in (
        (make_germany.IBANS[0][:-1] + "1", "", "BANK_IBAN"),
        (make_germany.IBANS[0], "X", "BANK_BIC"),
    ):
        account = people.Account(scheme="sepa", holder="L Vogt", account=iban, routing=bic)
        with scope(at.specialist):
            held = at.staff[0].bank_accounts.get()
        refused(Invalid, code, at, people.replace_bank_account, held.pk, account, date(2026, 5, 1))
