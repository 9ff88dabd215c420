"""Forms of the pages about invoices."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openhro.billing.forms.settling import minor_of
from openhro.billing.rules import STATES


class FilterForm(forms.Form):
    """What the list is narrowed to."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Every state")), *STATES.items(), ("overdue", _("Overdue"))],
    )


class DraftForm(forms.Form):
    """The month to count, for one client."""

    client = forms.ChoiceField(label=_("Client"))
    month = forms.CharField(
        label=_("Month"), max_length=7, widget=forms.TextInput(attrs={"type": "month"}), help_text=_("As in 2026-11.")
    )

    def __init__(self, *args: Any, clients: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["client"].choices = clients  # type: ignore[attr-defined]

    def clean_month(self) -> date:
        """The first day of the month."""
        try:
            return date.fromisoformat(f"{self.cleaned_data['month']}-01")
        except ValueError:
            raise forms.ValidationError(_("Write the month as 2026-11."), code="MONTH") from None


class NothingForm(forms.Form):
    """A move that asks for nothing more."""


class CreditForm(forms.Form):
    """How much is taken back, and why."""

    amount_minor = forms.CharField(label=_("Amount"), help_text=_("As in 120.00."))
    reason = forms.CharField(
        label=_("Why?"), max_length=240, help_text=_("One sentence that the client will understand.")
    )

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean_amount_minor(self) -> int:
        """The amount in minor units of the invoice's currency."""
        return minor_of(self.cleaned_data["amount_minor"], self.currency)
