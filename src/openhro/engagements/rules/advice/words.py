"""The sentences of the advice, made from the model table: why a model fits, why the others do not, what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from openhro.core.errors import Invalid
from openhro.engagements.rules.advice.answers import Answers, Place
from openhro.engagements.rules.matrix import FUNCTIONS, MODELS
from openhro.engagements.rules.scope import ScopeFacts, needed_of_provider

# Which row of the model table a refusal of the scope rules comes from.
ROW_OF = {
    "ENTITY_REQUIRED": "needs_client_entity",
    "EMPLOYER_MUST_BE_CLIENT": "employer",
    "EMPLOYER_MUST_BE_PROVIDER": "employer",
    "PROVIDER_REGISTRATION_REQUIRED": "provider_registrations",
    "COEMPLOYMENT_NOT_ALLOWED": "countries",
    "SCOPE_FUNCTION_NOT_ALLOWED": "functions",
}
_BEARS = {"keep": "client", "share": "shared", "hand_over": "provider"}
_WISHED = {"keep": "HRO", "share": "PEO", "hand_over": "EOR"}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, or why not, a model: the row of the model table that says so, and a code where a rule refuses."""

    model: str
    rule: str
    text: str
    code: str = ""


def function_name(function: str) -> str:
    """A function in words; what is no HR function is written as it was given."""
    return str(FUNCTIONS.get(function, function.replace("_", " ").capitalize()))


def reasons(answers: Answers, place: Place, facts: ScopeFacts) -> tuple[Reason, ...]:
    """Why the model fits, each by a row of the table."""
    code = facts.model
    found = [_by_function(code, facts.function), _by_entity(code, place)]
    needed = needed_of_provider(MODELS[code], facts.country)
    if facts.provider and needed:
        said = {"name": facts.provider.name, "held": ", ".join(one.replace("_", " ") for one in needed)}
        found.append(Reason(code, "provider_registrations", _("%(name)s, a company of ours, holds %(held)s.") % said))
    if code == "ASO":
        text = _("You fund these benefits yourselves: you sponsor the plan and pay its claims, we administer it.")
        found.append(Reason(code, "plan_sponsors", text))
    return (*found, _by_liability(answers, code))


def _by_function(code: str, function: str) -> Reason:
    said = {"model": code, "function": function_name(function)}
    if MODELS[code].functions is None:
        return Reason(code, "functions", _("%(model)s takes on any business function, so also: %(function)s.") % said)
    return Reason(code, "functions", _("%(model)s may hold: %(function)s.") % said)


def _by_entity(code: str, place: Place) -> Reason:
    said = {"model": code, "country": place.country, "entity": place.entity}
    if not MODELS[code].needs_client_entity:
        text = _("%(model)s needs no company of yours in %(country)s.") % said
    elif place.registered:
        text = _("%(entity)s is registered for payroll in %(country)s, as %(model)s asks.") % said
    else:
        text = _("You have a company in %(country)s, %(entity)s, and %(model)s builds on it.") % said
    return Reason(code, "needs_client_entity", text)


def _by_liability(answers: Answers, code: str) -> Reason:
    bears = MODELS[code].liability
    own = MODELS[code].employer == "own-staff"
    if own:
        text = _("We answer for our own staff only; nobody whom you employ is touched.")
    else:
        text = {
            "client": _("You stay the only employer and answer for employment."),
            "provider": _("We are the legal employer and answer for employment; you direct the daily work."),
            "shared": _("Both employ, and share what employment brings."),
        }[bears]
    if not own and bears != _BEARS[answers.liability]:
        text += " " + _("You wished otherwise, but %(model)s cannot be had here: see below why.") % {
            "model": _WISHED[answers.liability]
        }
        if answers.liability == "keep":
            text = _(
                "We are the legal employer here: liability cannot stay with you where no company of yours employs."
            )
    return Reason(code, "liability", text)


def instead(
    answers: Answers, function: str, chosen: str | None, refused: dict[str, list[Invalid]]
) -> tuple[Reason, ...]:
    """Why not each of the other models: the rule that refuses it, or else what speaks for the one that was chosen."""
    found: list[Reason] = []
    for code in MODELS:
        if code == chosen:
            continue
        if refused[code]:
            found += [Reason(code, ROW_OF.get(one.code, "employer"), one.message, one.code) for one in refused[code]]
        else:
            found.append(_not_preferred(answers, function, chosen, code))
    return tuple(found)


