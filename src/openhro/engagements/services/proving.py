"""Proofs before going live: named contacts, tested access, reconciled data, parallel runs."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openhro.core import clock, imports, journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Forbidden, Invalid, NotFound
from openhro.core.permission import permit
from openhro.engagements import events, permissions, queries, rules
from openhro.engagements.models import AccessTest, DataReconciliation, NamedContact, ParallelRun, ScopeItem
from openhro.engagements.rules import ParallelReport, Tally
from openhro.engagements.services.documenting import Place, check_function, check_place, open_engagement


@transaction.atomic
def name_contact(
    by: Actor, engagement_id: UUID, purpose: str, side: str, user_id: UUID, level: int = 1
) -> NamedContact:
    """Name who approves for the client, or who hears on a side when something is stuck."""
    engagement = open_engagement(by, engagement_id)
    permit(by, permissions.CONTACTS, engagement)
    if purpose not in rules.PURPOSES:
        raise Invalid("PURPOSE_UNKNOWN", _("Name an approver or an escalation contact."), field="purpose")
    if side not in ("client", "provider") or (purpose, side) == ("approver", "provider"):
        raise Invalid(
            "SIDE_UNKNOWN", _("Approvers are the client’s; escalation is for client or provider."), field="side"
        )
    if not 1 <= level <= 9:
        raise Invalid("LEVEL_INVALID", _("The level is 1 (hears first) to 9."), field="level")
    if user_id not in queries.who_may_be_named(by, engagement, purpose, side):
        text = _("Choose somebody who has the role for it there today.")
        raise Invalid("CONTACT_INVALID", text, field="user_id")
    values = {"purpose": purpose, "side": side, "user_id": user_id}
    if NamedContact.objects.filter(engagement=engagement, ended_at=None, **values).exists():
        raise Conflict("CONTACT_THERE", _("This person is named already."), field="user_id")
    made = NamedContact.objects.create(
        client_id=engagement.client_id,
        engagement=engagement,
        level=level,
        named_by=by.user,
        named_at=clock.now(),
        **values,
    )
    journal.record(by, events.CONTACT_NAMED, engagement, {"purpose": purpose, "side": side, "user": user_id})
    return made


@transaction.atomic
def end_contact(by: Actor, contact_id: UUID) -> NamedContact:
    """Somebody no longer approves or hears; the row stays."""
    found = NamedContact.objects.select_for_update(of=("self",)).filter(pk=contact_id).first()
    if found is None:
        raise NotFound("contact")
    permit(by, permissions.CONTACTS, found)
    if found.ended_at is not None:
        raise Conflict("CONTACT_ENDED", _("This contact has ended already."))
    found.ended_at = clock.now()
    found.save(update_fields=["ended_at"])
    data = {"purpose": found.purpose, "side": found.side, "user": found.user_id}
    journal.record(by, events.CONTACT_ENDED, found.engagement, data)
    return found


@transaction.atomic
def confirm_access(by: Actor, engagement_id: UUID, place: Place, *, passed: bool, note: str = "") -> AccessTest:
    """Say that one signed in and could, or could not, do the work of a cell; only about oneself."""
    engagement = open_engagement(by, engagement_id)
    permit(by, permissions.ACCESS, engagement)
    check_place(by, engagement, place)
    rules.check_words({"note": note}, 300)
    if by.user is None:
        raise Forbidden("PERSON_REQUIRED", _("Only a person can say that their access works."))
    made = AccessTest.objects.create(
        client_id=engagement.client_id,
        engagement=engagement,
        **asdict(place),
        user_id=by.user,
        passed=passed,
        note=note,
        tested_at=clock.now(),
    )
    journal.record(by, events.ACCESS_TESTED, engagement, {"function": place.function, "passed": passed})
    return made


@transaction.atomic
def reconcile_data(
    by: Actor, engagement_id: UUID, place: Place, data_set: str, source: Tally, loaded: Tally
) -> DataReconciliation:
    """Hold what arrived against what was there: count, every control total, and the fingerprint of all rows."""
    engagement = open_engagement(by, engagement_id)
    permit(by, permissions.RECONCILE, engagement)
    check_place(by, engagement, place)
    if data_set not in [one.code for one in queries.library().data_of(place.function)]:
        raise Invalid("DATA_SET_UNKNOWN", _("This function takes over no such data."), field="data_set")
    rules.check_tally(source, "source")
    rules.check_tally(loaded, "loaded")
    apart = rules.compare_tallies(source, loaded)
    made = DataReconciliation.objects.create(
        client_id=engagement.client_id,
        engagement=engagement,
        **asdict(place),
        data_set=data_set,
        source=source.plain(),
        loaded=loaded.plain(),
        differences=apart,
        agrees=not apart,
        made_by=by.user,
        made_at=clock.now(),
    )
    data = {"data_set": data_set, "count": loaded.count, "agrees": made.agrees, "sha256": loaded.sha256}
    journal.record(by, events.RECONCILED, engagement, data)
    return made


def count_file(content: bytes, name: str) -> Tally:
    """A CSV or XLSX file counted: its rows, the sum of each column of numbers, the fingerprint of its rows.

    A header without rows is a data set that holds nobody.
    """
    try:
        table = imports.read(content, name)
    except Invalid as refused:
        if refused.code != "NO_ROWS":
            raise
        return rules.tally((), ())
    return rules.tally(table.header, [[_text(cell) for cell in row] for row in table.rows])


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=cell.tzinfo or UTC).date().isoformat()
    return "" if cell is None else str(cell)


@transaction.atomic
def report_parallel_run(by: Actor, engagement_id: UUID, report: ParallelReport) -> ParallelRun:
    """Report a parallel run of payroll; another report of the same period replaces it, and both are kept."""
    engagement = open_engagement(by, engagement_id)
    permit(by, permissions.PARALLEL, engagement)
    rules.check_report(report)
    place = _payroll_of(engagement.pk, report.entity_id)
    check_function(by, engagement, place.function)
    made = ParallelRun.objects.create(
        client_id=engagement.client_id,
        engagement=engagement,
        **asdict(place),
        period=report.period,
        employees=report.employees,
        unexplained=report.unexplained,
        differences=[asdict(one) for one in report.differences],
        reported_by=by.user,
        reported_at=clock.now(),
    )
    data = {"period": report.period, "employees": report.employees, "unexplained": report.unexplained}
    journal.record(by, events.PARALLEL_REPORTED, engagement, data | {"company": place.company})
    return made


def _payroll_of(engagement_id: UUID, company: UUID | None) -> Place:
    """The payroll cell of a company."""
    items = ScopeItem.objects.filter(
        engagement_id=engagement_id, binding=True, function__in=rules.PARALLEL_FUNCTIONS
    ).select_related("entity", "provider_entity")
    for cell in queries.cells_of(items):
        if cell.company == company:
            return Place(cell.function, cell.country, cell.company)
    text = _("This engagement holds no payroll for that company.")
    raise Invalid("NOT_IN_SCOPE", text, field="entity_id")
