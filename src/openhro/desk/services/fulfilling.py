"""Around the conversation: tasks, others who follow, satisfaction, and the causes behind several requests."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from openhro.clients import queries as clients
from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Invalid, NotFound
from openhro.core.permission import permit
from openhro.desk import events, rules
from openhro.desk.models import KnownProblem, Survey, Task, Ticket, Watcher
from openhro.desk.permissions import RAISE, WORK
from openhro.desk.services.records import asked, saved, worked
from openhro.people import queries as people


@transaction.atomic
def add_task(by: Actor, ticket_id: UUID, title: str) -> Task:
    """Another step of the work; the request is not done before it."""
    ticket = worked(by, ticket_id)
    rules.moved(ticket.state, "add_task")
    last = Task.objects.filter(ticket=ticket).aggregate(last=Max("position"))["last"] or 0
    if last >= 200:
        raise Invalid("TASKS", _("A request has 200 tasks at most."), field="title")
    words = rules.check_text(title, "title", 160)
    task = Task.objects.create(client_id=ticket.client_id, ticket=ticket, position=last + 1, title=words)
    journal.record(by, events.TASK_ADDED, ticket, {"task": task.pk})
    return task


@transaction.atomic
def do_task(by: Actor, task_id: UUID) -> Task:
    """A step is done; doing it again changes nothing."""
    found = Task.objects.filter(pk=task_id).first()
    if found is None:
        raise NotFound("task")
    ticket = worked(by, found.ticket_id)
    rules.moved(ticket.state, "do_task")
    task = Task.objects.select_for_update().get(pk=task_id)
    if task.done_at is None:
        task.done_at, task.done_by = clock.now(), by.user
        task.save(update_fields=["done_at", "done_by"])
        journal.record(by, events.TASK_DONE, ticket, {"task": task.pk})
    return task


@transaction.atomic
def share(by: Actor, ticket_id: UUID, user_id: UUID) -> Watcher:
    """Let somebody of the client follow; never the person whom somebody else's request is about, nor a secret."""
    ticket = worked(by, ticket_id)
    rules.moved(ticket.state, "share")
    if user_id not in clients.grant_holders(ticket.client_id, RAISE.roles):
        raise NotFound("user")
    if ticket.confidential:
        raise Conflict("CONFIDENTIAL_SHARED", _("A confidential request is not shared."))
    about = people.person(by, ticket.person_id) if ticket.person_id else None
    if about and about.user_id == user_id and ticket.requester_id != user_id:
        raise Conflict(
            "ABOUT_THIS_PERSON", _("Somebody else asked this about that person. It cannot be shared with them.")
        )
    made, new = Watcher.objects.get_or_create(
        ticket=ticket, user_id=user_id, defaults={"client_id": ticket.client_id}
    )  # fmt: skip
    if new:
        journal.record(by, events.SHARED, ticket, {"user": user_id})
    return made


@transaction.atomic
def rate(by: Actor, ticket_id: UUID, score: int, comment: str = "") -> Survey:
    """Whoever asked says how satisfied they are, 1 to 5; once."""
    ticket = asked(by, ticket_id)
    rules.moved(ticket.state, "rate")
    if score not in range(1, 6):
        raise Invalid("SCORE", _("Give 1 to 5."), field="score")
    survey = Survey.objects.select_for_update().filter(ticket=ticket).first()
    if survey is None or survey.score is not None:
        raise Conflict("RATED", _("You have said already how satisfied you are. Thank you."))
    survey.score, survey.answered_at = score, clock.now()
    survey.comment = rules.check_text(comment, "comment", 1_000, needed=False)
    survey.save()
    journal.record(by, events.RATED, ticket, {"score": score})
    return survey


@transaction.atomic
def open_problem(by: Actor, client_id: UUID, title: str, *, major: bool = False) -> KnownProblem:
    """Several requests seem to have one cause; `major` where many people are hit at once."""
    permit(by, WORK, client_id)
    clients.check_client(by, client_id)
    words = rules.check_text(title, "title", 160)
    made = KnownProblem.objects.create(client_id=client_id, title=words, major=major, opened_at=clock.now())
    journal.record(by, events.PROBLEM_OPENED, made, {"major": major})
    return made


@transaction.atomic
def link_to_problem(by: Actor, ticket_id: UUID, problem_id: UUID) -> Ticket:
    """A request has this cause."""
    ticket = worked(by, ticket_id)
    found = KnownProblem.objects.filter(pk=problem_id, client_id=ticket.client_id).first()
    if found is None:
        raise NotFound("problem")
    saved(ticket, problem=found)
    journal.record(by, events.PROBLEM_LINKED, ticket, {"problem": found.pk})
    return ticket


@transaction.atomic
def solve_problem(by: Actor, problem_id: UUID, cause: str, workaround: str = "") -> KnownProblem:
    """The cause is known and gone; its requests are still answered one by one."""
    found = KnownProblem.objects.select_for_update().filter(pk=problem_id).first()
    if found is None:
        raise NotFound("problem")
    permit(by, WORK, found)
    if found.solved_at:
        raise Conflict("SOLVED", _("This is solved already."))
    found.cause = rules.check_text(cause, "cause", 4_000)
    found.workaround = rules.check_text(workaround, "workaround", 4_000, needed=False)
    found.solved_at, found.version = clock.now(), found.version + 1
    found.save()
    journal.record(by, events.PROBLEM_SOLVED, found, {"requests": found.tickets.count()})
    return found
