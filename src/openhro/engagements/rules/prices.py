"""Prices: what each kind needs, bands without gaps, and which kinds a model usually has."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openhro.core.errors import Invalid
from openhro.engagements.rules.indexing import check_index
from openhro.engagements.rules.matrix import FUNCTIONS, MODELS
from openhro.engagements.rules.scope import Days
from openhro.engagements.rules.terms import PriceTerms, check_words

# kind: name, and what it is made of: "amount" (rate_minor or tiers), "percent" (rate) or either.
KINDS: dict[str, tuple[Promise, str]] = {
    "pepm": (gettext_lazy("Per employee per month"), "amount"),
    "flat_per_employee": (gettext_lazy("Flat fee per employee"), "amount"),
    "per_run": (gettext_lazy("Per payroll run"), "amount"),
    "per_payslip": (gettext_lazy("Per payslip"), "amount"),
    "retainer": (gettext_lazy("Monthly retainer"), "amount"),
    "pct_payroll": (gettext_lazy("Percentage of payroll"), "percent"),
    "per_hire": (gettext_lazy("Per hire"), "either"),
    "per_transaction": (gettext_lazy("Per transaction"), "amount"),
    "per_fte": (gettext_lazy("Per full-time equivalent"), "amount"),
    "fixed": (gettext_lazy("Fixed fee per month"), "amount"),
    "pass_through": (gettext_lazy("Passed on at cost"), "none"),
    "setup": (gettext_lazy("Set-up, once"), "amount"),
}
BASES = ("any_day", "on_date", "average", "day_prorated", "enrolled")
TIER_MODES = ("graduated", "volume")
_LARGEST = 10**13


def check_price(model: str, price: PriceTerms) -> None:
    """Raise the first thing wrong with a price."""
    Days.to_last(price.start, price.last_day)
    check_words({"code": price.code}, 40)
    _check_kind(model, price)
    _check_amounts(price)
    check_tiers(price.tiers)
    check_index(price)
    if price.tier_mode not in TIER_MODES:
        raise _bad("tier_mode", _("Bands are graduated or volume."))
    if price.count_basis not in BASES:
        raise _bad("count_basis", _("People are counted by: %(bases)s.") % {"bases": ", ".join(BASES)})
    if price.count_on is not None and not 1 <= price.count_on <= 31:
        raise _bad("count_on", _("The counting day is a day of the month, 1 to 31; none is the last day."))
    if price.guarantee_days is not None and not 0 <= price.guarantee_days <= 3650:
        raise _bad("guarantee_days", _("The guarantee lasts 0 to 3650 days."))
    if MODELS[model].functions is not None and not set(price.functions) <= FUNCTIONS.keys():
        raise _bad("functions", _("A function is unknown. Known: %(all)s.") % {"all": ", ".join(sorted(FUNCTIONS))})


def _check_kind(model: str, price: PriceTerms) -> None:
    if price.kind == "per_claim_risk":
        raise Invalid(
            "CLAIM_RISK_FORBIDDEN",
            _("A price per claim at the provider's risk is insurance, not administration. The client pays the claims."),
            field="kind",
            rule="1.2",
            detail={"model": model, "kind": price.kind},
        )
    if price.kind not in KINDS:
        raise _bad("kind", _("This kind of price is unknown. Known: %(all)s.") % {"all": ", ".join(KINDS)})
    made_of = KINDS[price.kind][1]
    amount = price.rate_minor is not None or bool(price.tiers)
    percent = price.rate is not None
    if price.rate_minor is not None and price.tiers:
        raise _bad("tiers", _("Enter a rate or bands, not both."))
    fits = {"amount": amount and not percent, "percent": percent and not amount, "either": amount != percent}
    if not fits.get(made_of, not amount and not percent):
        raise _bad("rate", _("This kind of price needs %(what)s.") % {"what": _needs(made_of)})


def _needs(made_of: str) -> str:
    return {
        "amount": _("an amount or bands, and no percentage"),
        "percent": _("a percentage, and no amount"),
        "either": _("either an amount or a percentage"),
    }.get(made_of, _("no rate: the cost is passed on as it is"))


def _check_amounts(price: PriceTerms) -> None:
    for field in ("rate_minor", "minimum_minor", "cap_minor"):
        amount = getattr(price, field)
        if amount is not None and not 0 <= amount <= _LARGEST:
            raise _bad(field, _("The amount must not be negative, nor beyond what a contract holds."))
    if price.rate is not None and not (price.rate.is_finite() and Decimal(0) <= price.rate <= Decimal(100)):
        raise _bad("rate", _("A percentage lies between 0 and 100."))
    if price.rate is not None and price.rate != round(price.rate, 6):
        raise _bad("rate", _("A percentage has six decimal places at most."))
    if price.minimum_minor is not None and price.cap_minor is not None and price.minimum_minor > price.cap_minor:
        raise _bad("minimum_minor", _("The minimum is above the cap."))


def check_tiers(tiers: Sequence[tuple[int | None, int]]) -> None:
    """Bands must rise, each from where the one before ends, and the last must be open."""
    before = 0
    for place, (upto, minor) in enumerate(tiers):
        last = place == len(tiers) - 1
        if upto is None and not last:
            raise _gap(place, _("Only the last band may be open: those after it would overlap it."))
        if last and upto is not None:
            raise _gap(place, _("The last band must be open, else nothing is charged above %(upto)s.") % {"upto": upto})
        if upto is not None and upto <= before:
            raise _gap(place, _("Band %(n)s ends at or before the one below it, so they overlap.") % {"n": place + 1})
        if not 0 <= minor <= _LARGEST:
            raise _bad("tiers", _("The rate of a band must not be negative."))
        before = upto or before


def unusual_price(model: str, kind: str) -> list[str]:
    """A warning where the model is not usually priced so; the engagement manager decides."""
    if kind in MODELS[model].prices or kind in ("setup", "pass_through"):
        return []
    usual = ", ".join(sorted(MODELS[model].prices))
    return [
        _("%(model)s is usually priced by %(usual)s, not by %(kind)s.") % {"model": model, "usual": usual, "kind": kind}
    ]


def _bad(field: str, message: str) -> Invalid:
    return Invalid("PRICE_INVALID", message, field=field)


def _gap(place: int, message: str) -> Invalid:
    return Invalid("TIER_GAP", message, field="tiers", rule="1.8", detail={"band": place + 1})
