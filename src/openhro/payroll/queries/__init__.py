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
    input_of_run,
    inputs_of_run,
    period_of_run,
    problems,
    variances,
    walk,
)
from openhro.payroll.queries.elements import ElementView, elements
from openhro.payroll.queries.explain import ExplainSection, ExplainStep, Explanation, explain
from openhro.payroll.queries.facts import FactsVersion, PackFacts, TaxFactsView, tax_facts
from openhro.payroll.queries.groups import GroupView, PeriodView, calendar, pay_groups
from openhro.payroll.queries.money import CashRequirement, Equation, NetPay, PayeeDue, cash_requirement, tie_out
from openhro.payroll.queries.overview import (
    LateRow,
    LineTotal,
    RunCounts,
    RunTotals,
    history,
    late_inputs,
    line_totals,
    run_counts,
)
from openhro.payroll.queries.payslips import NextPay, OwnPayslip, next_pay, own_payslips, payslip, payslip_before
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
    "ApprovalView", "BillableRun", "Blocker", "CashRequirement", "DeadlineView", "DueRun", "ElementView",
    "EmployerView", "Equation", "ExplainSection", "ExplainStep", "Explanation", "FactsVersion", "FileView",
    "GroupView", "InputPage", "InputRow", "JobView", "LateRow", "LineTotal", "NetPay", "NextPay", "OwnPayslip",
    "PackFacts", "Paid", "PayeeDue", "PayslipView", "PeriodView", "ProblemRow", "ResultFilters", "ResultPage",
    "ResultRow", "RunCounts", "RunFilters", "RunPage", "RunRow", "RunTotals", "RunView", "SlipLine", "StageView",
    "TaxFactsView", "VariancePage", "VarianceRow", "Walk", "approvals", "billable_runs", "calendar",
    "cash_requirement", "due_runs", "elements", "explain", "files", "history", "input_of_run", "inputs_of_run", "period_of_run", "late_inputs",
    "line_totals", "next_pay", "own_payslips", "pay_groups", "payslip", "payslip_before", "problems", "results",
    "run_counts", "run_view", "runs", "tax_facts", "tie_out", "variances", "walk",
]  # fmt: skip
