"""People to count: many employments with a few words."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from tests import make

from openhro.clients.models import Client
from openhro.core.actor import system
from openhro.core.scope import scope
from openhro.people.models import Employment, Person


def employ(
    client: Client,
    place: UUID,
    count: int = 1,
    *,
    start: date = date(2026, 1, 5),
    end: date | None = None,
    provider: bool = False,
) -> list[Employment]:
    """So many people employed at a company of the client, or at one of the provider's."""
    with scope(system()):
        people = [
            Person(client=client, external_id=make.unique("p"), given_name="A", family_name="B") for _ in range(count)
        ]
        Person.objects.bulk_create(people)
        jobs = [
            Employment(
                client=client,
                person=person,
                external_id=make.unique("e"),
                country="GB",
                start=start,
                end=end,
                continuous_service_from=start,
                **{"provider_entity_id" if provider else "entity_id": place},
            )
            for person in people
        ]
        return Employment.objects.bulk_create(jobs)
