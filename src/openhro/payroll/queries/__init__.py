"""What can be read about payroll: every answer holds only what the actor may see."""

from openhro.payroll.queries.money import CashRequirement, Equation, NetPay, PayeeDue, cash_requirement, tie_out
from openhro.payroll.queries.payslips import OwnPayslip, own_payslips, payslip
from openhro.payroll.queries.slips import EmployerView, Paid, PayslipView, SlipLine
