"""The pictures of a run: headcount walk, cost by month, the steps in time."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openhro.payroll.queries import RunTotals, RunView, Walk
from openhro.payroll.shown import words
from openhro.ui import charts, formats


def headcount(walk: Walk, frequency: str) -> charts.Chart:
    """From the people paid last time to those paid now."""
    since = _("Headcount walk from %(run)s to this run.") % {"run": words.run_name(walk.against, frequency)}
    steps = [charts.Step(_("Last time"), walk.opening, "total")]
    steps += [charts.Step(label, people) for label, people in walk.steps()]
    steps.append(charts.Step(_("Now"), walk.paid, "total"))
    caption = charts.Caption(
        _headcount(walk),
        since if walk.against else _("Headcount walk."),
        charts.Count(_("people")),
    )
    return charts.waterfall(caption, steps)


def _headcount(walk: Walk) -> str:
    """The finding of the walk."""
    paid = ngettext("%(n)d person is paid", "%(n)d people are paid", walk.paid) % {"n": walk.paid}
    change = walk.paid - walk.opening
    if not walk.against:
        return _("%(paid)s in the first run") % {"paid": paid}
    if not change:
        return _("%(paid)s, as many as last time") % {"paid": paid}
    said = _("%(paid)s, %(n)d more than last time") if change > 0 else _("%(paid)s, %(n)d fewer than last time")
    return said % {"paid": paid, "n": abs(change)}


def cost(rows: list[RunTotals], currency: str) -> charts.Chart | None:
    """What the group cost by run, in two parts; None before there are two runs to compare."""
    if len(rows) < 2:
        return None
    locale = formats.current_locale()
    now, before = (row.gross_minor + row.employer_minor for row in (rows[-1], rows[-2]))
    said = _cost(now, before, currency)
    labels = [formats.day_month(row.pay_date, locale) for row in rows]
    series = [
        charts.Series(_("Gross pay"), [row.gross_minor for row in rows]),
        charts.Series(_("Employer's contributions"), [row.employer_minor for row in rows]),
    ]
    return charts.columns(charts.Caption(said, _("Employer cost by run."), charts.Money(currency)), labels, series)


def _cost(now: int, before: int, currency: str) -> str:
    """The finding of the cost chart."""
    locale, percent = formats.current_locale(), formats.change_percent(now, before)
    shown = str(formats.money(now, currency, locale))
    if now == before or percent is None:
        return _("It costs %(amount)s, the same as last time") % {"amount": shown}
    more = _("It costs %(amount)s, %(percent)s more than last time")
    less = _("It costs %(amount)s, %(percent)s less than last time")
    text = formats.percent_text(abs(percent), locale).lstrip("+")
    return (more if now > before else less) % {"amount": shown, "percent": text}


def net_spark(rows: list[RunTotals], name: str, currency: str) -> str:
    """A line of one total over the last runs."""
    values = [getattr(row, f"{name}_minor") for row in rows]
    if len(values) < 3:
        return ""
    caption = charts.Caption(_("Over the last runs"), "", charts.Money(currency))
    return charts.sparkline(values, caption)


def plan(view: RunView, now: datetime) -> charts.Chart:
    """The run's steps in time, from opening to the pay day."""
    stage = {one.name: one for one in view.stages}
    due = {one.kind: one for one in view.deadlines}
    opened = stage["collecting"].at or stage["open"].at
    spans: list[charts.Span] = []
    begin = opened.date() if opened else view.start
    for kind, name, reached in (
        ("payroll.inputs", _("Inputs"), "locked"), ("payroll.review", _("Calculate and review"), "reviewed"),
        ("payroll.approve", _("Client approves"), "client_approved"), ("payroll.fund", _("Funding"), "funded"),
        ("payroll.release", _("Release"), "released"),
    ):  # fmt: skip
        if kind not in due:
            continue
        at, planned = stage[reached].at, due[kind].due_at
        end = (at or planned).date()
        spans.append(_span(name, begin, max(begin, end), at, planned, now))
        begin = max(begin, end)
    sent, day = view.row.state in _SENT, view.row.pay_date
    spans.append(charts.Span(_("Pay day"), day, day, "1" if sent else "rest", _("paid") if sent else _("planned")))
    said = _("The run is on time")
    if any(one.late for one in view.deadlines):
        running = any(one.late for one in view.deadlines if one.stopped_at is None)
        said = _("A step of this run is late") if running else _("A step of this run was late")
    caption = charts.Caption(said, _("Steps of the run against their deadlines."), charts.Count(_("days")))
    return charts.gantt(caption, spans, today=now.date())


_SENT = ("paid", "filed", "closed")


def _span(name: str, start: date, end: date, at: datetime | None, planned: datetime, now: datetime) -> charts.Span:
    if at is not None:
        on_time = at <= planned
        return charts.Span(name, start, end, "4" if on_time else "bad", _("on time") if on_time else _("late"))
    if planned < now:
        return charts.Span(name, start, max(end, now.date()), "bad", _("late"))
    return charts.Span(name, start, end, "rest", _("to come"))
