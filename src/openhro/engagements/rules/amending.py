"""Changing what both have signed: kinds and states of amendments, what one may hold, and its changes as plain JSON."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openhro.core.errors import Conflict, Invalid, illegal_move
from openhro.engagements.rules.terms import EngagementTerms, PriceTerms, ScopeTerms, check_day, check_words

AMENDMENT_STATES: dict[str, Promise] = {
    "draft": gettext_lazy("Draft"),
    "agreed": gettext_lazy("Agreed"),
    "effective": gettext_lazy("In effect"),
    "superseded": gettext_lazy("Superseded"),
    "withdrawn": gettext_lazy("Withdrawn"),
}
AMENDMENT_KINDS: dict[str, Promise] = {
    "amendment": gettext_lazy("Amendment"),
    "change_request": gettext_lazy("Change request"),
    "indexation": gettext_lazy("Indexation"),
}
DRAFTABLE = ("amendment", "change_request")
_MOVES: dict[str, tuple[frozenset[str], str]] = {
    "revise": (frozenset({"draft"}), "draft"),
    "sign": (frozenset({"draft"}), "agreed"),
    "withdraw": (frozenset({"draft"}), "withdrawn"),
    "take_effect": (frozenset({"agreed"}), "effective"),
    "supersede": (frozenset({"effective"}), "superseded"),
}
# What somebody does; the rest happens by itself.
AMENDMENT_ALLOWED = {
    state: [name for name in ("sign", "withdraw") if state in _MOVES[name][0]] for state in AMENDMENT_STATES
}

# In these states a contract is signed and goes on, so that it can be amended.
AMENDABLE = frozenset({"signed", "transition", "live", "suspended"})

# What of the head an amendment may change. Model, currency, client and first day make another contract.
HEAD_FIELDS: dict[str, Promise] = {
    "effective_to": gettext_lazy("Last day"),
    "term_months": gettext_lazy("Term in months"),
    "renewal": gettext_lazy("Renewal"),
    "notice_months": gettext_lazy("Notice in months"),
    "law": gettext_lazy("Governing law"),
    "provider_entity_id": gettext_lazy("Provider’s company"),
    "dpa_ref": gettext_lazy("Data-processing agreement"),
    "risk_bearer": gettext_lazy("Who bears the risk"),
    "plan_sponsor": gettext_lazy("Who sponsors plans"),
}
CHANGES: dict[str, Promise] = {
    "head": gettext_lazy("Change the head"),
    "add_scope": gettext_lazy("Add work to the scope"),
    "end_scope": gettext_lazy("Take work out of the scope"),
    "add_price": gettext_lazy("Add a price"),
    "end_price": gettext_lazy("End a price"),
}
_MOST_CHANGES = 200


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an amendment does, on its day: `what` is a key of `CHANGES`.

    `head` are the fields that change; `scope` and `price` begin on the amendment's day, whatever their own start;
    `item_id` is the scope item or price that ends on the day before.
    """

    what: str
    head: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    scope: ScopeTerms | None = None
    price: PriceTerms | None = None
    item_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class AmendmentTerms:
    """What one side puts to the other. Only a change request may come in words alone, with no change yet."""

    kind: str
    title: str
    effective_on: date
    reason: str = ""
    price_impact_minor: int | None = None
    changes: tuple[Change, ...] = ()


def check_amendment_move(state: str, move: str) -> str:
    """The state after a move; refuses a move that this state does not know."""
    sources, target = _MOVES[move]
    if state not in sources:
        raise illegal_move("amendment", state, move, AMENDMENT_ALLOWED[state])
    return target


def check_amendable(state: str, allowed: Sequence[str]) -> None:
    """Only a signed contract that nobody has ended is amended; before, it is simply changed."""
    if state not in AMENDABLE:
        raise illegal_move("engagement", state, "amend", list(allowed))


def check_amendment(terms: AmendmentTerms, today: date) -> None:
    """Raise the first thing wrong with an amendment as such; the contract's own rules are asked by applying it."""
    if terms.kind not in DRAFTABLE:
        raise Invalid("KIND_UNKNOWN", _("It is an amendment or a change_request."), field="kind")
    if not terms.title.strip():
        raise Invalid("TITLE_REQUIRED", _("Say in a few words what changes."), field="title")
    check_words({"title": terms.title}, 160)
    check_words({"reason": terms.reason.replace("\n", " ").replace("\r", " ")}, 4000)
    check_day(terms.effective_on, "effective_on")
    if terms.effective_on < today:
        raise Conflict(
            "PAST_FIXED",
            _("Nobody agrees afterwards to what was done. Let it take effect today or later."),
            field="effective_on",
        )
    if terms.price_impact_minor is not None and abs(terms.price_impact_minor) > 10**13:
        raise Invalid("AMOUNT_RANGE", _("This is beyond what a contract holds."), field="price_impact_minor")
    if len(terms.changes) > _MOST_CHANGES:
        raise Invalid("TOO_MANY_CHANGES", _("An amendment holds %s changes at most.") % _MOST_CHANGES, field="changes")
    for change in terms.changes:
        _check_change(change)


