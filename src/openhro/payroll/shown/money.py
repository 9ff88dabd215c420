"""Money out: cash requirement, files with their control totals, the equations of the tie-out, totals by line."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from openhro.payroll.queries import CashRequirement, Equation, FileView, LineTotal, RunView
from openhro.payroll.shown import words
from openhro.ui import formats

_EQUATIONS: dict[str, Any] = {
    "gross to net": gettext_lazy("Gross pay comes down to net pay"),
    "sealed gross": gettext_lazy("Sealed gross pay is what is stored"),
    "sealed net": gettext_lazy("Sealed net pay is what is stored"),
    "payslips": gettext_lazy("Every payslip that was sealed is stored"),
    "cost": gettext_lazy("The cost goes somewhere, all of it"),
    "payments": gettext_lazy("Net pay is what is paid"),
    "bank files": gettext_lazy("Payments are what the bank is told"),
    "register gross": gettext_lazy("Register: gross pay"),
    "register deductions": gettext_lazy("Register: deductions"),
    "register net": gettext_lazy("Register: net pay"),
    "register employer": gettext_lazy("Register: employer's costs"),
    "journal": gettext_lazy("The journal balances"),
    "journal net": gettext_lazy("Journal: net pay"),
    "journal liabilities": gettext_lazy("Journal: what is owed to others"),
    "payslip documents": gettext_lazy("Every payslip is written"),
}
_SIDES: dict[str, Any] = {
    "gross pay": gettext_lazy("gross pay"), "deductions + net pay": gettext_lazy("deductions + net pay"),
    "sealed": gettext_lazy("sealed"), "stored rows": gettext_lazy("stored rows"),
    "gross pay + employer's costs": gettext_lazy("gross pay + employer's costs"),
    "net pay + liabilities + kept by the employer": gettext_lazy("net pay + liabilities + kept by the employer"),
    "net pay": gettext_lazy("net pay"), "payments": gettext_lazy("payments"),
    "payments but cheques": gettext_lazy("payments but cheques"), "bank files": gettext_lazy("bank files"),
    "register": gettext_lazy("register"), "debits": gettext_lazy("debits"), "credits": gettext_lazy("credits"),
    "posted": gettext_lazy("posted"), "owed to payees": gettext_lazy("owed to payees"),
    "payslips": gettext_lazy("payslips"), "documents": gettext_lazy("documents"),
}  # fmt: skip
_TOTALS: dict[str, Any] = {
    "entries": gettext_lazy("entries"), "amount_minor": gettext_lazy("amount"), "gross": gettext_lazy("gross"),
    "deductions": gettext_lazy("deductions"), "net": gettext_lazy("net"), "employer": gettext_lazy("employer's costs"),
    "debit_minor": gettext_lazy("debits"), "credit_minor": gettext_lazy("credits"),
    "documents": gettext_lazy("documents"), "rows": gettext_lazy("rows"),
}  # fmt: skip
_MONEY = frozenset({"amount_minor", "gross", "deductions", "net", "employer", "debit_minor", "credit_minor"})
_SECTIONS: dict[str, Any] = {
    "earning": gettext_lazy("Earnings"), "pretax": gettext_lazy("Deductions before tax"),
    "tax": gettext_lazy("Taxes and contributions"), "order": gettext_lazy("Attachment orders"),
    "posttax": gettext_lazy("Deductions after tax"), "net": gettext_lazy("Net pay"),
    "employer": gettext_lazy("Employer's costs"),
}  # fmt: skip


def cash(found: CashRequirement, run_id: UUID) -> dict[str, Any]:
    """What the client must provide, to whom, until when."""
    people_url = f"{reverse('payroll:results', args=[run_id])}#people"
    lines_url = f"{reverse('payroll:results', args=[run_id])}#lines"
    nets = [
        {
            "label": _("Net pay, %(scheme)s") % {"scheme": words.scheme(one.scheme)},
            "note": ngettext("%(n)s payment", "%(n)s payments", one.payments)
            % {"n": formats.count(one.payments, formats.current_locale())},
            "minor": one.amount_minor, "due": found.pay_date, "because": _("The pay date."), "url": people_url,
        }
        for one in found.net
    ] or [{
        "label": _("Net pay"), "note": "", "minor": found.net_minor, "due": found.pay_date,
        "because": _("The pay date."), "url": people_url,
    }]  # fmt: skip
    payees = [
        {
            "label": words.payee(one.payee), "note": ", ".join(line.label for line in one.lines[:4]),
            "minor": one.amount_minor, "due": one.due, "because": one.because, "url": lines_url,
            "kept": not one.remitted,
        }
        for one in found.payees
    ]  # fmt: skip
    return {
        "rows": [*nets, *[row for row in payees if not row["kept"]]],
        "kept": [row for row in payees if row["kept"]],
        "total": found.total_minor,
        "currency": found.currency,
    }


def releasing(found: CashRequirement, view: RunView) -> list[dict[str, Any]]:
    """The sums that somebody has before their eyes when they fund or release."""
    sums = [
        {"label": _("Net pay to %(n)s people") % {"n": formats.count(view.row.people, formats.current_locale())},
         "minor": found.net_minor},
        *[{"label": words.payee(one.payee), "minor": one.amount_minor} for one in found.payees if one.remitted],
    ]  # fmt: skip
    return [*sums, {"label": _("Cash requirement"), "minor": found.total_minor, "total": True}]


def files(found: list[FileView], currency: str) -> list[dict[str, Any]]:
    """Files with their control totals."""
    return [
        {
            "one": one, "kind": words.FILES.get(one.kind, one.kind), "totals": _totals(one.totals, currency),
            "hash": words.short_hash(one.sha256), "size": _size(one.size),
        }
        for one in found
    ]  # fmt: skip


def _totals(totals: dict[str, Any], currency: str) -> list[str]:
    locale, said = formats.current_locale(), []
    for name, label in _TOTALS.items():
        value = totals.get(name)
        if isinstance(value, int):
            shown = str(formats.money(value, currency, locale)) if name in _MONEY else formats.count(value, locale)
            said.append(f"{label} {shown}" if name in _MONEY else f"{shown} {label}")
    return said


def _size(size: int) -> str:
    if size < 1024:
        return _("%(n)d bytes") % {"n": size}
    return _("%(n)d KB") % {"n": size // 1024} if size < 1024 * 1024 else _("%(n)d MB") % {"n": size // 1024**2}


def equations(found: list[Equation], currency: str) -> list[dict[str, Any]]:
    """The tie-out: what stands on each side, in words."""
    return [
        {
            "name": _EQUATIONS.get(one.name, one.name), "left": one.left, "right": one.right,
            "left_label": _SIDES.get(one.left_label, one.left_label),
            "right_label": _SIDES.get(one.right_label, one.right_label),
            "money": one.money, "holds": one.holds, "off": one.right - one.left,
        }
        for one in found
    ]  # fmt: skip


def lines(found: list[LineTotal]) -> list[dict[str, Any]]:
    """Totals by line, section by section."""
    parts: dict[str, list[LineTotal]] = {}
    for one in found:
        parts.setdefault(one.section, []).append(one)
    return [{"title": _SECTIONS.get(section, section), "lines": rows} for section, rows in parts.items()]


def funding(view: RunView) -> list[dict[str, Any]]:
    """How the money came."""
    held = view.funding
    if not held:
        return []
    locale, currency = formats.current_locale(), view.row.currency
    how = {"cleared_funds": _("Cleared funds"), "credit_decision": _("On credit, by decision")}
    return [
        {"label": _("How"), "value": how.get(held["how"], held["how"]), "source": held["reference"]},
        {"label": _("Amount"), "value": str(formats.money(int(held["amount_minor"]), currency, locale)),
         "source": _("needed %(amount)s") % {"amount": formats.money(int(held["required_minor"]), currency, locale)}},
        {"label": _("Recorded by"), "value": held["by"]},
    ]  # fmt: skip


def filings(view: RunView) -> list[dict[str, Any]]:
    """What was filed under which reference."""
    held = view.filing.get("filings", {})
    rows = [{"label": name, "value": reference} for name, reference in held.items()]
    return [*rows, {"label": _("Recorded by"), "value": view.filing.get("by", "")}] if rows else []
