"""Writes on engagements: drafting, the moves of a contract's life, and the nightly check."""

from openhro.engagements.rules import (
    Difference,
    EngagementTerms,
    ParallelReport,
    PriceTerms,
    RaidTerms,
    ScopeTerms,
    Step,
    Tally,
    TaskTerms,
    WaveTerms,
)
from openhro.engagements.services.advising import DraftInto, draft_from_advice, keep_advice
from openhro.engagements.services.documenting import (
    Place,
    ProcessTerms,
    add_process,
    assess,
    attach_evidence,
    evidence_content,
    fill_board,
    write_document,
)
from openhro.engagements.services.drafting import (
    PriceSaved,
    add_price,
    add_scope,
    draft_engagement,
    end_price,
    end_scope,
    revise_engagement,
)
from openhro.engagements.services.moves import (
    begin_exit,
    close,
    give_notice,
    go_live,
    propose,
    resume,
    send_for_review,
    sign,
    start_transition,
    suspend,
    withdraw,
)
from openhro.engagements.services.nightly import revalidate
from openhro.engagements.services.planning import (
    close_raid,
    finish_task,
    plan_task,
    plan_wave,
    raise_raid,
    reopen_task,
    replan_task,
)
from openhro.engagements.services.proving import (
    confirm_access,
    count_file,
    end_contact,
    name_contact,
    reconcile_data,
    report_parallel_run,
)

__all__ = [
    "DraftInto", "EngagementTerms", "PriceSaved", "PriceTerms", "ScopeTerms", "add_price", "add_scope", "begin_exit",
    "close", "draft_engagement", "draft_from_advice", "end_price", "end_scope", "give_notice", "go_live",
    "keep_advice", "propose", "resume", "revalidate", "revise_engagement", "send_for_review", "sign",
    "start_transition", "suspend", "withdraw",
]  # fmt: skip
__all__ += [
    "Difference", "ParallelReport", "Place", "ProcessTerms", "RaidTerms", "Step", "Tally", "TaskTerms", "WaveTerms",
    "add_process", "assess", "attach_evidence", "close_raid", "confirm_access", "count_file", "end_contact",
    "evidence_content", "fill_board", "finish_task", "name_contact", "plan_task", "plan_wave", "raise_raid",
    "reconcile_data", "reopen_task", "replan_task", "report_parallel_run", "write_document",
]  # fmt: skip
