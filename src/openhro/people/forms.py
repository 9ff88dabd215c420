"""Forms of the pages about people: the filter of the list, the day of a page, and the import."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from openhro.core.imports import MOST_BYTES

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
    as_of = forms.DateField(label=_("As of"), required=False, widget=_day())

    def __init__(self, *args: Any, entities: list[tuple[UUID, str]], sites: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.input_type = "search"
        companies = [("", _("Every employer")), *((str(key), name) for key, name in entities)]
        self.fields["entity"].choices = companies  # type: ignore[attr-defined]
        self.fields["site"].choices = [("", _("Every site")), *((site, site) for site in sites)]  # type: ignore[attr-defined]


class DayForm(forms.Form):
    """The day as of which a person is shown."""

    as_of = forms.DateField(label=_("As of"), required=False, widget=_day())


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
