"""The RACI matrix of an engagement: begin with the usual one, then say for each step who has which part in it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.errors import Invalid, NotFound, illegal_move
from openhro.core.permission import permit
from openhro.engagements import events, rules
from openhro.engagements.models import Duty, Engagement, ScopeItem
from openhro.engagements.permissions import DUTY_EDIT
from openhro.engagements.rules import DutyTerms
from openhro.engagements.services.drafting import locked


@transaction.atomic
def propose_duties(by: Actor, engagement_id: UUID) -> list[Duty]:
    """The usual matrix for every function in scope that has none yet."""
    engagement = _open(by, engagement_id)
    named = set(Duty.objects.filter(engagement=engagement).values_list("function", flat=True))
    scope = ScopeItem.objects.filter(engagement=engagement, binding=True).order_by("function")
    functions = [one for one in dict.fromkeys(scope.values_list("function", flat=True)) if one not in named]
    terms = [duty for function in functions for duty in rules.usual_duties(function)]
    return [_set(by, engagement, one) for one in terms]


@transaction.atomic
def set_duty(by: Actor, engagement_id: UUID, terms: DutyTerms) -> Duty:
    """Say who does a step and who answers for it; exactly one role does, and a client's for an employer decision.

    While the engagement is at work, the new words hold from today, and what was said before is kept.
    """
    engagement = _open(by, engagement_id)
    rules.check_duty(terms)
    scope = ScopeItem.objects.filter(engagement=engagement, binding=True, function=terms.function)
    if not scope.filter(process__in=[terms.process, ""]).exists():
        raise Invalid(
            "STEP_OUT_OF_SCOPE", _("This engagement does not hold that work. Add it to the scope."), field="function"
        )
    return _set(by, engagement, terms)


@transaction.atomic
def end_duty(by: Actor, duty_id: UUID) -> Duty:
    """Let a step be nobody's any more, from today on."""
    row = Duty.objects.filter(pk=duty_id).first()
    if row is None:
        raise NotFound("duty")
    engagement = _open(by, row.engagement_id)
    row = Duty.objects.get(pk=duty_id)
    today = _first_day(engagement)
    if row.valid.upper is not None and row.valid.upper <= today:
        raise Invalid("ALREADY_ENDED", _("This ended on an earlier day already."))
    # One day stays, so that what was once said is never lost.
    row.valid = DateRange(row.valid.lower, max(today, row.valid.lower + timedelta(days=1)))
    row.save(update_fields=["valid"])
    journal.record(
        by, events.DUTY_ENDED, row, {"engagement": engagement.pk, "function": row.function, "step": row.step}
    )
    return row


def _open(by: Actor, engagement_id: UUID) -> Engagement:
    engagement = locked(by, engagement_id)
    permit(by, DUTY_EDIT, engagement)
    rules.check_holds_terms(engagement.framework)
    if engagement.state in rules.ENDED:
        raise illegal_move("engagement", engagement.state, "set_duty", rules.ALLOWED[engagement.state])
    return engagement


def _first_day(engagement: Engagement) -> date:
    """Before it is live, the matrix is drafted for the contract's first day; then it changes from today on."""
    first = engagement.effective_from
    return max(first, clock.today(engagement.client.zone)) if engagement.live_from else first


def _set(by: Actor, engagement: Engagement, terms: DutyTerms) -> Duty:
    start = _first_day(engagement)
    rows = Duty.objects.filter(
        engagement=engagement, function=terms.function, process=terms.process, step=terms.step
    ).order_by("-valid")
    row = rows.filter(valid__endswith__isnull=True).first()
    if row is not None and (not engagement.live_from or row.valid.lower >= start):
        made = row
    else:
        if row is not None:
            row.valid = DateRange(row.valid.lower, start)
            row.save(update_fields=["valid"])
        ended = rows.exclude(valid__endswith__isnull=True).first()
        begins = max(start, ended.valid.upper) if ended and ended.valid.upper else start
        made = Duty(
            client_id=engagement.client_id, engagement=engagement, function=terms.function, process=terms.process,
            step=terms.step, valid=DateRange(begins, None),
        )  # fmt: skip
    made.name, made.accountable = terms.name, terms.accountable[0]
    made.employer_decision = terms.employer_decision or terms.step in rules.decisions_of(terms.function)
    made.responsible, made.consulted = list(terms.responsible), list(terms.consulted)
    made.informed, made.recorded_by = list(terms.informed), by.user
    made.save()
    data = {"engagement": engagement.pk, "function": made.function, "step": made.step, "accountable": made.accountable}
    journal.record(by, events.DUTY_SET, made, data)
    return made
