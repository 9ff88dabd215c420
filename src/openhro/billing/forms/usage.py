"""Forms about what is counted for billing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from openhro.billing.forms.settling import minor_of
from openhro.billing.rules import USAGE_KINDS, UsageTerms

_DAY = {"type": "date"}
_KINDS = [(kind, name) for kind, (name, _by) in USAGE_KINDS.items()]


class UsageFilterForm(forms.Form):
    """What the register is narrowed to."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Every kind")), *_KINDS])


class UsageForm(forms.Form):
    """A thing to bill."""

    engagement = forms.ChoiceField(label=_("Contract"))
    kind = forms.ChoiceField(label=_("What is counted"), choices=_KINDS)
    external_id = forms.CharField(
        label=_("Your id of it"),
        max_length=80,
        help_text=_("The same id again corrects it until it is billed."),
    )
    name = forms.CharField(label=_("Who or what"), required=False, max_length=160)
    number = forms.CharField(label=_("Staff or document number"), required=False, max_length=80)
    subject = forms.CharField(label=_("Process, plan or post"), required=False, max_length=80)
    first = forms.DateField(label=_("Day, or first day"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    last = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        help_text=_("Of an enrolment that ended, or of a hire who left."),
    )  # fmt: skip
    quantity = forms.DecimalField(label=_("How many"), max_digits=16, decimal_places=4, initial=1)
    amount_minor = forms.CharField(
        label=_("Amount"), required=False, help_text=_("What a cost was, or a hire’s base pay of the first year.")
    )
    price_code = forms.CharField(
        label=_("Code of the price"),
        required=False,
        max_length=40,
        help_text=_("Where several prices count it."),
    )

    def __init__(self, *args: Any, contracts: list[tuple[str, str, str]], **kwargs: Any) -> None:
        """`contracts` are (id, code, currency)."""
        super().__init__(*args, **kwargs)
        self.fields["engagement"].choices = [  # type: ignore[attr-defined]
            (key, f"{code} ({currency})") for key, code, currency in contracts
        ]
        self.currencies = {key: currency for key, _code, currency in contracts}

    def clean(self) -> dict[str, Any]:
        """The amount in minor units of the contract's currency."""
        given = super().clean() or {}
        text, currency = given.get("amount_minor", ""), self.currencies.get(given.get("engagement", ""), "")
        given["amount_minor"] = None
        if text.strip() and currency:
            try:
                given["amount_minor"] = minor_of(text, currency)
            except forms.ValidationError as fault:
                self.add_error("amount_minor", fault)
        return given

    def terms(self) -> UsageTerms:
        """The record as the service takes it."""
        given = dict(self.cleaned_data)
        return UsageTerms(engagement_id=UUID(given.pop("engagement")), **given)


class FileForm(forms.Form):
    """A file."""

    file = forms.FileField(label=_("File"))
