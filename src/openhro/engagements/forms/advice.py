"""The advisor's steps. Each form holds some of the answers; what `read_answers` says of them stands at their fields."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openhro.core.errors import Invalid, Refused
from openhro.core.money import Money
from openhro.engagements.rules import FUNCTIONS
from openhro.engagements.rules.advice import LEVELS, LIABILITY_WISHES, MOST_PLACES, function_name, read_answers
from openhro.engagements.services import DraftInto
from openhro.ui.formats import current_locale

_FIRST_ROWS = 2


def _country(code: str) -> str:
    return str(current_locale().territories.get(code, code))


_PLACE = re.compile(r"places\.(\d+)\.(\w+)")


class StepForm(forms.Form):
    """One step: `so_far` are the answers of all steps, as JSON has them."""

    title: Promise
    owns: tuple[str, ...] = ()

    def __init__(self, data: Any, so_far: dict[str, Any]) -> None:
        super().__init__(data)
        self.so_far = so_far
        self.begin()
        for name, value in self.known().items():
            if name in self.fields:
                self.fields[name].initial = value

    def begin(self) -> None:
        """Make the fields that the answers so far call for."""

    def known(self) -> dict[str, Any]:
        """What the fields begin with."""
        return self.so_far

    def given(self) -> dict[str, Any]:
        """The answers of this step, as JSON has them."""
        return {name: self.cleaned_data[name] for name in self.owns}

    def at(self, fault: str) -> str | None:
        """The field of this form at which a fault of the answers stands; None where it is another step's."""
        return fault if fault in self.fields else None

    def merged(self) -> dict[str, Any]:
        """All answers with those of this step; faults that are this step's are put at their fields."""
        all_ = self.so_far | self.given()
        try:
            read_answers(all_)
        except Invalid as refused:
            for fault in refused.detail or []:
                field = self.at(fault["field"])
                if field and not self.has_error(field):
                    self.add_error(field, fault["message"])
        return all_


