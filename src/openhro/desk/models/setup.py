"""How a client's desk is set up: queues with their people, categories, and the catalogue with its forms."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from openhro.core.base import TenantModel


class Queue(TenantModel):
    """A pile of requests that a team works through."""

    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "code"], name="desk_queue_code")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Agent(TenantModel):
    """Somebody who works in a queue, and what they are skilled in."""

    queue = models.ForeignKey(Queue, models.CASCADE, related_name="agents")
    user_id = models.UUIDField()
    skills = ArrayField(models.CharField(max_length=40), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["queue", "user_id"], name="desk_agent_once")]

    def __str__(self) -> str:
        return f"{self.queue_id} {self.user_id}"


class Category(TenantModel):
    """What a request is about: a branch of a tree, with the contract's function behind it."""

    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    function = models.CharField(max_length=40, help_text=_("The function of the contract that covers such a request."))
    queue = models.ForeignKey(Queue, models.PROTECT, related_name="+")
    policy_code = models.SlugField(max_length=40, default="standard")
    skill = models.CharField(max_length=40, blank=True, help_text=_("What whoever takes it must be skilled in."))
    confidential = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "code"], name="desk_category_code")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CatalogueItem(TenantModel):
    """Something that can be asked for, with the form it needs and the tasks that fulfil it."""

    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    about = models.CharField(max_length=300, blank=True)
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    fields = models.JSONField(
        default=list, help_text='[{"name": "purpose", "label": "What is it for?", "kind": "text", "required": true}]'
    )
    tasks = models.JSONField(default=list, help_text='["Write the letter", "Have it signed"]')
    impact = models.PositiveSmallIntegerField(default=3)
    urgency = models.PositiveSmallIntegerField(default=2)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "code"], name="desk_item_code")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
