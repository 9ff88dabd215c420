"""Inputs typed and imported: versions, the cut-off, files that are taken twice, and what bad ones get."""

from decimal import Decimal

import pytest
from tests import make
from tests.openhro.payroll import make_payroll

from openhro.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from openhro.core.models import JournalEntry
from openhro.core.scope import scope
from openhro.payroll import services
from openhro.payroll.models import LateInput, OpeningBalance, PayElement, PayInput, TaxFacts
from openhro.payroll.services import Line, Options

pytestmark = pytest.mark.usefixtures("committed")
FOR_REAL = Options(dry_run=False)


def line(at, job, code="bonus", **values):
    with scope(at.specialist):
        element = PayElement.objects.get(client=at.at.client, code=code)
    return Line(job.pk, element.pk, values.pop("external_id", "L1"), **values)


def live(at):
    with scope(at.specialist):
        return list(PayInput.objects.filter(period=at.periods[0], superseded_at=None, removed=False))


def file(*rows: str, header: str = "employment,element,line_id,units,amount") -> bytes:
    return "\n".join([header, *rows]).encode()


def test_a_changed_line_is_a_new_version_and_the_same_line_changes_nothing():
    at = make_payroll.payroll((3_200_000,))
    first = at.act(services.give_input, at.periods[0].pk, line(at, at.staff[0], amount_minor=10_000))
    again = at.act(services.give_input, at.periods[0].pk, line(at, at.staff[0], amount_minor=10_000))
    changed = at.act(services.give_input, at.periods[0].pk, line(at, at.staff[0], amount_minor=12_000))
    assert (first.pk, first.version, changed.version) == (again.pk, 1, 2)
    assert [i.amount_minor for i in live(at)] == [12_000]
    at.act(services.remove_input, changed.pk)
    assert live(at) == []
    with scope(at.specialist):
        assert PayInput.objects.filter(period=at.periods[0]).count() == 3


def test_a_line_without_sense_is_refused_with_its_code():
    at = make_payroll.payroll((3_200_000,))
    job = at.staff[0]
    for bad, code in [
        (line(at, job), "AMOUNT_OR_UNITS"),
        (line(at, job, units=Decimal(1), amount_minor=1), "AMOUNT_OR_UNITS"),
        (line(at, job, units=Decimal(1)), "UNITS_NOT_USED"),
        (line(at, job, "overtime", units=Decimal("1.00001")), "UNITS_RANGE"),
        (line(at, job, amount_minor=10**13), "AMOUNT_RANGE"),
        (line(at, job, external_id=" ", amount_minor=1), "EXTERNAL_ID"),
        (line(at, job, amount_minor=0), "ZERO_LINE"),
        (line(at, job, "overtime", units=Decimal(0)), "ZERO_LINE"),
        (line(at, job, "overtime", units=Decimal("1.5"), rate_minor=0), "ZERO_LINE"),
        (line(at, job, "overtime", units=Decimal(-8)), "NEGATIVE_UNITS"),
        (line(at, job, "overtime", units=Decimal(8), rate_minor=-1_000), "NEGATIVE_UNITS"),
    ]:
        with pytest.raises(Invalid) as refused:
            at.act(services.give_input, at.periods[0].pk, bad)
        assert refused.value.code == code
    assert live(at) == []


def test_a_correction_is_a_negative_amount():
    at = make_payroll.payroll((3_200_000,))
    at.act(services.give_input, at.periods[0].pk, line(at, at.staff[0], amount_minor=-10_000))
    assert [i.amount_minor for i in live(at)] == [-10_000]


def test_a_file_with_a_line_of_nothing_is_refused_row_by_row():
    at = make_payroll.payroll((3_200_000,))
    key = at.staff[0].external_id
    rows = file(f"{key},overtime,A,0,", f"{key},overtime,B,-3,", f"{key},bonus,C,,0.00", f"{key},bonus,D,,5.00")
    report = at.act(services.import_inputs, at.periods[0].pk, rows, "inputs.csv", FOR_REAL)
    assert [(one.row, one.code) for one in report.refused] == [
        (2, "ZERO_LINE"), (3, "NEGATIVE_UNITS"), (4, "ZERO_LINE"),
    ]  # fmt: skip
    assert live(at) == []


