"""The desk's rules, pure: states and moves, promises and escalation, forms, mails, and the figures."""

from openhro.desk.rules.figures import share
from openhro.desk.rules.forms import answered, check_code, check_fields, check_item, check_text
from openhro.desk.rules.goals import (
    METRICS,
    NEVER,
    PRIORITIES,
    EscalationTerms,
    GoalTerms,
    Step,
    check_matrix,
    check_policy,
    next_check,
    priority,
    steps_due,
)
from openhro.desk.rules.mail import RETURNED, Mail, automatic, parsed, stripped, token_of, told
from openhro.desk.rules.moves import (
    ACTIVE,
    ALLOWED,
    ARTICLE_STATES,
    AUDIENCES,
    CHANNELS,
    STATES,
    WAITING,
    check_reopen,
    check_tasks,
    closes_at,
    moved,
    over,
    reopen_days,
)
from openhro.desk.rules.proof import Verdict, proven, verdicts

__all__ = [
    "ACTIVE", "ALLOWED", "ARTICLE_STATES", "AUDIENCES", "CHANNELS", "METRICS", "NEVER", "PRIORITIES", "RETURNED",
    "STATES", "WAITING", "EscalationTerms", "GoalTerms", "Mail", "Step", "Verdict", "answered", "automatic",
    "check_code", "check_fields", "check_item", "check_matrix", "check_policy", "check_reopen", "check_tasks",
    "check_text", "closes_at", "moved", "next_check", "over", "parsed", "priority", "proven", "reopen_days",
    "share", "steps_due", "stripped", "token_of", "told", "verdicts",
]  # fmt: skip
