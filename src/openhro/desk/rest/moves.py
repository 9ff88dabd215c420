"""The moves of a request, one action each, and the mails that arrive for it."""

from __future__ import annotations

import base64
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from openhro.core.errors import Invalid
from openhro.core.rest import Router, by_of
from openhro.desk import services
from openhro.desk.rest import schemas
from openhro.desk.rest.tickets import shown

router = Router()
_ACTIONS = "/tickets/{ticket_id}/actions"


@router.act(f"{_ACTIONS}/take", schemas.Ticket)
def take_ticket(request: HttpRequest, ticket_id: UUID) -> Any:
    """Work on it oneself."""
    by = by_of(request)
    return shown(by, services.take(by, ticket_id))


@router.act(f"{_ACTIONS}/assign", schemas.Ticket)
def assign_ticket(request: HttpRequest, ticket_id: UUID, given: schemas.TicketAssignment) -> Any:
    """Give it to an agent who has the skill, or to another queue."""
    by = by_of(request)
    return shown(by, services.assign(by, ticket_id, agent_id=given.agent_id, queue_id=given.queue_id))


@router.act(f"{_ACTIONS}/answer", schemas.TicketEntry, key=True)
def answer_ticket(request: HttpRequest, ticket_id: UUID, given: schemas.Said) -> Any:
    """Answer in public: this, and no acknowledgment, keeps the promise of a first answer."""
    return services.answer(by_of(request), ticket_id, given.text, channel="api")


@router.act(f"{_ACTIONS}/use_macro", schemas.Ticket, key=True)
def use_macro_on_ticket(request: HttpRequest, ticket_id: UUID, given: schemas.MacroUse) -> Any:
    """Answer with a ready answer, and do what it says follows."""
    by = by_of(request)
    return shown(by, services.use_macro(by, ticket_id, given.macro_id))


@router.act(f"{_ACTIONS}/note", schemas.TicketEntry, key=True)
def note_on_ticket(request: HttpRequest, ticket_id: UUID, given: schemas.Said) -> Any:
    """Write something that only the desk reads."""
    return services.note(by_of(request), ticket_id, given.text)


@router.act(f"{_ACTIONS}/ask_again", schemas.TicketEntry, key=True)
def ask_again_on_ticket(request: HttpRequest, ticket_id: UUID, given: schemas.Said) -> Any:
    """Whoever asked writes again; what waited for them goes on."""
    return services.ask_again(by_of(request), ticket_id, given.text, channel="api")


@router.act(f"{_ACTIONS}/prioritise", schemas.Ticket)
def prioritise_ticket(request: HttpRequest, ticket_id: UUID, given: schemas.Levels) -> Any:
    """Another impact or urgency: clocks count from their original start, with their pauses."""
    by = by_of(request)
    return shown(by, services.prioritise(by, ticket_id, given.impact, given.urgency))


@router.act(f"{_ACTIONS}/recategorise", schemas.Ticket)
def recategorise_ticket(request: HttpRequest, ticket_id: UUID, given: schemas.Category) -> Any:
    """It is about something else: queue, line of the contract, promises and secrecy are that category's."""
    by = by_of(request)
    return shown(by, services.recategorise(by, ticket_id, given.category_id, given.reason))


@router.act(f"{_ACTIONS}/wait_for_requester", schemas.Ticket)
def wait_for_requester_of_ticket(request: HttpRequest, ticket_id: UUID, given: schemas.MaybeBecause) -> Any:
    """Nothing can be done until whoever asked answers; the resolution's clock stands still."""
    by = by_of(request)
    return shown(by, services.wait_for_requester(by, ticket_id, given.reason))


@router.act(f"{_ACTIONS}/wait_for_third_party", schemas.Ticket)
def wait_for_third_party_on_ticket(request: HttpRequest, ticket_id: UUID, given: schemas.Because) -> Any:
    """Nothing can be done until somebody else acts."""
    by = by_of(request)
    return shown(by, services.wait_for_third_party(by, ticket_id, given.reason))


