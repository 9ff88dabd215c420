"""Lists of people: paged by cursor, searched by the beginnings of names, and whoever may be the same human."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.errors import NotFound, check_choice
from openhro.core.paging import foreign_cursor
from openhro.core.permission import permit
from openhro.people.models import LIVING, Assignment, Employment, NationalId, Person
from openhro.people.permissions import PERSON_VIEW
from openhro.people.queries.secrets import blind_of
from openhro.people.queries.visible import visible
from openhro.people.rules import NationalNumber, dates, identity

PAGE = 50
STATES = (dates.PRE_HIRE, dates.ACTIVE, dates.ENDED)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: the person and the employment that matters most on the day."""

    person_id: UUID
    external_id: str
    name: str
    employment_id: UUID | None = None
    employment_external_id: str = ""
    state: str = ""
    entity_id: UUID | None = None
    provider_entity_id: UUID | None = None
    country: str = ""
    start: date | None = None
    end: date | None = None
    job_title: str = ""
    site: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and the cursor of the rows that follow (None: these were the last)."""

    rows: list[Row]
    next: str | None


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of people is narrowed to; empty values do not narrow."""

    text: str = ""
    state: str = ""
    entity_id: UUID | None = None
    provider_entity_id: UUID | None = None
    country: str = ""
    site: str = ""
    department: str = ""
    manager_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A person who may be the one sought, and what speaks for it: national_id, email or name_and_birth."""

    person_id: UUID
    external_id: str
    by: str


def people(
    by: Actor, client_id: UUID, filters: Filters | None = None, as_of: date | None = None, cursor: str | None = None,
    limit: int = PAGE,
) -> Page:  # fmt: skip
    """A page of a client's people as they are on a day, by family name."""
    if not by.sees(client_id):
        raise NotFound("client")
    day = as_of or clock.today()
    rows = _narrowed(visible(by, day).filter(client_id=client_id), filters or Filters(), day)
    if cursor:
        key, last = _read_cursor(cursor)
        rows = rows.filter(family_key__gte=key).exclude(family_key=key, pk__lte=last)
    limit = max(1, min(limit, 500))
    found = list(rows.order_by("family_key", "pk")[: limit + 1])
    following = f"{found[limit - 1].pk}:{found[limit - 1].family_key}" if len(found) > limit else None
    return Page(rows_of(found[:limit], day), following)


def _read_cursor(cursor: str) -> tuple[str, UUID]:
    last, _, key = cursor.partition(":")
    try:
        if key != _sayable(key):
            raise ValueError
        return key, UUID(last)
    except ValueError:
        raise foreign_cursor() from None


def _narrowed(rows: QuerySet[Person], filters: Filters, day: date) -> QuerySet[Person]:
    check_choice(filters.state, STATES, "state")
    if filters.text:
        rows = rows.filter(beginning_with(filters.text))
    jobs = Employment.objects.filter(person=OuterRef("pk"))
    narrowed = jobs.filter(_in_state(filters.state, day))
    for name in ("entity_id", "provider_entity_id", "country"):
        if getattr(filters, name):
            narrowed = narrowed.filter(**{name: getattr(filters, name)})
    posts = Assignment.objects.filter(LIVING, employment=OuterRef("pk"), valid__contains=day)
    wanted = {n: getattr(filters, n) for n in ("site", "department", "manager_id") if getattr(filters, n)}
    if wanted:
        narrowed = narrowed.filter(Exists(posts.filter(**wanted)))
    plain = not (filters.state or filters.entity_id or filters.provider_entity_id or filters.country or wanted)
    return rows if plain else rows.filter(Exists(narrowed))


def _in_state(state: str, day: date) -> Q:
    return {
        "": Q(),
        dates.PRE_HIRE: Q(start__gt=day),
        dates.ACTIVE: Q(start__lte=day) & (Q(end=None) | Q(end__gte=day)),
        dates.ENDED: Q(end__lt=day),
    }[state]


