"""Forms of the pages about people: the filter of the list, the day of a page, the import, and the three changes of an
employment: hire, pay, end. A field has the name by which the services refuse it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from openhro.core.asked import DayField
from openhro.core.errors import Refused
from openhro.core.imports import MOST_BYTES
from openhro.core.money import Money
from openhro.people import services
from openhro.people.models import BASES, END_REASONS, SEXES
from openhro.people.rules.identity import KINDS
from openhro.ui.formats import current_locale

_STATES = [
    ("", _("Everybody")),
    ("active", _("Working")),
    ("pre_hire", _("Joining")),
    ("ended", _("Left")),
]


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FilterForm(forms.Form):
    """What the list is narrowed to; it lives in the address."""

    q = forms.CharField(label=_("Name, number or email"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False, choices=_STATES)
    entity = forms.ChoiceField(label=_("Employer"), required=False)
    site = forms.ChoiceField(label=_("Site"), required=False)
    as_of = DayField(label=_("As of"))

    def __init__(self, *args: Any, entities: list[tuple[UUID, str]], sites: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.input_type = "search"
        companies = [("", _("Every employer")), *((str(key), name) for key, name in entities)]
        self.fields["entity"].choices = companies  # type: ignore[attr-defined]
        self.fields["site"].choices = [("", _("Every site")), *((site, site) for site in sites)]  # type: ignore[attr-defined]


class DayForm(forms.Form):
    """The day as of which a person is shown."""

    as_of = DayField(label=_("As of"))


class ImportForm(forms.Form):
    """A file of people. Nothing is saved before its check was seen."""

    client = forms.ChoiceField(label=_("Client"))
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, up to 100,000 rows. Nothing is saved before you have seen the check."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def __init__(self, *args: Any, clients: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["client"].choices = clients  # type: ignore[attr-defined]
        if len(clients) == 1:
            self.fields["client"].widget = forms.HiddenInput()
            self.fields["client"].initial = clients[0][0]

    def clean_file(self) -> Any:
        """Refuse before reading what is too large to be read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(n)d MiB. Split it.") % {"n": MOST_BYTES // 2**20}, code="FILE_TOO_LARGE"
            )
        return file


def _date(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=_day(), help_text=help_text)


def _text(label: Any, most: int, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=most, help_text=help_text)


_MANAGER = _("A staff number or key, or the beginning of a name.")


class PayPart(forms.Form):
    """Agreed pay. All of it may stay empty where the form around it says so."""

    basis = forms.ChoiceField(label=_("Paid"), choices=BASES)
    amount = _text(_("Amount"), 24, required=True, help_text=_("For one of these, as 32,000.00."))
    currency = _text(_("Currency"), 3, required=True, help_text=_("Three letters, as in GBP."))
    hours_week = forms.DecimalField(
        label=_("Hours a week"), required=False, max_digits=5, decimal_places=2, help_text=_("Hourly pay needs them.")
    )
    reason = _text(_("Reason for this pay"), 120)

    def clean(self) -> dict[str, Any]:
        """The amount as minor units of the currency beside it."""
        given = super().clean() or {}
        text, currency = given.get("amount", ""), given.get("currency", "").upper()
        given["currency"] = currency
        if text and currency:
            try:
                given["amount_minor"] = Money.parse(text, currency, str(current_locale())).amount
            except Refused as refused:
                self.add_error(refused.field if refused.field in self.fields else "currency", refused.message)
        return given

    def pay(self) -> services.Pay | None:
        """The pay as the services take it; None where none was given."""
        given = self.cleaned_data
        if "amount_minor" not in given:
            return None
        names = ("basis", "amount_minor", "currency", "hours_week", "reason")
        return services.Pay(**{name: given[name] for name in names})


class PayForm(PayPart):
    """Pay from a day on."""

    day = _date(_("From"), help_text=_("A day that is past corrects what held since then."))

    field_order = ("day",)


