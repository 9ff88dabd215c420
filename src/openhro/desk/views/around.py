"""The desk's other pages: knowledge, figures of a month, and what is promised by which calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from openhro.core import clock, paging
from openhro.core.actor import Actor
from openhro.core.asked import asked, check_names
from openhro.core.calendars import add_months
from openhro.core.errors import NotFound
from openhro.core.models import WorkCalendar
from openhro.core.permission import may, permit
from openhro.core.web import actor, attempt
from openhro.desk import forms, permissions, queries, rules, services, shown
from openhro.desk.models import Article, EscalationRule, Policy
from openhro.desk.views.asked import asked_client, choose

COLUMNS = [
    {"key": "title", "label": gettext_lazy("Article")},
    {"key": "for", "label": gettext_lazy("For whom")},
    {"key": "state", "label": gettext_lazy("State"), "kind": "state"},
    {"key": "changed", "label": gettext_lazy("Changed"), "kind": "date"},
]
GOAL_COLUMNS = [
    {"label": gettext_lazy("Promise")},
    *({"label": one, "kind": "n"} for one in rules.PRIORITIES),
    {"label": gettext_lazy("Calendar")},
    {"label": gettext_lazy("Stands still")},
]


@require_safe
def knowledge(request: HttpRequest) -> HttpResponse:
    """All articles of the desk."""
    by = actor(request)
    _permit_knowledge(by)
    text = asked(request, forms.SearchForm(request.GET), "client", "cursor")["q"]
    client = asked_client(request, by)
    page = paging.page(
        queries.articles(by, client.pk if client else None, text), ("title", "pk"), request.GET.get("cursor", "")
    )  # fmt: skip
    kept = {name: value for name, value in (("client", client.code if client else ""), ("q", text)) if value}
    context = {
        "rows": [_article_row(one) for one in page.rows],
        "columns": COLUMNS,
        "form": forms.SearchForm({"q": text}),
        "client_code": client.code if client else "",
        "next": f"?{urlencode(kept | {'cursor': page.next})}" if page.next else "",
        "may_edit": may(by, permissions.ARTICLE_EDIT),
        "crumbs": _crumbs(_("Knowledge")),
    }
    return render(request, "desk/knowledge.html", context)


def _permit_knowledge(by: Actor) -> None:
    """For those who answer, and for who sees a client's requests."""
    if not may(by, permissions.KNOWLEDGE):
        permit(by, permissions.ALL)


def _article_row(one: Article) -> dict[str, Any]:
    lands = ", ".join(one.countries)
    return {
        "title": {"text": one.title, "url": f"/desk/knowledge/{one.pk}/"},
        "for": f"{rules.AUDIENCES[one.audience]} · {lands}" if lands else rules.AUDIENCES[one.audience],
        "state": {"label": rules.ARTICLE_STATES[one.state], "tone": shown.ARTICLE_TONES[one.state]},
        "changed": one.changed_at,
    }


def _crumbs(*labels: Any) -> list[dict[str, Any]]:
    return [{"label": _("Service desk"), "url": "/desk/"}, *({"label": one} for one in labels)]


def write(request: HttpRequest) -> HttpResponse:
    """A new article."""
    by = actor(request)
    permit(by, permissions.ARTICLE_EDIT)
    check_names(request, "client")
    client = asked_client(request, by)
    if client is None:
        return choose(request, by, "/desk/knowledge/new/")
    permit(by, permissions.ARTICLE_EDIT, client.pk)
    form = forms.ArticleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: services.write_article(by, client.pk, _text(form)))
        if made:
            messages.success(request, _("The draft is kept. Publish it when it is right."))
            return redirect("desk:article", article_id=made.pk)
    context = {
        "form": form,
        "crumbs": _crumbs(_("New article")),
        "title": _("Write an article"),
        "send": _("Keep the draft"),
    }
    return render(request, "desk/form.html", context | {"client": client})


def _text(form: forms.ArticleForm) -> services.Text:
    given = form.cleaned_data
    return services.Text(given["title"], given["body"], given["audience"], form.lands())


def article(request: HttpRequest, article_id: UUID) -> HttpResponse:
    """One article; those who write change it here."""
    by = actor(request)
    _permit_knowledge(by)
    found = queries.article(by, article_id)
    request.client = found.client  # type: ignore[attr-defined]
    edits = may(by, permissions.ARTICLE_EDIT, found)
    initial = {
        "title": found.title, "body": found.body, "audience": found.audience, "version": found.version,
        "countries": ", ".join(found.countries),
    }  # fmt: skip
    form = forms.ArticleForm(request.POST or None, initial=initial)
    if request.method == "POST":
        permit(by, permissions.ARTICLE_EDIT, found)
        if form.is_valid():
            version = form.cleaned_data["version"] or 0
            if attempt(form, lambda: services.revise_article(by, found.pk, version, _text(form))):
                messages.success(request, _("The article is kept."))
                return redirect("desk:article", article_id=found.pk)
    state = {"label": rules.ARTICLE_STATES[found.state], "tone": shown.ARTICLE_TONES[found.state]}
    crumbs = _crumbs(_("Knowledge"), found.title)
    crumbs[1]["url"] = f"/desk/knowledge/?client={found.client.code}"
    context = {"article": found, "form": form if edits else None, "state": state, "crumbs": crumbs}
    return render(request, "desk/article.html", context)