def test_a_forms_id_makes_one_line_and_no_other():
    at = make_payroll.payroll((3_200_000, 2_500_000))
    give = lambda made: at.act(services.give_input, at.periods[0].pk, made, new=True)  # noqa: E731
    first = give(line(at, at.staff[0], amount_minor=10_000))
    assert give(line(at, at.staff[0], amount_minor=10_000)).pk == first.pk
    for other in (line(at, at.staff[0], amount_minor=20_000), line(at, at.staff[1], amount_minor=10_000)):
        with pytest.raises(Conflict) as refused:
            give(other)
        assert refused.value.code == "FORM_USED"
    at.act(services.remove_input, first.pk)
    with pytest.raises(Conflict):
        give(line(at, at.staff[0], amount_minor=10_000))
    assert live(at) == []


def test_after_the_lock_a_line_is_late_and_goes_to_the_log():
    at = make_payroll.payroll((3_200_000,))
    payload = {"employment": "x", "amount": "5.00"}
    with pytest.raises(Conflict, match="usual"):
        at.act(services.log_late_input, at.periods[0].pk, payload, cause="client", owner="Cora")
    run = at.act(services.open_run, at.periods[0].pk)
    at.act(services.lock_run, run.pk)
    with pytest.raises(Conflict) as refused:
        at.act(services.give_input, at.periods[0].pk, line(at, at.staff[0], amount_minor=1))
    assert refused.value.code == "AFTER_CUTOFF"
    late = at.act(services.log_late_input, at.periods[0].pk, payload, cause="client", owner="Cora")
    at.act(services.settle_late_input, late.pk, how="Paid in May")
    with scope(at.specialist):
        assert LateInput.objects.get(pk=late.pk).settled_how == "Paid in May"
        entry = JournalEntry.objects.get(object_id=str(late.pk), event="payroll.input_late_settled")
        assert entry.data["how"] == "Paid in May"
    with pytest.raises(Conflict) as again:
        at.act(services.settle_late_input, late.pk, how="Not needed")
    assert again.value.code == "SETTLED"


def test_a_file_is_tried_dry_then_taken_then_changes_nothing():
    at = make_payroll.payroll((3_200_000, 2_500_000))
    a, b = (job.external_id for job in at.staff)
    content = file(f"{a},bonus,B1,,250.00", f"{b},overtime,O1,7.5,")
    period = at.periods[0].pk
    dry = at.act(services.import_inputs, period, content, "april.csv")
    assert (dry.created, dry.state, live(at)) == (2, "dry_run", [])
    real = at.act(services.import_inputs, period, content, "april.csv", FOR_REAL)
    assert (real.created, real.changed, real.unchanged) == (2, 0, 0)
    again = at.act(services.import_inputs, period, content, "april.csv", FOR_REAL)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 2)
    assert len(live(at)) == 2


def test_one_bad_row_keeps_the_whole_file_out_unless_partial():
    at = make_payroll.payroll((3_200_000,))
    who = at.staff[0].external_id
    content = file(f"{who},bonus,B1,,250.00", "nobody,bonus,B2,,1.00", f"{who},gold,B3,,1.00", f"{who},bonus,B4,,1.005")
    refused = at.act(services.import_inputs, at.periods[0].pk, content, "april.csv", FOR_REAL)
    assert [(r.row, r.column, r.code) for r in refused.refused] == [
        (3, "employment", "EMPLOYMENT_UNKNOWN"), (4, "element", "ELEMENT_UNKNOWN"), (5, "amount", "AMOUNT_PRECISION"),
    ]  # fmt: skip
    assert live(at) == []
    part = at.act(services.import_inputs, at.periods[0].pk, content, "april.csv", Options(dry_run=False, partial=True))
    assert (part.created, len(live(at))) == (1, 1)


def test_bad_files_get_a_typed_refusal():
    at = make_payroll.payroll((3_200_000,))
    for content in (b"", b"\xff\xfe\x00", b"a,b\n1,2\n", b"employment,element\nx,y\n"):
        with pytest.raises(Refused):
            at.act(services.import_inputs, at.periods[0].pk, content, "april.csv", FOR_REAL)
    assert live(at) == []


