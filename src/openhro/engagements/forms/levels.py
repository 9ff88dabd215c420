"""Forms of service levels: the set that a contract promises, and why a row should not count."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openhro.engagements.queries.metrics import Metric
from openhro.engagements.rules import GROUNDS, STATES, LevelSetTerms, LevelTerms


def _percent(label: Any, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_value=100, decimal_places=2, help_text=help_text
    )


def _level_fields() -> dict[str, forms.Field]:
    """What can be said of one metric; without a target it is not promised."""
    return {
        "target": _percent(_("Target in %"), _("Empty: not promised.")),
        "weight": _percent(_("Weight in %")),
        "minimum": _percent(_("Minimum in %")),
        "critical": forms.BooleanField(label=_("Critical: three months below the minimum in six end the contract"),
                                       required=False),
        "small_volume_n": forms.IntegerField(
            label=_("Small volume"), required=False, min_value=0, max_value=1000,
            help_text=_("Below so many, one miss is allowed."),
        ),
        "window_months": forms.IntegerField(
            label=_("Months judged together"), required=False, min_value=1, max_value=12, help_text=_("Empty: one.")
        ),
        "ramp_months": forms.IntegerField(
            label=_("First months that cost nothing"), required=False, min_value=0, max_value=24
        ),
        "ramp_target": _percent(_("Target in these months, in %")),
        "calendar": forms.CharField(label=_("Business hours"), required=False, max_length=80),
        "earn_back": forms.BooleanField(label=_("Twelve good months give credits back"), required=False),
        "expected": _percent(_("Expected on average in %"), _("Empty: the target.")),
        "exclusions": forms.MultipleChoiceField(
            label=_("May be left out, with the client’s consent"), required=False, choices=list(GROUNDS.items()),
            widget=forms.CheckboxSelectMultiple,
        ),
    }  # fmt: skip


class LevelsForm(forms.Form):
    """All promises from a day on: one part for each metric that something measures."""

    start = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    at_risk = forms.DecimalField(
        label=_("At risk in %"), min_value=0, max_value=100, decimal_places=2,
        help_text=_("Of a month’s charges; 10 to 12 is usual."),
    )  # fmt: skip
    multiplier = forms.DecimalField(label=_("Multiplier"), min_value=1, max_value=5, decimal_places=2)
    multiplier_after = forms.IntegerField(label=_("From which miss in a row"), min_value=1, max_value=12)
    close_after_days = forms.IntegerField(label=_("Days until a month is closed"), min_value=0, max_value=27)

    def __init__(self, *args: Any, metrics: Iterable[Metric], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.metrics = list(metrics)
        for metric in self.metrics:
            for name, field in _level_fields().items():
                self.fields[f"{metric.code}-{name}"] = field

    def parts(self) -> list[dict[str, Any]]:
        """The fields as the page groups them; a metric that is not promised is folded."""
        head = [self[name] for name in ("start", "at_risk", "multiplier", "multiplier_after", "close_after_days")]
        found: list[dict[str, Any]] = [{"title": _("For all of them"), "fields": head}]
        for metric in self.metrics:
            fields = [self[f"{metric.code}-{name}"] for name in _level_fields()]
            held = any(field.errors for field in fields) or bool(self[f"{metric.code}-target"].value())
            found.append({"title": metric.name, "fields": fields, "folds": True, "open": held})
        return found

    def terms(self) -> LevelSetTerms:
        """The set as the services take it."""
        given = self.cleaned_data
        levels = [self._level(metric.code) for metric in self.metrics if given[f"{metric.code}-target"] is not None]
        plain = {name: given[name] for name in ("multiplier", "multiplier_after", "close_after_days")}
        return LevelSetTerms(given["start"], given["at_risk"], tuple(levels), **plain)

    def _level(self, code: str) -> LevelTerms:
        given = {name: self.cleaned_data[f"{code}-{name}"] for name in _level_fields()}
        empty = {"weight": Decimal(0), "window_months": 1, "ramp_months": 0, "small_volume_n": 0}
        given |= {name: value for name, value in empty.items() if given[name] is None}
        return LevelTerms(metric=code, **given | {"exclusions": tuple(given["exclusions"])})

    @staticmethod
    def initial_of(terms: LevelSetTerms) -> dict[str, Any]:
        """A set as the form shows it."""
        found = {name: getattr(terms, name) for name in LevelsForm.base_fields}
        for level in terms.levels:
            for name in _level_fields():
                value = getattr(level, name)
                found[f"{level.metric}-{name}"] = list(value) if name == "exclusions" else value
        return found


class ExclusionForm(forms.Form):
    """Why a row should not count."""

    ground = forms.ChoiceField(label=_("What kind of reason?"))
    reason = forms.CharField(label=_("What happened?"), max_length=200, help_text=_("The client reads it."))

    def __init__(self, *args: Any, agreed: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = [(code, GROUNDS[code]) for code in agreed]  # type: ignore[attr-defined]


class PortfolioForm(forms.Form):
    """What the portfolio is narrowed to."""

    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[("", _("Every state")), *((code, name) for code, name in STATES.items() if code != "withdrawn")],
    )  # fmt: skip
