"""Writes on engagements: drafting, the moves of a contract's life, and the nightly check."""

from openhro.engagements.rules import (
    AmendmentTerms,
    Change,
    Difference,
    DutyTerms,
    EngagementTerms,
    LevelSetTerms,
    LevelTerms,
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
from openhro.engagements.services.amending import (
    amendment_terms,
    bring_into_effect,
    draft_amendment,
    revise_amendment,
    sign_amendment,
    withdraw_amendment,
)
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
from openhro.engagements.services.documents import contract_pdf, contract_preview, told_changes
from openhro.engagements.services.drafting import (
    PriceSaved,
    add_price,
    draft_engagement,
    end_price,
    revise_engagement,
)
from openhro.engagements.services.indexing import enter_index_value, index_price, index_prices
from openhro.engagements.services.leaving_out import ask_exclusion, consent_to_exclusion
from openhro.engagements.services.levels import set_levels
from openhro.engagements.services.measuring import close_month, due_engagements, measure_due, measure_month
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
from openhro.engagements.services.raci import end_duty, propose_duties, set_duty
from openhro.engagements.services.renewing import let_terms_end
from openhro.engagements.services.scoping import add_scope, end_scope

__all__ = [
    "AmendmentTerms", "Change", "Difference", "DraftInto", "DutyTerms", "EngagementTerms", "LevelSetTerms",
    "LevelTerms", "ParallelReport", "Place", "PriceSaved", "PriceTerms", "ProcessTerms", "RaidTerms", "ScopeTerms",
    "Step", "Tally", "TaskTerms", "WaveTerms", "add_price", "add_process", "add_scope", "amendment_terms",
    "ask_exclusion", "assess", "attach_evidence", "begin_exit", "bring_into_effect", "close", "close_month",
    "close_raid", "confirm_access", "consent_to_exclusion", "contract_pdf", "contract_preview", "count_file",
    "draft_amendment", "draft_engagement", "draft_from_advice", "due_engagements", "end_contact", "end_duty",
    "end_price", "end_scope", "enter_index_value", "evidence_content", "fill_board", "finish_task", "give_notice",
    "go_live", "index_price", "index_prices", "keep_advice", "let_terms_end", "measure_due", "measure_month",
    "name_contact", "plan_task", "plan_wave", "propose", "propose_duties", "raise_raid", "reconcile_data",
    "reopen_task", "replan_task", "report_parallel_run", "resume", "revalidate", "revise_amendment",
    "revise_engagement", "send_for_review", "set_duty", "set_levels", "sign", "sign_amendment", "start_transition",
    "suspend", "told_changes", "withdraw", "withdraw_amendment", "write_document",
]  # fmt: skip
