"""Articles of knowledge: what somebody finds depends on the client, the country they work in and their role."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from openhro.core.actor import Actor, Role
from openhro.core.errors import NotFound
from openhro.core.permission import in_clients, may, permit
from openhro.desk.models import Article
from openhro.desk.permissions import ALL, ARTICLE_EDIT, KNOWLEDGE
from openhro.people import queries as people

_LEADS = frozenset({Role.MANAGER, Role.HIRING_MANAGER, Role.CLIENT_ADMIN, Role.CLIENT_HR})


def own_articles(by: Actor, text: str = "") -> QuerySet[Article]:
    """The published articles that are for the actor, as somebody who asks."""
    leads_at = [client for client, roles in by.roles.items() if client and roles & _LEADS]
    audience = Q(audience="everybody") | Q(audience="managers", client_id__in=leads_at)
    person = people.person_of(by)
    lands = sorted({job.country for job in person.employments if job.state != "ended"}) if person else []
    rows = Article.objects.filter(audience, state="published")
    rows = rows.filter(Q(countries=[]) | Q(countries__overlap=lands)) if lands else rows.filter(countries=[])
    return _narrowed(rows, text)


def _narrowed(rows: QuerySet[Article], text: str) -> QuerySet[Article]:
    for word in text.replace("\0", "").split()[:6]:
        rows = rows.filter(Q(title__icontains=word) | Q(body__icontains=word))
    return rows.order_by("title", "pk")


def articles(by: Actor, client_id: UUID | None = None, text: str = "") -> QuerySet[Article]:
    """The articles that the actor works with: of the desk all, drafts too; of a client's HR those for its people. For
    others those that are for them."""
    rows = Article.objects.filter(client_id=client_id) if client_id else Article.objects.all()
    if not (may(by, KNOWLEDGE, client_id) or may(by, ALL, client_id)):
        found = own_articles(by, text)
        return found.filter(client_id=client_id) if client_id else found
    return _narrowed(rows.filter(_worked_with(by)), text)


def _worked_with(by: Actor) -> Q:
    inside = in_clients(by, KNOWLEDGE)
    return inside if inside == Q() else inside | (in_clients(by, ALL) & ~Q(audience="desk"))


def articles_to_edit(by: Actor, client_id: UUID | None = None) -> QuerySet[Article]:
    """The articles that the actor writes."""
    permit(by, ARTICLE_EDIT, client_id)
    return articles(by, client_id)


def article(by: Actor, article_id: UUID) -> Article:
    """One article, for whom it is."""
    found = Article.objects.select_related("category", "client").filter(pk=article_id).first()
    if found is None:
        raise NotFound("article")
    works = Article.objects.filter(_worked_with(by), pk=article_id).exists()
    if not works and not own_articles(by).filter(pk=article_id).exists():
        raise NotFound("article")
    return found
