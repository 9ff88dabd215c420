"""The end of terms: both are told while notice still helps; then a contract renews itself, or ends with its term."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models, transaction

from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.permission import permit
from openhro.engagements import events, permissions, rules
from openhro.engagements.models import Engagement
from openhro.engagements.services.drafting import locked

_AT_WORK = ("live", "suspended")


@transaction.atomic
def let_terms_end(by: Actor) -> list[Engagement]:
    """Every engagement whose term comes to its end: tell, renew or give notice by the term; then notice runs out.

    What was done already is not done again, so that the job may run as often as it likes.
    """
    permit(by, permissions.TERMS_DUE)
    found = []
    ends = models.Q(effective_to__isnull=False) | models.Q(term_months__isnull=False)
    for one in Engagement.objects.filter(ends, state__in=(*_AT_WORK, "notice")).order_by("pk"):
        engagement = locked(by, one.pk)
        before = (engagement.state, engagement.told_of_term, engagement.renewals)
        _step(by, engagement, clock.today(engagement.client.zone))
        if before != (engagement.state, engagement.told_of_term, engagement.renewals):
            found.append(engagement)
    return found


def term_of(engagement: Engagement) -> rules.Term:
    """What decides about the end of an engagement's term."""
    return rules.Term(
        engagement.effective_from, engagement.effective_to, engagement.term_months, engagement.renewal,
        engagement.notice_months, engagement.renewals,
    )  # fmt: skip


def _step(by: Actor, engagement: Engagement, today: date) -> None:
    if engagement.state in _AT_WORK:
        term = term_of(engagement)
        ends_on = term.ends_on
        if ends_on is None or term.notice_by is None or term.told_on is None:
            return
        if today >= term.told_on and engagement.told_of_term != ends_on:
            _tell(by, engagement, term)
        if _renews(engagement, term):
            while ends_on is not None and today > ends_on:
                _renew(by, engagement, term_of(engagement))
                ends_on = term_of(engagement).ends_on
        elif today > term.notice_by:
            _end_with_term(by, engagement, ends_on, today)
    if engagement.state == "notice" and engagement.effective_to and today > engagement.effective_to:
        _move(by, engagement, "begin_exit", events.EXITING, {})


def _renews(engagement: Engagement, term: rules.Term) -> bool:
    """True where one more term follows; a child does not outlive its framework."""
    if term.renewal != "auto" or term.term_months is None:
        return False
    frame = engagement.parent.effective_to if engagement.parent else None
    return frame is None or (term.ends_on is not None and rules.months_after(term.ends_on, term.term_months) <= frame)


def _tell(by: Actor, engagement: Engagement, term: rules.Term) -> None:
    engagement.told_of_term = term.ends_on
    engagement.save(update_fields=["told_of_term"])
    renewal = "auto" if _renews(engagement, term) else "none"
    data = {"ends_on": term.ends_on, "notice_by": term.notice_by, "renewal": renewal}
    journal.record(by, events.TERM_ENDS, engagement, data)


def _renew(by: Actor, engagement: Engagement, term: rules.Term) -> None:
    engagement.renewals += 1
    engagement.effective_to = term.renewed_end()
    engagement.version += 1
    engagement.save()
    data = {"ends_on": term_of(engagement).ends_on, "renewals": engagement.renewals}
    journal.record(by, events.RENEWED, engagement, data)


def _end_with_term(by: Actor, engagement: Engagement, ends_on: date, today: date) -> None:
    """No notice was needed: the term itself is the notice that both gave when they signed."""
    engagement.notice_on, engagement.notice_side, engagement.effective_to = today, "term", ends_on
    _move(by, engagement, "give_notice", events.TERM_NOTICE, {"ends_on": ends_on})


def _move(by: Actor, engagement: Engagement, move: str, event: str, data: dict[str, Any]) -> None:
    before = engagement.state
    engagement.state = rules.check_move(before, move)
    engagement.version += 1
    engagement.save()
    journal.record(by, event, engagement, {"from": before, "to": engagement.state, **data})
