"""What an address asks a page for. A name that the page does not know and a value that does not fit are refused, with
the field's name: what was passed over in silence would show a list that nobody asked for."""

from __future__ import annotations

from typing import Any

from django.forms import DateField, DateInput, Form
from django.http import HttpRequest

from openhro.core.errors import Invalid, check_choice


class DayField(DateField):
    """A day as an address and a date control write it, whatever the reader's locale."""

    def __init__(self, *, label: Any) -> None:
        widget = DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(label=label, required=False, widget=widget, input_formats=["%Y-%m-%d"])


def asked(request: HttpRequest, form: Form | None = None, *also: str) -> dict[str, Any]:
    """What a form bound to the address says; `also` names what the page reads besides, such as `client`."""
    check_names(request, *(form.fields if form else ()), *also)
    if form is None:
        return {}
    if not form.is_valid():
        name, faults = next(iter(form.errors.items()))
        label = form.fields[name].label if name in form.fields else None
        raise Invalid("INVALID_FIELD", f"{label or name}: {faults[0]}", field=name)
    return form.cleaned_data


def check_names(request: HttpRequest, *known: str) -> None:
    """Refuse parameters that a page does not have, that come twice, or that no text column can hold."""
    for name, values in request.GET.lists():
        shown = name[:80]
        if name not in known:
            raise Invalid("UNKNOWN_FIELD", f"There is no filter {shown!r} on this page.", field=shown)
        if len(values) > 1:
            raise Invalid("INVALID_FIELD", f"{name} is given more than once.", field=name)
        if "\0" in values[0]:
            raise Invalid("INVALID_FIELD", f"{name} holds the character NUL.", field=name)


def one_of(request: HttpRequest, name: str, *choices: str) -> str:
    """One of a few words in the address, or nothing; another word is refused."""
    value = request.GET.get(name, "")
    check_choice(value, choices, name)
    return value
