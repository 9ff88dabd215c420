"""The list of a client's people as they are on a day, and the same as a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openhro.clients import queries as clients
from openhro.clients.queries import Client
from openhro.core import clock, imports
from openhro.core.actor import Actor
from openhro.core.asked import asked
from openhro.core.errors import NotFound
from openhro.core.permission import may, permit
from openhro.core.web import actor
from openhro.people import forms, permissions, queries

STATES = {
    "active": ("good", gettext_lazy("Working")),
    "pre_hire": ("info", gettext_lazy("Joining")),
    "ended": ("plain", gettext_lazy("Left")),
}
_COLUMNS = (
    "person_id", "name", "employment_id", "state", "employer", "country", "start", "end", "job_title", "site",
    "department",
)  # fmt: skip


def listing(request: HttpRequest) -> HttpResponse:
    """A page of people. Without a client in the address: of the only one, else a choice of clients."""
    by = actor(request)
    permit(by, permissions.PERSON_VIEW)
    client = chosen(request, by)
    if client is None:
        return _choose(request, by)
    permit(by, permissions.PERSON_VIEW, client.pk)
    request.client = client  # type: ignore[attr-defined]
    companies = _companies(by, client)
    form = _form(request, by, client)
    filters, day = _filters(asked(request, form, "client", "cursor"), client)
    page = queries.people(by, client.pk, filters, day, request.GET.get("cursor") or None)
    shown = {
        "client": client,
        "form": form,
        "day": day,
        "past": day != clock.today(client.zone),
        "rows": [_row(row, companies) for row in page.rows],
        "columns": _columns(),
        "applied": _applied(request, form),
        "clear_url": f"?{urlencode({'client': client.code})}",
        "next": _with(request, cursor=page.next) if page.next else "",
        "export_url": f"/people/export.csv{_with(request)}",
        "may_import": may(by, permissions.IMPORT, client.pk),
        "may_hire": all(
            may(by, needed, client.pk) for needed in (permissions.PERSON_EDIT, permissions.EMPLOYMENT_EDIT)
        ),
    }
    return render(request, "people/list.html", shown)


def export(request: HttpRequest) -> HttpResponse:
    """All people that the same filters show, as CSV."""
    by = actor(request)
    client = chosen(request, by)
    if client is None:
        raise NotFound("client")
    permit(by, permissions.PERSON_VIEW, client.pk)
    filters, day = _filters(asked(request, _form(request, by, client), "client"), client)
    content = imports.csv_file(_COLUMNS, _lines(by, client, filters, day))
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="people-{client.code}-{day.isoformat()}.csv"'
    return answer


def chosen(request: HttpRequest, by: Actor) -> Client | None:
    """The client that the address names, or the reader's only one."""
    code = request.GET.get("client", "")
    if code:
        return clients.client(by, code)
    mine = list(clients.clients(by)[:2])
    return mine[0] if len(mine) == 1 else None


def _choose(request: HttpRequest, by: Actor) -> HttpResponse:
    asked(request)
    mine = clients.clients(by)[:200]
    return render(request, "people/choose.html", {"choices": mine})


def _form(request: HttpRequest, by: Actor, client: Client) -> forms.FilterForm:
    entities = list(clients.entities(by, client.pk))
    sites = sorted({site for entity in entities for site in entity.sites} | set(queries.sites(by, client.pk)))
    return forms.FilterForm(request.GET, entities=[(entity.pk, entity.name) for entity in entities], sites=sites)


def _filters(given: dict[str, Any], client: Client) -> tuple[queries.Filters, date]:
    filters = queries.Filters(
        text=given["q"], state=given["state"], entity_id=UUID(given["entity"]) if given["entity"] else None,
        site=given["site"],
    )  # fmt: skip
    return filters, given["as_of"] or clock.today(client.zone)


def _applied(request: HttpRequest, form: forms.FilterForm) -> list[dict[str, str]]:
    """The filters in force, each with the address without it."""
    found = []
    for name, value in form.cleaned_data.items():
        if not value:
            continue
        field = form.fields[name]
        said = dict(getattr(field, "choices", [])).get(value, value)
        found.append({"label": f"{field.label}: {said}", "url": _with(request, **{str(name): ""})})
    return found


def _with(request: HttpRequest, **changes: str) -> str:
    """The address's own filters with some of them changed; pages begin again."""
    kept = {name: str(value) for name, value in request.GET.items() if name != "cursor"} | changes
    return f"?{urlencode({name: value for name, value in kept.items() if value})}"


def _companies(by: Actor, client: Client) -> dict[UUID | None, str]:
    names: dict[UUID | None, str] = {row.pk: row.name for row in clients.entities(by, client.pk)}
    return names | {row.pk: row.name for row in clients.provider_entities(by)}


def _columns() -> list[dict[str, str]]:
    return [
        {"key": "person", "label": _("Person"), "kind": "person", "sorted": "ascending"},
        {"key": "employer", "label": _("Employer")},
        {"key": "place", "label": _("Place")},
        {"key": "since", "label": _("Since"), "kind": "date"},
        {"key": "state", "label": _("State"), "kind": "state"},
    ]


def _row(row: queries.Row, companies: dict[UUID | None, str]) -> dict[str, Any]:
    tone, label = STATES.get(row.state, ("plain", _("Not employed")))
    number = row.employment_external_id or row.external_id
    return {
        "person": {
            "name": row.name,
            "sub": " · ".join(filter(None, (row.job_title, number))),
            "url": f"/people/{row.person_id}/",
        },
        "employer": companies.get(row.entity_id or row.provider_entity_id, ""),
        "place": " · ".join(filter(None, (row.site, row.department, row.country))),
        "since": row.start,
        "state": {"tone": tone, "label": label},
    }


def _lines(by: Actor, client: Client, filters: queries.Filters, day: date) -> Iterator[tuple[Any, ...]]:
    companies, cursor = _companies(by, client), None
    while True:
        page = queries.people(by, client.pk, filters, day, cursor, limit=500)
        for row in page.rows:
            yield (
                row.external_id, row.name, row.employment_external_id, row.state,
                companies.get(row.entity_id or row.provider_entity_id, ""), row.country, row.start, row.end,
                row.job_title, row.site, row.department,
            )  # fmt: skip
        cursor = page.next
        if cursor is None:
            return
