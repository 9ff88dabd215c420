"""Forms about what becomes of an invoice, and how a client is billed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from openhro.billing.rules import DISPUTE_STATES, OUTCOMES, TREATMENTS
from openhro.core.errors import Refused
from openhro.core.money import Money
from openhro.ui.formats import current_locale


def minor_of(text: str, currency: str) -> int:
    """An amount as people of the reader's locale write it, in minor units."""
    try:
        return Money.parse(text, currency, str(current_locale())).amount
    except Refused as refused:
        raise forms.ValidationError(refused.message, code=refused.code) from None


def plain(minor: int, currency: str) -> str:
    """An amount as a form shows it."""
    return Money(minor, currency).plain()


class MoneyForm(forms.Form):
    """A form with an amount in the currency of an invoice."""

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean_amount_minor(self) -> int:
        """The amount in minor units."""
        return minor_of(self.cleaned_data["amount_minor"], self.currency)


class DisputeForm(MoneyForm):
    """How much of a line is wrong, and why."""

    amount_minor = forms.CharField(label=_("How much is in dispute"), help_text=_("The rest of the invoice stays due."))
    reason = forms.CharField(label=_("What is wrong?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(forms.Form):
    """The outcome of a dispute, with words for the client."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=[(name, DISPUTE_STATES[name]) for name in OUTCOMES])
    credit_minor = forms.CharField(
        label=_("Credit"), required=False, help_text=_("Only where a part is accepted; else all of it, or nothing.")
    )
    answer = forms.CharField(label=_("Answer"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean_credit_minor(self) -> int:
        """The credit in minor units; nothing where the field is empty."""
        text = self.cleaned_data["credit_minor"]
        return minor_of(text, self.currency) if text.strip() else 0


class PaymentForm(MoneyForm):
    """Money that came."""

    external_id = forms.CharField(
        label=_("Bank reference"), max_length=80, help_text=_("The bank’s own, so that nothing is recorded twice.")
    )
    amount_minor = forms.CharField(label=_("Amount"))
    paid_on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Why?"), max_length=240, help_text=_("One sentence; it stays on record."))


class DecisionForm(forms.Form):
    """Whether a write-off is approved."""

    decision = forms.ChoiceField(
        label=_("Decision"), choices=[("approve", _("Write it off")), ("refuse", _("No, it stays due"))],
        widget=forms.RadioSelect,
    )  # fmt: skip


class TermsForm(forms.Form):
    """How a client is billed in a currency."""

    currency = forms.RegexField(r"^[A-Z]{3}$", label=_("Currency"), help_text=_("Three letters, as in USD."))
    supplier_entity_id = forms.ChoiceField(label=_("Billed by"), required=False)
    customer_entity_id = forms.ChoiceField(label=_("Billed to"), required=False)
    treatment = forms.ChoiceField(label=_("Tax"), choices=list(TREATMENTS.items()))
    tax_reason = forms.CharField(
        label=_("Why there is no tax"), required=False, max_length=240, help_text=_("The invoice prints it.")
    )
    payment_days = forms.IntegerField(label=_("Due after days"), min_value=0, max_value=365)
    purchase_order = forms.CharField(label=_("Purchase order"), required=False, max_length=60)
    bank_account = forms.CharField(label=_("Account for payments"), required=False, max_length=60)
    supplier_endpoint = forms.CharField(
        label=_("Our Peppol address"),
        required=False,
        max_length=60,
        help_text=_("As in 9932:GB123456789."),
    )
    customer_endpoint = forms.CharField(label=_("Their Peppol address"), required=False, max_length=60)

    def __init__(
        self, *args: Any, ours: list[tuple[str, str]], theirs: list[tuple[str, str]], held: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        nobody = [("", _("As the contract says"))]
        self.fields["supplier_entity_id"].choices = nobody + ours  # type: ignore[attr-defined]
        self.fields["customer_entity_id"].choices = nobody + theirs  # type: ignore[attr-defined]
        if held:
            del self.fields["currency"]

    def values(self) -> dict[str, Any]:
        """The terms as the service takes them."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "currency"}
        for name in ("supplier_entity_id", "customer_entity_id"):
            given[name] = UUID(given[name]) if given[name] else None
        return given
