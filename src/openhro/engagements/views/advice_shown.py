"""How an advice is worded on its pages: cells by country, the answers, costs with their chart."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openhro.engagements import queries
from openhro.engagements.forms import STEPS
from openhro.engagements.models import KeptAdvice
from openhro.engagements.rules import MODELS
from openhro.engagements.rules.advice import LEVELS, LIABILITY_WISHES, Answers, Cell, Estimate, function_name
from openhro.ui import charts, formats
from openhro.ui.templatetags.ui import day as day_of

COLUMNS = [
    {"key": "prospect", "label": gettext_lazy("Prospect")},
    {"key": "models", "label": gettext_lazy("What fitted")},
    {"key": "by", "label": gettext_lazy("Advised by")},
    {"key": "on", "label": gettext_lazy("On"), "kind": "date"},
    {"key": "state", "label": gettext_lazy("State"), "kind": "state"},
]


def line(kept: KeptAdvice, names: dict[UUID, str]) -> dict[str, Any]:
    """A row of the list."""
    fitted = [code for code in MODELS if code in kept.decided.values()]
    drafted = {"label": _("Drafted"), "tone": "good"} if kept.drafted_at else {"label": _("Advised"), "tone": "plain"}
    return {
        "prospect": {"text": kept.name, "url": f"/advice/{kept.pk}/"},
        "models": ", ".join(fitted) or _("none yet"),
        "by": names.get(kept.made_by, "") if kept.made_by else "",
        "on": kept.made_at.date(),
        "state": drafted,
    }


def stages(step: str) -> list[dict[str, Any]]:
    """The steps as stages, done up to the present one."""
    here = list(STEPS).index(step)
    found: list[dict[str, Any]] = []
    for place, form in enumerate(STEPS.values()):
        found.append({"label": form.title, "state": "done" if place < here else "current" if place == here else ""})
    return found


def places(today: queries.Recommendation) -> list[dict[str, Any]]:
    """The cells by country, in the order of the answers."""
    return [
        {
            "country": country_name(place.country),
            "note": _("%(people)s people; %(company)s")
            % {"people": place.headcount, "company": place.entity or _("no company of yours")},
            "columns": [{"label": _("Function")}, {"label": _("Model")}, {"label": _("Why, or what is missing")}],
            "cells": [_cell(cell) for cell in today.advice.cells if cell.country == place.country],
        }
        for place in today.answers.places
    ]


def country_name(code: str) -> str:
    """A country in the reader's language, with its code."""
    return f"{formats.current_locale().territories.get(code, code)} ({code})"


def _cell(cell: Cell) -> dict[str, Any]:
    later = _("%s, once ready") % cell.later if cell.later else _("None fits")
    return {
        "function": function_name(cell.function),
        "implied": cell.implied,
        "label": cell.model or later,
        "tone": "good" if cell.model else "warn" if cell.later else "bad",
        "missing": cell.missing,
        "reasons": cell.reasons,
        "instead": cell.instead,
    }


def fitting(today: queries.Recommendation) -> list[dict[str, Any]]:
    """The models that fit, each with where and what for."""
    found = []
    for code in today.advice.models:
        by_country: dict[str, list[str]] = {}
        for cell in today.advice.cells:
            if cell.model == code:
                by_country.setdefault(cell.country, []).append(function_name(cell.function))
        value = "; ".join(f"{country}: {', '.join(functions)}" for country, functions in by_country.items())
        found.append({"label": f"{code} · {MODELS[code].name}", "value": value, "code": code})
    return found


def left_out(today: queries.Recommendation) -> list[str]:
    """What no draft will hold."""
    return [f"{cell.country}: {function_name(cell.function)}" for cell in today.advice.cells if cell.model is None]


