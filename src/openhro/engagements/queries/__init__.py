"""Reads about engagements: the contracts themselves, which of them covers a piece of work, and who employs."""

from openhro.engagements.queries.advice import (
    Recommendation,
    changed_since,
    kept_advice,
    kept_advices,
    recommendation,
)
from openhro.engagements.queries.contracts import engagement, engagements, one, prices, scope_items, signatures
from openhro.engagements.queries.indices import index_value_for, index_values
from openhro.engagements.queries.levels import (
    CreditRow,
    credits_for,
    credits_of,
    evidence_of,
    evidence_row,
    exclusion_of,
    level_set_terms,
    level_sets,
    measurement,
    measurements,
    month_closed,
    set_on,
)
from openhro.engagements.queries.library import library
from openhro.engagements.queries.metrics import METRICS, charges_of, measurable, metric_name
from openhro.engagements.queries.portfolio import (
    HEALTH,
    WORST_FIRST,
    PortfolioLine,
    by_state,
    portfolio,
    portfolio_lines,
)
from openhro.engagements.queries.raci import WhoDoesWhat, duties, duty, raci_gaps, who_does_what
from openhro.engagements.queries.readiness import (
    Board,
    BoardCell,
    access_tests,
    assessments,
    board,
    cells_of,
    contacts,
    documents,
    evidence,
    gate_facts,
    named_cell,
    parallel_run,
    parallel_runs,
    process,
    processes,
    readiness,
    reconciliations,
    who_may_be_named,
)
from openhro.engagements.queries.terms import (
    amendment,
    amendment_signatures,
    amendments,
    check_signable,
    children,
    head_on,
    signature,
    terms_hash,
    version,
    versions,
)
from openhro.engagements.queries.transition import raid, raid_entry, starts_too_early, task, tasks, waves
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
    "FUNCTIONS", "HEALTH", "METRICS", "WORST_FIRST", "Board", "BoardCell", "CreditRow", "Employer", "PortfolioLine",
    "Recommendation", "WhoDoesWhat", "Work", "access_tests", "amendment", "amendment_signatures", "amendments",
    "assessments", "board", "breaches_on", "by_state", "cells_of", "changed_since", "charges_of", "check_signable",
    "children", "contacts", "credits_for", "credits_of", "documents", "duties", "duty", "employer_of",
    "employing_scope", "engagement", "engagements", "evidence", "evidence_of", "evidence_row", "exclusion_of",
    "facts_of", "gate_facts", "head_on", "index_value_for", "index_values", "items_on", "kept_advice",
    "kept_advices", "level_set_terms", "level_sets", "library", "measurable", "measurement", "measurements",
    "metric_name", "month_closed", "named_cell", "one", "parallel_run", "parallel_runs", "portfolio",
    "portfolio_lines", "prices", "process", "processes", "raci_gaps", "raid", "raid_entry", "readiness",
    "recommendation", "reconciliations", "required_scope", "scope_items", "set_on", "signature", "signatures",
    "starts_too_early", "task", "tasks", "terms_hash", "version", "versions", "waves", "who_does_what",
    "who_may_be_named",
]  # fmt: skip
