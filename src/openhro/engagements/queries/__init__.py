"""Reads about engagements: the contracts themselves, which of them covers a piece of work, and who employs."""

from openhro.engagements.queries.advice import (
    Recommendation,
    changed_since,
    kept_advice,
    kept_advices,
    recommendation,
)
from openhro.engagements.queries.contracts import engagement, engagements, one, prices, scope_items, signatures
from openhro.engagements.queries.levels import (
    CreditRow,
    credits_for,
    credits_of,
    evidence_of,
    evidence_row,
    exclusion_of,
    level_sets,
    measurement,
    measurements,
    month_closed,
    set_on,
)
from openhro.engagements.queries.metrics import METRICS, charges_of, measurable, metric_name
from openhro.engagements.queries.portfolio import (
    HEALTH,
    WORST_FIRST,
    PortfolioLine,
    by_state,
    portfolio,
    portfolio_lines,
)
from openhro.engagements.queries.readiness import gate_facts, readiness
from openhro.engagements.queries.work import (
    Employer,
    Work,
    breaches_on,
    employer_of,
    employing_scope,
    facts_of,
    items_on,
    required_scope,
)
from openhro.engagements.rules import FUNCTIONS

__all__ = [
    "FUNCTIONS", "Employer", "Recommendation", "Work", "breaches_on", "changed_since", "employer_of",
    "employing_scope", "engagement", "engagements", "facts_of", "gate_facts", "items_on", "kept_advice",
    "kept_advices", "one", "prices", "readiness", "recommendation", "required_scope", "scope_items", "signatures",
]  # fmt: skip
__all__ += [
    "HEALTH", "METRICS", "WORST_FIRST", "CreditRow", "PortfolioLine", "by_state", "charges_of", "credits_for",
    "credits_of", "evidence_of", "evidence_row", "exclusion_of", "level_sets", "measurable", "measurement",
    "measurements", "metric_name", "month_closed", "portfolio", "portfolio_lines", "set_on",
]  # fmt: skip
