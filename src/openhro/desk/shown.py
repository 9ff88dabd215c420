"""How requests and promises are worded on pages."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openhro.clients import queries as clients
from openhro.core import clock, clocks
from openhro.core.actor import Actor
from openhro.core.clocks.steps import spoken
from openhro.desk import queries, rules
from openhro.desk.models import Entry, Ticket
from openhro.desk.queries import ClockView, Context
from openhro.ui.templatetags.ui import day, moment

TONES = {
    "new": "info", "open": "accent", "pending_requester": "warn", "pending_third_party": "warn", "on_hold": "warn",
    "resolved": "good", "closed": "plain", "merged": "plain", "cancelled": "plain",
}  # fmt: skip
PLAIN = {
    "new": gettext_lazy("We have it"),
    "open": gettext_lazy("We work on it"),
    "pending_requester": gettext_lazy("We need an answer from you"),
    "pending_third_party": gettext_lazy("We wait for somebody else"),
    "on_hold": gettext_lazy("Put aside for now"),
    "resolved": gettext_lazy("Done"),
    "closed": gettext_lazy("Closed"),
    "merged": gettext_lazy("Goes on in another request"),
    "cancelled": gettext_lazy("Cancelled"),
}
_OWED = {
    "first_response": gettext_lazy("We answer by {}."),
    "next_response": gettext_lazy("We answer by {}."),
    "resolution": gettext_lazy("We want it done by {}."),
}
CHIPS = {"met": "met", "breached": "missed", "paused": "paused"}
_ENDED = {
    "cancelled": gettext_lazy("Whoever asked gave it up; it counts nowhere."),
    "merged": gettext_lazy("It goes on in another request, and counts there."),
}


def state(ticket: Ticket, *, plain: bool = False) -> dict[str, Any]:
    """The state as a badge; in plain words for whoever asked."""
    return {"label": (PLAIN if plain else rules.STATES)[ticket.state], "tone": TONES[ticket.state]}


def rows(by: Actor, tickets: Iterable[Ticket]) -> list[dict[str, Any]]:
    """Rows of the queue."""
    found = list(tickets)
    names = queries.people_asking(by, found)
    return [_row(by, ticket, names) for ticket in found]


def _row(by: Actor, ticket: Ticket, names: dict[UUID, str]) -> dict[str, Any]:
    standing = ticket.breach_at == rules.NEVER
    worker = names.get(ticket.assignee_id) if ticket.assignee_id else None
    done = ticket.state in ("resolved", "closed")
    return {
        "title": f"#{ticket.number} {queries.shown_subject(by, ticket)}",
        "url": f"/desk/tickets/{ticket.pk}/",
        "client": ticket.client.name,
        "work": ticket.category.name,
        "asked": names.get(ticket.requester_id, "") if ticket.requester_id else "",
        "worker": worker or _("Nobody yet"),
        "due": None if standing else ticket.breach_at,
        "chip": "met" if done else "paused" if standing else "",
        "priority": ticket.priority,
        "state": state(ticket),
        "billable": bool(ticket.out_of_scope),
    }


EXPORT = ["number", "subject", "client", "category", "state", "priority", "queue", "asked", "worker", "opened", "due"]


def exported(by: Actor, tickets: Iterable[Ticket]) -> Iterable[list[str]]:
    """Rows of a file: what the queue shows, and no word more."""
    found = list(tickets)
    names = queries.people_asking(by, found)
    for one in found:
        asked, worker = (names.get(user, "") if user else "" for user in (one.requester_id, one.assignee_id))
        yield [
            str(one.number), queries.shown_subject(by, one), one.client.name, one.category.name, one.state,
            one.priority, one.queue.name, asked, worker, one.opened_at.isoformat(),
            "" if one.breach_at == rules.NEVER else one.breach_at.isoformat(),
        ]  # fmt: skip


def talk(by: Actor, ticket: Ticket, entries: Iterable[Entry], *, plain: bool = False) -> list[dict[str, Any]]:
    """The conversation, oldest first."""
    found = list(entries)
    names = clients.user_names(by, [one.author_id for one in found])
    return [_said(one, _speaker(by, one, names, plain=plain)) for one in found]


def _speaker(by: Actor, one: Entry, names: dict[UUID, str], *, plain: bool) -> str:
    """Who said it; to whoever asked, their own words are theirs."""
    if one.kind == "auto":
        return _("Service desk")
    if plain and not one.from_desk and one.author_id == by.user:
        return _("You")
    return (names.get(one.author_id) if one.author_id else None) or _("Somebody")


def _said(one: Entry, name: str) -> dict[str, Any]:
    tone = {"internal": "warn", "auto": "plain"}.get(one.kind, "accent" if one.from_desk else "info")
    kinds = {"internal": _("internal note"), "auto": _("automatic"), "public": _("answer") if one.from_desk else ""}
    channel = str(rules.CHANNELS[one.channel]) if one.channel == "email" else ""
    body = linebreaksbr(str(one.body)) or _("(see the form)")
    who = " · ".join(filter(None, (kinds[one.kind], channel)))
    return {"title": name, "body": body, "when": moment(one.at), "who": who, "tone": tone}


def answers(ticket: Ticket) -> list[dict[str, Any]]:
    """What the catalogue's form was filled in with."""
    held = json.loads(str(ticket.answers)) if str(ticket.answers) else {}
    labels = {one["name"]: one["label"] for one in (ticket.item.fields if ticket.item else [])}
    words = {"yes": _("Yes"), "no": _("No")}
    return [{"label": labels.get(name, name), "value": words.get(value, value)} for name, value in held.items()]