@require_POST
def article_move(request: HttpRequest, article_id: UUID, name: str) -> HttpResponse:
    """Publish or retire an article."""
    done = {"publish": services.publish_article, "retire": services.retire_article}.get(name)
    if done is None:
        raise NotFound("move")
    done(actor(request), article_id)
    messages.success(request, _("The article is published.") if name == "publish" else _("The article is retired."))
    return redirect("desk:article", article_id=article_id)


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """How a client's desk did in a month."""
    by = actor(request)
    permit(by, permissions.FIGURES)
    check_names(request, "client", "month")
    client = asked_client(request, by)
    if client is None:
        return choose(request, by, "/desk/figures/")
    first = _month(request.GET.get("month", ""), clock.today(client.zone))
    zone = ZoneInfo(client.zone)
    start, end = (
        datetime(one.year, one.month, 1, tzinfo=zone).astimezone(UTC) for one in (first, add_months(first, 1))
    )
    found = queries.figures(by, client.pk, start, end)
    context = {
        "client": client,
        "figures": found,
        "first": first,
        "before": f"{first - timedelta(days=1):%Y-%m}",
        "after": f"{add_months(first, 1):%Y-%m}",
        "tiles": _tiles(found),
        "attainment": [
            {"label": rules.METRICS[metric], "value": shown.percent(value)}
            for metric, value in found.attainment.items()
        ],
        "crumbs": _crumbs(_("Figures")),
    }
    return render(request, "desk/figures.html", context)


def _month(text: str, today: date) -> date:
    try:
        found = date.fromisoformat(f"{text}-01") if text else today.replace(day=1)
    except ValueError:
        raise NotFound("month") from None
    if not 2000 <= found.year <= 2200:
        raise NotFound("month")
    return found


def _tiles(found: queries.Figures) -> list[dict[str, Any]]:
    nine = _("median of business time; nine in ten within %s")
    answered = _("%(n)s of %(of)s answered") % {"n": found.surveys_answered, "of": found.surveys_asked}
    shares = [
        (_("Satisfied"), found.csat, answered),
        (_("Solved with one answer"), found.first_contact, _("and not reopened for a week")),
        (_("Reopened"), found.reopen, _("of what was resolved")),
        (_("Found without asking"), found.deflection, _("of readings of articles")),
    ]
    lengths = [
        (_("First answer"), found.first_response_median, nine % shown.minutes(found.first_response_p90)),
        (_("Resolution"), found.resolution_median, nine % shown.minutes(found.resolution_p90)),
    ]
    tiles = [
        (_("Asked"), str(found.raised), _("in the month")),
        (_("Resolved"), str(found.resolved), _("for the first time")),
        (_("Open now"), str(found.open), _("%s hours old on average") % (found.backlog_age_hours or 0)),
        *((label, shown.minutes(value), note) for label, value, note in lengths),
        *((label, shown.percent(value), note) for label, value, note in shares),
    ]
    return [{"label": label, "value": value, "note": note} for label, value, note in tiles]


@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """What is promised, and when the desk is open."""
    by = actor(request)
    permit(by, permissions.ALL)
    check_names(request, "client")
    client = asked_client(request, by)
    if client is None:
        return choose(request, by, "/desk/promises/")
    held = list(queries.policies(by, client.pk)[:60])
    newest: dict[str, Policy] = {}
    for one in held:
        newest.setdefault(one.code, one)
    calendars: dict[str, WorkCalendar] = {}
    for calendar in queries.calendars(by, client.pk)[:100]:
        calendars.setdefault(calendar.name, calendar)
    context = {
        "client": client,
        "policies": [_policy(one) for one in newest.values()],
        "calendars": [_calendar(one) for one in calendars.values()],
        "columns": GOAL_COLUMNS,
        "crumbs": _crumbs(_("Promises")),
    }
    return render(request, "desk/promises.html", context)


def _policy(one: Policy) -> dict[str, Any]:
    goals = [
        {
            "label": rules.METRICS[goal.metric],
            "targets": [shown.minutes(goal.targets[each]) for each in rules.PRIORITIES],
            "calendar": goal.calendar,
            "pauses": ", ".join(str(rules.STATES[each]) for each in goal.pauses_in) or _("never"),
        }
        for goal in one.goals.all()
    ]
    told = [_told(each) for each in one.escalations.all()]
    return {
        "code": one.code,
        "version": one.version,
        "goals": goals,
        "told": told,
        "close": one.close_after_days,
        "reopen": one.reopen_within_days,
    }


def _told(rule: EscalationRule) -> str:
    """Who is told when, in a sentence."""
    often = rule.percent or rule.every_minutes
    words = {"metric": rules.METRICS[rule.metric], "roles": ", ".join(rule.roles), "n": often}
    at, late = _("%(metric)s: %(roles)s at %(n)s %%"), _("%(metric)s: %(roles)s each %(n)s min late")
    return (at if rule.percent else late) % words


def _calendar(one: WorkCalendar) -> dict[str, Any]:
    days = [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]
    hours = [
        {"label": days[int(number)], "value": ", ".join(f"{opens}–{closes}" for opens, closes in spans)}
        for number, spans in sorted(one.windows.items())
    ]
    closed = [{"label": text, "value": shown.day(date.fromisoformat(on))} for on, text in one.holidays[:60]]
    return {"name": one.name, "version": one.version, "zone": one.zone, "hours": hours, "closed": closed}
