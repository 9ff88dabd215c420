"""Orders against wages, as the court or agency served them."""

from __future__ import annotations

from typing import Final

from paycalc.packs.us.column_makers import B, M, fact

__all__ = ["ORDERS"]

ORDERS: Final = (
    fact("support_order", M, "Support order a pay", "Child and spousal support, all orders together; comes first."),
    fact("support_other_family", B, "Supports another family", "Lowers the limit of support from 60% to 50%."),
    fact("support_arrears", B, "Support in arrears over 12 weeks", "Raises the limit of support by 5 points."),
    fact("tax_levy", M, "Federal tax levy", "Amount still owed under the levy."),
    fact("levy_exempt", M, "Exempt amount of the levy a pay", "From Pub. 1494 by Part 3 of the levy notice."),
    fact("levy_first", B, "Levy served before the support order", "Then the levy is taken first."),
    fact("student_loan_order", M, "Student loan order a pay", "Federal; up to 15% of disposable earnings."),
    fact("federal_debt_order", M, "Federal debt order a pay", "Debt Collection Improvement Act; up to 15%."),
    fact("creditor_order", M, "Creditor garnishment a pay", "Up to the limit of 15 USC 1673(a)."),
    fact(
        "creditor_limit",
        M,
        "State limit of the creditor's order a pay",
        "Where state law protects more.",
    ),
)