def promises(found: Iterable[tuple[ClockView, list[clocks.Step]]]) -> list[dict[str, Any]]:
    """The clocks of a request, with the steps of their due time."""
    return [_promise(one, steps) for one, steps in found]


def _promise(one: ClockView, steps: list[clocks.Step]) -> dict[str, Any]:
    return {
        "id": one.id,
        "label": rules.METRICS[one.metric],
        "due": one.due_at,
        "chip": CHIPS.get(one.state, ""),
        "paused_for": one.paused_for,
        "ended": _ENDED.get(one.state, ""),
        "left_out": one.left_out,
        "left_out_for": one.left_out_for,
        "missed": one.state == "breached",
        "asked_out": bool(one.left_out_for) and not one.left_out,
        "under": _("Promise version %(policy)s, calendar %(calendar)s version %(version)s.")
        % {"policy": one.policy_version, "calendar": one.calendar, "version": one.calendar_version},
        "steps": [
            {
                "label": step.text,
                "value": spoken(step.counted) if step.kind in (clocks.Kind.WINDOW, clocks.Kind.PAUSE) else "",
                "result": step.kind is clocks.Kind.DUE,
            }
            for step in steps
        ],
    }


def context(found: Context) -> dict[str, Any]:
    """Who it is about, as far as the reader's role may know."""
    person = found.person
    if person is None:
        return {"person": None, "facts": [], "others": found.others}
    facts: list[dict[str, Any]] = []
    for job in [one for one in person.employments if one.state != "ended"][:2]:
        work = job.assignment
        facts.append({"label": _("Employer"), "value": job.employer, "source": job.country})
        if work:
            facts.append(
                {
                    "label": _("Job"),
                    "value": work.job_title,
                    "source": " · ".join(filter(None, (work.department, work.site))),
                }
            )
            facts.append({"label": _("Manager"), "value": work.manager})
        facts.append({"label": _("Since"), "value": day(job.start)})
        if job.pay:
            facts.append({"label": _("Pay"), "value": _("shown on the person’s page"), "url": f"/people/{person.id}/"})
    name = f"{person.preferred_name or person.given_name} {person.family_name}"
    shown = {"name": name, "url": f"/people/{person.id}/", "sub": person.external_id}
    return {"person": shown, "facts": [one for one in facts if one["value"]], "others": found.others}


def facts(by: Actor, ticket: Ticket) -> list[dict[str, Any]]:
    """What is known of the request itself."""
    names = clients.user_names(by, [ticket.assignee_id, ticket.requester_id])
    asked = names.get(ticket.requester_id, "") if ticket.requester_id else _("no account")
    works = names.get(ticket.assignee_id, "") if ticket.assignee_id else _("Nobody yet")
    covered = _("covered by the contract") if ticket.scope_item_id else _("not covered, so it is charged")
    levels = _("impact %(i)s, urgency %(u)s") % {"i": ticket.impact, "u": ticket.urgency}
    found: list[dict[str, Any]] = [
        {"label": _("Asked by"), "value": asked},
        {"label": _("Works on it"), "value": works},
        {"label": _("Queue"), "value": ticket.queue.name},
        {"label": _("About"), "value": ticket.category.name},
        {"label": _("Priority"), "value": ticket.priority, "source": levels},
        {"label": _("Came by"), "value": rules.CHANNELS[ticket.channel]},
        {"label": _("Contract"), "value": covered, "source": ticket.out_of_scope},
        {"label": _("Asked on"), "value": moment(ticket.opened_at)},
    ]
    if ticket.merged_into_id:
        url = f"/desk/tickets/{ticket.merged_into_id}/"
        found.append({"label": _("Goes on in"), "value": _("another request"), "url": url})
    return found


def own_row(by: Actor, ticket: Ticket) -> dict[str, Any]:
    """One of the reader's own, in plain words."""
    return {
        "title": queries.shown_subject(by, ticket), "number": ticket.number, "url": f"/home/requests/{ticket.pk}/",
        "state": state(ticket, plain=True), "opened_at": ticket.opened_at, "waits": ticket.state == "pending_requester",
    }  # fmt: skip


def own_promise(by: Actor, ticket: Ticket) -> str:
    """When the reader hears from the desk, in one sentence; empty where nothing is promised now."""
    due = {one.metric: one.due_at for one in queries.clocks_of(by, ticket) if one.state == "running"}
    for metric, words in _OWED.items():
        if metric in due:
            return format_html(str(words), moment(due[metric]))
    return ""


def reopen_until(ticket: Ticket) -> Any:
    """Until when the reader may say that it is not done; None where they may not."""
    if ticket.resolved_at is None or ticket.state not in ("resolved", "closed"):
        return None
    until = rules.closes_at(ticket.resolved_at, rules.reopen_days(ticket.policy))
    return until if until >= clock.now() else None


def percent(value: int | None) -> str:
    """Hundredths of a per cent as pages show them."""
    return "–" if value is None else f"{value // 100}.{value % 100:02} %"


def minutes(value: int | None) -> str:
    """Business minutes as hours and minutes."""
    if value is None:
        return "–"
    return spoken(timedelta(minutes=value))


ARTICLE_TONES = {"draft": "info", "published": "good", "retired": "plain"}
