"""Rows of the lists: runs, groups, periods with their bank holidays, pay elements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openhro.core.calendars import banking_days
from openhro.core.errors import Refused
from openhro.payroll.queries import DueRun, ElementView, GroupView, PeriodView, RunRow
from openhro.payroll.shown import words
from openhro.ui import formats

RUN_COLUMNS = [
    {"label": gettext_lazy("Run")}, {"label": gettext_lazy("Pay day")}, {"label": gettext_lazy("State")},
    {"label": gettext_lazy("Whose turn")}, {"label": gettext_lazy("People"), "kind": "number"},
    {"label": gettext_lazy("Gross pay"), "kind": "money"}, {"label": gettext_lazy("Net pay"), "kind": "money"},
]  # fmt: skip
PERIOD_COLUMNS = [
    {"label": gettext_lazy("Pay day")}, {"label": gettext_lazy("Days paid")}, {"label": gettext_lazy("Inputs until")},
    {"label": gettext_lazy("Client approves by")}, {"label": gettext_lazy("Funded by")},
    {"label": gettext_lazy("Bank holidays")}, {"label": gettext_lazy("Run")},
]  # fmt: skip
ELEMENT_COLUMNS = [
    {"key": "name", "label": gettext_lazy("Element")}, {"key": "law", "label": gettext_lazy("To the law it is")},
    {"key": "unit", "label": gettext_lazy("Given as")}, {"key": "account", "label": gettext_lazy("Ledger account")},
    {"key": "state", "label": gettext_lazy("State"), "kind": "state"},
]  # fmt: skip
_ACTIONS = {
    "payroll.inputs": gettext_lazy("Inputs"), "payroll.lock": gettext_lazy("Lock"),
    "payroll.review": gettext_lazy("Check"), "payroll.approve": gettext_lazy("Approve"),
    "payroll.fund": gettext_lazy("Fund"), "payroll.release": gettext_lazy("Release"),
}  # fmt: skip


def due(found: list[DueRun]) -> list[dict[str, Any]]:
    """Open runs by the clock that runs out first; the time is that of where the group is paid."""
    return [
        {
            "title": one.title.partition(":")[0], "run": one.row, "due": one.due_at, "late": one.late,
            "url": reverse("payroll:run", args=[one.row.id]), "state": words.state(one.row.state),
            "who": words.HOLDERS.get(one.row.holder, "") if one.row.holder else "",
            "when": formats.moment(one.due_at, ZoneInfo(one.row.zone), formats.current_locale()),
        }
        for one in found
    ]  # fmt: skip


def runs(found: Sequence[RunRow]) -> list[dict[str, Any]]:
    """Runs as rows."""
    return [
        {
            "run": row, "url": reverse("payroll:run", args=[row.id]), "state": words.state(row.state),
            "who": words.HOLDERS.get(row.holder, "") if row.holder else "",
        }
        for row in found
    ]  # fmt: skip


def state_options() -> list[tuple[str, Any]]:
    """The states of a run as a select reads them."""
    named = [(code, label) for code, (label, _tone, _icon) in words.STATES.items() if code != "open"]
    return [("", _("Every state")), *named]


def group_options(groups: list[GroupView]) -> list[tuple[str, Any]]:
    """Pay groups as a select reads them."""
    return [("", _("Every group")), *[(str(one.id), f"{one.client}: {one.name}") for one in groups]]


def applied(request: HttpRequest, groups: list[GroupView]) -> list[dict[str, Any]]:
    """The filters in force, each with the address without it."""
    given = {name: request.GET.get(name, "") for name in ("state", "group", "open", "from", "to")}
    labels = {
        "state": dict(state_options()).get(given["state"]),
        "group": next((f"{one.client}: {one.name}" for one in groups if str(one.id) == given["group"]), None),
        "open": _("Open only"),
        "from": _("Paid from %(day)s") % {"day": _day(given["from"])},
        "to": _("Paid until %(day)s") % {"day": _day(given["to"])},
    }
    shown = [(name, labels[name]) for name, value in given.items() if value and labels[name]]
    return [{"label": label, "url": f"?{_without(request, name)}"} for name, label in shown]


def _day(text: str) -> str:
    return formats.day(date.fromisoformat(text), formats.current_locale()) if text else ""


def _without(request: HttpRequest, name: str) -> str:
    rest = request.GET.copy()
    for gone in (name, "cursor"):
        rest.pop(gone, None)
    return rest.urlencode()


def groups(found: list[GroupView]) -> list[dict[str, Any]]:
    """Pay groups as rows."""
    return [
        {
            "group": one, "url": reverse("payroll:group", args=[one.id]),
            "frequency": words.FREQUENCIES.get(one.frequency, one.frequency),
        }
        for one in found
    ]  # fmt: skip


def group_crumbs(view: GroupView, *, linked: bool = False) -> list[dict[str, Any]]:
    """Where a group stands."""
    last: dict[str, Any] = {"label": view.name}
    if linked:
        last["url"] = reverse("payroll:group", args=[view.id])
    return [{"label": _("Pay"), "url": reverse("payroll:runs")}, {"label": view.client}, last]


def periods(found: list[PeriodView], country: str, today: date) -> list[dict[str, Any]]:
    """The calendar, with the holidays of banks that moved its dates or stand close before the pay day."""
    rows = []
    upcoming = next((one.id for one in found if one.pay_date >= today), None)
    for one in found:
        rows.append(
            {
                "one": one, "holidays": _closed(one, country), "state": words.state(one.run_state),
                "run_url": reverse("payroll:run", args=[one.run_id]) if one.run_id else "",
                "next": one.id == upcoming, "past": one.pay_date < today,
            }
        )  # fmt: skip
    return rows


def _closed(one: PeriodView, country: str) -> list[str]:
    """Bank holidays from the cut-off to the end of the period or the pay day, whichever is later; no weekends."""
    try:
        days = banking_days(country)
    except Refused:
        return []
    first, last = one.input_cutoff.date(), max(one.end, one.pay_date)
    locale, said = formats.current_locale(), []
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        why = days.closed(day)
        if why and day.weekday() < 5:
            said.append(f"{formats.day_month(day, locale)}: {why}")
    if one.end > one.pay_date and one.end.weekday() > 4:
        last_day = formats.day_month(one.end, locale)
        said.append(_("Paid early: the last day, %(day)s, is on a weekend") % {"day": last_day})
    return said


_USED = {"tone": "good", "label": gettext_lazy("In use")}
_UNUSED = {"tone": "plain", "label": gettext_lazy("Not used any more")}


def elements(found: list[ElementView]) -> list[dict[str, Any]]:
    """Pay elements as rows."""
    return [
        {
            "name": {"text": one.name, "sub": one.code}, "law": one.law, "unit": _given_as(one),
            "account": one.gl_account or "",
            "state": _USED if one.active else _UNUSED,
        }
        for one in found
    ]  # fmt: skip


def _given_as(one: ElementView) -> str:
    unit = str(words.UNITS.get(one.unit, one.unit))
    if one.unit != "hours" or one.multiplier_micro == 1_000_000:
        return unit
    whole, part = divmod(one.multiplier_micro, 1_000_000)
    times = f"{whole}.{part:06d}".rstrip("0").rstrip(".")
    return _("%(unit)s at %(times)s times the hourly rate") % {"unit": unit, "times": times}
