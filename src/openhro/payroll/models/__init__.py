"""Tables of payroll: groups and calendars, dated facts and inputs, runs and their results, payments and files."""

from openhro.payroll.models.facts import Membership, OpeningBalance, RecurringElement, TaxFacts
from openhro.payroll.models.groups import PayElement, PayGroup, PayPeriod
from openhro.payroll.models.inputs import LateInput, PayInput
from openhro.payroll.models.payments import Payment, RunFile
from openhro.payroll.models.results import Chunk
from openhro.payroll.models.runs import Approval, Calculation, PayRun, Problem, Variance

__all__ = [
    "Approval", "Calculation", "Chunk", "LateInput", "Membership", "OpeningBalance", "PayElement", "PayGroup",
    "PayInput", "PayPeriod", "PayRun", "Payment", "Problem", "RecurringElement", "RunFile", "TaxFacts", "Variance",
]  # fmt: skip
