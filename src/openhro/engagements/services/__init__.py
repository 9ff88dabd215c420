"""Writes on engagements: drafting, the moves of a contract's life, and the nightly check."""

from openhro.engagements.rules import EngagementTerms, LevelSetTerms, LevelTerms, PriceTerms, ScopeTerms
from openhro.engagements.services.advising import DraftInto, draft_from_advice, keep_advice
from openhro.engagements.services.drafting import (
    PriceSaved,
    add_price,
    add_scope,
    draft_engagement,
    end_price,
    end_scope,
    revise_engagement,
)
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

__all__ = [
    "DraftInto", "EngagementTerms", "PriceSaved", "PriceTerms", "ScopeTerms", "add_price", "add_scope", "begin_exit",
    "close", "draft_engagement", "draft_from_advice", "end_price", "end_scope", "give_notice", "go_live",
    "keep_advice", "propose", "resume", "revalidate", "revise_engagement", "send_for_review", "sign",
    "start_transition", "suspend", "withdraw",
]  # fmt: skip
__all__ += [
    "LevelSetTerms", "LevelTerms", "ask_exclusion", "close_month", "consent_to_exclusion", "due_engagements",
    "measure_due", "measure_month", "set_levels",
]  # fmt: skip
