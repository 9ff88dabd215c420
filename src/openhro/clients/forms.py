"""Forms of signing in, of one's own account, and of a client's users."""

from __future__ import annotations

from zoneinfo import available_timezones

from allauth.account.forms import LoginForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from openhro.clients.rules import CLIENT_ROLES, COME_BY_THEMSELVES, ROLE_NAMES
from openhro.core.actor import Role

_NAMED = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix/")))
_ZONES = [(zone, zone.replace("_", " ")) for zone in [*_NAMED, "UTC"]]


class SignInForm(LoginForm):
    """allauth's, in our words."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        name, password = self.fields["login"], self.fields["password"]
        name.label, password.label = _("Work email or user name"), _("Password")
        name.widget = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True})
        name.max_length = 254
        password.widget.attrs.pop("placeholder", None)
        password.help_text = ""


class ProfileForm(forms.Form):
    """How the product addresses and writes for somebody."""

    name = forms.CharField(label=_("Name"), max_length=120)
    locale = forms.ChoiceField(label=_("Dates and amounts"), choices=settings.LANGUAGES)
    zone = forms.ChoiceField(label=_("Time zone"), choices=_ZONES)


class PasswordForm(forms.Form):
    """The present password, and the new one once: it can be shown while typing."""

    old = forms.CharField(
        label=_("Present password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    new = forms.CharField(
        label=_("New password"),
        help_text=_("At least 12 characters. Three or four words that do not belong together are good."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class TokenForm(forms.Form):
    """What an API token is for, and how long it lasts."""

    name = forms.CharField(label=_("What is it for?"), max_length=80)
    days = forms.IntegerField(label=_("Days it lasts"), initial=90, min_value=1, max_value=366)


class InviteForm(forms.Form):
    """Somebody new at a client."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("Work email"))
    username = forms.SlugField(
        label=_("User name"), max_length=60, help_text=_("Letters, digits and hyphens. It cannot change later.")
    )
    role = forms.ChoiceField(label=_("Role"))
    entity_id = forms.ChoiceField(
        label=_("Company"),
        required=False,
        help_text=_(
            "Its country says how dates are written for them. The provider's people without one read as the provider."
        ),
    )
    locale = forms.ChoiceField(
        label=_("Dates and amounts"), required=False, choices=[("", _("As at the company")), *settings.LANGUAGES]
    )
    zone = forms.ChoiceField(label=_("Time zone"), required=False, choices=[("", _("As at the company")), *_ZONES])

    def __init__(self, *args: object, provider: bool, companies: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        given = set(Role) - COME_BY_THEMSELVES - {Role.SYSTEM} if provider else CLIENT_ROLES
        roles = [role for role in Role if role in given]
        self.fields["entity_id"].choices = companies  # type: ignore[attr-defined]
        self.fields["role"].choices = [(role.value, ROLE_NAMES[role]) for role in roles]  # type: ignore[attr-defined]


class EndRoleForm(forms.Form):
    """The last day of a role."""

    last = forms.DateField(label=_("Last day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
