"""Which model fits each function in each country, and why: candidates by wish, each held against the model table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from openhro.core.errors import Invalid
from openhro.engagements.rules.advice import words
from openhro.engagements.rules.advice.answers import DOCUMENTED, Answers, Place
from openhro.engagements.rules.advice.words import Reason
from openhro.engagements.rules.matrix import FUNCTIONS, MODELS
from openhro.engagements.rules.scope import Days, Party, Registered, ScopeFacts, breaches, needed_of_provider

# Below this, software and occasional advice are cheaper than the service, but for payroll and for employment itself.
SMALL = 10
# Full service pays from somewhere between these on.
FULL_SERVICE_FROM, FULL_SERVICE_SURE = 20, 50
FULL_SERVICE = 4
# Who pays for a department of one's own asks about size; who needs an employer or a co-employer does not.
ASKS_SIZE = frozenset({"HRO", "ASO"})
# What the provider can do with its own people alone, touching nobody whom the client employs.
OWN_DELIVERY = frozenset({"rpo"})


@dataclass(frozen=True, slots=True)
class Missing:
    """What stands between a prospect and a model, and what to do about it."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """The advice for one function in one country.

    `model` fits now; where it is None, `later` fits once what is `missing` is there (None: nothing would).
    `facts` are what scope rules hold the model against. `implied`: not asked for, but it comes with the model.
    """

    country: str
    function: str
    model: str | None
    later: str | None
    facts: ScopeFacts | None
    reasons: tuple[Reason, ...]
    missing: tuple[Missing, ...]
    instead: tuple[Reason, ...]
    implied: bool = False


@dataclass(frozen=True, slots=True)
class Advice:
    """All cells, and what is said about the whole."""

    cells: tuple[Cell, ...]
    notes: tuple[Missing, ...]

    @property
    def models(self) -> list[str]:
        """The models that fit now, in the order of the table."""
        return [code for code in MODELS if any(cell.model == code for cell in self.cells)]


def advise(answers: Answers, providers: Iterable[Party]) -> Advice:
    """The advice for every country and function, with the provider's companies as they are."""
    ours = list(providers)
    cells: list[Cell] = []
    for place in answers.places:
        here = [_cell(answers, place, function, ours) for function in place.functions]
        if any(cell.model == "EOR" for cell in here) and "employment" not in place.functions:
            here.insert(0, _cell(answers, place, "employment", ours, implied=True))
        cells += here
    return Advice(tuple(cells), tuple(_notes(answers, cells)))


def facts_for(model: str, function: str, place: Place, providers: Iterable[Party], days: Days) -> ScopeFacts:
    """What a scope item of this model would say: whose company employs, of the answers or of the provider."""
    employer = MODELS[model].employer
    entity = client_party(place, days) if employer in ("client", "co-employment") and place.entity else None
    ours = best_provider(model, place.country, providers, days) if employer in ("provider", "co-employment") else None
    return ScopeFacts(model, function, place.country, entity, ours)


def client_party(place: Place, days: Days) -> Party:
    """The prospect's company as the scope rules see it; its id is made from the country, for it is not stored yet."""
    held = (Registered("payroll_withholding", place.country, days),) if place.registered else ()
    return Party(uuid5(NAMESPACE_URL, f"prospect:{place.country}"), place.entity, place.country, held)


def best_provider(model: str, country: str, providers: Iterable[Party], days: Days) -> Party | None:
    """The provider's company in the country that holds most of what the model asks for; None where there is none."""
    needed = needed_of_provider(MODELS[model], country)
    here = [one for one in providers if one.country == country]
    return max(here, key=lambda one: sum(one.holds(kind, country, days) for kind in needed), default=None)


def candidates(answers: Answers, place: Place, function: str) -> list[str]:
    """The models to try, the one that the wish asks for first."""
    if function not in FUNCTIONS:
        return ["BPO"]
    if function == "employment":
        first = ["PEO"] if answers.liability == "share" else []
        own = place.entity and answers.liability == "keep"
        return first if own else [*first, "EOR"]
    kept = (["ASO"] if function == "benefits" and answers.self_funded else []) + ["HRO"]
    held = ["EOR"] if function in (MODELS["EOR"].functions or ()) else []
    alone = ["BPO"] if function in OWN_DELIVERY else []
    first = {"keep": [], "share": ["PEO"], "hand_over": held}[answers.liability]
    return list(dict.fromkeys([*first, *kept, *held, *alone]))