def test_tax_facts_and_balances_come_from_files():
    at = make_payroll.payroll((3_200_000,))
    who = at.staff[0].external_id
    facts = f"employment,from,tax_code,ni_letter\n{who},2026-06-01,S1257L,B\n".encode()
    made = at.act(services.import_tax_facts, at.group.pk, facts, "facts.csv", FOR_REAL)
    assert (made.changed, made.refused) == (1, [])
    assert at.act(services.import_tax_facts, at.group.pk, facts, "facts.csv", FOR_REAL).unchanged == 1
    balances = f"employment,as_of,taxable_pay_before,income_tax_before\n{who},2026-04-30,2000.00,190.40\n".encode()
    assert at.act(services.import_opening_balances, at.group.pk, balances, "old.csv", FOR_REAL).created == 1
    assert at.act(services.import_opening_balances, at.group.pk, balances, "old.csv", FOR_REAL).unchanged == 1
    with scope(at.specialist):
        assert OpeningBalance.objects.get(employment=at.staff[0]).values["income_tax_before"] == "190.40"
        versions = TaxFacts.objects.filter(employment=at.staff[0]).order_by("valid")
        assert [v.facts["tax_code"] for v in versions] == ["1257L", "S1257L"]


def test_another_client_and_a_wrong_role_are_refused():
    at, other = make_payroll.payroll((3_200_000,)), make_payroll.payroll(())
    given = line(at, at.staff[0], amount_minor=1)
    with pytest.raises(NotFound):
        at.act(services.give_input, at.periods[0].pk, given, by=other.specialist)
    manager = make.actor(make_payroll.Role.MANAGER, at.at.client)
    with pytest.raises(Forbidden):
        at.act(services.give_input, at.periods[0].pk, given, by=manager)
    assert live(at) == []


def test_files_of_facts_name_the_row_at_fault_and_write_nothing():
    at = make_payroll.payroll((3_200_000, 2_500_000))
    one, two = (job.external_id for job in at.staff)
    facts = file(
        f"{one},2026-06-06,1100L", f"{two},2026-01-01,1100L", "nobody,2026-06-06,1100L", f"{two},2026-06-06,nonsense!",
        f"{one},2026-07-06,900L", header="employment,from,tax_code",
    )  # fmt: skip
    report = at.act(services.import_tax_facts, at.group.pk, facts, "facts.csv", FOR_REAL)
    assert report.state == "refused"
    assert sorted((one.row, one.code) for one in report.refused) == [
        (3, "LATER_FACTS"), (4, "EMPLOYMENT_UNKNOWN"), (5, "BAD_FACT"),
    ]  # fmt: skip
    with scope(at.specialist):
        assert TaxFacts.objects.filter(employment__in=at.staff).count() == 2
    partly = at.act(services.import_tax_facts, at.group.pk, facts, "facts.csv", Options(dry_run=False, partial=True))
    assert (partly.changed, partly.refused_rows) == (2, 3)
    with scope(at.specialist):
        held = TaxFacts.objects.filter(employment=at.staff[0]).order_by("valid")
        spans = [(row.facts["tax_code"], row.valid.lower.isoformat(), row.valid.upper) for row in held]
    assert [(code, start) for code, start, _until in spans] == [
        ("1257L", "2026-01-05"), ("1100L", "2026-06-06"), ("900L", "2026-07-06"),
    ]  # fmt: skip
    assert [str(until) for *_rest, until in spans] == ["2026-06-06", "2026-07-06", "None"]
    balances = file(
        f"{one},2026-03-31,12.00,x", f"{one},2026-03-31,13.00,", header="employment,as_of,income_tax_before,gross"
    )
    old = at.act(services.import_opening_balances, at.group.pk, balances, "old.csv", Options(False, True))
    assert ([(one.row, one.column, one.code) for one in old.refused], old.created) == ([(2, "gross", "BAD_BALANCE")], 1)


def test_files_of_facts_cost_the_same_few_queries_however_long(django_assert_max_num_queries):
    at = make_payroll.payroll(tuple(3_000_000 + 1_000 * i for i in range(12)))
    rows = [f"{job.external_id},2026-06-06,1100L" for job in at.staff]
    with django_assert_max_num_queries(16):
        at.act(
            services.import_tax_facts, at.group.pk, file(*rows, header="employment,from,tax_code"), "f.csv", FOR_REAL
        )  # fmt: skip
