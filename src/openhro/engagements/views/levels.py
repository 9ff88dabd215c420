"""Pages of service levels: the scorecard that both sides read, the rows behind each figure, and the portfolio."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openhro.clients import queries as clients
from openhro.core import clock, paging
from openhro.core.asked import asked, check_names
from openhro.core.errors import Conflict, NotFound, Refused
from openhro.core.permission import may, permit
from openhro.core.web import actor, attempt, tried
from openhro.engagements import forms, permissions, queries, rules, services
from openhro.engagements.models import Engagement, LevelEvidence, Measurement
from openhro.engagements.services.levels import metrics
from openhro.engagements.views import levels_shown as shown

ROWS = 50


@require_safe
def scorecard(request: HttpRequest, engagement_id: UUID) -> HttpResponse:
    """What was promised, how each month did, and what it costs; the client reads the same page."""
    check_names(request, "month")
    by = actor(request)
    found = _contract(request, engagement_id)
    today = clock.today(found.client.zone)
    month = _month(request.GET.get("month", ""), today)
    first = rules.months_after(month, -11)
    past = list(queries.measurements(by, found.pk).filter(month__gte=first, month__lte=month).order_by("month"))
    rows = sorted((row for row in past if row.month == month), key=lambda row: row.level_id)
    charged = queries.charges_of(by, [found.pk], month).get(found.pk)
    costs = queries.credits_of(rows, charged) if charged is not None else []
    held = list(queries.level_sets(by, found.pk))
    context = {
        "engagement": found,
        "month": month,
        "lines": shown.lines(rows, past, {one.measurement_id: one for one in costs}, found.currency),
        "columns": shown.COLUMNS,
        "tiles": shown.tiles(rows, costs, charged, found.currency),
        "twin": shown.twin(past),
        "closed": bool(rows) and all(row.closed_at for row in rows),
        "ends": [queries.metric_name(row.metric) for row in rows if row.termination_right],
        "sets": [{"of": one, "items": shown.promised(one)} for one in reversed(held)],
        "before": f"{rules.months_after(month, -1):%Y-%m}",
        "after": f"{rules.months_after(month, 1):%Y-%m}" if month < today.replace(day=1) else "",
        "may_measure": bool(held) and may(by, permissions.LEVEL_MEASURE, found),
        "over": rules.months_after(month, 1) <= today,
        "may_set": not (held and found.state not in rules.UNSIGNED)
        and found.state in rules.CHANGEABLE
        and may(by, permissions.DRAFT, found),
        "crumbs": _crumbs(found),
    }
    return render(request, "engagements/levels.html", context)


@require_safe
def scorecards(request: HttpRequest) -> HttpResponse:
    """The contracts that promise something; with only one of them, its scorecard."""
    check_names(request, "client", "cursor")
    by = actor(request)
    code = request.GET.get("client", "")
    client = clients.client(by, code) if code else None
    rows = queries.engagements(by, client.pk if client else None).filter(level_sets__isnull=False).distinct()
    page = paging.page(rows.exclude(state="withdrawn"), ("client__name", "code", "id"), request.GET.get("cursor", ""))
    if len(page.rows) == 1 and not request.GET.get("cursor"):
        return redirect("engagements:levels", engagement_id=page.rows[0].pk)
    kept = {"client": code} if code else {}
    context = {
        "rows": [shown.scorecard_row(one) for one in page.rows],
        "columns": shown.SCORECARD_COLUMNS,
        "next": f"?{urlencode(kept | {'cursor': page.next})}" if page.next else "",
    }
    return render(request, "engagements/scorecards.html", context)


def set_levels(request: HttpRequest, engagement_id: UUID) -> HttpResponse:
    """Promise service levels: one part for each metric."""
    by = actor(request)
    found = _contract(request, engagement_id)
    permit(by, permissions.DRAFT, found)
    held = queries.level_sets(by, found.pk).order_by("-valid").first()
    empty = rules.LevelSetTerms(found.effective_from, rules.STANDARD_AT_RISK, ())
    terms = queries.level_set_terms(held) if held else empty
    form = forms.LevelsForm(
        request.POST or None, metrics=metrics(by), initial=forms.LevelsForm.initial_of(terms)
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        made, _refused = tried(form, lambda: _at_its_field(lambda: services.set_levels(by, found.pk, form.terms())))
        if made:
            messages.success(request, _("The service levels are set."))
            return redirect("engagements:levels", engagement_id=found.pk)
    context = {"engagement": found, "form": form, "crumbs": _crumbs(found, _("Set service levels"))}
    return render(request, "engagements/levels_form.html", context)


def _at_its_field(call: Any) -> Any:
    """A level's fault stands at the field of its metric."""
    try:
        return call()
    except Refused as refused:
        if isinstance(refused.detail, dict) and refused.detail.get("metric"):
            refused.field = f"{refused.detail['metric']}-{refused.field}"
        raise


@require_POST
def measure(request: HttpRequest, engagement_id: UUID) -> HttpResponse:
    """Measure a month now, or (`close`) for good."""
    by = actor(request)
    found = _contract(request, engagement_id)
    permit(by, permissions.LEVEL_MEASURE, found)
    month = _month(request.POST.get("month", ""), clock.today(found.client.zone))
    close = request.POST.get("close") == "1"
    call = services.close_month if close else services.measure_month
    try:
        call(by, found.pk, month)
    except Conflict as refused:
        messages.warning(request, refused.message)
    else:
        messages.success(request, _("The month is closed.") if close else _("The month is measured."))
    return redirect(f"/engagements/{found.pk}/levels/?month={month:%Y-%m}")


