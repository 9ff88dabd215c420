"""One search over people, pay runs, engagements and clients, each within what the actor may see."""

from __future__ import annotations

from dataclasses import dataclass

from openhro.clients import permissions as client_permissions
from openhro.clients import queries as clients
from openhro.core.actor import Actor
from openhro.core.permission import may
from openhro.engagements import permissions as engagement_permissions
from openhro.engagements import queries as engagements
from openhro.payroll import permissions as payroll_permissions
from openhro.payroll.queries import desk as payroll
from openhro.people import queries as people

MOST = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found, and where it is."""

    title: str
    detail: str
    url: str
    person: bool = False


def search(by: Actor, text: str) -> dict[str, list[Hit]]:
    """What begins with the words, by kind: people, runs, engagements, clients."""
    words = " ".join(text.replace("\0", "").split())[:100]
    if not words:
        return {}
    found = {
        "people": _people(by, words),
        "runs": _runs(by, words),
        "engagements": _engagements(by, words),
        "clients": _clients(by, words),
    }
    return {kind: hits for kind, hits in found.items() if hits}


def _people(by: Actor, words: str) -> list[Hit]:
    rows = people.search(by, words, limit=MOST)
    found = []
    for row in rows:
        detail = " · ".join(filter(None, (row.job_title, row.site, row.external_id)))
        found.append(Hit(row.name, detail, f"/people/{row.person_id}/", person=True))
    return found


def _runs(by: Actor, words: str) -> list[Hit]:
    if not may(by, payroll_permissions.RUN_READ):
        return []
    return [
        Hit(row.code, f"{row.client} · {row.group}", f"/payroll/runs/{row.id}/")
        for row in payroll.find_runs(by, words, MOST)
    ]


def _engagements(by: Actor, words: str) -> list[Hit]:
    if not may(by, engagement_permissions.READ):
        return []
    rows = engagements.engagements(by).filter(code__istartswith=words)[:MOST]
    return [Hit(row.code, f"{row.client.name} · {row.model}", f"/engagements/{row.pk}/") for row in rows]


def _clients(by: Actor, words: str) -> list[Hit]:
    if not may(by, client_permissions.CLIENT_READ):
        return []
    rows = clients.clients(by).filter(name__icontains=words)[:MOST]
    return [Hit(row.name, row.code, f"/clients/{row.code}/") for row in rows]
