"""Forms of contracts: the head, scope, prices, and what a move asks for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from openhro.core.errors import Refused
from openhro.core.money import Money
from openhro.engagements.rules import BASES, FUNCTIONS, KINDS, MODELS, STATES
from openhro.engagements.services import EngagementTerms, PriceTerms, ScopeTerms
from openhro.ui.formats import current_locale

SIDES = [("client", _("The client")), ("provider", _("The provider"))]


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


class FilterForm(forms.Form):
    """What the list is narrowed to."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("Every state")), *STATES.items()])
    model = forms.ChoiceField(
        label=_("Model"),
        required=False,
        choices=[("", _("Every model")), *((code, f"{code} · {model.name}") for code, model in MODELS.items())],
    )


class HeadForm(forms.Form):
    """The head of a contract."""

    code = forms.CharField(label=_("Code"), max_length=40)
    model = forms.ChoiceField(label=_("Model"), choices=[(code, f"{code}: {one.name}") for code, one in MODELS.items()])
    currency = forms.CharField(
        label=_("Currency"), min_length=3, max_length=3, help_text=_("Three letters, as in USD.")
    )
    effective_from = day_field(_("First day"))
    effective_to = day_field(_("Last day"), required=False)
    term_months = forms.IntegerField(label=_("Term in months"), required=False)
    renewal = forms.ChoiceField(
        label=_("At the end of the term"),
        choices=[("none", _("It ends")), ("auto", _("It renews itself"))],
        initial="none",
        required=False,
    )
    notice_months = forms.IntegerField(label=_("Notice in months"), initial=3)
    law = forms.CharField(label=_("Governing law"), required=False, max_length=120)
    provider_entity_id = forms.ChoiceField(label=_("Provider’s company"), required=False)
    dpa_ref = forms.CharField(
        label=_("Data-processing agreement"),
        required=False,
        max_length=120,
        help_text=_("Reference of the signed one. It is needed before anybody signs."),
    )
    risk_bearer = forms.ChoiceField(label=_("Who bears the risk"), choices=SIDES)
    framework = forms.BooleanField(
        label=_("This is a framework"),
        required=False,
        help_text=_("It holds what its child engagements share; they hold scope and prices."),
    )
    parent_id = forms.ChoiceField(label=_("Rests on the framework"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        companies: list[tuple[UUID, str]],
        frameworks: list[tuple[UUID, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for field, rows in (("provider_entity_id", companies), ("parent_id", frameworks)):
            choices = [("", _("None")), *((str(key), name) for key, name in rows)]
            self.fields[field].choices = choices  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """The head as the services take it."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        for name in ("provider_entity_id", "parent_id"):
            given[name] = UUID(given[name]) if given[name] else None
        given |= {"currency": given["currency"].upper(), "renewal": given["renewal"] or "none"}
        return given

    def terms(self) -> EngagementTerms:
        """The head of a new contract."""
        return EngagementTerms(**self.values())


class ScopeForm(forms.Form):
    """A piece of work that somebody is responsible for."""

    function = forms.CharField(label=_("Function"))
    country = forms.CharField(label=_("Country"), min_length=2, max_length=2, help_text=_("Two letters, as in GB."))
    entity = forms.ChoiceField(label=_("Client’s company"), required=False)
    provider_entity = forms.ChoiceField(label=_("Provider’s company"), required=False)
    start = day_field(_("First day"))
    last_day = day_field(_("Last day"), required=False)
    responsibility = forms.ChoiceField(
        label=_("Who does it"),
        choices=[("provider", _("The provider")), ("client", _("The client")), ("shared", _("Both"))],
    )
    process = forms.CharField(
        label=_("Only this process"), required=False, max_length=80, help_text=_("Empty: the whole function.")
    )
    population = forms.CharField(label=_("For whom"), required=False, max_length=160, help_text=_("Empty: everybody."))

    def __init__(
        self, *args: Any, model: str, entities: list[tuple[UUID, str]], companies: list[tuple[UUID, str]], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        allowed = MODELS[model].functions
        if allowed is not None:
            known = [(code, name) for code, name in FUNCTIONS.items()]
            self.fields["function"] = forms.ChoiceField(label=_("Function"), choices=known)
        for name, rows in (("entity", entities), ("provider_entity", companies)):
            choices = [("", _("None")), *((str(key), label) for key, label in rows)]
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def terms(self) -> ScopeTerms:
        """The work as the services take it."""
        given = self.cleaned_data
        entity, ours = given["entity"], given["provider_entity"]
        return ScopeTerms(
            function=given["function"],
            country=given["country"].upper(),
            start=given["start"],
            last_day=given["last_day"],
            entity_id=UUID(entity) if entity else None,
            provider_entity_id=UUID(ours) if ours else None,
            process=given["process"],
            population=given["population"],
            responsibility=given["responsibility"],
        )


class PriceForm(forms.Form):
    """A price: an amount, bands or a percentage, by kind."""

    code = forms.CharField(label=_("Code"), max_length=40, help_text=_("The same code later means the next version."))
    kind = forms.ChoiceField(label=_("Kind"), choices=[(kind, name) for kind, (name, _made_of) in KINDS.items()])
    start = day_field(_("First day"))
    last_day = day_field(_("Last day"), required=False)
    rate_minor = forms.CharField(label=_("Amount"), required=False, help_text=_("For one of what is counted."))
    rate = forms.DecimalField(
        label=_("Percentage"), required=False, max_digits=9, decimal_places=6, help_text=_("2.75 is 2.75 %.")
    )
    tiers = forms.CharField(
        label=_("Bands"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": "50: 18.00\n200: 15.00\n*: 12.00"}),
        help_text=_("Instead of an amount. One a line: up to how many, then the price; * for the last one."),
    )
    tier_mode = forms.ChoiceField(
        label=_("Bands are"),
        choices=[("graduated", _("graduated: each part at its own price")), ("volume", _("by volume: all at one"))],
    )
    count_basis = forms.ChoiceField(
        label=_("People are counted"),
        choices=[
            (basis, name)
            for basis, name in zip(
                BASES,
                (
                    _("who are employed on any day"),
                    _("who are employed on one day"),
                    _("on average"),
                    _("by days"),
                    _("who are enrolled"),
                ),
                strict=True,
            )
        ],
    )
    minimum_minor = forms.CharField(label=_("At least"), required=False)
    cap_minor = forms.CharField(label=_("At most"), required=False)
    index = forms.CharField(
        label=_("Follows the index"), required=False, max_length=40, help_text=_("As in UK-CPI. Empty: none.")
    )
    index_from = day_field(_("First anniversary"), required=False, help_text=_("After that it is every year."))
    index_floor = forms.DecimalField(
        label=_("Rises at least, in percent"), required=False, max_digits=9, decimal_places=6
    )
    index_cap = forms.DecimalField(label=_("Rises at most, in percent"), required=False, max_digits=9, decimal_places=6)
    guarantee_days = forms.IntegerField(
        label=_("Guarantee, days"), required=False, min_value=0, max_value=3650,
        help_text=_("For hires: who leaves within so many days is refunded for the days that were left."),
    )  # fmt: skip
    functions = forms.MultipleChoiceField(
        label=_("Only for"),
        required=False,
        choices=list(FUNCTIONS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: for all functions in scope."),
    )

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean(self) -> dict[str, Any]:
        """Amounts as minor units of the contract's currency; bands as pairs."""
        given = super().clean() or {}
        for name in ("rate_minor", "minimum_minor", "cap_minor"):
            given[name] = self._amount(name, given.get(name, ""))
        given["tiers"] = self._bands(given.get("tiers", ""))
        return given

    def _amount(self, field: str, text: str) -> int | None:
        if not text.strip():
            return None
        try:
            return Money.parse(text, self.currency, str(current_locale())).amount
        except Refused as refused:
            self.add_error(field, refused.message)
            return None

    def _bands(self, text: str) -> tuple[tuple[int | None, int], ...]:
        found: list[tuple[int | None, int]] = []
        for line in filter(None, (line.strip() for line in text.splitlines())):
            upto, _colon, price = line.partition(":")
            amount = self._amount("tiers", price)
            if amount is None or not (upto.strip() == "*" or (upto.strip().isdecimal() and len(upto.strip()) < 10)):
                if not self.has_error("tiers"):
                    self.add_error("tiers", _("Write each band as “50: 18.00”, the last as “*: 12.00”."))
                return ()
            found.append((None if upto.strip() == "*" else int(upto), amount))
        return tuple(found)

    def terms(self) -> PriceTerms:
        """The price as the services take it."""
        given = self.cleaned_data
        rate = given["rate"]
        names = ("code", "kind", "start", "last_day", "rate_minor", "tiers", "tier_mode", "count_basis")
        index = ("index", "index_from", "index_floor", "index_cap")
        more = {name: given[name] for name in (*names, "minimum_minor", "cap_minor", "guarantee_days", *index)}
        return PriceTerms(**more, rate=Decimal(rate) if rate is not None else None, functions=tuple(given["functions"]))


class LastDayForm(forms.Form):
    """The last day of a scope item or a price."""

    last_day = day_field(_("Last day"))


class NothingForm(forms.Form):
    """A move that asks for nothing more."""


class GoLiveForm(forms.Form):
    """The first day of service."""

    day = day_field(_("First day of service"))


class SuspendForm(forms.Form):
    """Why all but statutory work stops."""

    reason = forms.ChoiceField(
        label=_("Why?"), choices=[("non_payment", _("Invoices are not paid")), ("legal", _("A legal reason"))]
    )


class NoticeForm(forms.Form):
    """The last day of the contract."""

    ends_on = day_field(_("The contract ends on"))
