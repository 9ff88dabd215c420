"""How the facts of a person are worded on the page."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from openhro.people.models import BASES, END_REASONS, SCHEMES, SEXES
from openhro.people.queries import BankView, EmploymentView, Fact, PersonView
from openhro.ui import formats
from openhro.ui.templatetags.ui import day as day_of

_REASONS, _BASES, _SCHEMES, _SEXES = dict(END_REASONS), dict(BASES), dict(SCHEMES), dict(SEXES)
_HIDDEN = {
    "bank": gettext_lazy("bank accounts and national numbers"),
    "pay": gettext_lazy("pay"),
    "address": gettext_lazy("home address, phone and date of birth"),
}
_TITLES = {
    "hired": gettext_lazy("Joined"),
    "ended": gettext_lazy("Left"),
    "assignment": gettext_lazy("Work"),
    "pay": gettext_lazy("Pay"),
    "bank": gettext_lazy("Bank account"),
    "address": gettext_lazy("Home"),
    "journal": gettext_lazy("Journal"),
}
_TONES = {"hired": "good", "ended": "warn", "journal": "plain"}


def state(person: PersonView) -> dict[str, Any]:
    """Whether the person works here on the day."""
    states = {job.state for job in person.employments}
    if "active" in states:
        leaving = any(job.state == "active" and job.end for job in person.employments)
        return {"tone": "warn", "label": _("Leaving")} if leaving else {"tone": "good", "label": _("Working")}
    if "pre_hire" in states:
        return {"tone": "info", "label": _("Joining")}
    return {"tone": "plain", "label": _("Left") if states else _("Not employed")}


def lede(person: PersonView) -> str:
    """The work in one line."""
    job = next((one for one in person.employments if one.state == "active"), None)
    if job is None or job.assignment is None:
        return ""
    post = job.assignment
    return ", ".join(filter(None, (post.job_title, post.site, job.employer)))


def hidden(person: PersonView) -> str:
    """What the reader's role does not show, in words."""
    return ", ".join(str(_HIDDEN[name]) for name in sorted(person.hidden))


def personal(person: PersonView) -> list[dict[str, Any]]:
    """The person's own facts on the day."""
    home = person.address
    rows: list[tuple[str, Any, str]] = [
        (_("Full name"), f"{person.given_name} {person.family_name}", ""),
        (_("Date of birth"), day_of(person.date_of_birth) if person.date_of_birth else "", ""),
        (_("Sex, as the tax authority asks"), _SEXES.get(person.sex, ""), ""),
        (_("Email"), person.email, ""),
        (_("Phone"), person.phone, ""),
        (_("Home"), ", ".join((*home.lines, home.country)) if home else "", _since(home.since) if home else ""),
        *((kind, number, _("masked")) for kind, number in person.national_ids),
        (_("Own key"), person.external_id, _("how the client’s own system and files name this person")),
    ]
    return [{"label": label, "value": value, "source": source} for label, value, source in rows if value]


def job(one: EmploymentView) -> dict[str, Any]:
    """An employment with what holds on the day."""
    return {"view": one, "facts": _terms(one) + _post(one) + _pay(one), "banks": [_bank(bank) for bank in one.banks]}


def _terms(one: EmploymentView) -> list[dict[str, Any]]:
    years, months = one.service
    service = " ".join(
        filter(
            None,
            (
                ngettext("%(n)d year", "%(n)d years", years) % {"n": years} if years else "",
                ngettext("%(n)d month", "%(n)d months", months) % {"n": months} if months or not years else "",
            ),
        )
    )
    rows: list[dict[str, Any]] = [
        {"label": _("Employed"), "value": day_of(one.start), "source": _until(one.end, one.end_reason)},
        {"label": _("Country"), "value": one.country, "source": ""},
        {"label": _("Service"), "value": service, "source": _since(one.continuous_service_from)},
        {"label": _("Staff number"), "value": one.number, "source": one.external_id},
    ]
    return [row for row in rows if row["value"]]


