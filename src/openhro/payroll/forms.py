"""What is typed into payroll's pages. Forms turn text into values; what is right is decided by the services."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from openhro.core.asked import DayField
from openhro.core.errors import Refused
from openhro.core.ids import uuid7
from openhro.core.money import Money, minor_digits
from openhro.payroll.queries import ElementView
from openhro.payroll.rules.moves import MOVES
from openhro.ui import formats
from paycalc.columns import Column, Type

_CAUSES = [
    ("client", gettext_lazy("The client was late")),
    ("provider", gettext_lazy("We were late")),
    ("employee", gettext_lazy("The employee was late")),
    ("system", gettext_lazy("A system was down")),
]
_FUNDING = [
    ("cleared_funds", gettext_lazy("The money has arrived in full")),
    ("credit_decision", gettext_lazy("We pay on credit: somebody decided so")),
]


class MoneyField(forms.CharField):
    """An amount as the reader's locale writes it, 1,250.50 or 1.250,50, as minor units of a currency."""

    def __init__(self, currency: str, **options: Any) -> None:
        self.currency = currency
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(widget=widget, max_length=24, **options)

    def clean(self, value: Any) -> Any:
        """Minor units; None for an empty field that may be empty."""
        text = str(super().clean(value) or "").strip()
        text = text.translate(dict.fromkeys(map(ord, "£$€"))).strip()
        if not text:
            return None
        try:
            minor = Money.parse(text, self.currency, str(formats.current_locale())).amount
        except Refused as refused:
            raise forms.ValidationError(refused.message, code=refused.code) from None
        if abs(minor) > 10**15:
            raise forms.ValidationError(_("This amount is larger than any pay; check the decimals."))
        return minor


def as_text(minor: int | None, currency: str) -> str:
    """Minor units as a form shows them."""
    digits = minor_digits(currency)
    return "" if minor is None else f"{Decimal(minor).scaleb(-digits):.{digits}f}"