def _not_preferred(answers: Answers, function: str, chosen: str | None, code: str) -> Reason:
    """Why not a model that the rules would allow."""
    said = {"model": code, "chosen": chosen or "-", "function": function_name(function)}
    if code == "BPO":
        return Reason(code, "employer", _("BPO works with our own staff; it does not touch people whom you employ."))
    if code == "ASO":
        text = _("ASO administers benefits that the employer funds; yours are not self-funded, or go another way.")
        return Reason(code, "plan_sponsors", text)
    if code == "HRO" and chosen == "ASO":
        text = _("HRO could hold it too; ASO is the contract for benefits that you fund: nobody else bears their risk.")
        return Reason(code, "provider_may_bear_risk", text)
    if MODELS[code].liability != _BEARS[answers.liability]:
        text = {
            "client": _("Under %(model)s liability stays with you, and you wished otherwise."),
            "provider": _("Under %(model)s we would become the employer, and you wished otherwise."),
            "shared": _("Under %(model)s liability is shared, and you wished otherwise."),
        }[MODELS[code].liability]
        return Reason(code, "liability", text % said)
    return Reason(code, "functions", _("%(model)s is allowed, but %(chosen)s says more narrowly what you need.") % said)


def register(country: str, entity: str) -> str:
    """The company is there, its registration is not."""
    said = {"entity": entity, "country": country}
    return _("Register %(entity)s as an employer for payroll in %(country)s first; nothing may run before.") % said


def too_small(people: int, least: int) -> str:
    """Software and advice are cheaper."""
    said = {"people": people, "least": least}
    return (
        _(
            "With %(people)s people (fewer than %(least)s) outsourcing this makes more work than it saves: use basic "
            "software and occasional legal advice. Payroll alone can be handed over at any size."
        )
        % said
    )


def document_first(function: str, level: int, needed: int) -> str:
    """Document first, outsource second."""
    said = {"function": function_name(function), "level": level, "needed": needed}
    return (
        _(
            "Document first, outsource second: %(function)s stands at level %(level)s, and goes live from level "
            "%(needed)s. Write down its steps, owners and calendar."
        )
        % said
    )


def already_employer(country: str, entity: str) -> str:
    """Employment is wanted where the prospect employs already and means to go on."""
    said = {"country": country, "entity": entity}
    return (
        _(
            "%(entity)s employs in %(country)s already and you keep employment: there is nothing to buy. Wish to hand "
            "it over or to share it, if that is what you mean."
        )
        % said
    )


def employer_does_it(country: str) -> str:
    """Under EOR the provider as employer does the rest for its own employees."""
    return _(
        "As the employer in %(country)s we do this for our own employees; there is nothing of yours to hand over. If "
        "you set up a company there, HRO fits."
    ) % {"country": country}


def no_entity(country: str) -> str:
    """No company of the prospect's."""
    return _("You have no registered company in %(country)s. Set one up and register it; then HRO fits.") % {
        "country": country
    }


def no_provider(country: str) -> str:
    """No company of the provider's that could employ."""
    return _(
        "We have no company in %(country)s with the registrations and licences to employ there, so we cannot be the "
        "employer. Ask us for a partner, or hire elsewhere for now."
    ) % {"country": country}


def early(people: int) -> str:
    """Full service is too early."""
    return _(
        "Full service pays from about 20 to 50 people; with %s take single functions, payroll first."
    ) % people  # fmt: skip


def edge(people: int) -> str:
    """Full service may pay or not."""
    return _("Full service pays from about 20 to 50 people; with %s look at the costs before you decide.") % people


def none_fits() -> str:
    """Nothing can be sold today."""
    return _("No model fits today. Each line says what to do first; come back when it is done.")


def document_note() -> str:
    """Why documents come first."""
    return _(
        "Where processes are not written down, a provider would build them anew or copy the disorder. Write first."
    )


def nobody_shares(countries: list[str]) -> str:
    """Co-employment is wished where it cannot be."""
    return _("Liability can be shared in co-employment only: in %s, with a company on both sides.") % ", ".join(
        countries
    )
