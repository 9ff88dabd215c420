"""Who does what for me: the legal employer of each of one's jobs, and who does which step, in plain words."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.web import actor
from openhro.engagements import queries as engagements
from openhro.engagements.queries import Employer, WhoDoesWhat, Work
from openhro.people import queries as people
from openhro.people.queries import EmploymentView


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """One's own jobs of today; who has none reads whom to ask."""
    by = actor(request)
    person = people.person_of(by)
    going = [job for job in person.employments if job.state != "ended"] if person else []
    jobs = [_job(by, job) for job in going]
    return render(request, "portal/who.html", {"jobs": jobs, "several": len(jobs) > 1})


def _job(by: Actor, job: EmploymentView) -> dict[str, Any]:
    client = people.client_of(by, job.id)
    day = max(clock.today(), job.start)
    work = Work(client, "", job.country, job.entity_id, job.provider_entity_id, day)
    found = engagements.who_does_what(by, work)
    steps = groupby(found.told, key=lambda one: one.function)
    return {
        "employer": job.employer,
        "says": _says(found),
        "companies": _companies(found.employer),
        "functions": [{"name": name, "steps": list(rows)} for name, rows in steps],
    }


def _says(found: WhoDoesWhat) -> str:
    """What the model of the contract means for the reader, in a sentence or two."""
    kind = found.employer.kind if found.employer else ""
    names = {
        "client": found.client,
        "provider": found.provider,
        "company": found.employer.name if found.employer else "",
    }
    if kind == "client":
        return _("%(company)s is your only employer. %(provider)s does work for it, and never employs you.") % names
    if kind == "provider":
        return _("%(provider)s is your legal employer. You do your daily work for %(client)s.") % names
    if kind == "co-employment":
        return (
            _("%(client)s and %(provider)s employ you together: you work for %(client)s, %(provider)s pays and files.")
            % names
        )
    return _("Nobody outside your company works on your employment today.")


def _companies(employer: Employer | None) -> list[dict[str, Any]]:
    if employer is None:
        return []
    role = _("Pays and files") if employer.worksite else _("Legal employer")
    rows = [{"label": role, "value": employer.name, "source": employer.address.replace("\n", ", ")}]
    if employer.worksite:
        site = employer.worksite
        rows.append({"label": _("Where you work"), "value": site.name, "source": site.address.replace("\n", ", ")})
    return rows