def _cell(answers: Answers, place: Place, function: str, ours: list[Party], *, implied: bool = False) -> Cell:
    day = Days.one(answers.start)
    facts = {code: facts_for(code, function, place, ours, day) for code in MODELS}
    refused = {code: list(breaches(facts[code], day)) for code in MODELS}
    tried = candidates(answers, place, function)
    if _looked_after(answers, place, function, facts["EOR"], day):
        tried = []
    model, waiting = _chosen(tried, refused)
    missing = [Missing("REGISTRATION", words.register(place.country, place.entity))] if waiting else []
    if model and not waiting:
        missing += _soft(answers, function, model)
    if model is None:
        missing += _hard(answers, place, tried, refused)
    small = any(one.code == "TOO_SMALL" for one in missing)
    fits = model if model and not missing else None
    return Cell(
        country=place.country,
        function=function,
        model=fits,
        later=None if small or fits else model,
        facts=facts[fits] if fits else None,
        reasons=words.reasons(answers, place, facts[model]) if model else (),
        missing=tuple(missing),
        instead=words.instead(answers, function, model, refused),
        implied=implied,
    )


def _looked_after(answers: Answers, place: Place, function: str, eor: ScopeFacts, day: Days) -> bool:
    """True where the provider would be the employer, and so does this for its own employees without being asked."""
    inside = function not in FUNCTIONS or function in (MODELS["EOR"].functions or ()) or function in OWN_DELIVERY
    hands_over = answers.liability == "hand_over" or not place.entity
    employs = ScopeFacts("EOR", "employment", eor.country, eor.entity, eor.provider)
    return hands_over and not inside and not list(breaches(employs, day))


def _chosen(tried: list[str], refused: dict[str, list[Invalid]]) -> tuple[str | None, bool]:
    """The first candidate that no rule refuses, or that only waits for a registration of the client's company."""
    for code in tried:
        faults = refused[code]
        waits = [isinstance(one.detail, dict) and one.detail.get("missing") == "payroll_withholding" for one in faults]
        if all(waits):
            return code, bool(faults)
    return None, False


def _soft(answers: Answers, function: str, model: str) -> list[Missing]:
    """What the model table does not ask, but good sense does: people enough, and processes written down."""
    found = []
    if model in ASKS_SIZE and function != "payroll" and answers.headcount < SMALL:
        found.append(Missing("TOO_SMALL", words.too_small(answers.headcount, SMALL)))
    if MODELS[model].employer != "provider" and answers.level(function) < DOCUMENTED:
        found.append(Missing("DOCUMENT_FIRST", words.document_first(function, answers.level(function), DOCUMENTED)))
    return found


def _hard(answers: Answers, place: Place, tried: list[str], refused: dict[str, list[Invalid]]) -> list[Missing]:
    """Why no model fits at all, and what would change that."""
    if not tried and place.entity and answers.liability != "hand_over":
        return [Missing("ALREADY_EMPLOYER", words.already_employer(place.country, place.entity))]
    if not tried:
        return [Missing("EMPLOYER_DOES_IT", words.employer_does_it(place.country))]
    codes = {one.code for code in tried for one in refused[code]}
    found = []
    if "ENTITY_REQUIRED" in codes:
        found.append(Missing("NO_ENTITY", words.no_entity(place.country)))
    if "PROVIDER_REGISTRATION_REQUIRED" in codes:
        found.append(Missing("NO_PROVIDER_ENTITY", words.no_provider(place.country)))
    return found or [Missing(one.code, one.message) for code in tried for one in refused[code]]


def _notes(answers: Answers, cells: list[Cell]) -> list[Missing]:
    """What concerns the whole: size against full service, and a documentation that has to come first."""
    found = []
    wanted = {cell.function for cell in cells if cell.model == "HRO" or cell.later == "HRO"}
    if len(wanted) >= FULL_SERVICE and answers.headcount < FULL_SERVICE_FROM:
        found.append(Missing("FULL_SERVICE_EARLY", words.early(answers.headcount)))
    elif len(wanted) >= FULL_SERVICE and answers.headcount < FULL_SERVICE_SURE:
        found.append(Missing("FULL_SERVICE_EDGE", words.edge(answers.headcount)))
    if cells and all(cell.model is None for cell in cells):
        found.insert(0, Missing("NONE_FITS", words.none_fits()))
    if any(one.code == "DOCUMENT_FIRST" for cell in cells for one in cell.missing):
        found.append(Missing("DOCUMENT_FIRST", words.document_note()))
    if answers.liability == "share" and not any("PEO" in (cell.model, cell.later) for cell in cells):
        found.append(Missing("NOBODY_SHARES", words.nobody_shares(sorted(MODELS["PEO"].countries or ()))))
    return found
