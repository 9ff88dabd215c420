"""The legal employer of an employment, and the engagement that lets the work be done."""

from __future__ import annotations

from uuid import UUID

from openhro.clients import queries as clients
from openhro.core import clock
from openhro.core.actor import Actor, Role
from openhro.core.errors import Invalid, NotFound
from openhro.engagements import queries as engagements
from openhro.people.models import Employment
from openhro.people.rules import Terms, employers

_OF_CLIENT = frozenset({Role.CLIENT_ADMIN, Role.CLIENT_HR})


def check_employer(by: Actor, client_id: UUID, terms: Terms) -> UUID | None:
    """Refuse a company that is not the client's or the provider's, and work that no engagement covers.

    Returns the engagement that covers it.
    """
    if terms.entity_id and not clients.entities(by, client_id).filter(pk=terms.entity_id).exists():
        raise NotFound("legal entity")
    if terms.provider_entity_id and not clients.provider_entities(by).filter(pk=terms.provider_entity_id).exists():
        raise NotFound("provider entity")
    return check_scope(by, client_id, terms)


def check_scope(by: Actor, client_id: UUID, terms: Terms) -> UUID | None:
    """The engagement that covers an employment, asked for its first day, or for today where that is past.

    The provider's people hire in scope only, and nobody is employed by the provider outside it. A client employs at
    its own company without asking; but where an engagement makes the provider the employer, not itself.
    """
    day = max(terms.start, clock.today())
    work = engagements.Work(client_id, "", terms.country, terms.entity_id, terms.provider_entity_id, day)
    try:
        found = engagements.employing_scope(by, work).engagement_id
    except Invalid as refused:
        own = not terms.provider_entity_id and by.roles_at(client_id) & _OF_CLIENT
        if refused.code != "OUT_OF_SCOPE" or not own:
            raise
        return None
    if terms.engagement_id not in (None, found):
        raise Invalid("ENGAGEMENT_OTHER", "Another engagement covers this work; leave this out.", field="engagement_id")
    return found


def hired(job: Employment) -> employers.Hired:
    """A stored employment as the rules see it."""
    return employers.Hired(job.external_id, job.entity_id, job.provider_entity_id, job.country, job.start, job.end)
