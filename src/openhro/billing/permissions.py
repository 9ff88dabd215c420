"""Who may do what with invoices."""

from openhro.core.actor import Role
from openhro.core.permission import define

_PA, _EM = Role.PROVIDER_ADMIN, Role.ENGAGEMENT_MANAGER

READ = define(
    "billing.invoice:read",
    "See invoices and what they counted",
    _PA,
    _EM,
    Role.CLIENT_ADMIN,
    Role.CLIENT_HR,
    Role.AUDITOR,
)
DRAFT = define("billing.invoice:draft", "Draft invoices", _EM, _PA)
REVIEW = define("billing.invoice:review", "Review draft invoices, or reopen them", _EM)
ISSUE = define("billing.invoice:issue", "Issue reviewed invoices", _EM, _PA)
CREDIT = define("billing.invoice:credit", "Give credits on issued invoices", _EM, _PA)
USAGE = define("billing.usage:record", "Record what is counted for billing, and withdraw it", _EM, _PA)
TERMS = define("billing.terms:edit", "Say how a client is billed and taxed", _EM, _PA)
PAY = define("billing.payment:record", "Record payments of invoices, and take them back", _EM, _PA)
DISPUTE = define("billing.dispute:raise", "Dispute lines of invoices", Role.CLIENT_ADMIN, Role.CLIENT_HR)
ANSWER = define("billing.dispute:answer", "Answer disputes of invoices", _EM, _PA)
ASK_WRITE_OFF = define("billing.write_off:ask", "Ask for an invoice to be written off", _EM, _PA)
DECIDE_WRITE_OFF = define("billing.write_off:decide", "Decide on write-offs that somebody else asked for", _PA)
