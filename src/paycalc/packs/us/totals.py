"""What the pack accumulates: one list for the inputs and for the results that feed them."""

from __future__ import annotations

from typing import Final

__all__ = ["MONTHS", "QUARTERS", "TOTALS"]

TOTALS: Final = (
    ("fit_wages", "Wages for income tax (W-2 box 1)"),
    ("fit", "Federal income tax (box 2)"),
    ("oasdi_wages", "Social Security wages (box 3)"),
    ("oasdi", "Social Security tax (box 4)"),
    ("medicare_wages", "Medicare wages (box 5)"),
    ("medicare", "Medicare tax (box 6)"),
    ("supplemental", "Supplemental wages"),
    ("futa_wages", "FUTA wages"),
    ("sui_wages", "State unemployment wages"),
    ("state_wages", "State wages (box 16)"),
    ("state_tax", "State income tax (box 17)"),
    ("local_tax", "Local income tax (box 19)"),
    ("disability", "State disability"),
    ("leave_wages", "Paid leave wages"),
    ("leave", "Paid leave"),
    ("retirement", "401(k) traditional (box 12 D)"),
    ("roth", "401(k) Roth (box 12 AA)"),
    ("hsa", "HSA (box 12 W)"),
    ("health_fsa", "Health FSA"),
    ("dependent_care", "Dependent care (box 10)"),
    ("overtime_premium", "Overtime premium"),
    ("group_term_life", "Group-term life (box 12 C)"),
    ("oasdi_tips", "Social Security tips (box 7)"),
    ("health_cost", "Cost of health coverage (box 12 DD)"),
    ("state_unemployment", "State unemployment of the employee (box 14)"),
    ("state_other", "Other state programmes (box 14)"),
    ("retirement_403b", "403(b) (box 12 E)"),
    ("simple_ira", "SIMPLE IRA (box 12 S)"),
    ("adoption", "Adoption assistance (box 12 T)"),
    ("education", "Educational assistance"),
    ("retirement_employer", "Employer's contributions to the plan"),
    ("disability_wages", "State disability wages"),
    ("unemployment_wages", "State unemployment wages of the employee"),
    ("home_state_wages", "Wages of the state of residence (box 16)"),
    ("home_state_tax", "Income tax of the state of residence (box 17)"),
    ("municipal_tax", "Municipal tax on wages"),
    ("local_services", "Local services tax"),
)

MONTHS: Final = (("transit", "Transit of the month"), ("parking", "Parking of the month"))

QUARTERS: Final = (
    ("fit_wages", "Wages of the quarter (Form 941 line 2)"),
    ("fit", "Income tax of the quarter (line 3)"),
    ("oasdi_wages", "Social Security wages of the quarter (line 5a)"),
    ("oasdi_tips", "Social Security tips of the quarter (line 5b)"),
    ("medicare_wages", "Medicare wages of the quarter (line 5c)"),
    ("additional_medicare_wages", "Wages over 200,000 of the quarter (line 5d)"),
    ("employee_fica", "Social Security and Medicare withheld in the quarter (for line 7)"),
)
