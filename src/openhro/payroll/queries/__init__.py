"""What can be read about payroll; every answer holds only what the actor may see."""

from openhro.payroll.queries.billing import BillableRun, billable_runs
from openhro.payroll.queries.checks import (
    ApprovalView,
    FileView,
    InputPage,
    InputRow,
    ProblemRow,
    VariancePage,
    VarianceRow,
    Walk,
    approvals,
    files,
    inputs_of_run,
    problems,
    variances,
    walk,
)
from openhro.payroll.queries.explain import ExplainSection, ExplainStep, Explanation, explain
from openhro.payroll.queries.groups import GroupView, PeriodView, calendar, pay_groups
from openhro.payroll.queries.money import CashRequirement, Equation, NetPay, PayeeDue, cash_requirement, tie_out
from openhro.payroll.queries.payslips import OwnPayslip, own_payslips, payslip
from openhro.payroll.queries.results import ResultFilters, ResultPage, ResultRow, results
from openhro.payroll.queries.runs import (
    Blocker,
    DeadlineView,
    DueRun,
    JobView,
    RunFilters,
    RunPage,
    RunRow,
    RunView,
    StageView,
    due_runs,
    run_view,
    runs,
)
from openhro.payroll.queries.slips import EmployerView, Paid, PayslipView, SlipLine

__all__ = [
    "ApprovalView", "BillableRun", "Blocker", "CashRequirement", "DeadlineView", "DueRun", "EmployerView",
    "Equation", "ExplainSection", "ExplainStep", "Explanation", "FileView", "GroupView", "InputPage", "InputRow",
    "JobView", "NetPay", "OwnPayslip", "Paid", "PayeeDue", "PayslipView", "PeriodView", "ProblemRow",
    "ResultFilters", "ResultPage", "ResultRow", "RunFilters", "RunPage", "RunRow", "RunView", "SlipLine",
    "StageView", "VariancePage", "VarianceRow", "Walk", "approvals", "billable_runs", "calendar",
    "cash_requirement", "due_runs", "explain", "files", "inputs_of_run", "own_payslips", "pay_groups", "payslip",
    "problems", "results", "run_view", "runs", "tie_out", "variances", "walk",
]  # fmt: skip
