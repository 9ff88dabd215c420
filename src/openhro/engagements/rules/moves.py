"""The life of an engagement: its states and moves, what a signature needs, notice, and the gate before going live."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.numbers import list_currencies
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openhro.core.errors import Conflict, Invalid, illegal_move
from openhro.engagements.rules.matrix import FUNCTIONS, MODELS
from openhro.engagements.rules.readiness import ReadinessFacts
from openhro.engagements.rules.readiness import failing as failing_readiness
from openhro.engagements.rules.scope import Days
from openhro.engagements.rules.terms import EngagementTerms, check_day, check_words, months_after
from openhro.ui.formats import said

STATES: dict[str, Promise] = {
    "draft": gettext_lazy("Draft"),
    "proposed": gettext_lazy("Proposed"),
    "client_review": gettext_lazy("In client review"),
    "signed": gettext_lazy("Signed"),
    "transition": gettext_lazy("In transition"),
    "live": gettext_lazy("Live"),
    "suspended": gettext_lazy("Suspended"),
    "notice": gettext_lazy("Under notice"),
    "exiting": gettext_lazy("Exiting"),
    "closed": gettext_lazy("Closed"),
    "withdrawn": gettext_lazy("Withdrawn"),
}

# move: (from, to)
MOVES: dict[str, tuple[frozenset[str], str]] = {
    "propose": (frozenset({"draft"}), "proposed"),
    "send_for_review": (frozenset({"proposed"}), "client_review"),
    "sign": (frozenset({"client_review"}), "signed"),
    "start_transition": (frozenset({"signed"}), "transition"),
    "go_live": (frozenset({"transition"}), "live"),
    "suspend": (frozenset({"live"}), "suspended"),
    "resume": (frozenset({"suspended"}), "live"),
    "give_notice": (frozenset({"live", "suspended"}), "notice"),
    "begin_exit": (frozenset({"notice"}), "exiting"),
    "close": (frozenset({"exiting"}), "closed"),
    "withdraw": (frozenset({"draft", "proposed"}), "withdrawn"),
}
ALLOWED = {state: [move for move, (sources, _to) in MOVES.items() if state in sources] for state in STATES}

# In these states the provider works; suspended lets only statutory functions through.
WORKING = frozenset({"live", "suspended", "notice", "exiting"})
# In these, terms may still be added; a change before both have signed makes the signatures void.
UNSIGNED = frozenset({"draft", "proposed", "client_review"})
CHANGEABLE = UNSIGNED | {"signed", "transition", "live"}
# What a signed contract lets be corrected without a new agreement.
FREE_WHEN_SIGNED = frozenset({"dpa_ref"})
SUSPENSION_REASONS = ("non_payment", "legal")

MOST_TOLD = 6
"""How many failing items the gate's sentence holds; its detail lists them all."""


def check_move(state: str, move: str) -> str:
    """The state after a move; refuses a move that this state does not know."""
    sources, target = MOVES[move]
    if state not in sources:
        raise illegal_move("engagement", state, move, ALLOWED[state])
    return target


def check_term(terms: EngagementTerms) -> None:
    """Raise the first thing wrong with the head of a contract."""
    if terms.model not in MODELS:
        raise Invalid("MODEL_UNKNOWN", _("The model is one of %(all)s.") % {"all": ", ".join(MODELS)}, field="model")
    if not terms.code or len(terms.code) > 40:
        raise Invalid("CODE_INVALID", _("Give the engagement a code of 1 to 40 characters."), field="code")
    check_words({"code": terms.code, "law": terms.law, "dpa_ref": terms.dpa_ref}, 120)
    if terms.currency not in list_currencies():
        raise Invalid("CURRENCY_UNKNOWN", _("Use an ISO 4217 code such as USD or GBP."), field="currency")
    check_day(terms.effective_from, "effective_from")
    Days.to_last(terms.effective_from, terms.effective_to, "effective_to")
    if not 0 <= terms.notice_months <= 60:
        raise Invalid("NOTICE_INVALID", _("Notice lasts 0 to 60 months."), field="notice_months")
    if terms.term_months is not None and not 1 <= terms.term_months <= 600:
        raise Invalid(
            "TERM_INVALID", _("The term lasts 1 to 600 months; leave it empty for none."), field="term_months"
        )
    if terms.renewal not in ("auto", "none"):
        raise Invalid("RENEWAL_INVALID", _("Renewal is auto or none."), field="renewal")
    if terms.renewal == "auto" and terms.term_months is None:
        raise Invalid(
            "TERM_REQUIRED", _("What renews itself needs a term in months: for how long?"), field="term_months"
        )
    _check_risk(terms)


def _check_risk(terms: EngagementTerms) -> None:
    """Who pays the claims and who sponsors plans, by the model."""
    model = MODELS[terms.model]
    if terms.risk_bearer not in ("client", "provider"):
        raise Invalid("RISK_BEARER_INVALID", _("The client or the provider bears the risk."), field="risk_bearer")
    if terms.risk_bearer == "provider" and not model.provider_may_bear_risk:
        raise Invalid(
            "CLAIM_RISK_FORBIDDEN",
            _("Under %(model)s the client pays the claims; the provider only administers. Set the risk to the client.")
            % {"model": terms.model},
            field="risk_bearer",
            rule="1.2",
        )
    if terms.plan_sponsor and terms.plan_sponsor not in model.plan_sponsors:
        raise Invalid(
            "PLAN_SPONSOR_NOT_ALLOWED",
            _("Under %(model)s the sponsor of plans is: %(who)s.")
            % {"model": terms.model, "who": ", ".join(model.plan_sponsors)},
            field="plan_sponsor",
            rule="1.2",
        )


