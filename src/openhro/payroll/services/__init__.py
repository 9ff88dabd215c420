"""What payroll can do: one function per verb of the trade."""

from openhro.payroll.services.approvals import answer_problem, answer_variance, approve_run, prepare_run, review_run
from openhro.payroll.services.runs import calculate_run, cancel_run, lock_run, open_run, unlock_run
from openhro.payroll.services.setup import (
    NewGroup,
    add_element,
    add_group,
    add_members,
    add_periods,
    set_opening_balance,
    set_recurring,
    set_tax_facts,
)

__all__ = [
    "NewGroup", "add_element", "add_group", "add_members", "add_periods", "answer_problem", "answer_variance",
    "approve_run", "calculate_run", "cancel_run", "lock_run", "open_run", "prepare_run", "review_run", "set_opening_balance",
    "set_recurring", "set_tax_facts", "unlock_run",
]  # fmt: skip
