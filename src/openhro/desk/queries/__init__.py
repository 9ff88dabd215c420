"""Reads of the service desk; every answer holds only what the actor may see."""

from openhro.desk.queries.clocks import ClockView, clock_view, clocks_of, explain, explained, one_clock
from openhro.desk.queries.figures import Figures, Measured, figures, measured, measured_rows, measured_view
from openhro.desk.queries.knowledge import article, articles, articles_to_edit, own_articles
from openhro.desk.queries.setup import (
    agents,
    agents_at,
    asked_item,
    calendar,
    calendars,
    catalogue,
    categories,
    category,
    category_tree,
    latest_calendar,
    latest_policy,
    macro_text,
    macros,
    policies,
    policy,
    queue_agents,
    queues,
    running_before,
    running_under,
)
from openhro.desk.queries.tickets import (
    Context,
    TicketView,
    context_of,
    entries,
    known_problem,
    known_problems,
    may_read,
    one,
    own,
    own_one,
    people_asking,
    permit_any,
    queue,
    sees_inside,
    shown_reason,
    shown_subject,
    survey_open,
    tasks,
    view,
    visible,
)
from openhro.desk.rules import ACTIVE, WAITING

__all__ = [
    "ACTIVE", "WAITING", "ClockView", "Context", "Figures", "Measured", "TicketView", "agents", "agents_at",
    "article", "articles", "articles_to_edit", "asked_item", "calendar", "calendars", "catalogue", "categories",
    "category", "category_tree", "clock_view", "clocks_of", "context_of", "entries", "explain", "explained",
    "figures", "known_problem", "known_problems", "latest_calendar", "latest_policy", "macro_text", "macros",
    "may_read", "measured", "measured_rows", "measured_view", "one", "one_clock", "own", "own_articles", "own_one",
    "people_asking", "permit_any", "policies", "policy", "queue", "queue_agents", "queues", "running_before",
    "running_under", "sees_inside", "shown_reason", "shown_subject", "survey_open", "tasks", "view", "visible",
]  # fmt: skip
