"""Tiles, changes, sign-offs and filters of a run's tabs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from openhro.payroll.forms import MoneyField, as_text
from openhro.payroll.queries import (
    ApprovalView,
    ProblemRow,
    ResultFilters,
    RunRow,
    RunTotals,
    RunView,
    VariancePage,
    VarianceRow,
)
from openhro.payroll.shown import charts, words
from openhro.ui import formats

STEPS = (("preparer", "prepare"), ("reviewer", "review"), ("client", "client_approve"))


def tiles(view: RunView, past: list[RunTotals]) -> list[dict[str, Any]]:
    """Four totals with their change and course; each leads to the rows whose sum it is."""
    row, before = view.row, past[-2] if len(past) > 1 else None
    url = reverse("payroll:results", args=[row.id])
    sums = [
        (_("Net pay"), row.net_minor, "net"), (_("Gross pay"), row.gross_minor, "gross"),
        (_("Deductions"), view.deductions_minor, "deductions"),
        (_("Employer's costs"), view.employer_minor, "employer"),
    ]  # fmt: skip
    return [
        {
            "label": label, "minor": minor, "url": f"{url}#people" if name == "net" else f"{url}#lines",
            "prior": getattr(before, f"{name}_minor") if before else None,
            "spark": charts.net_spark(past, name, row.currency),
        }
        for label, minor, name in sums
    ]  # fmt: skip


def variance(page: VariancePage, row: RunRow) -> dict[str, Any]:
    """Changes as rows, what nobody has explained first."""
    return {
        "rows": [_change(one, row) for one in page.rows],
        "open": page.open,
        "total": sum(page.reasons.values()),
        "against": words.run_name(page.against, row.frequency),
        "next": page.next,
    }


def _change(one: VarianceRow, row: RunRow) -> dict[str, Any]:
    waits = one.needs_answer and not one.answered_at
    return {
        "one": one,
        "url": reverse("payroll:payslip", args=[row.id, one.employment_id]),
        "reason": words.REASONS.get(one.reason, one.reason) if one.reason else "",
        "waits": waits,
        "flag": "row-flag" if waits else "",
    }


def reasons(page: VariancePage, run_id: UUID, chosen: str) -> list[dict[str, Any]]:
    """How many changes there are of each reason; what has none comes first."""
    url = reverse("payroll:variance", args=[run_id])
    order = sorted(page.reasons.items(), key=lambda pair: (pair[0] != "unexplained", -pair[1]))
    total = sum(page.reasons.values())
    rows = [{"label": _("All"), "count": total, "url": url, "current": not chosen}]
    return rows + [
        {
            "label": words.ANSWERED if name == "unexplained" and not page.open else words.REASONS.get(name, name),
            "count": count, "url": f"{url}?{urlencode({'reason': name})}",
            "current": name == chosen, "hot": name == "unexplained" and page.open > 0,
        }
        for name, count in order
    ]  # fmt: skip


_PLACING = ("NOT_IN_A_GROUP", "NOT_ON_PAYROLL")
_LINES = ("DUPLICATE_LINE", "TERMINATED")
_STANDING = ("PAY_TERMS_MISSING", "BANK_MISSING", "NATIONAL_ID_MISSING", "ADDRESS_MISSING")


def problems(found: list[ProblemRow], run_id: UUID) -> list[dict[str, Any]]:
    """Problems with the page where each is mended: the person's own, their pay group, the inputs, tax data."""
    rows = []
    for one in found:
        url, label = "", ""
        if one.code in _STANDING and one.person_id:
            url, label = f"/people/{one.person_id}/", _("Person")
        elif one.code in _LINES:
            url, label = reverse("payroll:inputs", args=[run_id]), _("Inputs")
        elif one.code in _PLACING and one.employment_id:
            url, label = reverse("payroll:person", args=[one.employment_id]), _("Pay group")
        elif one.employment_id:
            url, label = reverse("payroll:tax", args=[one.employment_id]), _("Tax data")
        rows.append({"one": one, "url": url, "label": label, "mended": one.code in (*_PLACING, *_LINES)})
    return rows


def sign_offs(given: list[ApprovalView], step: str) -> list[dict[str, Any]]:
    """The three approvals, given or to come."""
    roles = {"preparer": _("Prepared"), "reviewer": _("Reviewed"), "client": _("Client approves")}
    held = {one.step: one for one in given if not one.is_void}
    found = []
    for name, action in STEPS:
        one = held.get(name)
        if one is None:
            waits = action == step
            found.append({"role": roles[name], "name": None, "state": "waiting" if waits else "", "detail": ""})
            continue
        found.append(
            {
                "role": roles[name], "name": one.by_name, "state": "approved", "detail": _saw(one), "note": one.note,
                "hash": words.short_hash(one.result_hash),
            }
        )  # fmt: skip
    return found


def _saw(one: ApprovalView) -> str:
    from django.utils import timezone

    return formats.moment(one.at, timezone.get_current_timezone(), formats.current_locale()) + " ·"


def voided(given: list[ApprovalView]) -> list[dict[str, Any]]:
    """Approvals that an unlock made void."""
    roles = {"preparer": _("Prepared"), "reviewer": _("Reviewed"), "client": _("Client approved")}
    return [
        {"one": one, "role": roles[one.step], "hash": words.short_hash(one.result_hash)} for one in given if one.is_void
    ]


def why_not(view: RunView, given: list[ApprovalView], user: UUID | None) -> str:
    """Why somebody whose role could approve may not: they already did, and three people are three."""
    living = [one for one in given if not one.is_void]
    mine = any(one.by == user for one in living)
    if mine and view.row.step in ("review", "client_approve") and len(living) < len(STEPS):
        return _("You already approved these results. The next approval is somebody else's: maker is never checker.")
    return ""


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of the results as the page shows them; `fault` says which amount could not be read."""

    filters: ResultFilters
    text: str
    state: str
    low: str
    high: str
    fault: str
    applied: list[dict[str, str]]


RESULT_FILTERS = ("q", "state", "from", "to")


def result_filters(query: Mapping[str, str], currency: str) -> Asked:
    """Filters out of the address."""
    text, state = query.get("q", "").strip()[:80], query.get("state", "")
    low, high = query.get("from", "").strip(), query.get("to", "").strip()
    amounts, fault = [], ""
    for given in (low, high):
        try:
            amounts.append(MoneyField(currency, required=False).clean(given))
        except ValidationError as refused:
            amounts.append(None)
            fault = refused.messages[0]
    held = {"q": text, "state": state, "from": low, "to": high}
    labels = {
        "q": text, "state": _("Paid") if state == "paid" else _("Left out"),
        "from": _("Net from %(n)s") % {"n": as_text(amounts[0], currency)},
        "to": _("Net up to %(n)s") % {"n": as_text(amounts[1], currency)},
    }  # fmt: skip
    applied = [
        {"label": labels[name], "url": "?" + urlencode({k: v for k, v in held.items() if v and k != name})}
        for name, value in held.items() if value
    ]  # fmt: skip
    return Asked(ResultFilters(text, state, amounts[0], amounts[1]), text, state, low, high, fault, applied)
