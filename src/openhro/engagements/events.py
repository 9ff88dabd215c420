"""What the journal tells about engagements."""

from openhro.core.journal import event

DRAFTED = event("engagements.drafted", "An engagement was drafted")
REVISED = event("engagements.revised", "The head of an engagement was changed")
SCOPE_ADDED = event("engagements.scope_added", "Work was added to an engagement's scope")
SCOPE_ENDED = event("engagements.scope_ended", "Work leaves an engagement's scope")
PRICE_ADDED = event("engagements.price_added", "A price was added to an engagement")
PRICE_ENDED = event("engagements.price_ended", "A price of an engagement ends")
SIGNATURES_VOID = event("engagements.signatures_void", "The terms changed, so earlier signatures are void")
PROPOSED = event("engagements.proposed", "An engagement was proposed")
IN_REVIEW = event("engagements.sent_for_review", "An engagement was sent to the client for review")
CLIENT_SIGNED = event("engagements.client_signed", "The client signed an engagement")
SIGNED = event("engagements.signed", "The provider counter-signed an engagement")
TRANSITION = event("engagements.transition_started", "The transition of an engagement started")
LIVE = event("engagements.live", "An engagement went live")
SUSPENDED = event("engagements.suspended", "An engagement was suspended; statutory work continues")
RESUMED = event("engagements.resumed", "A suspended engagement is live again")
NOTICE_GIVEN = event("engagements.notice_given", "Notice was given on an engagement")
EXITING = event("engagements.exiting", "The exit of an engagement began")
CLOSING = event("engagements.closing_confirmed", "One side confirmed that an engagement may close")
CLOSED = event("engagements.closed", "An engagement was closed")
WITHDRAWN = event("engagements.withdrawn", "An engagement was withdrawn before it was signed")
IN_BREACH = event("engagements.in_breach", "A live engagement no longer meets the rules of its model")
BREACH_ENDED = event("engagements.breach_ended", "An engagement meets the rules of its model again")
ADVICE_KEPT = event("engagements.advice_kept", "A prospect was advised, and the answers are kept")
ADVICE_DRAFTED = event("engagements.advice_drafted", "An advice was turned into drafts of engagements")

LEVELS_SET = event("engagements.levels_set", "Service levels were agreed for an engagement")
MONTH_CLOSED = event("engagements.levels_closed", "The service levels of a month were closed")
TERMINATION_RIGHT = event(
    "engagements.termination_right", "A critical service level gives the client the right to end the engagement"
)
EXCLUSION_ASKED = event("engagements.exclusion_asked", "The client was asked to leave a row out of a service level")
EXCLUDED = event("engagements.excluded", "The client consented that a row is left out of a service level")
