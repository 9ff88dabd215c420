"""How service levels are worded on their pages: the scorecard, the rows behind a figure, the portfolio."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openhro.engagements import rules
from openhro.engagements.models import Engagement, LevelEvidence, LevelSet, Measurement
from openhro.engagements.queries import CreditRow, PortfolioLine, metric_name
from openhro.engagements.views import shown
from openhro.ui import charts, formats
from openhro.ui.templatetags.ui import moment

STATUS_TONES = {
    "met": "good", "small_volume": "good", "missed": "warn", "below_minimum": "bad", "nothing": "plain",
}  # fmt: skip
HEALTH = {
    "bad": (gettext_lazy("Act now"), "bad"),
    "watch": (gettext_lazy("Watch"), "warn"),
    "good": (gettext_lazy("Good"), "good"),
    "unknown": (gettext_lazy("Not measured"), "plain"),
}
COLUMNS = [
    {"label": gettext_lazy("Service level")},
    {"label": gettext_lazy("Value"), "kind": "n"},
    {"label": gettext_lazy("Target"), "kind": "n"},
    {"label": gettext_lazy("State")},
    {"label": gettext_lazy("Twelve months")},
    {"label": gettext_lazy("Counted"), "kind": "n"},
    {"label": gettext_lazy("Credit"), "kind": "n"},
]
ROW_COLUMNS = [
    {"label": gettext_lazy("What was counted")},
    {"label": gettext_lazy("State")},
    {"label": gettext_lazy("When")},
    {"label": gettext_lazy("Why")},
    {"kind": "fit"},
]
PORTFOLIO_COLUMNS = [
    {"key": "contract", "label": gettext_lazy("Contract")},
    {"key": "state", "label": gettext_lazy("State"), "kind": "state"},
    {"key": "health", "label": gettext_lazy("Health"), "kind": "state"},
    {"key": "why", "label": gettext_lazy("Why")},
    {"key": "levels", "label": gettext_lazy("Levels met")},
    {"key": "at_risk", "label": gettext_lazy("At risk"), "kind": "n"},
    {"key": "credit", "label": gettext_lazy("Credits"), "kind": "n"},
]


SCORECARD_COLUMNS = [
    {"key": "contract", "label": gettext_lazy("Contract")},
    {"key": "client", "label": gettext_lazy("Client")},
    {"key": "state", "label": gettext_lazy("State"), "kind": "state"},
]


def scorecard_row(one: Engagement) -> dict[str, Any]:
    """A contract that promises something."""
    contract = {"text": one.code, "sub": one.model, "url": f"/engagements/{one.pk}/levels/"}
    return {"contract": contract, "client": one.client.name, "state": shown.state(one)}


def percent(value: Decimal | None) -> str:
    """A percentage as the reader's locale writes it."""
    return "–" if value is None else formats.hundredths(int(value * 100), formats.current_locale())


def amount(minor: int, currency: str) -> str:
    """An amount as the reader's locale writes it."""
    return str(formats.money(minor, currency, formats.current_locale()))


def month_name(month: date) -> str:
    """November 2026."""
    return formats.day(month, formats.current_locale(), "month")


def status(row: Measurement) -> dict[str, Any]:
    """How a level stands, as a badge."""
    return {"label": rules.STATUSES[row.status], "tone": STATUS_TONES[row.status]}


def lines(rows: Iterable[Measurement], past: Iterable[Measurement], costs: dict[Any, CreditRow], currency: str) -> Any:
    """A month's levels, each with its year."""
    by_metric: dict[str, list[Measurement]] = {}
    for one in past:
        by_metric.setdefault(one.metric, []).append(one)
    return [_line(row, by_metric.get(row.metric, [row]), costs.get(row.pk), currency) for row in rows]


def _line(row: Measurement, year: Sequence[Measurement], cost: CreditRow | None, currency: str) -> dict[str, Any]:
    name, level = metric_name(row.metric), row.level
    notes = []
    if row.ramp:
        notes.append(_("one of the first months: a miss costs nothing"))
    if row.in_a_row > 1:
        notes.append(_("miss number %(n)s in a row") % {"n": row.in_a_row})
    if level.critical:
        notes.append(_("critical, minimum %(minimum)s") % {"minimum": percent(level.minimum)})
    counted = _("%(met)s of %(n)s") % {"met": row.met, "n": row.met + row.missed}
    return {
        "id": row.pk,
        "name": name,
        "notes": ", ".join(notes),
        "value": percent(row.value),
        "target": percent(row.target),
        "status": status(row),
        "spark": _spark(name, year),
        "counted": counted,
        "excluded": row.excluded,
        "cost": amount(cost.amount_minor, currency) if cost else "–",
        "weight": _("weight %(weight)s") % {"weight": percent(level.weight)}
        + (f" × {row.multiplier.normalize():f}" if row.multiplier > 1 else ""),
        "ends": row.termination_right,
        "gives_back": len(row.earns_back),
    }


def _spark(name: str, year: Sequence[Measurement]) -> Any:
    known = [row for row in year if row.value is not None]
    if not known:
        return ""
    values = [int((row.value or 0) * 100) for row in known]
    said = _("Month by month since %(first)s; the dashed line is the target.") % {"first": month_name(known[0].month)}
    return charts.sparkline(values, charts.Caption(name, said, charts.Percent()), int(known[-1].target * 100))


