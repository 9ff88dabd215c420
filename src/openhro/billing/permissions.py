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
