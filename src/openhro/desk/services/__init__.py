"""What can be done at the service desk, one verb each. The arguments' types are here too."""

from openhro.desk.rules import EscalationTerms, GoalTerms
from openhro.desk.services.asking import Ask, raise_ticket
from openhro.desk.services.escalating import close_resolved, escalate
from openhro.desk.services.excluding import ask_to_exclude, consent_to_exclusion
from openhro.desk.services.fulfilling import (
    add_task,
    do_task,
    link_to_problem,
    open_problem,
    rate,
    share,
    solve_problem,
)
from openhro.desk.services.knowledge import (
    Text,
    note_reading,
    publish_article,
    retire_article,
    revise_article,
    write_article,
)
from openhro.desk.services.macros import answer_and, use_macro
from openhro.desk.services.mail_in import Received, receive_mail
from openhro.desk.services.mail_out import note_sent, prepare_mail, prepare_return, send_mail
from openhro.desk.services.merging import merge
from openhro.desk.services.moves import (
    assign,
    cancel,
    close,
    hold,
    prioritise,
    reopen,
    resolve,
    resume,
    take,
    wait_for_requester,
    wait_for_third_party,
)
from openhro.desk.services.recounting import Moved, recalculate, recalculate_policy
from openhro.desk.services.setup import (
    CalendarTerms,
    CategoryTerms,
    ItemTerms,
    PolicyTerms,
    publish_calendar,
    publish_policy,
    remove_agent,
    set_agent,
    set_category,
    set_item,
    set_macro,
    set_queue,
)
from openhro.desk.services.sorting import recategorise
from openhro.desk.services.talking import answer, ask_again, log_reading, note

__all__ = [
    "Ask", "CalendarTerms", "CategoryTerms", "EscalationTerms", "GoalTerms", "ItemTerms", "Moved", "PolicyTerms",
    "Received", "Text", "add_task", "answer", "answer_and", "ask_again", "ask_to_exclude", "assign", "cancel",
    "close", "close_resolved", "consent_to_exclusion", "do_task", "escalate", "hold", "link_to_problem",
    "log_reading", "merge", "note", "note_reading", "note_sent", "open_problem", "prepare_mail", "prepare_return",
    "prioritise", "publish_article", "publish_calendar", "publish_policy", "raise_ticket", "rate", "recalculate",
    "recalculate_policy", "recategorise", "receive_mail", "remove_agent", "reopen", "resolve", "resume",
    "retire_article", "revise_article", "send_mail", "set_agent", "set_category", "set_item", "set_macro",
    "set_queue", "share", "solve_problem", "take", "use_macro", "wait_for_requester", "wait_for_third_party",
    "write_article",
]  # fmt: skip