def twin(past: Sequence[Measurement]) -> dict[str, Any]:
    """The same year as a table: months down, levels across."""
    metrics = list(dict.fromkeys(row.metric for row in past))
    found = {(row.month, row.metric): row for row in past}
    months = sorted({row.month for row in past}, reverse=True)
    rows = [
        {
            "month": month_name(month),
            "url": f"?month={month:%Y-%m}",
            "cells": [_cell(found.get((month, metric)), metric_name(metric)) for metric in metrics],
        }
        for month in months
    ]
    columns = [{"label": _("Month")}, *({"label": metric_name(metric), "kind": "n"} for metric in metrics)]
    return {"columns": columns, "rows": rows}


def _cell(row: Measurement | None, label: str) -> dict[str, Any]:
    if row is None:
        return {"label": label, "value": "–", "missed": False}
    return {"label": label, "value": percent(row.value), "missed": row.status in rules.MISSES}


def tiles(rows: Sequence[Measurement], costs: Sequence[CreditRow], charged: int | None, currency: str) -> Any:
    """The month in three figures."""
    judged = [row for row in rows if row.status != "nothing"]
    kept = [row for row in judged if row.status not in rules.MISSES]
    found = [
        {
            "label": _("Levels met"),
            "value": _("%(met)s of %(n)s") % {"met": len(kept), "n": len(judged)},
            "note": _("of what could be measured"),
        }
    ]
    if not rows:
        return found
    held = rows[0].level.level_set
    share = _("%(percent)s of the month’s charges") % {"percent": percent(held.at_risk)}
    pool = amount(rules.at_risk(charged, held.at_risk), currency) if charged is not None else percent(held.at_risk)
    note = share if charged is not None else _("of the month’s charges, which are not billed yet")
    found.append({"label": _("At risk"), "value": pool, "note": note})
    total = sum(one.amount_minor for one in costs)
    if charged is not None:
        after = _("on the next invoice") if all(row.closed_at for row in rows) else _("if the month ended so")
        found.append({"label": _("Credits"), "value": amount(total, currency), "note": after})
    return found


def promised(held: LevelSet) -> list[dict[str, Any]]:
    """What was agreed, in words."""
    times = _("× %(times)s from miss number %(n)s in a row") % {
        "times": f"{held.multiplier.normalize():f}",
        "n": held.multiplier_after,
    }
    head = [
        {"label": _("Days"), "value": shown.days(held.valid)},
        {"label": _("At risk"), "value": percent(held.at_risk), "source": _("of a month’s charges")},
        {"label": _("Repeated misses"), "value": times},
        {"label": _("A month is closed"), "value": _("%(n)s days after its end") % {"n": held.close_after_days}},
    ]
    return [*head, *(_promise(level) for level in held.levels.all())]


def _promise(level: Any) -> dict[str, Any]:
    said = [_("weight %(weight)s") % {"weight": percent(level.weight)}]
    if level.minimum is not None:
        said.append(_("minimum %(minimum)s") % {"minimum": percent(level.minimum)})
    if level.critical:
        said.append(_("critical"))
    if level.small_volume_n:
        said.append(_("one miss is allowed below %(n)s") % {"n": level.small_volume_n})
    if level.window_months > 1:
        said.append(_("%(n)s months together") % {"n": level.window_months})
    if level.ramp_months:
        said.append(_("the first %(n)s months cost nothing") % {"n": level.ramp_months})
    if level.earn_back:
        said.append(_("twelve good months give credits back"))
    if level.calendar:
        said.append(_("business hours: %(name)s") % {"name": level.calendar})
    said += [str(rules.GROUNDS[ground]) for ground in level.exclusions]
    return {"label": metric_name(level.metric), "value": percent(level.target), "source": ", ".join(said)}


def row(one: LevelEvidence, *, may_ask: bool, may_consent: bool, asked: bool) -> dict[str, Any]:
    """A thing that was counted."""
    label, tone = (_("Met"), "good") if one.met else (_("Missed"), "warn")
    if one.excluded:
        label, tone = _("Left out"), "plain"
    return {
        "id": one.pk,
        "label": one.label,
        "url": one.url,
        "state": {"label": label, "tone": tone},
        "at": moment(one.at),
        "because": one.because,
        "excluded_for": one.excluded_for,
        "excluded": one.excluded,
        "may_ask": may_ask and not one.met and not asked,
        "may_consent": may_consent and asked and not one.excluded,
    }


def portfolio_row(line: PortfolioLine) -> dict[str, Any]:
    """A contract of the portfolio."""
    label, tone = HEALTH[line.health]
    when = month_name(line.month) if line.month else ""
    so_far = _("%(month)s, so far") % {"month": when} if line.running else when
    contract, page = Engagement(state=line.state), f"/engagements/{line.engagement_id}/"
    return {
        "contract": {"text": line.code, "sub": f"{line.client} · {line.model}", "url": page},
        "state": shown.state(contract),
        "health": {"label": label, "tone": tone},
        "why": "; ".join(line.reasons) or "–",
        "levels": {
            "text": _("%(met)s of %(n)s") % {"met": line.met, "n": line.promised},
            "sub": so_far,
            "url": f"{page}levels/",
        }
        if line.month
        else "–",
        "at_risk": "–" if line.at_risk_minor is None else amount(line.at_risk_minor, line.currency),
        "credit": "–" if line.credit_minor is None else amount(line.credit_minor, line.currency),
        "flag": "flag" if line.health == "bad" else "warn" if line.health == "watch" else "",
    }


def state_tiles(found: dict[str, int]) -> list[dict[str, Any]]:
    """How many contracts stand in each state."""
    return [
        {"label": rules.STATES[state], "value": str(count), "url": f"?state={state}"} for state, count in found.items()
    ]


def asks_of(rows: Iterable[LevelEvidence]) -> set[Any]:
    """The rows about which the client was asked: they say why."""
    return {one.pk for one in rows if one.excluded_for}
