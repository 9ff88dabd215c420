"""Articles: written, changed with a version, published, retired; and that somebody read one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openhro.clients import queries as clients
from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.errors import Invalid, NotFound, Stale, illegal_move
from openhro.core.permission import may, permit
from openhro.desk import events, rules
from openhro.desk.models import Article, ArticleView, Category
from openhro.desk.permissions import ARTICLE_EDIT, KNOWLEDGE
from openhro.desk.queries import knowledge as reads


@dataclass(frozen=True, slots=True)
class Text:
    """What an article says, and for whom."""

    title: str
    body: str
    audience: str = "everybody"
    countries: Sequence[str] = ()
    category_id: UUID | None = None


@transaction.atomic
def write_article(by: Actor, client_id: UUID, text: Text) -> Article:
    """A draft; nobody who asks finds it before it is published."""
    permit(by, ARTICLE_EDIT, client_id)
    clients.check_client(by, client_id)
    made = Article(client_id=client_id)
    return _write(by, made, text)


@transaction.atomic
def revise_article(by: Actor, article_id: UUID, version: int, text: Text) -> Article:
    """Other words; a published article shows them at once."""
    found = _locked(by, article_id)
    if found.version != version:
        raise Stale("STALE", _("Somebody changed this article since you opened it. Reload it and try again."))
    found.version += 1
    return _write(by, found, text)


def _write(by: Actor, article: Article, text: Text) -> Article:
    if text.audience not in rules.AUDIENCES:
        raise Invalid("AUDIENCE", _("An audience is one of: %s.") % ", ".join(rules.AUDIENCES), field="audience")
    if text.audience == "desk" and not may(by, KNOWLEDGE, article):
        raise Invalid("AUDIENCE", _("Only the desk itself writes for the desk."), field="audience")
    if len(text.countries) > 60 or not all(len(one) == 2 and one.isascii() and one.isupper() for one in text.countries):
        raise Invalid("COUNTRY", _("A country is two capital letters, as in GB or US."), field="countries")
    if text.category_id and not Category.objects.filter(pk=text.category_id, client_id=article.client_id).exists():
        raise NotFound("category")
    article.title = rules.check_text(text.title, "title", 160)
    article.body = rules.check_text(text.body, "body", 40_000)
    article.audience, article.countries = text.audience, sorted(set(text.countries))
    article.category_id, article.written_by, article.changed_at = text.category_id, by.user, clock.now()
    article.save()
    journal.record(by, events.ARTICLE_SAVED, article, {"version": article.version})
    return article


@transaction.atomic
def publish_article(by: Actor, article_id: UUID) -> Article:
    """Everybody whom it is for finds it."""
    return _move(by, article_id, "publish", ("draft", "retired"), "published", events.ARTICLE_PUBLISHED)


@transaction.atomic
def retire_article(by: Actor, article_id: UUID) -> Article:
    """It is no longer right, or no longer needed."""
    return _move(by, article_id, "retire", ("draft", "published"), "retired", events.ARTICLE_RETIRED)


def _move(by: Actor, article_id: UUID, move: str, sources: Sequence[str], state: str, event: str) -> Article:
    found = _locked(by, article_id)
    if found.state not in sources:
        raise illegal_move("article", found.state, move, ["retire"] if found.state == "published" else ["publish"])
    found.state, found.version, found.changed_at = state, found.version + 1, clock.now()
    found.save(update_fields=["state", "version", "changed_at"])
    journal.record(by, event, found, {"version": found.version})
    return found


def _locked(by: Actor, article_id: UUID) -> Article:
    found = Article.objects.select_for_update().filter(pk=article_id).first()
    if found is None:
        raise NotFound("article")
    permit(by, ARTICLE_EDIT, found)
    if found.audience == "desk" and not may(by, KNOWLEDGE, found):
        raise NotFound("article")
    return found


@transaction.atomic
def note_reading(by: Actor, article_id: UUID) -> Article:
    """Somebody whom it is for reads an article."""
    found = reads.article(by, article_id)
    ArticleView.objects.create(client_id=found.client_id, article=found, user_id=by.user, at=clock.now())
    return found