def _post(one: EmploymentView) -> list[dict[str, Any]]:
    post = one.assignment
    if post is None:
        return []
    since = _since(post.since)
    rows: list[dict[str, Any]] = [
        {"label": _("Work"), "value": post.job_title, "source": since},
        {"label": _("Place"), "value": " · ".join(filter(None, (post.site, post.department, post.cost_centre)))},
        {"label": _("Reports to"), "value": post.manager},
        {"label": _("Share of full time"), "value": "" if post.fte == 1 else f"{post.fte.normalize():f}"},
    ]
    return [row for row in rows if row["value"]]


def _pay(one: EmploymentView) -> list[dict[str, Any]]:
    if one.pay is None:
        return []
    text = _amount(one.pay.amount_minor, one.pay.currency, one.pay.basis)
    hours = "" if one.pay.hours_week is None else _("%(n)s hours a week") % {"n": f"{one.pay.hours_week.normalize():f}"}
    source = " · ".join(filter(None, (hours, one.pay.reason, str(_since(one.pay.since)))))
    return [{"label": _("Pay"), "value": text, "source": source}]


def _amount(minor: int, currency: str, basis: str) -> str:
    return f"{formats.money(minor, currency, formats.current_locale())} {_BASES.get(basis, basis)}"


def _bank(bank: BankView) -> dict[str, Any]:
    share = ""
    if bank.split == "percent" and bank.split_percent is not None:
        share = f"{bank.split_percent.normalize():f} %"
    return {
        "label": _SCHEMES.get(bank.scheme, bank.scheme),
        "value": bank.number,
        "source": " · ".join(filter(None, (bank.holder, share, str(_since(bank.since))))),
    }


def _since(day: date) -> str:
    return _("since %(day)s") % {"day": formats.day(day, formats.current_locale())}


def _until(day: date | None, reason: str) -> str:
    if day is None:
        return ""
    said = _("until %(day)s") % {"day": formats.day(day, formats.current_locale())}
    return " · ".join(filter(None, (said, str(_REASONS.get(reason, reason)))))


def story(facts: list[Fact], names: dict[UUID, str], as_of: date) -> list[dict[str, Any]]:
    """The timeline, newest day first; what lies after the shown day is hollow, what was corrected says so."""
    return [_entry(fact, names, as_of) for fact in reversed(facts)]


def _entry(fact: Fact, names: dict[UUID, str], as_of: date) -> dict[str, Any]:
    who = names.get(fact.recorded_by, "") if fact.recorded_by else ""
    tone = "plain" if fact.superseded_at else _TONES.get(fact.kind, "accent")
    return {
        "title": _title(fact),
        "body": _body(fact),
        "when": day_of(fact.day),
        "who": fact.data.get("by") or who,
        "tone": tone,
        "future": fact.day > as_of,
        "kind": fact.kind,
    }


def _title(fact: Fact) -> str:
    kind = str(_TITLES[fact.kind])
    if fact.kind == "journal":
        return fact.title
    if fact.kind == "pay":
        return f"{kind}: {_amount(fact.data['amount_minor'], fact.data['currency'], fact.data['basis'])}"
    said = {"hired": fact.data.get("country", ""), "ended": str(_REASONS.get(fact.title, fact.title))}
    text = said.get(fact.kind, fact.title)
    return f"{kind}: {text}" if text else kind


def _body(fact: Fact) -> str:
    data, kind = fact.data, fact.kind
    parts: list[str] = {
        "assignment": [data.get("site", ""), data.get("department", ""), data.get("cost_centre", ""), _under(data)],
        "pay": [fact.title],
        "bank": [str(_SCHEMES.get(data.get("scheme", ""), ""))],
        "address": [data.get("postcode", ""), data.get("country", "")],
        "hired": [data.get("employment", "")],
        "ended": [data.get("employment", "")],
    }.get(kind, [])
    if fact.superseded_at:
        parts = [*parts, _("corrected on %(day)s") % {"day": formats.day(fact.superseded_at, formats.current_locale())}]
    return " · ".join(part for part in parts if part)


def _under(data: dict[str, Any]) -> str:
    return _("reports to %(name)s") % {"name": data["manager"]} if data.get("manager") else ""
