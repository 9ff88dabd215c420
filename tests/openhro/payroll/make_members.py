"""A second group of the same employer, and people who change between the two."""

from __future__ import annotations

from datetime import date

from tests.openhro.payroll import make_payroll

from openhro.core.scope import scope
from openhro.payroll import services
from openhro.payroll.models import Membership
from openhro.people.models import Employment


def second_group(at: make_payroll.Payroll) -> make_payroll.Payroll:
    """Another monthly group of the same employer, with the same calendar."""
    with scope(at.specialist):
        new = services.NewGroup(
            at.at.client.pk, "uk-staff", "UK staff", "GB", "gb", "GBP", "monthly", "Europe/London", entity_id=at.at.uk.pk,
            originator={"sun": "123456", "sort_code": "204060", "account": "12345678", "name": "HALDEN INSTRUMENTS"},
        )  # fmt: skip
        group = services.add_group(at.specialist, new)
        plan = services.Plan("monthly", "GB", "Europe/London", pay_day=31)
        periods = services.add_periods(at.specialist, group.pk, plan, first=make_payroll.BEGAN, count=12)
    return make_payroll.Payroll(at.at, at.specialist, at.reviewer, group, periods, at.basic)


def member(at: make_payroll.Payroll, job: Employment) -> Membership:
    """The membership of somebody that has no end."""
    with scope(at.specialist):
        return Membership.objects.get(employment=job, valid__endswith=None)


def move(at: make_payroll.Payroll, job: Employment, to: make_payroll.Payroll, day: date) -> None:
    """From a day on somebody is paid in another group."""
    at.act(services.move_member, member(at, job).pk, to.group.pk, start=day)
