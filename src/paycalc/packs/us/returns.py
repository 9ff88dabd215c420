"""The returns that add up payslips: boxes of Form W-2 and lines of Form 941, by the pack's own results.

Amounts are cents. Form 941 taxes the wages of the quarter by rate; the pays withheld cent by cent. What lies between is
line 7, fractions of cents, so that line 12 is exactly what was withheld and owed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from paycalc.parameters import Law
from paycalc.rounding import half_up, part

__all__ = ["W2_BOXES", "form_941"]

W2_BOXES: Final = {
    "1": "fit_wages_to_date",
    "2": "fit_to_date",
    "3": "oasdi_wages_to_date",
    "4": "oasdi_to_date",
    "5": "medicare_wages_to_date",
    "6": "medicare_to_date",
    "7": "oasdi_tips_to_date",
    "10": "dependent_care_to_date",
    "12 C": "group_term_life_to_date",
    "12 D": "retirement_to_date",
    "12 E": "retirement_403b_to_date",
    "12 S": "simple_ira_to_date",
    "12 T": "adoption_to_date",
    "12 W": "hsa_to_date",
    "12 AA": "roth_to_date",
    "12 DD": "health_cost_to_date",
    "14 disability": "disability_to_date",
    "14 paid leave": "leave_to_date",
    "14 unemployment": "state_unemployment_to_date",
    "14 other": "state_other_to_date",
    "16": "state_wages_to_date",
    "17": "state_tax_to_date",
    "19": "local_tax_to_date",
}
"""Box of Form W-2 -> the result of an employee's last pay of the year that it holds."""


def form_941(law: Law, quarter: Mapping[str, int]) -> dict[str, int]:
    """Lines 2 to 12 from the sums over all employees of the results `<name>_quarter`; keys are the names without it.

    Line 12 is what the pays withheld, and the employer's share of what they reported: the employer owes as much Social
    Security and Medicare tax as lines 5a to 5c make, less what was withheld.
    """
    oasdi, medicare = law.rate("fica.oasdi_rate"), law.rate("fica.medicare_rate")
    additional = law.rate("fica.additional_rate")
    lines = {"2": quarter["fit_wages"], "3": quarter["fit"]}
    for line, name, rate in (
        ("5a", "oasdi_wages", 2 * oasdi),
        ("5b", "oasdi_tips", 2 * oasdi),
        ("5c", "medicare_wages", 2 * medicare),
        ("5d", "additional_medicare_wages", additional),
    ):
        wages = quarter.get(name, 0)
        lines[line] = wages
        lines[f"{line} tax"] = int(part(np.array([wages], np.int64), rate, half_up)[0])
    lines["5e"] = sum(lines[f"{line} tax"] for line in ("5a", "5b", "5c", "5d"))
    lines["6"] = lines["3"] + lines["5e"]
    share = sum(
        int(part(np.array([wages], np.int64), rate, half_up)[0])
        for wages, rate in (
            (lines["5a"] + lines["5b"], oasdi),
            (lines["5c"], medicare),
            (lines["5d"], additional),
        )
    )
    lines["7"] = quarter["employee_fica"] - share
    lines["10"] = lines["12"] = lines["6"] + lines["7"]
    return lines
