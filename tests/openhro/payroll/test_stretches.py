"""A run read in many stretches is the run read in one: people, balances, changes and the headcount walk."""

from datetime import date
from decimal import Decimal

import pytest
from tests.openhro.payroll import make_payroll, make_release

from openhro.core.scope import scope
from openhro.payroll import services, shelf
from openhro.payroll.models import Calculation, PayElement, Problem, Variance
from openhro.payroll.register import place_of
from openhro.payroll.services.calculate import carry_out
from openhro.people import services as people

pytestmark = pytest.mark.usefixtures("committed")


def test_any_length_of_the_stretches_gives_the_same_results(settings, tmp_path, monkeypatch):
    settings.OUT = tmp_path
    at = make_payroll.payroll((3_200_000, 4_800_000, 2_500_000, 6_000_000, 2_600_000))
    make_release.released(at, make_release.desk(at))
    first, second, third = at.staff[:3]
    with scope(at.specialist):
        people.end_employment(at.specialist, first.pk, people.Leaving(date(2026, 4, 30), "other"))
        people.set_pay_terms(at.specialist, second.pk, date(2026, 5, 11), make_payroll.make_people.pay(9_600_000))
        bonus = PayElement.objects.get(client=at.at.client, code="bonus")
        overtime = PayElement.objects.get(client=at.at.client, code="overtime")
        for job, element, given in (
            (third, bonus, {"amount_minor": 50_000}),
            (third, overtime, {"units": Decimal("7.5")}),
            (first, bonus, {"amount_minor": 1_000}),
        ):
            line = services.Line(employment_id=job.pk, element_id=element.pk, external_id="1", **given)
            services.give_input(at.specialist, at.periods[1].pk, line)
    make_payroll.employ(at, 3_000_000, start=date(2026, 5, 4))
    run = make_payroll.calculated(at, 1)
    whole = told(at, run)
    assert whole["people"] == 5
    assert not {"tax_code_used", "ni_letter_used"} & set(whole["totals"]), "only money adds up"
    assert (first.pk, "TERMINATED") in whole["problems"]
    assert {reason for *_, reason in whole["changes"]} >= {"hire", "leaver", "rate_change", "one_off"}
    for length in (1, 2, 3):
        at.act(services.unlock_run, run.pk, reason="again")
        monkeypatch.setattr(shelf, "CHUNK", length)
        assert told(at, again(at, run)) == whole


def again(at, run):
    at.act(services.lock_run, run.pk)
    at.act(services.calculate_run, run.pk)
    with scope(at.specialist):
        pending = Calculation.objects.get(run=run, state="computing")
    carry_out(at.specialist, pending.pk)
    return run


def told(at, run):
    """Everything that a calculation says."""
    with scope(at.specialist):
        made = Calculation.objects.select_related("run").get(run=run, state="sealed")
        rows = shelf.read(place_of(made))
        return {
            "people": made.people,
            "rows": dict(zip(rows.ids(), rows.amounts.tolist(), strict=True)),
            "elements": dict(zip(rows.ids(), rows.elements.tolist(), strict=True)),
            "facts": dict(zip(rows.ids(), rows.facts.tolist(), strict=True)),
            "totals": made.totals,
            "walk": made.walk,
            "accounts": bytes(made.accounts_hash),
            "problems": set(Problem.objects.filter(calculation=made).values_list("employment_id", "code")),
            "changes": set(
                Variance.objects.filter(calculation=made).values_list(
                    "employment_id", "line", "prior_minor", "current_minor", "reason"
                )
            ),
        }
