"""Reads about engagements: the contracts themselves, which of them covers a piece of work, and who employs."""

from openhro.engagements.queries.advice import (
    Recommendation,
    changed_since,
    kept_advice,
    kept_advices,
    recommendation,
)
from openhro.engagements.queries.contracts import engagement, engagements, one, prices, scope_items, signatures
from openhro.engagements.queries.library import library
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
    "FUNCTIONS", "Employer", "Recommendation", "Work", "breaches_on", "changed_since", "employer_of",
    "employing_scope", "engagement", "engagements", "facts_of", "gate_facts", "items_on", "kept_advice",
    "kept_advices", "one", "prices", "readiness", "recommendation", "required_scope", "scope_items", "signatures",
]  # fmt: skip
__all__ += [
    "Board", "BoardCell", "access_tests", "assessments", "board", "cells_of", "contacts", "documents", "evidence",
    "library", "named_cell", "parallel_run", "parallel_runs", "process", "processes", "raid", "raid_entry",
    "reconciliations", "starts_too_early", "task", "tasks", "waves", "who_may_be_named",
]  # fmt: skip
