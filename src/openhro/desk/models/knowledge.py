"""What the desk knows: articles, ready answers, and the causes behind several requests."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from openhro.core.base import TenantModel
from openhro.core.fields import EncryptedField
from openhro.desk.models.setup import Category
from openhro.desk.rules import ARTICLE_STATES, AUDIENCES


class Article(TenantModel):
    """An answer that somebody finds without asking."""

    title = models.CharField(max_length=160)
    body = models.TextField()
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+")
    audience = models.CharField(max_length=10, choices=list(AUDIENCES.items()), default="everybody")
    countries = ArrayField(models.CharField(max_length=2), default=list, help_text=_("Empty: everywhere."))
    state = models.CharField(max_length=10, choices=list(ARTICLE_STATES.items()), default="draft")
    written_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class ArticleView(TenantModel):
    """Somebody read an article: with the requests that followed, how many questions it spared."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="views")
    user_id = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["client", "at"], name="desk_view_at")]

    def __str__(self) -> str:
        return f"{self.article_id} at {self.at}"


class Macro(TenantModel):
    """A ready answer, and what happens to the request with it."""

    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    body = models.TextField(help_text=_("{number}, {name} and {agent} are filled in."))
    then = models.CharField(max_length=24, blank=True, help_text=_("A move that follows: wait_for_requester, resolve."))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "code"], name="desk_macro_code")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class KnownProblem(TenantModel):
    """A cause behind several requests; a major incident where many people are hit at once."""

    title = models.CharField(max_length=160)
    cause = EncryptedField()
    workaround = EncryptedField()
    major = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    solved_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.title