def beginning_with(text: str) -> Q:
    """Every word begins a name, or an id or address is meant.

    Written as ranges over keys in C collation: row-level security lets only such comparisons use an index.
    """
    found = Q()
    words = _sayable(text).casefold().split()[:6]
    for word in words:
        upto = word[:-1] + _next(word[-1])
        begins = Q(family_key__gte=word, family_key__lt=upto) | Q(given_key__gte=word, given_key__lt=upto)
        found &= begins | Q(external_id=word) | Q(external_id=word.upper()) | Q(email=word)
    return found if words else Q(pk=None)


def _sayable(text: str) -> str:
    """Without what the database cannot hold: zero bytes and halves of characters."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def _next(letter: str) -> str:
    following = ord(letter) + 1
    return chr(0xE000 if 0xD800 <= following <= 0xDFFF else min(following, 0x10FFFF))


def search(by: Actor, text: str, limit: int = 20) -> list[Row]:
    """Whom the actor sees whose names begin with these words, or whose id or e-mail this is."""
    found = visible(by).filter(beginning_with(text)).order_by("family_key", "pk")[: max(1, min(limit, 100))]
    return rows_of(list(found), clock.today())


def sites(by: Actor, client_id: UUID) -> list[str]:
    """The sites at which people of a client work or worked, the first hundred."""
    permit(by, PERSON_VIEW, client_id)
    rows = Assignment.objects.filter(LIVING, client_id=client_id).exclude(site="")
    return list(rows.order_by("site").values_list("site", flat=True).distinct()[:100])


def rows_of(found: Iterable[Person], day: date) -> list[Row]:
    """List rows of people: the employment that is active on the day, else the next one, else the last one."""
    people = list(found)
    best: dict[UUID, Employment] = {}
    for job in Employment.objects.filter(person__in=people).order_by("start"):
        held = best.get(job.person_id)
        if held is None or _weight(job, day) > _weight(held, day):
            best[job.person_id] = job
    posts = Assignment.objects.filter(LIVING, employment__in=list(best.values()), valid__contains=day)
    by_job = {post.employment_id: post for post in posts}
    return [_row(person, best.get(person.pk), by_job, day) for person in people]


def _weight(job: Employment, day: date) -> tuple[int, int]:
    """An active employment before one to come before one that ended; of those to come the first, else the last."""
    state, order = _state(job, day), job.start.toordinal()
    return {dates.ACTIVE: (2, order), dates.PRE_HIRE: (1, -order), dates.ENDED: (0, order)}[state]


def _state(job: Employment, day: date) -> str:
    return dates.state_on(job.start, job.end, day)


def _row(person: Person, job: Employment | None, posts: Mapping[UUID, Assignment], day: date) -> Row:
    base = (person.pk, person.external_id, str(person))
    if job is None:
        return Row(*base)
    post = posts.get(job.pk)
    return Row(
        *base, job.pk, job.external_id, _state(job, day), job.entity_id, job.provider_entity_id, job.country, job.start,
        job.end, post.job_title if post else "", post.site if post else "", post.department if post else "",
    )  # fmt: skip


def matches(
    by: Actor, client_id: UUID, values: Mapping[str, Any], number: NationalNumber | None = None
) -> list[Match]:  # fmt: skip
    """Who at the client may be this human: the same national number, the same e-mail, or name and date of birth."""
    permit(by, PERSON_VIEW, client_id)
    found: dict[UUID, Match] = {}
    here = Person.objects.filter(client_id=client_id)
    if number:
        value = identity.national_id(number.kind, number.value)
        blind = blind_of(number.kind, value, identity.KINDS[number.kind][0] or number.country)
        held = NationalId.objects.filter(LIVING, client_id=client_id, kind=number.kind, blind=blind)
        for person in here.filter(pk__in=held.values("person_id")):
            found[person.pk] = Match(person.pk, person.external_id, "national_id")
    if values.get("email"):
        for person in here.filter(email=values["email"]):
            found.setdefault(person.pk, Match(person.pk, person.external_id, "email"))
    birth = values.get("date_of_birth")
    if birth:
        key = f"{values['family_name']} {values['given_name']}".casefold()[:170]
        for person in here.filter(family_key=key, date_of_birth=birth):
            found.setdefault(person.pk, Match(person.pk, person.external_id, "name_and_birth"))
    return list(found.values())