@require_safe
def rows(request: HttpRequest, measurement_id: UUID) -> HttpResponse:
    """Every thing that a figure counted, misses first, each with its why."""
    check_names(request, "cursor")
    by = actor(request)
    found = queries.measurement(by, measurement_id)
    request.client = found.engagement.client  # type: ignore[attr-defined]
    page = paging.page(
        queries.evidence_of(by, found.pk), ("met", "at", "pk"), request.GET.get("cursor", ""), ROWS
    )  # fmt: skip
    open_ = found.closed_at is None
    may_ask = open_ and bool(found.level.exclusions) and may(by, permissions.LEVEL_EXCLUDE, found)
    may_consent = open_ and may(by, permissions.LEVEL_CONSENT, found)
    asked_about = shown.asks_of(page.rows)
    context = {
        "measurement": found,
        "engagement": found.engagement,
        "name": queries.metric_name(found.metric),
        "status": shown.status(found),
        "facts": _facts(found),
        "rows": [
            shown.row(one, may_ask=may_ask, may_consent=may_consent, asked=one.pk in asked_about) for one in page.rows
        ],
        "columns": shown.ROW_COLUMNS,
        "next": f"?{urlencode({'cursor': page.next})}" if page.next else "",
        "crumbs": _crumbs(found.engagement, queries.metric_name(found.metric), month=found.month),
    }
    return render(request, "engagements/level_rows.html", context)


def _facts(found: Measurement) -> list[dict[str, Any]]:
    """How the figure came about."""
    counted = found.met + found.missed
    formula = _("%(met)s met of %(n)s that count") % {"met": found.met, "n": counted}
    rule = found.level
    facts: list[dict[str, Any]] = [
        {"label": _("Value"), "value": shown.percent(found.value), "source": formula},
        {"label": _("Target"), "value": shown.percent(found.target)},
        {"label": _("Left out"), "value": str(found.excluded), "source": _("with the client’s consent")},
        {"label": _("Misses in a row"), "value": str(found.in_a_row)},
    ]
    if rule.small_volume_n:
        small = _("below %(n)s one miss is allowed") % {"n": rule.small_volume_n}
        facts.append({"label": _("Small volume"), "value": str(counted), "source": small})
    if found.ramp:
        facts.append({"label": _("First months"), "value": _("a miss costs nothing")})
    state = _("closed: it stays as it is") if found.closed_at else _("open: measured anew each night")
    return [*facts, {"label": _("Month"), "value": shown.month_name(found.month), "source": state}]


def leave_out(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """Ask the client that a row does not count."""
    by = actor(request)
    found = _row(request, evidence_id)
    permit(by, permissions.LEVEL_EXCLUDE, found)
    form = forms.ExclusionForm(request.POST or None, agreed=found.measurement.level.exclusions)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = attempt(form, lambda: services.ask_exclusion(by, found.pk, given["ground"], given["reason"]))
        if done:
            messages.success(request, _("The client is asked."))
            return redirect("engagements:level_rows", measurement_id=found.measurement_id)
    engagement = found.measurement.engagement
    title = _("Leave %(what)s out?") % {"what": found.label}
    context = {
        "form": form,
        "row": found,
        "title": title,
        "engagement": engagement,
        "crumbs": _crumbs(engagement, title, month=found.measurement.month),
    }
    return render(request, "engagements/level_leave_out.html", context)


@require_POST
def consent(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """The client agrees that a row does not count."""
    row = services.consent_to_exclusion(actor(request), evidence_id)
    messages.success(request, _("This row no longer counts."))
    return redirect("engagements:level_rows", measurement_id=row.measurement_id)


@require_safe
def portfolio(request: HttpRequest) -> HttpResponse:
    """Every contract that the reader answers for, the worst first."""
    by = actor(request)
    form = forms.PortfolioForm(request.GET)
    rows = queries.portfolio(by)
    state = asked(request, form, "cursor").get("state", "")
    page = paging.page(
        rows.filter(state=state) if state else rows, queries.WORST_FIRST, request.GET.get("cursor", "")
    )  # fmt: skip
    kept = {"state": state} if state else {}
    context = {
        "form": form,
        "rows": [shown.portfolio_row(line) for line in queries.portfolio_lines(by, page.rows)],
        "columns": shown.PORTFOLIO_COLUMNS,
        "tiles": shown.state_tiles(queries.by_state(by)),
        "applied": [{"label": str(rules.STATES[state]), "url": "/portfolio/"}] if state else [],
        "next": f"?{urlencode(kept | {'cursor': page.next})}" if page.next else "",
    }
    return render(request, "engagements/portfolio.html", context)


def _contract(request: HttpRequest, engagement_id: UUID) -> Engagement:
    found = queries.one(actor(request), engagement_id)
    request.client = found.client  # type: ignore[attr-defined]
    return found


def _row(request: HttpRequest, evidence_id: UUID) -> LevelEvidence:
    found = queries.evidence_row(actor(request), evidence_id)
    request.client = found.measurement.engagement.client  # type: ignore[attr-defined]
    return found


def _month(text: str, today: date) -> date:
    try:
        found = date.fromisoformat(f"{text}-01") if text else today.replace(day=1)
    except ValueError:
        raise NotFound("month") from None
    if not 2000 <= found.year <= 2190:
        raise NotFound("month")
    return found


def _crumbs(found: Engagement, *more: Any, month: date | None = None) -> list[dict[str, Any]]:
    """The way here."""
    card = f"/engagements/{found.pk}/levels/"
    crumbs: list[dict[str, Any]] = [
        {"label": _("Engagements"), "url": f"/engagements/?client={found.client.code}"},
        {"label": found.code, "url": f"/engagements/{found.pk}/"},
        {"label": _("Service levels"), "url": f"{card}?month={month:%Y-%m}" if month else card},
    ]
    return [*crumbs, *({"label": one} for one in more)]
