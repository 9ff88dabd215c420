"""Tax on an invoice by rule data: the standard rate at home, the rule across a border, or a stated reason."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openhro.billing.rules.charging import percentage
from openhro.core.errors import Invalid

DATA = Path(__file__).with_name("tax.toml")
TREATMENTS: dict[str, Promise] = {
    "rule": gettext_lazy("By the rules of the countries"),
    "exempt": gettext_lazy("Exempt"),
    "reverse_charge": gettext_lazy("Reverse charge"),
    "outside": gettext_lazy("Not subject to this tax"),
}
# UNCL 5305: S standard, E exempt, AE reverse charge, O not subject to tax.
CATEGORIES = {"exempt": "E", "reverse_charge": "AE", "outside": "O"}


@dataclass(frozen=True, slots=True)
class Tax:
    """How an invoice is taxed: the category, the rate in percent, and why."""

    category: str
    rate: Decimal = Decimal(0)
    name: str = ""
    reason: str = ""
    cite: str = ""

    def on(self, subtotal_minor: int) -> int:
        """The tax on an amount, to the minor unit, half up."""
        return percentage(subtotal_minor, self.rate) if self.rate else 0


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def stated(treatment: str, reason: str) -> Tax:
    """No tax, for a reason that the provider states."""
    return Tax(CATEGORIES[treatment], reason=reason)


def check_treatment(treatment: str, reason: str) -> None:
    """Tax goes by rule, or somebody says why there is none; the invoice prints the reason."""
    if treatment not in TREATMENTS:
        raise Invalid("TREATMENT_INVALID", _("Tax goes by: %s.") % ", ".join(TREATMENTS), field="treatment")
    if treatment != "rule" and (not reason.strip() or not reason.isprintable() or len(reason) > 240):
        message = _("Say in 1 to 240 characters why no tax is charged; the invoice prints it.")
        raise Invalid("REASON_REQUIRED", message, field="tax_reason")


def by_rule(supplier: str, customer: str, day: date) -> Tax:
    """The tax between companies of two countries on a day. Refuses what no rule is known for."""
    if supplier and supplier == customer:
        held = [one for one in _data()["rate"] if one["country"] == supplier and one["from"] <= day]
        if held:
            newest = max(held, key=lambda one: one["from"])
            return Tax("S", Decimal(newest["percent"]), newest["name"], cite=newest["cite"])
    elif supplier and customer:
        for one in _data()["across"]:
            if _is(supplier, one["supplier"]) and _is(customer, one["customer"]):
                return Tax(one["category"], reason=one["reason"], cite=one["cite"])
    raise Invalid(
        "TAX_UNKNOWN",
        _(
            "No rule is known for tax between a supplier in %(supplier)s and a customer in %(customer)s on this day. "
            "Say in the billing terms how tax is treated and why, then count the month again."
        )
        % {"supplier": supplier or _("no country"), "customer": customer or _("no country")},
        rule="G10",
        detail={"supplier": supplier, "customer": customer, "day": day.isoformat()},
    )


def _is(country: str, named: str) -> bool:
    return named in ("any", country) or (named == "eu" and country in _data()["eu"])
