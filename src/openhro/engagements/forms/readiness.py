"""Forms of readiness and of the transition plan."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from openhro.engagements.rules import LEVELS, PURPOSES, RAID_KINDS, SEVERITIES
from openhro.engagements.services import Place, Step

Choices = list[tuple[str, Any]]
_SIDES = [("client", _("The client")), ("provider", _("The provider"))]


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


class ChoosingForm(forms.Form):
    """A form whose lists depend on the engagement: `choices` are put into the fields of their names."""

    def __init__(self, *args: Any, choices: dict[str, Choices] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (choices or {}).items():
            self.fields[name].choices = rows  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What was given, as the services take it."""
        return dict(self.cleaned_data)


class DocumentForm(ChoosingForm):
    """The steps of a process, one a line."""

    steps = forms.CharField(
        label=_("Steps"),
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=70_000,
        help_text=_("One a line: who does it, a colon, what is done. As in “Client HR: sends the changes.”"),
    )
    change = forms.CharField(label=_("What is new"), required=False, max_length=200)

    def clean_steps(self) -> list[Step]:
        """Lines as steps; a line without a colon has nobody who does it, and the rule says so."""
        found = []
        for line in filter(None, (line.strip() for line in self.cleaned_data["steps"].splitlines())):
            owner, colon, does = line.partition(":")
            found.append(Step(owner.strip(), does.strip()) if colon else Step("", line))
        return found


class EvidenceForm(ChoosingForm):
    """A file that shows the process."""

    file = forms.FileField(
        label=_("File"), help_text=_("PDF, PNG, JPEG, CSV, text, XLSX or DOCX; 10 MB at most."), max_length=160
    )


class AssessForm(ChoosingForm):
    """How mature the process is."""

    level = forms.TypedChoiceField(
        label=_("Level"),
        coerce=int,
        choices=[(level, f"{level}: {name}") for level, name in LEVELS.items()],
        help_text=_("2 needs a document, 3 and 4 a file that shows it is followed."),
    )
    why = forms.CharField(label=_("Why"), required=False, max_length=500)


class PlaceForm(ChoosingForm):
    """Something about a cell of the scope matrix."""

    cell = forms.ChoiceField(label=_("Work"))

    def clean_cell(self) -> Place:
        """The cell that was chosen."""
        function, country, company = self.cleaned_data["cell"].split("|")
        return Place(function, country, UUID(company) if company else None)


class ProcessForm(PlaceForm):
    """A process that the library does not have."""

    code = forms.CharField(label=_("Code"), max_length=40, help_text=_("Small letters, digits and _."))
    name = forms.CharField(label=_("Name"), max_length=120)
    purpose = forms.CharField(label=_("What it is for"), required=False, max_length=500)
    owner = forms.CharField(label=_("Owner"), required=False, max_length=120)
    mandatory = forms.BooleanField(label=_("It must be documented before going live"), required=False)
    weight = forms.IntegerField(label=_("Weight in the score"), initial=1)


class AccessForm(PlaceForm):
    """Whether one could do the work oneself."""

    passed = forms.TypedChoiceField(
        label=_("Could you do the work?"),
        choices=[("yes", _("Yes, I signed in and tried")), ("no", _("No"))],
        coerce=lambda word: word == "yes",
    )
    note = forms.CharField(label=_("What you tried"), required=False, max_length=300)


class DataForm(ChoosingForm):
    """A data set as it was and as it arrived: two files, counted."""

    data_set = forms.ChoiceField(label=_("Data"))
    source = forms.FileField(label=_("What the old system held"), help_text=_("CSV or XLSX, one row a record."))
    loaded = forms.FileField(
        label=_("What arrived"), help_text=_("The same columns, exported after loading; their order does not matter.")
    )

    def clean_data_set(self) -> tuple[Place, str]:
        """The cell, and the data set of it."""
        function, country, company, code = self.cleaned_data["data_set"].split("|")
        return Place(function, country, UUID(company) if company else None), code


class ParallelForm(ChoosingForm):
    """A parallel run by its counts."""

    entity_id = forms.ChoiceField(label=_("Payroll of"), required=False)
    period = forms.CharField(
        label=_("Period"), max_length=10, help_text=_("A month, 2026-01, or a pay date, 2026-01-16.")
    )
    employees = forms.IntegerField(label=_("Employees compared"), min_value=0, max_value=10**7)
    unexplained = forms.IntegerField(
        label=_("Differences that nobody can explain"), min_value=0, max_value=10**9, initial=0
    )


class ContactForm(ChoosingForm):
    """Who approves, or who hears when something is stuck."""

    who = forms.ChoiceField(label=_("Who"))
    level = forms.IntegerField(label=_("Hears as number"), initial=1, min_value=1, max_value=9)

    def clean_who(self) -> tuple[str, str, UUID]:
        """Purpose, side and user."""
        purpose, side, user = self.cleaned_data["who"].split("|")
        return purpose, side, UUID(user)


class WaveForm(ChoosingForm):
    """What goes live together."""

    name = forms.CharField(label=_("Name"), max_length=160)
    go_live = _day(_("Goes live on"))
    functions = forms.MultipleChoiceField(
        label=_("Functions"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: all in scope."),
    )


class TaskForm(ChoosingForm):
    """A task with its days, and what it waits for."""

    name = forms.CharField(label=_("What is done"), max_length=160)
    start = _day(_("First day"))
    last_day = _day(_("Last day"))
    side = forms.ChoiceField(label=_("Done by"), choices=_SIDES, initial="provider")
    owner = forms.CharField(label=_("Owner"), required=False, max_length=120)
    wave_id = forms.ChoiceField(label=_("Wave"), required=False)
    needs = forms.MultipleChoiceField(label=_("Waits for"), required=False, widget=forms.CheckboxSelectMultiple)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def values(self) -> dict[str, Any]:
        """The task as the services take it."""
        given = self.cleaned_data
        wave = given["wave_id"]
        return given | {"wave_id": UUID(wave) if wave else None, "needs": tuple(map(UUID, given["needs"]))}


class RaidForm(ChoosingForm):
    """A risk, assumption, issue or dependency."""

    kind = forms.ChoiceField(label=_("Kind"), choices=list(RAID_KINDS.items()))
    title = forms.CharField(label=_("In one line"), max_length=160)
    detail = forms.CharField(label=_("More"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    severity = forms.TypedChoiceField(label=_("How bad"), coerce=int, choices=list(SEVERITIES.items()), initial=2)
    owner = forms.CharField(label=_("Owner"), required=False, max_length=120)
    due = _day(_("Until"), required=False)


class OutcomeForm(ChoosingForm):
    """What came of it."""

    outcome = forms.CharField(label=_("What came of it"), max_length=500)


class EmptyForm(ChoosingForm):
    """An act that asks for nothing more."""


def people(named: dict[tuple[str, str], dict[UUID, str]]) -> Choices:
    """Whom a contact may name, by what for."""
    sides = {"client": _now("client"), "provider": _now("provider")}
    return [
        (f"{purpose}|{side}|{user}", f"{PURPOSES[purpose]}, {sides[side]}: {name}")
        for (purpose, side), rows in named.items()
        for user, name in rows.items()
    ]
