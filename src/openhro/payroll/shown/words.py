"""What payroll's codes are called."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openhro.core.actor import Role
from openhro.payroll.queries import period_name

STATES: dict[str, tuple[Any, str, str]] = {
    "open": (_("Opened"), "accent", "inbox"),
    "collecting": (_("Collecting inputs"), "accent", "inbox"),
    "locked": (_("Locked"), "info", "lock"),
    "calculated": (_("Being checked"), "info", "clock"),
    "reviewed": (_("Waiting for the client"), "warn", "clock"),
    "client_approved": (_("Approved, not funded"), "warn", "clock"),
    "funded": (_("Funded"), "accent", "clock"),
    "released": (_("Released"), "good", "check"),
    "paid": (_("Paid"), "good", "check"),
    "filed": (_("Filed"), "good", "check"),
    "closed": (_("Closed"), "plain", "lock"),
    "cancelled": (_("Cancelled"), "plain", "cross"),
}
"""Label, tone and icon of a run's state."""

STAGES: dict[str, Any] = {
    "collecting": _("Inputs"),
    "locked": _("Locked"),
    "calculated": _("Calculated"),
    "reviewed": _("Reviewed"),
    "client_approved": _("Client approved"),
    "funded": _("Funded"),
    "released": _("Released"),
    "paid": pgettext_lazy("pay run", "Paid"),
    "filed": _("Filed"),
    "closed": pgettext_lazy("pay run", "Closed"),
}

STEPS: dict[str, Any] = {
    "inputs": _("send inputs"),
    "calculate": _("calculate"),
    "prepare": _("check the results and hand them on"),
    "review": _("review"),
    "client_approve": _("approve"),
    "fund": _("record the funding"),
    "release": _("release payments and payslips"),
    "mark_paid": _("see that the payments settled"),
    "mark_filed": _("file with the authorities"),
    "close": _("close the run"),
    "": _("nothing more to do"),
}

HOLDERS: dict[Role, Any] = {
    Role.CLIENT_HR: _("The client's HR"),
    Role.CLIENT_ADMIN: _("The client's approver"),
    Role.PAYROLL_SPECIALIST: _("A payroll specialist"),
}

# Of what the system found no reason for, once people have given one for all of it.
ANSWERED = _("Answered")
REASONS: dict[str, Any] = {
    "unexplained": _("No reason yet"),
    "hire": _("Joined"),
    "leaver": _("Left"),
    "moved": _("Moved between groups"),
    "part_period": _("Part of a period"),
    "rate_change": _("New pay terms"),
    "one_off": _("One-off line"),
    "tax_facts": _("New tax facts"),
    "follows_pay": _("Follows gross pay"),
    "law_change": _("The law changed"),
    "error": _("Left out by an error"),
}

CAUSES: dict[str, Any] = {
    "client": _("client"), "provider": _("provider"), "employee": _("employee"), "system": _("system"),
}  # fmt: skip
SOURCES: dict[str, Any] = {"typed": _("typed"), "import": _("file"), "api": _("API")}
FILES: dict[str, Any] = {
    "bank": _("Bank file"), "journal": _("Journal"), "register": _("Register"), "payslips": _("Payslips"),
}  # fmt: skip
SCHEMES: dict[str, str] = {"bacs": "Bacs", "ach": "ACH", "sepa": "SEPA", "cheque": "", "none": ""}
SCHEME_WORDS: dict[str, Any] = {"cheque": _("Cheque"), "none": _("No account yet")}
PAYEES: dict[str, Any] = {
    "hmrc": _("HMRC"), "irs": _("IRS"), "pension": _("Pension provider"), "charity": _("Payroll giving agency"),
    "hsa": _("HSA custodian"), "retirement": _("Retirement plan"), "client": _("The employer, to pass on"),
    "finanzamt": _("Tax office (Finanzamt)"), "krankenkasse": _("Health insurance fund (Krankenkasse)"),
    "minijob-zentrale": _("Minijob-Zentrale"), "creditor": _("Creditor"),
}  # fmt: skip
FREQUENCIES: dict[str, Any] = {
    "monthly": _("monthly"), "semimonthly": _("twice a month"), "biweekly": _("every two weeks"),
    "weekly": _("weekly"), "fortnightly": _("every two weeks"), "four_weekly": _("every four weeks"),
    "quarterly": _("every quarter"), "annual": _("once a year"),
}  # fmt: skip
KINDS: dict[str, Any] = {"regular": _("regular"), "off_cycle": _("off-cycle"), "parallel": _("parallel run")}
UNITS: dict[str, Any] = {
    "salary": _("salary of the pay terms"), "amount": _("amount"), "hours": _("hours"), "units": _("pieces"),
}  # fmt: skip


def state(code: str) -> dict[str, Any]:
    """A state as a badge reads it."""
    label, tone, icon = STATES.get(code, (code, "plain", "info"))
    return {"label": label, "tone": tone, "icon": icon}


def payee(code: str) -> Any:
    """A payee in words; states and funds keep their code in capitals."""
    if code in PAYEES:
        return PAYEES[code]
    parts = code.split("-")
    return " ".join([parts[0].upper(), parts[1].upper(), *parts[2:]]) if len(parts) > 1 else code


def scheme(code: str) -> Any:
    """A payment scheme by the name that its country uses."""
    return SCHEME_WORDS.get(code) or SCHEMES.get(code) or code.upper()


def run_name(code: str, frequency: str) -> str:
    """A run of a group as people call it, by the pay date that ends its code; the code itself where there is none."""
    try:
        return period_name(date.fromisoformat(code[-10:]), frequency)
    except ValueError:
        return code


def short_hash(digest: str) -> str:
    """The first eight digits, in fours: enough to compare by eye."""
    return f"{digest[:4]} {digest[4:8]}" if digest else ""