class RunFilterForm(forms.Form):
    """What the list of runs is narrowed to."""

    def __init__(self, *args: Any, groups: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        states = [("", ""), *((state, state) for state in MOVES)]
        self.fields["state"] = forms.ChoiceField(label=_("State"), required=False, choices=states)
        self.fields["group"] = forms.ChoiceField(label=_("Pay group"), required=False, choices=groups)
        self.fields["open"] = forms.ChoiceField(
            label=_("Open only"), required=False, choices=[("", ""), ("1", "1"), ("on", "on")]
        )
        self.fields["from"] = DayField(label=_("Paid from"))
        self.fields["to"] = DayField(label=_("Paid until"))


class InputForm(forms.Form):
    """One line of a period: an amount, or units with or without an own rate."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid7)
    """The id of the new line: the same form sent twice makes one line."""
    person = forms.CharField(
        label=gettext_lazy("Person"), max_length=80, help_text=gettext_lazy("Staff number, or the name."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    element = forms.ChoiceField(label=gettext_lazy("Pay element"))
    units = forms.DecimalField(
        label=gettext_lazy("Hours or pieces"), required=False, max_digits=12, decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=200,
        help_text=gettext_lazy("The employee reads it in the explanation of the payslip."),
    )  # fmt: skip

    def __init__(self, *args: Any, currency: str, elements: list[ElementView], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["rate"] = MoneyField(
            currency, label=_("Rate of one"), required=False,
            help_text=_("Empty: the hourly rate of the pay terms."),
        )  # fmt: skip
        self.fields["amount"] = MoneyField(
            currency, label=_("Amount"), required=False, help_text=_("Where the line is not units times rate.")
        )
        shown = [(str(one.id), one.name) for one in elements if one.active]
        self.fields["element"].choices = [("", _("Choose …")), *shown]  # type: ignore[attr-defined]
        self.order_fields(["once", "person", "element", "units", "rate", "amount", "note"])


class ImportForm(forms.Form):
    """A file of inputs."""

    file = forms.FileField(label=gettext_lazy("File of inputs, CSV or XLSX"))


class LateForm(forms.Form):
    """What came after the cut-off."""

    what = forms.CharField(
        label=gettext_lazy("What came"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Who, which element, how much. No bank or tax numbers."),
    )  # fmt: skip
    cause = forms.ChoiceField(label=gettext_lazy("Why it came late"), choices=_CAUSES)
    owner = forms.CharField(label=gettext_lazy("Who sees to it"), max_length=80)


class SettleForm(forms.Form):
    """What became of a late input."""

    how = forms.CharField(label=gettext_lazy("What became of it"), max_length=120)


class AnswerForm(forms.Form):
    """Why a warning or a change is right."""

    answer = forms.CharField(label=gettext_lazy("Why is this right?"), max_length=300)


class ApproveForm(forms.Form):
    """A yes to exactly the results that the page showed."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=300)


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A day as a date control writes it."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


class MemberFilterForm(forms.Form):
    """What the people of a group are narrowed to."""

    q = forms.CharField(label=gettext_lazy("Person"), max_length=80, required=False)


class MemberForm(forms.Form):
    """Somebody whom a group pays from a day on."""

    person = forms.CharField(
        label=gettext_lazy("Person"), max_length=80, help_text=gettext_lazy("Staff number, or the name."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    start = _day(gettext_lazy("First day"))
    last = _day(gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Empty: until further notice."))


class StayForm(forms.Form):
    """The group that pays one person from a day on."""

    group = forms.ChoiceField(label=gettext_lazy("Pay group"))
    start = _day(gettext_lazy("First day"))

    def __init__(self, *args: Any, groups: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        first = [] if len(groups) == 1 else [("", _("Choose …"))]
        self.fields["group"].choices = [*first, *groups]  # type: ignore[attr-defined]


class StayEndForm(forms.Form):
    """The last day on which a group pays somebody."""

    last = _day(gettext_lazy("Last day"))


class PrepareForm(ApproveForm):
    """The preparer's yes: where an error leaves people out, it says how many the page showed, and why."""

    left_out = forms.IntegerField(min_value=0, max_value=100_000_000, widget=forms.HiddenInput)
    left_out_why = forms.CharField(max_length=300, required=False)

    def __init__(self, *args: Any, left_out: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["left_out"] = left_out
        if not left_out:
            del self.fields["left_out"], self.fields["left_out_why"]
            return
        self.fields["left_out_why"].required = True
        self.fields["left_out_why"].label = ngettext(
            "Why may the run go on without %(n)d person?", "Why may the run go on without %(n)d people?", left_out
        ) % {"n": left_out}
        self.fields["left_out_why"].help_text = _("The reviewer and the client read it before they approve.")
        self.order_fields(["seen", "left_out", "left_out_why", "note"])


class ReasonForm(forms.Form):
    """Why a run is unlocked or cancelled."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


class FundingForm(forms.Form):
    """How the money for a run came."""

    how = forms.ChoiceField(label=gettext_lazy("How"), choices=_FUNDING, widget=forms.RadioSelect)
    reference = forms.CharField(
        label=gettext_lazy("Reference"), max_length=120,
        help_text=gettext_lazy("Of the bank's credit, or of the credit decision."),
    )  # fmt: skip

    def __init__(self, *args: Any, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["amount"] = MoneyField(currency, label=_("Amount"))


class FilingForm(forms.Form):
    """Up to three filings with the references under which they were accepted."""

    name_1 = forms.CharField(label=gettext_lazy("Filing"), max_length=60)
    reference_1 = forms.CharField(label=gettext_lazy("Accepted as"), max_length=120)
    name_2 = forms.CharField(label=gettext_lazy("Second filing"), max_length=60, required=False)
    reference_2 = forms.CharField(label=gettext_lazy("Second accepted as"), max_length=120, required=False)
    name_3 = forms.CharField(label=gettext_lazy("Third filing"), max_length=60, required=False)
    reference_3 = forms.CharField(label=gettext_lazy("Third accepted as"), max_length=120, required=False)

    def filings(self) -> dict[str, str]:
        """What was named, whole or half: the service refuses what is half."""
        pairs = [(self.cleaned_data[f"name_{n}"], self.cleaned_data[f"reference_{n}"]) for n in (1, 2, 3)]
        return {name: reference for name, reference in pairs if name or reference}


class FactsForm(forms.Form):
    """The facts that a pack asks for, made from the pack's own columns; the pack itself checks what they say."""

    start = forms.DateField(
        label=gettext_lazy("Holds from"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy("The version before ends on the day before. Nothing is overwritten."),
    )  # fmt: skip

    def __init__(self, *args: Any, columns: tuple[Column, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        for column in columns:
            self.fields[column.name] = _fact(column)

    def facts(self) -> dict[str, str]:
        """What was given, as text; empty ones are left out, so that the pack's own rule holds."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "start"}
        return {name: text for name, text in given.items() if text}


def _fact(column: Column) -> forms.Field:
    """The field of one fact. An empty choice means the pack's own default, which the first option names."""
    common: dict[str, Any] = {"label": column.label, "help_text": column.help, "required": column.default is None}
    if column.type is Type.BOOL:
        options = [("", _("Not said")), ("yes", _("Yes")), ("no", _("No"))]
        return forms.ChoiceField(choices=options, **common)
    if column.type is Type.CHOICE:
        named = [(choice, choice.replace("_", " ")) for choice in column.choices]
        return forms.ChoiceField(choices=[("", _("Not said")), *named], **common)
    kind = {Type.DATE: {"type": "date"}, Type.INT: {"inputmode": "numeric"}}.get(column.type, {})
    return forms.CharField(max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"} | kind), **common)
