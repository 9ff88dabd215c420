"""Scope against the model table: who may employ, where, with which registrations, and that nobody claims work twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from openhro.core.errors import Invalid
from openhro.engagements.rules.matrix import FUNCTIONS, LICENCES, MODELS, RECORD_FUNCTIONS, EngagementModel
from openhro.engagements.rules.terms import check_day
from openhro.ui.formats import said


@dataclass(frozen=True, slots=True)
class Days:
    """A half-open stretch of days; an open end is None."""

    start: date
    end: date | None = None

    @classmethod
    def one(cls, day: date) -> Days:
        """A single day."""
        check_day(day, "day")
        return cls(day, day + timedelta(days=1))

    @classmethod
    def to_last(cls, start: date, last_day: date | None, field: str = "last_day") -> Days:
        """From a first to a last day, both included; refuses a last day before the first."""
        check_day(start, "start")
        check_day(last_day or start, field)
        if last_day is not None and last_day < start:
            raise Invalid(
                "DATES_REVERSED", _("The last day lies before the first. Swap them or mend one."), field=field
            )
        return cls(start, last_day + timedelta(days=1) if last_day is not None else None)

    def meets(self, other: Days) -> bool:
        """True where both hold on at least one same day."""
        return (other.end is None or self.start < other.end) and (self.end is None or other.start < self.end)


@dataclass(frozen=True, slots=True)
class Registered:
    """A registration or licence, with the days on which it holds."""

    type: str
    jurisdiction: str
    days: Days

    def in_country(self, country: str) -> bool:
        """True for the country itself and for its states."""
        return self.jurisdiction.split("-")[0] == country


@dataclass(frozen=True, slots=True)
class Party:
    """A company that could employ: a client's legal entity or one of the provider's."""

    id: UUID
    name: str
    country: str
    registered: tuple[Registered, ...] = ()

    def holds(self, kind: str, country: str, days: Days) -> bool:
        """True where a registration of this kind holds in the country on at least one of the days."""
        return any(one.type == kind and one.in_country(country) and one.days.meets(days) for one in self.registered)


@dataclass(frozen=True, slots=True)
class ScopeFacts:
    """A scope item as the rules see it: the model, the work, and the two companies it names."""

    model: str
    function: str
    country: str
    entity: Party | None
    provider: Party | None


def check_scope(facts: ScopeFacts, days: Days) -> None:
    """Raise the first rule of the model table that the facts break on every one of the days."""
    for refused in breaches(facts, days):
        raise refused


def breaches(facts: ScopeFacts, days: Days) -> Iterator[Invalid]:
    """Every rule of the model table that the facts break; a registration must hold on at least one of the days."""
    model = MODELS[facts.model]
    yield from _function(model, facts)
    if model.countries is not None and facts.country not in model.countries:
        yield Invalid(
            "COEMPLOYMENT_NOT_ALLOWED",
            _("%(country)s does not know co-employment. Use EOR or HRO there.") % {"country": facts.country},
            field="country",
            rule="1.2",
            detail={"country": facts.country, "allowed": sorted(model.countries)},
        )
        return
    wrong = _wrong_employer(model, facts)
    if wrong:
        yield wrong
        return
    yield from _client_entity(model, facts, days)
    yield from _provider_entity(model, facts, days)


def _function(model: EngagementModel, facts: ScopeFacts) -> Iterator[Invalid]:
    named = re.fullmatch(r"[a-z][a-z0-9_-]{0,39}", facts.function)
    if (model.functions is None and named) or (model.functions is not None and facts.function in model.functions):
        return
    allowed = sorted(model.functions) if model.functions is not None else sorted(FUNCTIONS)
    yield Invalid(
        "SCOPE_FUNCTION_NOT_ALLOWED",
        _("An engagement of model %(model)s cannot hold %(function)s. It may hold: %(allowed)s.")
        % {"model": model.code, "function": facts.function or "-", "allowed": ", ".join(allowed)},
        field="function",
        rule="1.2",
        detail={"model": model.code, "function": facts.function, "allowed": allowed},
    )


def _wrong_employer(model: EngagementModel, facts: ScopeFacts) -> Invalid | None:
    if model.employer == "client" and facts.provider is not None:
        return employer_must_be("client", model, facts.provider.name)
    if model.employer in ("provider", "own-staff") and facts.entity is not None:
        return employer_must_be("provider", model, facts.entity.name)
    return None


def employer_must_be(side: str, model: EngagementModel, named: str) -> Invalid:
    """The refusal for naming the wrong company as employer."""
    if side == "client":
        return Invalid(
            "EMPLOYER_MUST_BE_CLIENT",
            _("Under %(model)s the client stays the only employer. Name its legal entity, not %(named)s.")
            % {"model": model.code, "named": named},
            field="provider_entity",
            rule="1.2",
        )
    return Invalid(
        "EMPLOYER_MUST_BE_PROVIDER",
        _("Under %(model)s the provider is the employer. Name the provider's entity, not %(named)s.")
        % {"model": model.code, "named": named},
        field="entity",
        rule="1.2",
    )


def _client_entity(model: EngagementModel, facts: ScopeFacts, days: Days) -> Iterator[Invalid]:
    if not model.needs_client_entity:
        return
    entity, country = facts.entity, facts.country
    detail = {"country": country, "suggests": "EOR", "day": days.start.isoformat()}
    if entity is None or entity.country != country:
        yield Invalid(
            "ENTITY_REQUIRED",
            _("The client has no legal entity in %(country)s, and %(model)s needs one. Without it, EOR fits.")
            % {"country": country, "model": model.code},
            field="entity",
            rule="1.2",
            detail=detail | {"missing": "entity"},
        )
    elif not entity.holds("payroll_withholding", country, days):
        yield Invalid(
            "ENTITY_REQUIRED",
            _("%(entity)s has no payroll registration in %(country)s on %(day)s. %(model)s needs one; EOR does not.")
            % {"entity": entity.name, "country": country, "day": said(days.start), "model": model.code},
            field="entity",
            rule="1.2",
            detail=detail | {"missing": "payroll_withholding"},
        )


def needed_of_provider(model: EngagementModel, country: str) -> list[str]:
    """The registrations and licences that the provider must hold in a country to work there under a model."""
    lends = model.employer == "provider" and country in LICENCES
    return [*model.provider_registrations, *([LICENCES[country][0]] if lends else [])]


def _provider_entity(model: EngagementModel, facts: ScopeFacts, days: Days) -> Iterator[Invalid]:
    if not model.provider_registrations:
        return
    provider, country = facts.provider, facts.country
    needed = needed_of_provider(model, country)
    at_home = provider is not None and provider.country == country
    missing = [kind for kind in needed if not (at_home and provider and provider.holds(kind, country, days))]
    if missing:
        yield Invalid(
            "PROVIDER_REGISTRATION_REQUIRED",
            _("%(model)s in %(country)s needs an entity of the provider there with: %(missing)s on %(day)s.")
            % {"model": model.code, "country": country, "missing": ", ".join(missing), "day": said(days.start)},
            field="provider_entity",
            rule="1.2",
            detail={"country": country, "missing": missing, "day": days.start.isoformat()},
        )


def names(facts: ScopeFacts, entity_id: UUID | None, provider_entity_id: UUID | None) -> bool:
    """True where work in these companies' names is what the scope item covers."""
    client = facts.entity.id if facts.entity else None
    provider = facts.provider.id if facts.provider else None
    if MODELS[facts.model].employer == "co-employment":
        return entity_id == client and provider_entity_id in (None, provider)
    return entity_id == client and provider_entity_id == provider


