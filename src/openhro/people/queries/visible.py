"""Whom an actor sees: all people of a client, the own team, or themself. Every read of a person begins here."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.errors import NotFound
from openhro.core.permission import clients_where, in_clients
from openhro.people.models import Employment, Person
from openhro.people.permissions import PERSON_VIEW, TEAM_VIEW

__all__ = ["clients_where", "in_clients", "is_own", "seen", "team_ids", "visible"]

# Everybody under the employments of one user on a day. `union` (not `union all`) ends even where data hold a loop.
_TEAM = """
with recursive team(employment_id, level) as (
    select e.id, 0 from people_employment e join people_person p on p.id = e.person_id
     where p.user_id = %(user)s and e.start <= %(day)s and (e."end" is null or e."end" >= %(day)s)
    union
    select a.employment_id, t.level + 1 from team t join people_assignment a on a.manager_id = t.employment_id
     where a.superseded_at is null and a.valid @> %(day)s::date and t.level < %(levels)s
)
select employment_id from team where level > 0
"""


def team_ids(by: Actor, day: date, levels: int = 40) -> list[UUID]:
    """The employments of those who work under the actor on a day, down to so many levels."""
    if by.user is None or not by.all_roles & TEAM_VIEW.roles:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_TEAM, {"user": by.user, "day": day, "levels": levels})
        return [row[0] for row in cursor.fetchall()]


def visible(by: Actor, day: date | None = None) -> QuerySet[Person]:
    """The people whom the actor may see: a client's by role, the team under a manager, oneself."""
    sees = in_clients(by, PERSON_VIEW)
    if sees == Q():
        return Person.objects.all()
    if by.user is not None:
        sees |= Q(user_id=by.user)
    team = team_ids(by, day or clock.today())
    if team:
        sees |= Q(pk__in=Employment.objects.filter(pk__in=team).values("person_id"))
    return Person.objects.filter(sees)


def seen(by: Actor, person_id: UUID) -> Person:
    """One person whom the actor sees, or 404."""
    found = visible(by).filter(pk=person_id).first()
    if found is None:
        raise NotFound("person")
    return found


def is_own(by: Actor, person: Person) -> bool:
    """True where the person is the actor."""
    return by.user is not None and person.user_id == by.user
