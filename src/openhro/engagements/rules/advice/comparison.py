"""The comparison table of the five models, written from the model table, with the cells that decided marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openhro.engagements.rules.advice.recommend import Advice
from openhro.engagements.rules.advice.words import function_name
from openhro.engagements.rules.matrix import FUNCTIONS, MODELS, EngagementModel
from openhro.engagements.rules.prices import KINDS

EMPLOYS: dict[str, Promise] = {
    "client": gettext_lazy("The client, alone"),
    "provider": gettext_lazy("The provider, as legal employer"),
    "co-employment": gettext_lazy("Client and provider together (co-employment)"),
    "own-staff": gettext_lazy("The provider, but only its own staff"),
}
LIABLE: dict[str, Promise] = {
    "client": gettext_lazy("The client"),
    "provider": gettext_lazy("The provider"),
    "shared": gettext_lazy("Both, as the law shares it"),
    "none": gettext_lazy("Nobody"),
}
ROWS: dict[str, Promise] = {
    "bought": gettext_lazy("What is bought"),
    "employer": gettext_lazy("Who employs"),
    "controls": gettext_lazy("Who directs the daily work"),
    "liability": gettext_lazy("Who answers for employment"),
    "needs_client_entity": gettext_lazy("Needs a registered company of the client"),
    "provider_registrations": gettext_lazy("Needs of the provider, in the country"),
    "functions": gettext_lazy("Functions"),
    "countries": gettext_lazy("Countries"),
    "plan_sponsors": gettext_lazy("Who sponsors benefit plans"),
    "provider_may_bear_risk": gettext_lazy("May the provider bear claims"),
    "prices": gettext_lazy("Usually priced"),
}


@dataclass(frozen=True, slots=True)
class Compared:
    """A cell of the table. `mark`: "for" where it speaks for the advice, "against" where it ruled the model out."""

    model: str
    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table, by its name in the model table."""

    rule: str
    label: str
    cells: tuple[Compared, ...]


def comparison(advice: Advice | None = None) -> list[Row]:
    """The table; without an advice nothing is marked."""
    speaks_for = {(one.model, one.rule) for cell in advice.cells for one in cell.reasons} if advice else set()
    against = {(one.model, one.rule) for cell in advice.cells for one in cell.instead if one.code} if advice else set()
    found = []
    for rule, label in ROWS.items():
        cells = []
        for code, model in MODELS.items():
            mark = "for" if (code, rule) in speaks_for else "against" if (code, rule) in against else ""
            cells.append(Compared(code, _written(model, rule), mark))
        found.append(Row(rule, str(label), tuple(cells)))
    return found


def _written(model: EngagementModel, rule: str) -> str:
    """One value of the model table in words."""
    if rule == "bought":
        return str(model.bought)
    if rule == "employer":
        return str(EMPLOYS[model.employer])
    if rule in ("controls", "liability"):
        return str(LIABLE[getattr(model, rule)])
    if rule == "functions":
        return _functions(model)
    if rule in ("needs_client_entity", "provider_may_bear_risk"):
        return _("Yes") if getattr(model, rule) else _("No")
    if rule == "plan_sponsors":
        return _listed(str(LIABLE[one]) for one in model.plan_sponsors)
    if rule == "countries":
        return _listed(sorted(model.countries)) if model.countries is not None else _("Any")
    if rule == "prices":
        return _listed(str(KINDS[kind][0]) for kind in KINDS if kind in model.prices)
    return _listed(kind.replace("_", " ") for kind in model.provider_registrations) or _("Nothing")


def _functions(model: EngagementModel) -> str:
    if model.functions is None:
        return _("Any business function")
    if model.functions == set(FUNCTIONS):
        return _("Every HR function")
    left = set(FUNCTIONS) - model.functions
    if len(left) == 1:
        return _("Every HR function but: %s") % function_name(left.pop()).lower()
    return _listed(function_name(one) for one in FUNCTIONS if one in model.functions)


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(parts)
