"""Forms of the desk: words, reasons, what a move asks for, the catalogue's own forms, articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from openhro.desk.rules import AUDIENCES, CHANNELS, STATES
from openhro.desk.services import CategoryTerms
from openhro.engagements.queries import FUNCTIONS

_LEVELS = [(1, _("1 – high")), (2, _("2 – middle")), (3, _("3 – low"))]


def _words(label: Any, *, required: bool = True, rows: int = 5, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=20_000, widget=widget, help_text=help_text)


class NothingForm(forms.Form):
    """A move that asks for nothing more."""


class AnswerForm(forms.Form):
    """A public answer, and what happens with it."""

    text = _words(_("Your answer"), help_text=_("Whoever asked reads this, here and by e-mail."))
    then = forms.ChoiceField(
        label=_("And then"),
        required=False,
        choices=[
            ("", _("Go on working on it")),
            ("wait_for_requester", _("Wait for their answer")),
            ("resolve", _("It is resolved")),
        ],
    )


class NoteForm(forms.Form):
    """An internal note."""

    text = _words(_("Internal note"), rows=3, help_text=_("Only the desk reads this."))


class ReasonForm(forms.Form):
    """A reason."""

    reason = forms.CharField(label=_("Why?"), max_length=200)


class MaybeReasonForm(forms.Form):
    """A reason, where there is one."""

    reason = forms.CharField(label=_("What are you waiting for?"), max_length=200, required=False)


class LevelsForm(forms.Form):
    """Impact and urgency."""

    impact = forms.TypedChoiceField(label=_("How many are hit"), choices=_LEVELS, coerce=int)
    urgency = forms.TypedChoiceField(label=_("How urgent it is"), choices=_LEVELS, coerce=int)


class TaskForm(forms.Form):
    """A step of the work."""

    title = forms.CharField(label=_("What is to be done"), max_length=160)


class ReopenForm(forms.Form):
    """Why it is not done."""

    text = _words(_("What is still wrong?"), rows=3)


class ReplyForm(forms.Form):
    """Something more from whoever asked."""

    text = _words(_("Write to us"), rows=3)


class MergeForm(forms.Form):
    """The request that goes on."""

    number = forms.IntegerField(label=_("Number of the request that goes on"), min_value=1)


class AssignForm(forms.Form):
    """An agent."""

    agent_id = forms.TypedChoiceField(label=_("Agent"), coerce=UUID)

    def __init__(self, *args: Any, agents: Sequence[tuple[UUID, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agent_id"].choices = list(agents)  # type: ignore[attr-defined]


class CategoryForm(forms.Form):
    """What it is about after all."""

    category_id = forms.TypedChoiceField(label=_("Category"), coerce=UUID)
    reason = forms.CharField(label=_("Why?"), max_length=200, help_text=_("Only the desk reads this."))

    def __init__(self, *args: Any, categories: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category_id"].choices = list(categories)  # type: ignore[attr-defined]


class RequeueForm(forms.Form):
    """A queue."""

    queue_id = forms.TypedChoiceField(label=_("Queue"), coerce=UUID)

    def __init__(self, *args: Any, queues: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["queue_id"].choices = list(queues)  # type: ignore[attr-defined]


class ShareForm(forms.Form):
    """Somebody of the client."""

    who = forms.EmailField(label=_("Their e-mail address"), max_length=254)


class CauseForm(forms.Form):
    """A cause behind several requests: one that is known, or a new one."""

    problem_id = forms.TypedChoiceField(label=_("Known cause"), required=False, coerce=UUID, empty_value=None)
    title = forms.CharField(label=_("Or a new one"), required=False, max_length=160)

    def __init__(self, *args: Any, problems: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["problem_id"].choices = [("", "—"), *problems]  # type: ignore[attr-defined]


class AgentForm(forms.Form):
    """Somebody who works in a queue."""

    user_id = forms.TypedChoiceField(label=_("Who"), coerce=UUID)
    skilled_in = forms.CharField(label=_("Skilled in"), required=False, max_length=300, help_text=_("By comma."))

    def __init__(self, *args: Any, people: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user_id"].choices = list(people)  # type: ignore[attr-defined]

    def skills(self) -> list[str]:
        """What they are skilled in."""
        return [one.strip() for one in self.cleaned_data["skilled_in"].split(",") if one.strip()]


class CategorySetupForm(forms.Form):
    """A category."""

    code = forms.SlugField(label=_("Code"), max_length=40)
    name = forms.CharField(label=_("Name"), max_length=80)
    function = forms.ChoiceField(label=_("Function of the contract"))
    queue_id = forms.TypedChoiceField(label=_("Queue"), coerce=UUID)
    parent_id = forms.TypedChoiceField(label=_("Below"), required=False, coerce=UUID, empty_value=None)
    policy_code = forms.SlugField(label=_("Promises"), max_length=40, initial="standard")
    skill = forms.CharField(label=_("Needed skill"), required=False, max_length=40)
    confidential = forms.BooleanField(
        label=_("Confidential"), required=False, help_text=_("Lists and mails hide what such requests say.")
    )

    def __init__(
        self, *args: Any, queues: Sequence[tuple[UUID, str]], above: Sequence[tuple[UUID, str]], **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["function"].choices = [(one, one) for one in FUNCTIONS]  # type: ignore[attr-defined]
        self.fields["queue_id"].choices = list(queues)  # type: ignore[attr-defined]
        self.fields["parent_id"].choices = [("", "—"), *above]  # type: ignore[attr-defined]

    def terms(self, code: str) -> CategoryTerms:
        """The category as it is set; `code` where it stands already."""
        return CategoryTerms(**({"code": code} | self.cleaned_data))


class FilterForm(forms.Form):
    """What the queue is narrowed to."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("active", _("Everything open")), *STATES.items(), ("all", _("Every state"))],
    )


