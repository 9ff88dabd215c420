"""Forms of what is agreed beside the head: amendments and their changes, duties, figures of indices."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from openhro.clients.queries import ROLE_NAMES
from openhro.core.actor import Role
from openhro.core.errors import Refused
from openhro.core.money import Money
from openhro.engagements.forms.contracts import SIDES, day_field
from openhro.engagements.rules import AMENDMENT_KINDS, DRAFTABLE, RACI_ROLES
from openhro.engagements.services import DutyTerms
from openhro.ui.formats import current_locale

_PARTS = [(code, f"{ROLE_NAMES[Role(code)]}") for code in RACI_ROLES]


class AmendmentForm(forms.Form):
    """What changes, in words, and from which day on. Only the provider's people say what it costs."""

    kind = forms.ChoiceField(label=_("What is it"), choices=[(kind, AMENDMENT_KINDS[kind]) for kind in DRAFTABLE])
    title = forms.CharField(label=_("What changes, in a few words"), max_length=160)
    effective_on = day_field(_("From which day on"))
    reason = forms.CharField(label=_("Why"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    price_impact = forms.CharField(
        label=_("What it adds to the monthly charge"), required=False, help_text=_("Empty: nothing, or not known yet.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, currency: str, in_words: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        if in_words:
            del self.fields["kind"], self.fields["price_impact"]

    def clean(self) -> dict[str, Any]:
        """The impact as minor units; it may be less than nothing."""
        given = super().clean() or {}
        text = given.get("price_impact", "").strip()
        given["price_impact"] = None
        if text:
            try:
                given["price_impact"] = Money.parse(text, self.currency, str(current_locale())).amount
            except Refused as refused:
                self.add_error("price_impact", refused.message)
        return given

    def values(self) -> dict[str, Any]:
        """The words as the services take them."""
        given = self.cleaned_data
        return {
            "kind": given.get("kind", "change_request"), "title": given["title"], "reason": given["reason"],
            "effective_on": given["effective_on"], "price_impact_minor": given["price_impact"],
        }  # fmt: skip


class HeadChangeForm(forms.Form):
    """The head as it shall be; what differs from today is the change."""

    effective_to = day_field(_("Last day"), required=False)
    term_months = forms.IntegerField(label=_("Term in months"), required=False)
    renewal = forms.ChoiceField(
        label=_("At the end of the term"), choices=[("none", _("It ends")), ("auto", _("It renews itself"))]
    )
    notice_months = forms.IntegerField(label=_("Notice in months"))
    law = forms.CharField(label=_("Governing law"), required=False, max_length=120)
    provider_entity_id = forms.ChoiceField(label=_("Provider’s company"), required=False)
    dpa_ref = forms.CharField(label=_("Data-processing agreement"), required=False, max_length=120)
    risk_bearer = forms.ChoiceField(label=_("Who bears the risk"), choices=SIDES)
    plan_sponsor = forms.ChoiceField(
        label=_("Who sponsors plans"), choices=[*SIDES, ("none", _("Nobody"))], required=False
    )

    def __init__(self, *args: Any, companies: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("None")), *((str(key), name) for key, name in companies)]
        self.fields["provider_entity_id"].choices = choices  # type: ignore[attr-defined]

    def changed(self, before: dict[str, Any]) -> dict[str, Any]:
        """The fields that differ from what holds today."""
        given = dict(self.cleaned_data)
        company = given["provider_entity_id"]
        given["provider_entity_id"] = UUID(company) if company else None
        return {name: value for name, value in given.items() if value != before[name]}


class EndItemForm(forms.Form):
    """Which scope item or price ends on the day before."""

    item_id = forms.ChoiceField(label=_("What ends"))

    def __init__(self, *args: Any, items: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item_id"].choices = [(str(key), label) for key, label in items]  # type: ignore[attr-defined]


class DutyForm(forms.Form):
    """A step of the work and who has which part in it."""

    function = forms.ChoiceField(label=_("Function"))
    process = forms.CharField(label=_("Process"), required=False, max_length=80, help_text=_("Empty: all of it."))
    step = forms.SlugField(label=_("Short name"), max_length=40, help_text=_("Small letters, as in approve."))
    name = forms.CharField(label=_("What is done"), max_length=160)
    employer_decision = forms.BooleanField(
        label=_("This is the employer’s decision"),
        required=False,
        help_text=_("Then a role of the client answers for it."),
    )
    responsible = forms.MultipleChoiceField(label=_("Who does it"), choices=_PARTS, widget=forms.CheckboxSelectMultiple)
    accountable = forms.ChoiceField(label=_("Who answers for it"), choices=_PARTS, help_text=_("Exactly one."))
    consulted = forms.MultipleChoiceField(
        label=_("Who is asked before"), choices=_PARTS, required=False, widget=forms.CheckboxSelectMultiple
    )
    informed = forms.MultipleChoiceField(
        label=_("Who is told after"), choices=_PARTS, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, functions: list[tuple[str, Any]], known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["function"].choices = functions  # type: ignore[attr-defined]
        if known:
            for name in ("function", "process", "step"):
                self.fields[name].widget = forms.HiddenInput()

    def terms(self) -> DutyTerms:
        """The row as the services take it."""
        given = self.cleaned_data
        return DutyTerms(
            given["function"],
            given["step"],
            given["name"],
            tuple(given["responsible"]),
            (given["accountable"],),
            tuple(given["consulted"]),
            tuple(given["informed"]),
            given["process"],
            given["employer_decision"],
        )


class IndexForm(forms.Form):
    """A figure of a price index."""

    index = forms.CharField(label=_("Index"), max_length=40, help_text=_("In capitals, as in UK-CPI."))
    month = day_field(_("Month"), help_text=_("Any day of it."))
    change = forms.DecimalField(
        label=_("Change in twelve months, in percent"), max_digits=9, decimal_places=6, help_text=_("2.6 is 2.6 %.")
    )
    source = forms.CharField(label=_("Where it was published"), max_length=400)