def check_not_empty(kind: str, changes: Sequence[Change]) -> None:
    """An amendment changes something; a request may ask for what touches neither head, scope nor prices."""
    if kind == "amendment" and not changes:
        raise Conflict(
            "AMENDMENT_EMPTY", _("This amendment changes nothing yet. Add what it changes."), field="changes"
        )


def _check_change(change: Change) -> None:
    if change.what not in CHANGES:
        raise Invalid("CHANGE_UNKNOWN", _("A change is one of: %s.") % ", ".join(CHANGES), field="changes")
    needs = {
        "head": bool(change.head), "add_scope": change.scope is not None, "add_price": change.price is not None,
        "end_scope": change.item_id is not None, "end_price": change.item_id is not None,
    }  # fmt: skip
    given = sum((bool(change.head), change.scope is not None, change.price is not None, change.item_id is not None))
    if not needs[change.what] or given != 1:
        raise Invalid(
            "CHANGE_INVALID",
            _("The change %s does not say what it needs, or says more.") % change.what,
            field="changes",
        )
    fixed = sorted(set(change.head) - HEAD_FIELDS.keys())
    if "currency" in fixed:
        raise Conflict(
            "CURRENCY_FIXED",
            _("The currency of a signed engagement cannot change. End it and draft a new one."),
            field="currency",
            rule="1.8",
        )
    if fixed:
        raise Conflict(
            "HEAD_FIXED",
            _("No amendment changes: %s. That would be another contract: end this one and draft a new one.")
            % ", ".join(fixed),
            field=fixed[0],
            detail={"fields": fixed},
        )


def head_of(changes: Iterable[Change]) -> dict[str, Any]:
    """All fields of the head that some changes set."""
    found: dict[str, Any] = {}
    for change in changes:
        found |= change.head
    return found


def written(change: Change) -> dict[str, Any]:
    """A change as JSON; days, ids and decimals as text."""
    found: dict[str, Any] = {"what": change.what}
    if change.head:
        found["head"] = {name: _plain(value) for name, value in change.head.items()}
    if change.scope:
        found["scope"] = {name: _plain(value) for name, value in dataclasses.asdict(change.scope).items()}
    if change.price:
        found["price"] = {name: _plain(value) for name, value in dataclasses.asdict(change.price).items()}
    if change.item_id:
        found["item_id"] = str(change.item_id)
    return found


def read(stored: Mapping[str, Any]) -> Change:
    """A change from JSON that `written` wrote."""
    scope, price, item = stored.get("scope"), stored.get("price"), stored.get("item_id")
    return Change(
        stored["what"],
        {name: _typed(name, value) for name, value in stored.get("head", {}).items()},
        ScopeTerms(**{name: _typed(name, value) for name, value in scope.items()}) if scope else None,
        PriceTerms(**{name: _typed(name, value) for name, value in price.items()}) if price else None,
        UUID(item) if item else None,
    )


def changed_head(before: EngagementTerms, changes: Iterable[Change]) -> EngagementTerms:
    """The head as it is after some changes."""
    return dataclasses.replace(before, **head_of(changes))


def head_written(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a head as JSON."""
    return {name: _plain(value) for name, value in values.items()}


def head_read(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a head from JSON."""
    return {name: _typed(name, value) for name, value in stored.items()}


_DAYS = frozenset({"start", "last_day", "effective_to", "effective_from", "index_from"})
_DECIMALS = frozenset({"rate", "index_floor", "index_cap"})


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID | Decimal) else value


def _typed(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _DAYS:
        return date.fromisoformat(value)
    if name in _DECIMALS:
        return Decimal(value)
    if name == "tiers":
        return tuple((upto, minor) for upto, minor in value)
    if name == "entities":
        return tuple(UUID(one) for one in value)
    if name == "functions":
        return tuple(value)
    return UUID(value) if name.endswith("entity_id") else value
