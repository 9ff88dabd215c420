"""What payroll can do: one function per verb of the trade."""

from openhro.payroll.rules.calendar import Plan
from openhro.payroll.services.approvals import answer_problem, answer_variance, approve_run, prepare_run, review_run
from openhro.payroll.services.fact_files import import_opening_balances, import_tax_facts
from openhro.payroll.services.files import download
from openhro.payroll.services.imports import Options, import_inputs, receive_inputs, stop_import
from openhro.payroll.services.inputs import (
    Line,
    give_input,
    log_late_input,
    remove_input,
    settle_late_input,
)
from openhro.payroll.services.members import add_members, end_membership, move_member
from openhro.payroll.services.payslips import render_payslip, write_payslips
from openhro.payroll.services.release import close_run, confirm_funding, mark_filed, mark_paid, release_run
from openhro.payroll.services.runs import calculate_run, cancel_run, lock_run, open_run, stop_calculation, unlock_run
from openhro.payroll.services.setup import (
    NewGroup,
    add_element,
    add_group,
    add_periods,
    lay_out,
    set_opening_balance,
    set_recurring,
    set_tax_facts,
)

__all__ = [
    "Line",
    "NewGroup",
    "Options",
    "Plan",
    "add_element",
    "add_group",
    "add_members",
    "add_periods",
    "answer_problem",
    "answer_variance",
    "approve_run",
    "calculate_run",
    "cancel_run",
    "close_run",
    "confirm_funding",
    "download",
    "end_membership",
    "give_input",
    "import_inputs",
    "import_opening_balances",
    "import_tax_facts",
    "lay_out",
    "lock_run",
    "log_late_input",
    "mark_filed",
    "mark_paid",
    "move_member",
    "open_run",
    "prepare_run",
    "receive_inputs",
    "release_run",
    "remove_input",
    "render_payslip",
    "review_run",
    "set_opening_balance",
    "set_recurring",
    "set_tax_facts",
    "settle_late_input",
    "stop_calculation",
    "stop_import",
    "unlock_run",
    "write_payslips",
]
