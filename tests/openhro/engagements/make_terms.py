"""Contracts after the signature: amendments on the way to their day, with the people who draft and sign them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal

from tests.openhro.engagements import make_engagements as they

from openhro.core import clock
from openhro.core.actor import system
from openhro.core.scope import scope
from openhro.engagements import services
from openhro.engagements.models import Amendment, Engagement
from openhro.engagements.rules import AmendmentTerms, Change

SUMMER = date(2026, 6, 1)
AUTUMN = date(2026, 9, 1)
ONE = Decimal(1)


@contextmanager
def on(day: date, hour: int = 12) -> Iterator[None]:
    """At noon (UTC) of a day."""
    with clock.travel(datetime(day.year, day.month, day.day, hour, tzinfo=UTC)):
        yield


def terms(*changes: Change, **values) -> AmendmentTerms:
    """An amendment for the first of September."""
    given = {"kind": "amendment", "title": "Longer notice", "effective_on": AUTUMN, "changes": changes}
    return AmendmentTerms(**given | values)


def notice(months: int) -> Change:
    """Another notice period."""
    return Change("head", head={"notice_months": months})


def drafted(at: they.World, made: Engagement, *changes: Change, **values) -> Amendment:
    """An amendment in draft, put forward in June."""
    with on(SUMMER):
        return they.act(at.em, services.draft_amendment, made.pk, terms(*changes or (notice(6),), **values))


def agreed(at: they.World, made: Engagement, *changes: Change, **values) -> Amendment:
    """An amendment that both signed in June."""
    held = drafted(at, made, *changes, **values)
    with on(SUMMER):
        they.act(at.ca, services.sign_amendment, held.pk, "client")
        return they.act(at.pa, services.sign_amendment, held.pk, "provider")


def take_effect(day: date = AUTUMN) -> list[Amendment]:
    """What the hourly job does, at noon of a day."""
    with on(day):
        return they.act(system(), services.bring_into_effect)


def stored(made: Engagement | Amendment):
    """The row as it stands."""
    with scope(system()):
        return type(made).objects.get(pk=made.pk)


def rows_of(em, client) -> dict:
    """A draft of an amendment, a duty and a version on paper of the client's live contract: ids for standing suites."""
    with scope(em):
        live = Engagement.objects.filter(client=client, live_from__isnull=False).order_by("pk").first()
        function = live.scope.order_by("pk").first().function
    named = services.DutyTerms(function, "look", "Look at it", ("EM",), ("CA",))
    asked = terms(notice(6), effective_on=date(2030, 1, 1))
    duty = they.act(em, services.set_duty, live.pk, named)
    amendment = they.act(em, services.draft_amendment, live.pk, asked)
    with scope(em):
        version = live.versions.order_by("-number").first()
    return {"amendment_id": amendment.pk, "duty_id": duty.pk, "version_id": version.pk}
