"""Who may do what in payroll."""

from openhro.core.actor import Role
from openhro.core.permission import define

_DESK = (Role.PROVIDER_ADMIN, Role.PAYROLL_SPECIALIST)
_READERS = (*_DESK, Role.ENGAGEMENT_MANAGER, Role.CLIENT_ADMIN, Role.CLIENT_HR, Role.AUDITOR)

GROUP_EDIT = define("payroll.group:edit", "set up pay groups, calendars and pay elements", *_DESK)
GROUP_READ = define("payroll.group:read", "read pay groups and calendars", *_READERS)
FACTS_EDIT = define("payroll.facts:edit", "change tax facts and recurring lines", *_DESK, Role.CLIENT_HR)
INPUT_EDIT = define("payroll.input:edit", "send inputs for a pay run", *_DESK, Role.CLIENT_ADMIN, Role.CLIENT_HR)
RUN_READ = define("payroll.run:read", "read pay runs and their results", *_READERS)
RUN_OPEN = define("payroll.run:open", "open a pay run", *_DESK)
RUN_CALCULATE = define("payroll.run:calculate", "lock and calculate a pay run", *_DESK)
RUN_UNLOCK = define("payroll.run:unlock", "unlock a pay run and void its approvals", *_DESK)
RUN_ANSWER = define("payroll.run:answer", "answer warnings and variances", *_DESK, Role.CLIENT_HR)
RUN_PREPARE = define("payroll.run:prepare", "hand a calculated run to the reviewer", *_DESK)
RUN_REVIEW = define("payroll.run:review", "review a run for the provider", *_DESK, Role.ENGAGEMENT_MANAGER)
RUN_APPROVE = define("payroll.run:approve", "approve a run for the client", Role.CLIENT_ADMIN)
RUN_FUND = define("payroll.run:fund", "record that a run is funded", *_DESK)
RUN_RELEASE = define("payroll.run:release", "release payments and payslips", *_DESK)
RUN_CLOSE = define("payroll.run:close", "mark a run paid, filed and closed", *_DESK)
FILE_READ = define("payroll.file:read", "download the files of a run", *_DESK, Role.CLIENT_ADMIN, Role.AUDITOR)
BANK_FILE_READ = define(
    "payroll.bank_file:read", "download bank files with full account numbers", *_DESK, Role.CLIENT_ADMIN
)
PAYSLIP_READ = define(
    "payroll.payslip:read", "read anybody's payslip", *_DESK, Role.CLIENT_ADMIN, Role.CLIENT_HR, Role.AUDITOR
)
PAYSLIP_OWN = define("payroll.payslip:own", "read one's own payslips", Role.EMPLOYEE)

BY_MOVE = {
    "collect": RUN_OPEN,
    "cancel": RUN_OPEN,
    "lock": RUN_CALCULATE,
    "calculate": RUN_CALCULATE,
    "unlock": RUN_UNLOCK,
    "prepare": RUN_PREPARE,
    "review": RUN_REVIEW,
    "client_approve": RUN_APPROVE,
    "fund": RUN_FUND,
    "release": RUN_RELEASE,
    "mark_paid": RUN_CLOSE,
    "mark_filed": RUN_CLOSE,
    "close": RUN_CLOSE,
}
"""Which permission each move of a run asks for: what the buttons of a page are made from."""