class CompanyForm(StepForm):
    """Who asks, and for how long."""

    title = gettext_lazy("The company")
    owns = ("name", "currency", "start", "months", "growth_percent")

    name = forms.CharField(label=gettext_lazy("Company"), max_length=160)
    currency = forms.CharField(label=gettext_lazy("Currency"), max_length=3, help_text=gettext_lazy("As in USD."))
    start = forms.DateField(
        label=gettext_lazy("First day of the service"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    months = forms.IntegerField(label=gettext_lazy("For how many months"), initial=24)
    growth_percent = forms.IntegerField(
        label=gettext_lazy("Growth of headcount a year, in percent"),
        required=False,
        help_text=gettext_lazy("10 is 10 % more people each year; negative if it shrinks."),
    )

    def given(self) -> dict[str, Any]:
        own = super().given()
        currency = own["currency"].upper()
        # Amounts of another currency would be read as so many of this one's minor units.
        other = {} if currency == self.so_far.get("currency") else dict.fromkeys(CostsForm.amounts)
        return (
            own
            | other
            | {
                "currency": currency,
                "start": own["start"].isoformat(),
                "growth_percent": own["growth_percent"] or 0,
            }
        )


class CountriesForm(StepForm):
    """A row for each country; empty rows are left out."""

    title = gettext_lazy("Countries")
    names = ("country", "headcount", "entity", "registered")

    def begin(self) -> None:
        asked = str(self.data.get("rows", "")) if self.is_bound else ""
        typed = int(asked) if asked.isdecimal() and len(asked) < 4 else 0
        self.count = min(MOST_PLACES, max(typed, len(self.so_far.get("places", [])), _FIRST_ROWS))
        self.rows: list[dict[str, Any]] = []
        for row in range(self.count):
            self.fields |= {
                f"country_{row}": forms.CharField(
                    label=gettext_lazy("Country"), required=False, max_length=2, help_text=gettext_lazy("As in GB.")
                ),
                f"headcount_{row}": forms.IntegerField(label=gettext_lazy("People there"), required=False),
                f"entity_{row}": forms.CharField(
                    label=gettext_lazy("Your company there"),
                    required=False,
                    max_length=160,
                    help_text=gettext_lazy("Empty: you have none."),
                ),
                f"registered_{row}": forms.BooleanField(
                    label=gettext_lazy("It is registered as an employer for payroll"), required=False
                ),
            }

    def known(self) -> dict[str, Any]:
        places = enumerate(self.so_far.get("places", []))
        return {f"{name}_{row}": place.get(name) for row, place in places for name in self.names}

    def shown(self) -> list[list[Any]]:
        """The fields of each row."""
        return [[self[f"{name}_{row}"] for name in self.names] for row in range(self.count)]

    def given(self) -> dict[str, Any]:
        before = {place["country"]: place.get("functions", []) for place in self.so_far.get("places", [])}
        self.used = [row for row in range(self.count) if any(self.cleaned_data[f"{name}_{row}"] for name in self.names)]
        places = [{name: self.cleaned_data[f"{name}_{row}"] for name in self.names} for row in self.used]
        for place in places:
            place["country"] = place["country"].upper()
            place["functions"] = before.get(place["country"], [])
        return {"places": places}

    def at(self, fault: str) -> str | None:
        if fault == "places":
            return "country_0"
        found = _PLACE.fullmatch(fault)
        return f"{found[2]}_{self.used[int(found[1])]}" if found and found[2] in self.names else None


class FunctionsForm(StepForm):
    """For each country, what is to be done there."""

    title = gettext_lazy("Functions")

    def begin(self) -> None:
        self.places: list[dict[str, Any]] = self.so_far.get("places", [])
        for row, place in enumerate(self.places):
            said = {"country": _country(place["country"]), "people": place["headcount"]}
            self.fields[f"functions_{row}"] = forms.MultipleChoiceField(
                label=_("%(country)s, %(people)s people: what we should do") % said,
                required=False,
                choices=list(FUNCTIONS.items()),
                widget=forms.CheckboxSelectMultiple,
            )
            self.fields[f"others_{row}"] = forms.CharField(
                label=_("%(country)s: other business functions") % said,
                required=False,
                max_length=400,
                help_text=_("By comma, as in: accounting, customer_support."),
            )

    def known(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for row, place in enumerate(self.places):
            found[f"functions_{row}"] = [one for one in place["functions"] if one in FUNCTIONS]
            found[f"others_{row}"] = ", ".join(one for one in place["functions"] if one not in FUNCTIONS)
        return found

    def given(self) -> dict[str, Any]:
        return {"places": [place | {"functions": self._chosen(row)} for row, place in enumerate(self.places)]}

    def _chosen(self, row: int) -> list[str]:
        others = self.cleaned_data[f"others_{row}"].split(",")
        written = [re.sub(r"\s+", "_", one.strip().lower()) for one in others if one.strip()]
        return [*self.cleaned_data[f"functions_{row}"], *written]

    def at(self, fault: str) -> str | None:
        found = _PLACE.fullmatch(fault)
        return f"functions_{found[1]}" if found and found[2] == "functions" else None


class WishesForm(StepForm):
    """Liability, benefits, and how far processes are written down."""

    title = gettext_lazy("Wishes and documents")

    liability = forms.ChoiceField(
        label=gettext_lazy("Who should answer for employment?"),
        choices=list(LIABILITY_WISHES.items()),
        widget=forms.RadioSelect,
        initial="keep",
    )
    self_funded = forms.BooleanField(
        label=gettext_lazy("We fund our benefits ourselves"),
        required=False,
        help_text=gettext_lazy("You pay the claims; no insurer bears their risk."),
    )
    documented = forms.TypedChoiceField(
        label=gettext_lazy("How far are your HR processes written down?"),
        choices=list(enumerate(LEVELS)),
        coerce=int,
        help_text=gettext_lazy("A function can go live from level 2 on."),
    )

    def begin(self) -> None:
        wanted = [one for place in self.so_far.get("places", []) for one in place["functions"]]
        self.functions = list(dict.fromkeys(wanted))
        for function in self.functions:
            self.fields[f"level_{function}"] = forms.TypedChoiceField(
                label=_("Only %s") % function_name(function),
                choices=[("", _("as above")), *enumerate(LEVELS)],
                required=False,
                coerce=int,
                empty_value=None,
            )

    def known(self) -> dict[str, Any]:
        return self.so_far | {f"level_{name}": level for name, level in self.so_far.get("levels", {}).items()}

    def given(self) -> dict[str, Any]:
        levels = {function: self.cleaned_data[f"level_{function}"] for function in self.functions}
        own = {name: self.cleaned_data[name] for name in ("liability", "self_funded", "documented")}
        return own | {"levels": {name: level for name, level in levels.items() if level is not None}}

    def at(self, fault: str) -> str | None:
        return fault.replace("levels.", "level_") if fault.replace("levels.", "level_") in self.fields else None


class CostsForm(StepForm):
    """What the department of today costs; everything may be left out."""

    title = gettext_lazy("Costs of today")
    owns = ("payroll_minor", "hires", "hr_staff", "hr_cost_minor", "systems_minor")
    amounts = ("payroll_minor", "hr_cost_minor", "systems_minor")

    payroll_minor = forms.CharField(
        label=gettext_lazy("Payroll, a year"),
        required=False,
        help_text=gettext_lazy("Gross, everybody together. Fees in percent of payroll need it."),
    )
    hires = forms.IntegerField(label=gettext_lazy("People hired a year"), required=False)
    hr_staff = forms.IntegerField(label=gettext_lazy("People in your HR department"), required=False)
    hr_cost_minor = forms.CharField(label=gettext_lazy("What they cost, a year"), required=False)
    systems_minor = forms.CharField(label=gettext_lazy("What HR systems and advice cost, a year"), required=False)

    def known(self) -> dict[str, Any]:
        currency = self.so_far.get("currency", "USD")
        written = {
            name: Money(self.so_far[name], currency).plain()
            for name in self.amounts
            if self.so_far.get(name) is not None
        }
        return {name: self.so_far.get(name) for name in ("hires", "hr_staff")} | written

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in self.amounts:
            text = given.get(name, "")
            try:
                amount = Money.parse(text, self.so_far["currency"], str(current_locale())).amount if text else None
                given[name] = amount
            except Refused as refused:
                self.add_error(name, refused.message)
        return given

    def given(self) -> dict[str, Any]:
        return super().given() | {"hr_staff": self.cleaned_data["hr_staff"] or 0}


STEPS: dict[str, type[StepForm]] = {
    "company": CompanyForm,
    "countries": CountriesForm,
    "functions": FunctionsForm,
    "wishes": WishesForm,
    "costs": CostsForm,
}


class DraftForm(forms.Form):
    """Where the drafts go."""

    client_id = forms.ChoiceField(label=gettext_lazy("Client"), required=False)
    client_code = forms.CharField(
        label=gettext_lazy("Code of the new client"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Only for a new one: letters, digits, - and _."),
    )
    code = forms.CharField(
        label=gettext_lazy("Code of the drafts"),
        max_length=36,
        help_text=gettext_lazy("Each gets its model behind it: ENG-1 makes ENG-1-HRO."),
    )

    def __init__(self, data: Any, clients: list[tuple[UUID, str]], *, may_add: bool, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        new = [("", _("A new client"))] if may_add else [("", _("Choose"))]
        self.fields["client_id"].choices = [*new, *((str(key), name) for key, name in clients)]  # type: ignore[attr-defined]
        if not may_add:
            del self.fields["client_code"]
            self.fields["client_id"].required = True
            self.fields["client_id"].help_text = _("New clients are added by an administrator of the provider.")

    def into(self) -> DraftInto:
        """As the service takes it."""
        given = self.cleaned_data
        client = given["client_id"]
        return DraftInto(given["code"], UUID(client) if client else None, given.get("client_code", ""))