def check_changes(state: str, changed: Iterable[str]) -> None:
    """Refuse changes to the head of a contract that its state does not allow."""
    changed = set(changed) - FREE_WHEN_SIGNED
    if state in ("closed", "withdrawn"):
        raise illegal_move("engagement", state, "revise", ALLOWED[state])
    if state in UNSIGNED or not changed:
        return
    if "currency" in changed:
        raise Conflict(
            "CURRENCY_FIXED",
            _("The currency of a signed engagement cannot change. End it and draft a new one."),
            field="currency",
            rule="1.8",
        )
    raise Conflict(
        "AMENDMENT_REQUIRED",
        _("Both sides have signed this. Change it by an amendment that both sign."),
        field=min(changed),
        detail={"fields": sorted(changed)},
    )


def check_signable(
    dpa_ref: str, functions: Sequence[str], priced: Sequence[Sequence[str]], *, levelled: bool = True
) -> None:
    """A contract can be signed with scope, a price for each function of it, service levels where something of it can be
    measured (`levelled`), and a data-processing agreement.

    `priced` holds the functions that each price names; a price that names none is for all.
    """
    missing: list[dict[str, Any]] = []
    if not functions:
        missing.append({"code": "SCOPE_MISSING", "message": _("Nothing is in scope.")})
    unpriced = sorted({one for one in functions if not any(not named or one in named for named in priced)})
    if unpriced:
        missing.append({"code": "PRICE_MISSING", "message": _("No price stands for: %s.") % ", ".join(unpriced)})
    if not levelled:
        missing.append({"code": "LEVELS_MISSING", "message": _("No service levels are set.")})
    if missing:
        raise Conflict(
            "CONTRACT_INCOMPLETE",
            _("Not ready to sign: %s") % " ".join(item["message"] for item in missing),
            rule="1.3",
            detail=missing,
        )
    if not dpa_ref and any(function in FUNCTIONS for function in functions):
        raise Conflict(
            "DPA_REQUIRED",
            _("The scope touches personal data. Enter the reference of the signed data-processing agreement first."),
            field="dpa_ref",
            rule="1.8",
        )


def check_suspension(reason: str) -> None:
    """Suspending needs one of the reasons that the contract knows."""
    if reason not in SUSPENSION_REASONS:
        raise Invalid(
            "REASON_REQUIRED",
            _("Say why: %(reasons)s.") % {"reasons": ", ".join(SUSPENSION_REASONS)},
            field="reason",
        )


def earliest_end(notice_day: date, notice_months: int) -> date:
    """The first day on which an engagement may end when notice is given."""
    return months_after(notice_day, notice_months)


def check_notice(notice_day: date, notice_months: int, ends_on: date) -> None:
    """Refuse an end before the notice has run; the answer names the earliest."""
    check_day(ends_on, "ends_on")
    earliest = earliest_end(notice_day, notice_months)
    if ends_on < earliest:
        raise Invalid(
            "NOTICE_TOO_SHORT",
            _("Notice runs %(months)s months, so the earliest end is %(earliest)s.")
            % {"months": notice_months, "earliest": said(earliest)},
            field="ends_on",
            rule="1.3",
            detail={"earliest": earliest.isoformat()},
        )


@dataclass(frozen=True, slots=True)
class GateFacts:
    """What the gate looks at on the day of going live."""

    day: date
    effective_from: date
    signatures: frozenset[str]
    client_approvers: int
    items: int
    breaches: tuple[Invalid, ...]
    readiness: ReadinessFacts | None = None


def gate(facts: GateFacts) -> None:
    """Refuse to go live while anything is missing; the answer lists all of it."""
    failing: list[dict[str, Any]] = []
    if facts.signatures != {"client", "provider"}:
        failing.append({"code": "UNSIGNED", "message": _("Both sides must have signed.")})
    if facts.day < facts.effective_from:
        failing.append(
            {"code": "BEFORE_TERM", "message": _("The contract starts only on %s.") % said(facts.effective_from)}
        )
    if not facts.client_approvers:
        failing.append(
            {
                "code": "APPROVER_MISSING",
                "message": _("No client approver is named. Name a client administrator."),
            }
        )
    if not facts.items:
        failing.append({"code": "SCOPE_MISSING", "message": _("Nothing is in scope on that day.")})
    failing += [{"code": one.code, "message": one.message, "detail": one.detail} for one in facts.breaches]
    failing += failing_readiness(facts.readiness) if facts.readiness else []
    if failing:
        told = [item["message"] for item in failing[:MOST_TOLD]]
        more = [_("And %s more.") % (len(failing) - MOST_TOLD)] if len(failing) > MOST_TOLD else []
        raise Conflict(
            "READINESS_GATE",
            _("Not ready to go live: %s") % " ".join(told + more),
            rule="1.3",
            detail=failing,
        )
