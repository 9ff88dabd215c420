"""The rules of billing: what is counted, what it costs, which tax there is, and what may be done with an invoice."""

from openhro.billing.rules.charging import (
    by_bands,
    charge,
    half_up,
    percentage,
    refund,
    shares,
)
from openhro.billing.rules.counting import (
    PER_HEAD,
    PER_MONTH,
    PER_RUN,
    Count,
    Counted,
    Head,
    Price,
    Run,
    Step,
    Window,
    count_enrolled,
    count_heads,
    count_once,
    count_runs,
    month_window,
    same_currency,
)
from openhro.billing.rules.moves import (
    ALLOWED,
    DISPUTE_STATES,
    FOUR_EYES_ABOVE,
    MOVES,
    OUTCOMES,
    PAYMENT_DAYS,
    STATES,
    Balance,
    check_credit,
    check_month,
    check_month_over,
    check_move,
    check_outcome,
    check_reason,
    check_something_counted,
    due_day,
    needs_other_person,
    settled_state,
)
from openhro.billing.rules.tax import TREATMENTS, Tax, by_rule, check_treatment, stated
from openhro.billing.rules.usage import (
    BY_PRICE,
    NOTHING_TOLD,
    USAGE_KINDS,
    Told,
    UsageTerms,
    as_heads,
    check_usage,
    count_usage,
    kind_for,
)

__all__ = [
    "ALLOWED", "BY_PRICE", "DISPUTE_STATES", "FOUR_EYES_ABOVE", "MOVES", "NOTHING_TOLD", "OUTCOMES", "PAYMENT_DAYS",
    "PER_HEAD", "PER_MONTH", "PER_RUN", "STATES", "TREATMENTS", "USAGE_KINDS", "Balance", "Count", "Counted", "Head",
    "Price", "Run", "Step", "Tax", "Told", "UsageTerms", "Window", "as_heads", "by_bands", "by_rule", "charge",
    "check_credit", "check_month", "check_month_over", "check_move", "check_outcome", "check_reason",
    "check_something_counted", "check_treatment", "check_usage", "count_enrolled", "count_heads", "count_once",
    "count_runs", "count_usage", "due_day", "half_up", "kind_for", "month_window", "needs_other_person", "percentage",
    "refund", "same_currency", "settled_state", "shares", "stated",
]  # fmt: skip