class SearchForm(forms.Form):
    """Words to look for."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)


class AskForm(forms.Form):
    """The words of a request from the catalogue, with the item's own fields before them."""

    text = _words(_("Anything else we should know?"), required=False, rows=4)

    def __init__(self, *args: Any, fields: Sequence[Mapping[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {f"a_{one['name']}": _field(one) for one in fields}
        self.fields = {**own, **self.fields}
        self.fields["text"].required = not fields

    def answers(self) -> dict[str, Any]:
        """What was filled in, by the field's name."""
        given = {name[2:]: value for name, value in self.cleaned_data.items() if name.startswith("a_")}
        return {name: value for name, value in given.items() if value not in (None, "", False)}

    def place(self, field: str | None) -> str | None:
        """The form's name of a field that a rule found fault with."""
        return f"a_{field.removeprefix('answers.')}" if field and field.startswith("answers.") else field


def _field(one: Mapping[str, Any]) -> forms.Field:
    kind = one["kind"]
    common: dict[str, Any] = {
        "label": one["label"], "required": bool(one.get("required")), "help_text": one.get("help", ""),
    }  # fmt: skip
    if kind == "choice":
        return forms.ChoiceField(choices=[("", "—"), *((each, each) for each in one["choices"])], **common)
    if kind == "yes_no":
        return forms.ChoiceField(choices=[("", "—"), ("yes", _("Yes")), ("no", _("No"))], **common)
    if kind == "date":
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(widget=widget, **common)
    if kind == "number":
        return forms.DecimalField(max_digits=18, **common)
    if kind == "long_text":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=4_000, **common)
    return forms.CharField(max_length=300, **common)


class RateForm(forms.Form):
    """How satisfied somebody is."""

    score = forms.TypedChoiceField(
        label=_("How was it?"),
        coerce=int,
        choices=[(5, _("Very good")), (4, _("Good")), (3, _("So-so")), (2, _("Bad")), (1, _("Very bad"))],
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(label=_("What should we do better?"), required=False, max_length=1_000)


class PhoneForm(forms.Form):
    """A request that an agent enters for somebody."""

    who = forms.CharField(
        label=_("Who asks"), max_length=120, help_text=_("Staff number, e-mail address, or the beginning of the name.")
    )
    category_id = forms.TypedChoiceField(label=_("What it is about"), coerce=UUID)
    subject = forms.CharField(label=_("Subject"), max_length=160)
    text = _words(_("What they said"))
    channel = forms.ChoiceField(
        label=_("How they asked"), choices=[(one, CHANNELS[one]) for one in ("phone", "chat", "email")]
    )

    def __init__(self, *args: Any, categories: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category_id"].choices = list(categories)  # type: ignore[attr-defined]


class ArticleForm(forms.Form):
    """An article."""

    title = forms.CharField(label=_("Title"), max_length=160)
    body = forms.CharField(label=_("Text"), max_length=40_000, widget=forms.Textarea(attrs={"rows": 12}))
    audience = forms.ChoiceField(label=_("For whom"), choices=list(AUDIENCES.items()))
    countries = forms.CharField(
        label=_("Countries"), required=False, max_length=300, help_text=_("As GB, US. Nothing means everywhere.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def lands(self) -> list[str]:
        """The countries, as codes."""
        return [one for one in self.cleaned_data["countries"].upper().replace(",", " ").split() if one]


class MonthForm(forms.Form):
    """A month."""

    month = forms.CharField(label=_("Month"), required=False, widget=forms.TextInput(attrs={"type": "month"}))
