"""What service levels count of payroll: payslips that were right the first time, and runs released in time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.permission import permit
from openhro.engagements.services.levels import Item
from openhro.payroll import register, shelf
from openhro.payroll.models import PayPeriod, PayRun
from openhro.payroll.permissions import RUN_READ
from openhro.payroll.queries.names import period_name
from openhro.payroll.rules.moves import PUBLISHED
from openhro.people import queries as people
from openhro.ui import formats

CORRECTING = ("correction", "reversal")
"""Kinds of runs that put right what the provider got wrong: whoever is in one had a wrong payslip."""


def accuracy(by: Actor, client_id: UUID, start: datetime, end: datetime) -> list[Item]:
    """The payslips released in a window, and those that a correction released in it shows to have been wrong.

    A payslip counts where it was released; where it is corrected in a later window, it counts there again, as missed.
    """
    permit(by, RUN_READ, client_id)
    published = _runs(client_id).filter(state__in=PUBLISHED, calculation__isnull=False)
    released = published.filter(released_at__gte=start, released_at__lt=end)
    found: dict[UUID, Item] = {}
    for run in released.exclude(kind__in=CORRECTING):
        told = _("Released %(when)s, and not corrected since.") % {"when": _moment(run.released_at, run)}
        for item in _payslips(by, run, _paid(run), told, run.released_at):
            found[item.id] = item
    for run in released.filter(kind__in=CORRECTING):
        told = _("Corrected by the run %(run)s on %(when)s.") % {
            "run": run.code,
            "when": _moment(run.released_at, run),
        }
        wrong = set(_paid(run))
        for first in published.filter(period_id=run.period_id).exclude(kind__in=CORRECTING):
            mended = [job for job in _paid(first) if job in wrong]
            for item in _payslips(by, first, mended, told, run.released_at, met=False):
                found[item.id] = item
    return list(found.values())


def _payslips(
    by: Actor, run: PayRun, jobs: list[UUID], because: str, at: datetime | None, *, met: bool = True
) -> Iterable[Item]:
    """A run's payslips, by staff number: no name is kept in a scorecard."""
    assert at is not None
    named = people.names_of(by, run.client_id, jobs)
    when = period_name(run.period.pay_date, run.period.group.frequency)
    for job in jobs:
        label = f"{named[job].number if job in named else job}, {when}"
        url = f"/payroll/runs/{run.pk}/payslips/{job}/"
        yield Item(
            uuid5(run.pk, str(job)), "payslip", label, met, "", False, at, run.scope_item_id, because, url
        )  # fmt: skip


def _paid(run: PayRun) -> list[UUID]:
    assert run.calculation is not None
    return shelf.paid_in_order(register.place_of(run.calculation))


def timeliness(by: Actor, client_id: UUID, start: datetime, end: datetime) -> list[Item]:
    """The regular runs that were released in time in a window, and those that were due in it and were not.

    From a group's first run on, a period that is due and has no run at all was missed too.
    """
    permit(by, RUN_READ, client_id)
    due = Q(period__release_due__gte=start, period__release_due__lt=min(end, clock.now()))
    late = due & (Q(released_at=None) | Q(released_at__gt=F("period__release_due")))
    met = Q(released_at__lte=F("period__release_due"), released_at__gte=start, released_at__lt=end)
    runs = _runs(client_id).filter(late | met, kind="regular").exclude(state="cancelled")
    return [*(_released(run) for run in runs), *_never_opened(client_id, start, end)]


def _released(run: PayRun) -> Item:
    promised, done = run.period.release_due, run.released_at
    met = done is not None and done <= promised
    words = {"due": _moment(promised, run), "done": _moment(done, run)}
    if done is None:
        because = _("Promised by %(due)s and not released.") % words
    else:
        because = _("Promised by %(due)s, released %(done)s.") % words
    at = done if met and done else promised
    url = f"/payroll/runs/{run.pk}/"
    return Item(run.pk, "pay_run", run.code, met, "", False, at, run.scope_item_id, because, url)


def _never_opened(client_id: UUID, start: datetime, end: datetime) -> list[Item]:
    """Periods without a run; the contract line is the one of the group's run before."""
    until = min(end, clock.now())
    due = PayPeriod.objects.filter(client_id=client_id, release_due__gte=start, release_due__lt=until)
    held = PayRun.objects.filter(client_id=client_id, kind="regular").exclude(state="cancelled")
    found = []
    for period in due.exclude(pk__in=held.values("period_id")).select_related("group").order_by("pay_date"):
        before = held.filter(period__group_id=period.group_id, period__pay_date__lt=period.pay_date)
        last = before.order_by("-period__pay_date").first()
        if last is None:
            continue
        label = f"{period.group.name}, {period_name(period.pay_date, period.group.frequency)}"
        because = _("No run of this period was opened.")
        found.append(
            Item(period.pk, "pay_period", label, False, "", False, period.release_due, last.scope_item_id, because)
        )
    return found


def _runs(client_id: UUID) -> QuerySet[PayRun]:
    rows = PayRun.objects.filter(client_id=client_id).select_related("period__group", "calculation")
    return rows.order_by("period__pay_date", "code")


def _moment(at: datetime | None, run: PayRun) -> str:
    return formats.moment(at, ZoneInfo(run.period.group.zone), formats.current_locale()) if at else ""