def answers(given: Answers) -> list[dict[str, Any]]:
    """What was answered, for the margin."""
    money = charts.Money(given.currency)
    rows = [
        (_("First day"), day_of(given.start)),
        (_("Term"), _("%s months") % given.months),
        (_("Growth"), _("%s %% a year") % given.growth_percent),
        (_("Employment"), LIABILITY_WISHES[given.liability]),
        (_("Benefits"), _("self-funded") if given.self_funded else _("insured, or none")),
        (_("Processes"), LEVELS[given.documented]),
    ]
    rows += [(function_name(name), LEVELS[level]) for name, level in given.levels.items()]
    amounts = [
        (_("Payroll a year"), given.payroll_minor),
        (_("HR department a year"), given.hr_cost_minor),
        (_("Systems and advice a year"), given.systems_minor),
    ]
    rows += [(label, money.full(minor)) for label, minor in amounts if minor is not None]
    counts = [(_("People hired a year"), given.hires), (_("HR staff"), given.hr_staff or None)]
    rows += [(label, str(count)) for label, count in counts if count is not None]
    return [{"label": label, "value": value} for label, value in rows]


def comparison_columns(today: queries.Recommendation) -> list[dict[str, Any]]:
    """The models as columns; those that fit say so."""
    fits = today.advice.models
    heads = [{"label": _("%s: fits") % code if code in fits else code} for code in MODELS]
    return [{"label": _("What is compared")}, *heads]


def costs(estimate: Estimate) -> dict[str, Any]:
    """Fees and years as tables."""
    kind = {"kind": "money", "currency": estimate.currency}
    low, high = {"key": "low", "label": _("At least")} | kind, {"key": "high", "label": _("At most")} | kind
    return {
        "fee_columns": [{"key": "model", "label": _("Fee, first year")}, low, high],
        "fees": [
            {
                "model": {"text": fee.model, "sub": f"{fee.how}. {fee.source}"},
                "low": fee.low_minor,
                "high": fee.high_minor,
            }
            for fee in estimate.fees
        ],
        "low": sum(fee.low_minor for fee in estimate.fees),
        "high": sum(fee.high_minor for fee in estimate.fees),
        "year_columns": [
            {"key": "year", "label": _("Year")},
            {"key": "people", "label": _("People"), "kind": "number"},
            {"key": "inhouse", "label": _("In-house")} | kind,
            low,
            high,
        ],
        "years": [
            {
                "year": {"text": str(year.number), "sub": _("%s months") % year.months},
                "people": year.headcount,
                "inhouse": year.inhouse_minor,
                "low": year.low_minor,
                "high": year.high_minor,
            }
            for year in estimate.years
        ],
    }


def chart(estimate: Estimate) -> charts.Chart | None:
    """The first year in bars: the department of today, and the fees; None where there is nothing to compare."""
    inhouse = estimate.years[0].inhouse_minor
    if inhouse is None or not estimate.fees:
        return None
    money = charts.Money(estimate.currency)
    low, high = estimate.years[0].low_minor, estimate.years[0].high_minor
    by_model: dict[str, int] = {}
    for fee in estimate.fees:
        by_model[fee.model] = by_model.get(fee.model, 0) + fee.high_minor
    rows = [charts.Bar(_("In-house today"), inhouse, "rest")]
    if low != high:
        rows.append(charts.Bar(_("Outsourced, at least"), low, "2"))
    rows.append(charts.Bar(_("Outsourced, at most") if low != high else _("Outsourced"), high, "1"))
    if len(by_model) > 1:
        rows += [charts.Bar(_("of it %s") % model, minor, "3") for model, minor in by_model.items()]
    caption = charts.Caption(_finding(estimate, inhouse, money), _("Cost of the first year."), money)
    return charts.bars(caption, rows)


def _finding(estimate: Estimate, inhouse: int, money: charts.Money) -> str:
    low, high = inhouse - estimate.years[0].high_minor, inhouse - estimate.years[0].low_minor
    if estimate.refused:
        return _("What could be estimated, beside your department: not all fees are known")
    if not estimate.complete:
        return _("Fees of what fits today, beside your whole department: the rest stays with you")
    if low >= 0:
        return _("Outsourcing costs %s less than your department, in the first year") % money.full(low)
    if high <= 0:
        return _("Outsourcing costs %s more than your department, in the first year") % money.full(-high)
    return _("Outsourcing may cost more or less than your department, in the first year")