@router.act(f"{_ACTIONS}/hold", schemas.Ticket)
def hold_ticket(request: HttpRequest, ticket_id: UUID, given: schemas.Because) -> Any:
    """Put it aside, for a reason."""
    by = by_of(request)
    return shown(by, services.hold(by, ticket_id, given.reason))


@router.act(f"{_ACTIONS}/resume", schemas.Ticket)
def resume_ticket(request: HttpRequest, ticket_id: UUID) -> Any:
    """Go on."""
    by = by_of(request)
    return shown(by, services.resume(by, ticket_id))


@router.act(f"{_ACTIONS}/resolve", schemas.Ticket, key=True)
def resolve_ticket(request: HttpRequest, ticket_id: UUID, given: schemas.MaybeSaid) -> Any:
    """It is done: all tasks too, and somebody has answered in public."""
    by = by_of(request)
    return shown(by, services.resolve(by, ticket_id, given.text))


@router.act(f"{_ACTIONS}/reopen", schemas.Ticket, key=True)
def reopen_ticket(request: HttpRequest, ticket_id: UUID, given: schemas.Said) -> Any:
    """It was not done after all, within the days that the policy gives."""
    by = by_of(request)
    return shown(by, services.reopen(by, ticket_id, given.text, channel="api"))


@router.act(f"{_ACTIONS}/close", schemas.Ticket)
def close_ticket(request: HttpRequest, ticket_id: UUID) -> Any:
    """Whoever asked agrees, or an agent closes it."""
    by = by_of(request)
    return shown(by, services.close(by, ticket_id))


@router.act(f"{_ACTIONS}/cancel", schemas.Ticket)
def cancel_ticket(request: HttpRequest, ticket_id: UUID, given: schemas.MaybeBecause) -> Any:
    """Nobody needs it any more. An agent says why, and the client is asked whether its clocks count."""
    by = by_of(request)
    return shown(by, services.cancel(by, ticket_id, given.reason))


@router.act(f"{_ACTIONS}/merge", schemas.Ticket)
def merge_ticket(request: HttpRequest, ticket_id: UUID, given: schemas.Merge) -> Any:
    """The same matter twice: this one ends in the other, which keeps the earliest start; the answer is the other."""
    by = by_of(request)
    return shown(by, services.merge(by, ticket_id, given.into_ticket_id))


@router.act(f"{_ACTIONS}/share", schemas.TicketWatcher)
def share_ticket(request: HttpRequest, ticket_id: UUID, given: schemas.Sharing) -> Any:
    """Let somebody follow; never the person whom somebody else's request is about."""
    return services.share(by_of(request), ticket_id, given.user_id)


@router.act(f"{_ACTIONS}/rate", schemas.Survey)
def rate_ticket(request: HttpRequest, ticket_id: UUID, given: schemas.Rating) -> Any:
    """Whoever asked says once how satisfied they are."""
    return services.rate(by_of(request), ticket_id, given.score, given.comment)


@router.act("/ticket-tasks/{task_id}/actions/do", schemas.TicketTask)
def do_ticket_task(request: HttpRequest, task_id: UUID) -> Any:
    """A step is done."""
    return services.do_task(by_of(request), task_id)


@router.act("/desk/mails", schemas.Received, key=True)
def receive_desk_mail(request: HttpRequest, given: schemas.MailIn) -> Any:
    """Hand in a mail that arrived. What is done, is done with the rights of its sender."""
    if bool(given.message) == bool(given.message_base64):
        raise Invalid("MAIL_NEEDED", _("Give either message or message_base64."), field="message")
    try:
        raw = base64.b64decode(given.message_base64) or given.message.encode("utf-8", "replace")
    except ValueError:
        raise Invalid("MAIL_NEEDED", _("This is no base64."), field="message_base64") from None
    return services.receive_mail(by_of(request), raw)
