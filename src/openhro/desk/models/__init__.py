"""The tables of the service desk."""

from openhro.desk.models.clocks import Escalation, EscalationRule, Goal, Policy, TicketClock
from openhro.desk.models.knowledge import Article, ArticleView, KnownProblem, Macro
from openhro.desk.models.setup import Agent, CatalogueItem, Category, Queue
from openhro.desk.models.tickets import (
    Delivery,
    Entry,
    MailTrace,
    ReplyToken,
    Survey,
    Task,
    Ticket,
    Wait,
    Watcher,
)

__all__ = [
    "Agent", "Article", "ArticleView", "CatalogueItem", "Category", "Delivery", "Entry", "Escalation",
    "EscalationRule", "Goal", "KnownProblem", "Macro", "MailTrace", "Policy", "Queue", "ReplyToken", "Survey",
    "Task", "Ticket", "TicketClock", "Wait", "Watcher",
]  # fmt: skip