def check_employer(facts: ScopeFacts, entity_id: UUID | None, provider_entity_id: UUID | None) -> None:
    """Refuse work in the name of a side that cannot be the employer under this model."""
    model = MODELS[facts.model]
    if model.employer in ("client", "co-employment") and entity_id is None:
        raise employer_must_be("client", model, _("no entity of the client"))
    if model.employer == "client" and provider_entity_id is not None:
        raise employer_must_be("client", model, _("an entity of the provider"))
    if model.employer in ("provider", "own-staff") and entity_id is not None:
        raise employer_must_be("provider", model, _("an entity of the client"))
    if model.employer == "provider" and provider_entity_id is None:
        raise employer_must_be("provider", model, _("no entity of the provider"))


@dataclass(frozen=True, slots=True)
class Claim:
    """The work that a scope item claims, and in whose name. `place` is the employing company; None for none."""

    engagement: str
    model: str
    function: str
    process: str
    country: str
    place: UUID | None
    provider: UUID | None
    days: Days

    @property
    def work(self) -> tuple[str, str, str, UUID | None]:
        """What two items may not both claim on one day."""
        return (self.function, self.process, self.country, self.place)

    @property
    def employer(self) -> tuple[str, UUID | None]:
        """Who employs: HRO and ASO agree with each other, a PEO only with itself."""
        kind = MODELS[self.model].employer
        return (kind, self.provider if kind == "co-employment" else None)


def check_claims(new: Claim, others: Iterable[Claim]) -> None:
    """Refuse work that is claimed already (SCOPE_OVERLAP), and a second employer of the same people (DUAL_EMPLOYER).

    A named process is carved out of its function, so it overlaps only itself. Populations are words that nobody can
    prove to be apart, so they do not separate two claims.
    """
    meeting = [other for other in others if other.days.meets(new.days)]
    for other in meeting:
        if other.work == new.work:
            raise Invalid(
                "SCOPE_OVERLAP",
                _("%(other)s already holds %(function)s for this entity on some of these days. End it there first.")
                % {"other": other.engagement, "function": new.function},
                field="start",
                rule="1.2",
                detail={"engagement": other.engagement, "from": str(other.days.start), "to": str(other.days.end or "")},
            )
    for other in meeting:
        same_people = new.place is not None and other.place == new.place
        both_record = {new.function, other.function} <= RECORD_FUNCTIONS
        if same_people and both_record and other.employer != new.employer:
            raise Invalid(
                "DUAL_EMPLOYER",
                _("%(other)s (%(model)s) names another employer for this entity's people. One employer for one work.")
                % {"other": other.engagement, "model": other.model},
                field="entity",
                rule="1.2",
                detail={"engagement": other.engagement, "model": other.model},
            )


def in_force(facts: ScopeFacts, day: date) -> list[Invalid]:
    """The rules that the facts break on one day: what the nightly check and the start of work ask."""
    return list(breaches(facts, Days.one(day)))
