"""An employee's first page: the next pay day, the last payslip with its change in words, what to do, own data."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.web import actor
from openhro.desk import queries as desk
from openhro.payroll import queries as payroll
from openhro.payroll.queries import OwnPayslip
from openhro.people import queries as people
from openhro.people.queries import EmploymentView, PersonView

NEW = timedelta(days=31)
"""How long a payslip is news."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """One minute a month, on a phone."""
    by = actor(request)
    slips = payroll.own_payslips(by)
    person = people.person_of(by)
    jobs = [job for job in person.employments if job.state != "ended"] if person else []
    shown: dict[str, Any] = {
        "now": clock.now(),
        "greeting": _greeting() % {"name": _first_name(person, by)},
        "next_pay": payroll.next_pay(by),
        "last": _last(by, slips[0]) if slips else None,
        "tasks": [*_asked(by), *_tasks(slips, person, jobs)],
        "own": _own(person, jobs),
    }
    return render(request, "portal/home.html", shown)


def _first_name(person: PersonView | None, by: Actor) -> str:
    return (person.preferred_name or person.given_name) if person else by.name.partition(" ")[0]


def _greeting() -> str:
    hour = timezone.localtime(clock.now()).hour
    if hour < 12:
        return _("Good morning, %(name)s")
    return _("Good afternoon, %(name)s") if hour < 18 else _("Good evening, %(name)s")


def _last(by: Actor, slip: OwnPayslip) -> dict[str, Any]:
    """The last payslip, and what it says against the one before."""
    view = payroll.payslip(by, slip.run_id, slip.employment_id)
    before = payroll.payslip_before(by, view)
    return {
        "slip": slip, "coming": slip.pay_date > clock.today(), "before": before,
        "said": payroll.difference(view, before),
        "url": reverse("payroll:own_payslip", args=[slip.run_id]),
        "pdf": reverse("payroll:own_pdf", args=[slip.run_id]),
        "accounts": [one.account for one in view.payments],
    }  # fmt: skip


def _tasks(slips: list[OwnPayslip], person: PersonView | None, jobs: list[EmploymentView]) -> list[dict[str, Any]]:
    """What is new, and what keeps somebody from being paid or filed for."""
    found: list[dict[str, Any]] = []
    if slips and clock.today() - slips[0].pay_date < NEW:
        month = slips[0].period_name
        title = _("Your payslip for %(month)s is ready") % {"month": month}
        url = reverse("payroll:own_payslip", args=[slips[0].run_id])
        found.append({"icon": "document", "title": title, "sub": _("See what changed and why"), "url": url})
    if person is None:
        return found
    if any(not job.banks for job in jobs):
        found.append(_told("warning", _("Your bank account is missing"), _("Without it you cannot be paid.")))
    if person.address is None:
        found.append(_told("warning", _("Your home address is missing"), _("It is needed for tax filings.")))
    if not person.national_ids:
        found.append(_told("warning", _("Your national number is missing"), _("It is needed for tax filings.")))
    return found


def _asked(by: Actor) -> list[dict[str, Any]]:
    """Requests that wait for the reader's answer."""
    return [
        {
            "icon": "mail",
            "title": _("We need an answer from you"),
            "sub": _("Your request %(number)s waits for it") % {"number": one.number},
            "url": reverse("desk:own", args=[one.pk]),
        }
        for one in desk.own(by).filter(state="pending_requester", requester_id=by.user)[:3]
    ]


def _told(icon: str, title: str, why: str) -> dict[str, Any]:
    return {"icon": icon, "title": title, "sub": _("%(why)s Give it to your HR team.") % {"why": why}, "url": ""}


def _own(person: PersonView | None, jobs: list[EmploymentView]) -> list[dict[str, Any]]:
    """What is known of the reader, in a few lines; of numbers only the last characters."""
    if person is None:
        return []
    rows = [{"label": _("Name"), "value": f"{person.given_name} {person.family_name}"}]
    for job in jobs[:2]:
        work, number = job.assignment, job.number or job.external_id
        if work:
            rows.append({"label": _("Job"), "value": work.job_title, "source": work.department})
        rows.append({"label": _("Employer"), "value": job.employer, "source": _("Staff number %(n)s") % {"n": number}})
        paid = ", ".join(f"{bank.scheme.upper()} {bank.number}" for bank in job.banks)
        rows.append({"label": _("Paid to"), "value": paid})
    address = ", ".join(person.address.lines) if person.address else ""
    rows.append({"label": _("Home"), "value": address})
    rows += [{"label": _("National number"), "value": number} for _kind, number in person.national_ids]
    return [row for row in rows if row["value"]]