class HireForm(PayPart):
    """An employment with its first work and pay."""

    external_id = _text(
        _("Own key"),
        60,
        required=True,
        help_text=_("The number by which your own system knows this employment; files name it so."),
    )
    number = _text(_("Staff number"), 30, help_text=_("The payslip prints it."))
    start = _date(_("First day"))
    country = forms.CharField(
        label=_("Country of the work"), min_length=2, max_length=2, help_text=_("Two letters, as in GB.")
    )
    entity = forms.ChoiceField(label=_("Client's company"), required=False)
    provider_entity = forms.ChoiceField(
        label=_("Provider's company"), required=False, help_text=_("Only where the engagement makes it the employer.")
    )
    job_title = _text(_("Work"), 120, required=True)
    site = _text(_("Site"), 80)
    department = _text(_("Department"), 80)
    cost_centre = _text(_("Cost centre"), 40)
    manager = _text(_("Reports to"), 60, help_text=_MANAGER)
    fte = forms.DecimalField(
        label=_("Share of full time"), initial=Decimal(1), min_value=0, max_value=1, max_digits=5, decimal_places=4
    )

    PARTS: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (_("Employment"), ("external_id", "number", "start", "country", "entity", "provider_entity")),
        (_("Work"), ("job_title", "site", "department", "cost_centre", "manager", "fte")),
        (_("Pay"), ("basis", "amount", "currency", "hours_week", "reason")),
    )

    def __init__(
        self, *args: Any, entities: list[tuple[UUID, str]], companies: list[tuple[UUID, str]], pays: bool, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        for name, rows in (("entity", entities), ("provider_entity", companies)):
            choices = [("", _("None")), *((str(key), label) for key, label in rows)]
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        for name in PayPart.base_fields:
            if not pays:
                del self.fields[name]
            elif name in ("amount", "currency"):
                self.fields[name].required = False
        self.order_fields([name for _title, names in self.PARTS for name in names])

    def clean(self) -> dict[str, Any]:
        """An amount and its currency come together, or not at all: pay can follow later."""
        given = super().clean()
        if given.get("amount") and not given.get("currency") and not self.has_error("currency"):
            self.add_error("currency", _("Say in which currency."))
        return given

    def parts(self) -> list[dict[str, Any]]:
        """The fields under the headings by which people look for them."""
        shown = [(title, [self[name] for name in names if name in self.fields]) for title, names in self.PARTS]
        return [{"title": title, "fields": fields} for title, fields in shown if fields]

    def terms(self) -> services.Terms:
        """The employment as the services take it."""
        given = self.cleaned_data
        entity, ours = (UUID(given[name]) if given[name] else None for name in ("entity", "provider_entity"))
        return services.Terms(
            external_id=given["external_id"], number=given["number"], start=given["start"],
            country=given["country"].upper(), entity_id=entity, provider_entity_id=ours,
        )  # fmt: skip

    def post(self, manager_id: UUID | None) -> services.Post:
        """The work as the services take it."""
        names = ("job_title", "site", "department", "cost_centre", "fte")
        return services.Post(manager_id=manager_id, **{name: self.cleaned_data[name] for name in names})


class NewHireForm(HireForm):
    """Somebody new to the client, with a first employment under the same key."""

    given_name = _text(_("First name"), 80, required=True)
    family_name = _text(_("Family name"), 80, required=True)
    date_of_birth = _date(_("Date of birth"), required=False)
    sex = forms.ChoiceField(
        label=_("Sex, as the tax authority asks"), required=False, choices=[("", _("Not said")), *SEXES]
    )
    email = _text(_("Email"), 254)
    national_id_kind = forms.ChoiceField(
        label=_("Kind of national number"),
        required=False,
        choices=[("", _("None yet")), *((kind, kind) for kind in KINDS)],
    )
    national_id = forms.CharField(
        label=_("National number"), required=False, max_length=60, help_text=_("Kept encrypted, and shown masked."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    known_different = forms.BooleanField(label=_("This is somebody else"), required=False)

    PARTS = (
        (
            _("Person"),
            (
                "given_name", "family_name", "date_of_birth", "sex", "email", "national_id_kind", "national_id",
                "known_different",
            ),
        ),
        *HireForm.PARTS,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A number has a kind."""
        given = super().clean()
        if given.get("national_id") and not given.get("national_id_kind"):
            self.add_error("national_id_kind", _("Say which kind of number this is."))
        return given

    def newcomer(self) -> services.Newcomer:
        """The person as the services take it."""
        given = self.cleaned_data
        names = ("external_id", "given_name", "family_name", "date_of_birth", "sex", "email")
        number = services.NationalNumber(
            kind=given["national_id_kind"], value=given["national_id"], country=given["country"].upper()
        )
        return services.Newcomer(
            person=services.NewPerson(**{name: given[name] for name in names}),
            national_id=number if given["national_id"] else None,
            known_different=given["known_different"],
        )


class EndForm(forms.Form):
    """The last day of an employment, and who takes over the leaver's reports."""

    end = _date(_("Last day"))
    end_reason = forms.ChoiceField(label=_("Why"), choices=END_REASONS)
    regretted = forms.NullBooleanField(
        label=_("Would you have liked to keep them?"),
        required=False,
        widget=forms.Select(choices=[("unknown", _("Not said")), ("true", _("Yes")), ("false", _("No"))]),
    )
    rehome_to = forms.ChoiceField(
        label=_("Who takes over the people who report to them?"),
        required=False,
        choices=[
            ("", _("Nobody reports to them")),
            (services.NEXT_MANAGER, _("Their own manager")),
            ("other", _("Somebody else")),
        ],
    )
    manager = _text(_("Somebody else"), 60, help_text=_MANAGER)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Somebody else has a name."""
        given = super().clean() or {}
        if given.get("rehome_to") == "other" and not given.get("manager"):
            self.add_error("manager", _("Say who."))
        return given

    def leaving(self) -> services.Leaving:
        """The end as the services take it."""
        given = self.cleaned_data
        return services.Leaving(given["end"], given["end_reason"], given["regretted"])
