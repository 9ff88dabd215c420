"""Who is told of what: a table from journal events to the people whose turn it is, or who waited for it.

The words are those of the product's language: a notice is written once, for readers of any language.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from openhro.billing import queries as billing
from openhro.clients import queries as clients
from openhro.core import journal, notices
from openhro.core.actor import Role, system
from openhro.core.models import JournalEntry
from openhro.engagements import queries as engagements
from openhro.payroll.queries import desk as payroll

_DESK = frozenset({Role.PAYROLL_SPECIALIST})
_EM = frozenset({Role.ENGAGEMENT_MANAGER})
_PA = frozenset({Role.PROVIDER_ADMIN})
_CA = frozenset({Role.CLIENT_ADMIN})
_HR = frozenset({Role.CLIENT_ADMIN, Role.CLIENT_HR})


@dataclass(frozen=True, slots=True)
class Telling:
    """Whom an event is told, in which words (`%s` is what it happened to), and where it leads."""

    roles: frozenset[Role]
    text: str
    url: str
    name: Callable[[UUID], str]


def _engagement(key: UUID) -> str:
    return engagements.one(system(), key).code


def _run(key: UUID) -> str:
    return payroll.run_name(system(), key)


def _invoice(key: UUID) -> str:
    return str(billing.invoice(system(), key))


def _disputed(key: UUID) -> str:
    return str(billing.dispute(system(), key).invoice)


def _write_off(key: UUID) -> str:
    return str(billing.write_off(system(), key).invoice)


def _of_engagement(roles: frozenset[Role], text: str) -> Telling:
    return Telling(roles, text, "/engagements/{}/", _engagement)


def _of_levels(roles: frozenset[Role], text: str) -> Telling:
    return Telling(roles, text, "/engagements/{}/levels/", _engagement)


def _of_run(roles: frozenset[Role], text: str) -> Telling:
    return Telling(roles, text, "/payroll/runs/{}/", _run)


TOLD: dict[str, Telling] = {
    "engagements.sent_for_review": _of_engagement(_CA, "%s waits for your signature"),
    "engagements.client_signed": _of_engagement(_PA, "The client signed %s: counter-sign it"),
    "engagements.signed": _of_engagement(_EM, "%s is signed by both sides: start the transition"),
    "engagements.live": _of_engagement(_CA | _EM, "%s is live"),
    "engagements.suspended": _of_engagement(_CA | _EM, "%s is suspended"),
    "engagements.notice_given": _of_engagement(_CA | _EM | _PA, "Notice was given on %s"),
    "engagements.in_breach": _of_engagement(_EM, "%s no longer meets the rules of its model"),
    "engagements.exclusion_asked": _of_levels(_CA, "A row of a service level waits for your consent: %s"),
    "engagements.levels_closed": _of_levels(_CA | _EM, "A month’s service levels are closed: %s"),
    "engagements.termination_right": _of_levels(_CA | _EM | _PA, "A critical service level lets the client end %s"),
    "engagements.amendment_drafted": _of_engagement(_CA | _EM | _PA, "A change of %s was put forward"),
    "engagements.amendment_signed": _of_engagement(_CA | _PA, "One side signed a change of %s: yours is asked"),
    "engagements.amendment_agreed": _of_engagement(_CA | _EM, "Both sides signed a change of %s"),
    "engagements.amendment_effective": _of_engagement(_CA | _EM, "A change of %s is in effect"),
    "engagements.amendment_stuck": _of_engagement(_EM | _PA, "A change of %s could not take effect"),
    "engagements.term_ends": _of_engagement(_CA | _EM | _PA, "The term of %s ends soon: see until when notice helps"),
    "engagements.renewed": _of_engagement(_CA | _EM | _PA, "%s was renewed for another term"),
    "engagements.term_notice": _of_engagement(_CA | _EM | _PA, "%s ends with its term"),
    "engagements.indexed": _of_engagement(_CA | _EM, "A price of %s followed its index"),
    "engagements.index_missing": _of_engagement(_EM | _PA, "%s waits for the figure of an index"),
    "payroll.run_opened": _of_run(_HR, "Inputs are open: %s"),
    "payroll.run_prepared": _of_run(_DESK, "A run waits for its reviewer: %s"),
    "payroll.run_reviewed": _of_run(_CA, "A pay run waits for your approval: %s"),
    "payroll.run_approved": _of_run(_DESK, "The client approved: %s"),
    "payroll.run_unlocked": _of_run(_HR, "A run was unlocked, approvals are void: %s"),
    "payroll.run_released": _of_run(_HR, "Paid and published: %s"),
    "billing.invoice_reviewed": Telling(_PA, "An invoice waits to be issued: %s", "/billing/invoices/{}/", _invoice),
    "billing.line_disputed": Telling(
        _EM, "The client disputes a line of %s", "/billing/disputes/{}/answer/", _disputed
    ),
    "billing.dispute_answered": Telling(_CA, "Your dispute of %s is answered", "/billing/", _disputed),
    "billing.write_off_asked": Telling(_PA, "Decide on the write-off of %s", "/billing/write-offs/{}/", _write_off),
    "billing.invoice_issued": Telling(_CA, "A new invoice: %s", "/billing/invoices/{}/", _invoice),
}


def tell(entry: JournalEntry) -> None:
    """Put one event into the bells of those it is for."""
    if entry.client_id is None:
        return
    telling, key = TOLD[entry.event], UUID(entry.object_id)
    users = clients.grant_holders(entry.client_id, telling.roles)
    notices.tell(entry, users, telling.text % telling.name(key), telling.url.format(key))


def follow_all() -> None:
    """Hear of every event of the table."""
    for event in TOLD:
        journal.follow(event, tell)
